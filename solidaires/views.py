"""The home page and the pages for machines. The home page looks at every section; none looks at it."""

from urllib.parse import urljoin

from django.conf import settings
from django.db import connection
from django.db.models import Q
from django.http import JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from barometre.models import Resultat, Vague
from evenements.models import Citation, Journees, RendezVous
from fabrique.models import Initiative, Reprise
from forum.models import Idee
from pages import une
from publications.models import FocusLibe
from solidaires import fils
from solidaires.texte import typographier
from territoires.models import Territoire
from territoires.views import carte_des_membres


@require_safe
def accueil(request):
    """Everything in five seconds: what, where, how far, with what result.

    The coordination may choose what comes first in each block (pages/une.py).
    """
    choix = une.choisis()
    editions = list(Journees.objects.published().for_list())
    territoires = list(Territoire.objects.for_map())
    nombre_membres = sum(territoire.est_membre for territoire in territoires)
    return render(
        request,
        "accueil.html",
        {
            "carte": carte_des_membres(territoires),
            "chiffres": _chiffres(nombre_membres, editions),
            "parcours": _parcours(),
            "initiatives": une.remplir(
                "initiative", Initiative.objects.published().for_list(), choix
            ),
            "question": _question_du_barometre(choix.get("question", [])),
            "citation": une.remplir(
                "citation", Citation.objects.published().select_related("personne"), choix
            ).first(),
            "prochaine_edition": _prochaine(editions),
            "derniere_edition": editions[0] if editions else None,
            "idees": une.remplir("idee", Idee.objects.published().for_list(), choix),
            "focus": une.remplir(
                "focus", FocusLibe.objects.published().for_list(), choix
            ).first(),
            "rendez_vous": une.remplir(
                "rendez_vous", RendezVous.objects.published().upcoming(), choix
            ),
        },
    )


def _chiffres(nombre_membres, editions):
    """What there is to read, each figure leading to it. Two queries."""
    initiatives = Initiative.objects.published().count()
    idees = Idee.objects.published().count()
    depuis = f" depuis {editions[-1].annee}" if editions else ""
    return [
        {
            "valeur": initiatives,
            "libelle": _accord(initiatives, "initiative documentée", "initiatives documentées"),
            "url": reverse("fabrique:initiative_list"),
        },
        {
            "valeur": idees,
            "libelle": _accord(idees, "idée au Forum", "idées au Forum"),
            "url": reverse("forum:idee_list"),
        },
        {
            "valeur": nombre_membres,
            "libelle": _accord(nombre_membres, "territoire membre", "territoires membres"),
            "url": reverse("territoires:territoire_list"),
        },
        {
            "valeur": len(editions),
            "libelle": _accord(len(editions), "édition", "éditions") + f" des Journées{depuis}",
            "url": reverse("evenements:journees_list"),
        },
    ]


def _accord(nombre, singulier, pluriel):
    """French: zero and one are singular."""
    return pluriel if nombre > 1 else singulier


def _parcours():
    """The four steps that the portal keeps together, each in the colour of its section. One query."""
    reprises = Reprise.objects.published().counted().count()
    essaimage = "repris et adapté par d’autres territoires"
    if reprises:
        essaimage += f" : {reprises} {_accord(reprises, 'reprise', 'reprises')}"
    return [
        {
            "titre": "Une idée",
            "section": "forum",
            "texte": "au Forum, portée par un partenaire ou un territoire",
        },
        {
            "titre": "Une expérimentation",
            "section": "fabrique",
            "texte": "dans la Fabrique, avec ses résultats et ses limites",
        },
        {
            "titre": "Un débat",
            "section": "journees",
            "texte": "aux Journées, dans Libération, au baromètre",
        },
        {
            "titre": "Un essaimage",
            "section": "publications",
            "texte": typographier(essaimage),
        },
    ]


def _question_du_barometre(choisies):
    """One question of a public wave, with its figures; None without any. One query.

    The first of `choisies` (pks) that has figures; or else, in the latest yearly wave, the question
    that recalls the previous wave the most, then the one with the most figures.
    """
    annuelles = Q(modalite__question__vague__type=Vague.Type.ANNUELLE)
    resultats = (
        Resultat.objects.filter(
            annuelles | Q(modalite__question__in=choisies),
            sous_groupe="",
            modalite__question__vague__in=Vague.objects.published(),
        )
        .select_related("modalite__question__vague")
        .order_by(
            "-modalite__question__vague__annee",
            "modalite__question__ordre",
            "-part_pct",
            "pk",
        )
    )
    par_question = {}
    for resultat in resultats:
        question = resultat.modalite.question
        par_question.setdefault(question, []).append(resultat)
    question = _choisie(par_question, choisies) or _la_plus_suivie(par_question)
    if question is None:
        return None
    return {
        "question": question,
        "vague": question.vague,
        "resultats": par_question[question][:5],
    }


def _choisie(par_question, choisies):
    presentes = {question.pk: question for question in par_question}
    return next((presentes[pk] for pk in choisies if pk in presentes), None)


def _la_plus_suivie(par_question):
    annuelles = [q for q in par_question if q.vague.type == Vague.Type.ANNUELLE]
    derniere = [q for q in annuelles if q.vague.annee == annuelles[0].vague.annee]
    return max(
        derniere,
        key=lambda question: (
            sum(ligne.precedent_pct is not None for ligne in par_question[question]),
            len(par_question[question]),
        ),
        default=None,
    )


def _prochaine(editions):
    """The soonest edition that has not ended, or None."""
    today = timezone.localdate()
    a_venir = [e for e in editions if e.date_debut and (e.date_fin or e.date_debut) >= today]
    return min(a_venir, key=lambda e: e.date_debut, default=None)


@require_safe
@conditional_page
def tout_feed(request):
    """What was put online last, in every section."""
    return fils.repondre(
        request,
        cle="tout",
        titre="Tout le portail",
        sous_titre="Les dernières pages publiées, toutes rubriques réunies",
        lien=reverse("accueil"),
        objets=fils.derniers([model.objects.all() for model in fils.SORTES]),
    )


@require_safe
def robots(request):
    """What robots may read: everything public, each page once."""
    return render(
        request,
        "robots.txt",
        {"sitemap": urljoin(settings.ADRESSE_DU_PORTAIL, reverse("sitemap"))},
        content_type="text/plain; charset=utf-8",
    )


@require_safe
def sante(request):
    """Whether this process can serve: 200 when the database answers."""
    with connection.cursor() as curseur:
        curseur.execute("SELECT 1")
    response = JsonResponse({"etat": "ok"})
    response["Cache-Control"] = "no-store"
    return response
