"""Plain functions that make valid rows: published by default, nothing random, every field overridable."""

from datetime import UTC, datetime
from itertools import count

from barometre.models import Modalite, Question, Resultat, Vague
from chantiers.models import Chantier, Theme
from comptes.models import User
from evenements.models import Citation, Intervention, Journees, Personne, RendezVous, Seance
from fabrique.models import Initiative, Reprise
from forum.models import Idee
from mediatheque.models import Lien
from pages.models import CLES, ChoixDeUne, Page, Une
from publications.models import Article, FocusLibe, Note, Podcast
from solidaires.publication import Etat
from solidaires.texte import replier, slugifier
from territoires.models import Adhesion, Agent, Territoire

PARUTION = datetime(2024, 2, 1, 9, 0, tzinfo=UTC)
FUTUR = datetime(2999, 1, 1, tzinfo=UTC)
PASSE = datetime(2020, 1, 1, tzinfo=UTC)

# Each way of being absent from every public page.
ETATS_CACHES = {
    "brouillon": {"etat": Etat.BROUILLON, "published_at": None},
    "a_relire": {"etat": Etat.A_RELIRE, "published_at": None},
    "a_completer": {"etat": Etat.A_COMPLETER, "published_at": None, "motif": "À préciser."},
    "programmee": {"etat": Etat.PROGRAMMEE, "published_at": FUTUR},
    "publiee_demain": {"etat": Etat.PUBLIEE, "published_at": FUTUR},
    "retiree": {"etat": Etat.RETIREE, "published_at": PASSE, "retired_at": PARUTION},
    "expiree": {"etat": Etat.PUBLIEE, "published_at": PASSE, "retired_at": PARUTION},
    "refusee": {"etat": Etat.REFUSEE, "published_at": None, "motif": "Hors sujet."},
}

_rang = count(1)


def _publie(titre, champs):
    """The fields of a published object, its slug made from its title."""
    return {
        "slug": slugifier(titre),
        "etat": Etat.PUBLIEE,
        "published_at": PARUTION,
        **champs,
    }


def _relier(objet, relations):
    for nom, valeurs in relations.items():
        getattr(objet, nom).set(valeurs)
    return objet


def make_user(email="agent@example.org", **champs):
    """A person without any right."""
    return User.objects.create_user(email, **champs)


def make_territoire(code="33", nom="Gironde", nature=Territoire.Nature.DEPARTEMENT, **champs):
    """One territory; the same code and nature give the same row."""
    territoire, _ = Territoire.objects.get_or_create(
        nature=nature,
        code=code,
        defaults={
            "nom": nom,
            "nom_replie": replier(nom),
            "slug": slugifier(nom if nature in {"region", "departement"} else f"{nom} {code}"),
            **champs,
        },
    )
    return territoire


def make_adhesion(territoire=None, **champs):
    return Adhesion.objects.create(territoire=territoire or make_territoire(), **champs)


def make_agent(user=None, territoire=None, **champs):
    """Somebody who acts for a territory, since before any test; `user` may be an address."""
    if not isinstance(user, User):
        user = User.objects.filter(email=user or "agent@example.org").first() or make_user(
            user or "agent@example.org"
        )
    champs = {"date_debut": PARUTION.date(), **champs}
    return Agent.objects.create(user=user, territoire=territoire or make_territoire(), **champs)


def make_lien(url="https://example.org/page", etat=Lien.Etat.VERIFIE, **champs):
    lien, _ = Lien.objects.get_or_create(url=url, defaults={"etat": etat, **champs})
    return lien


def make_theme(nom="Alimentation", **champs):
    theme, _ = Theme.objects.get_or_create(nom=nom, defaults={"slug": slugifier(nom), **champs})
    return theme


def make_chantier(titre="Revenu d’autonomie", *, themes=(), **champs):
    chantier = Chantier.objects.create(titre=titre, **_publie(titre, champs))
    return _relier(chantier, {"themes": themes})


def make_idee(titre="Un revenu de base local", *, themes=(), chantiers=(), **champs):
    champs = {"corps": "<p>Texte de l’idée.</p>", "annee": 2023, **champs}
    idee = Idee.objects.create(titre=titre, **_publie(titre, champs))
    return _relier(idee, {"themes": themes, "chantiers": chantiers})


def make_initiative(
    titre="Caisse commune de l’alimentation",
    *,
    themes=(),
    chantiers=(),
    idees=(),
    territoires_associes=(),
    **champs,
):
    champs.setdefault("territoire", None)
    champs["territoire"] = champs["territoire"] or make_territoire()
    champs = {"presentation": "<p>Des foyers cotisent selon leurs moyens.</p>", **champs}
    initiative = Initiative.objects.create(titre=titre, **_publie(titre, champs))
    return _relier(
        initiative,
        {
            "themes": themes,
            "chantiers": chantiers,
            "idees": idees,
            "territoires_associes": territoires_associes,
        },
    )


def make_reprise(initiative=None, territoire=None, **champs):
    initiative = initiative or make_initiative()
    territoire = territoire or make_territoire("40", "Landes")
    titre = f"{initiative.slug} {territoire.slug}"
    champs = {"statut": Reprise.Statut.EFFECTIVE, **champs}
    return Reprise.objects.create(
        initiative=initiative, territoire=territoire, **_publie(titre, champs)
    )


def make_journees(annee=2024, *, idees=(), chantiers=(), themes=(), **champs):
    champs = {"theme": "L’écologie solidaire", **champs}
    journees = Journees.objects.create(annee=annee, **_publie(str(annee), champs))
    return _relier(journees, {"idees": idees, "chantiers": chantiers, "themes": themes})


def make_rendezvous(nom="Forum national de l’ESS", *, idees=(), **champs):
    rendez_vous = RendezVous.objects.create(
        nom=nom, **_publie(f"{nom} {champs.get('annee') or ''}", champs)
    )
    return _relier(rendez_vous, {"idees": idees})


def make_seance(journees=None, **champs):
    if journees is None and "rendez_vous" not in champs:
        journees = make_journees()
    champs = {"type": Seance.Type.TABLE_RONDE, "titre": "Se déplacer", **champs}
    return Seance.objects.create(journees=journees, **champs)


def make_personne(nom="Ada Lovelace", **champs):
    personne, _ = Personne.objects.get_or_create(nom=nom, defaults=champs)
    return personne


def make_intervention(personne=None, **champs):
    return Intervention.objects.create(personne=personne or make_personne(), **champs)


def make_citation(texte="Le contraire de la fragilité, c’est la résilience.", **champs):
    champs.setdefault("personne", None)
    champs["personne"] = champs["personne"] or make_personne()
    champs = {"annee": 2022, "slug": f"citation-{next(_rang)}", **champs}
    return Citation.objects.create(texte=texte, **_publie(texte, champs))


def make_focus(titre="Des solutions qui fleurissent", *, chantiers=(), themes=(), **champs):
    champs = {"theme": "Écologie solidaire", "annee": 2024, "mois": 2, **champs}
    focus = FocusLibe.objects.create(titre=titre, **_publie(titre, champs))
    return _relier(focus, {"chantiers": chantiers, "themes": themes})


def make_article(focus=None, **champs):
    champs = {"titre": "Le coup de pouce aux jeunes", **champs}
    return Article.objects.create(focus=focus or make_focus(), **champs)


def make_note(titre="L’écoute des citoyens", *, themes=(), chantiers=(), **champs):
    note = Note.objects.create(titre=titre, **_publie(titre, champs))
    return _relier(note, {"themes": themes, "chantiers": chantiers})


def make_podcast(titre="Peut-on mieux manger ensemble ?", *, themes=(), chantiers=(), **champs):
    podcast = Podcast.objects.create(titre=titre, **_publie(titre, champs))
    return _relier(podcast, {"themes": themes, "chantiers": chantiers})


def make_vague(annee=2023, **champs):
    titre = champs.pop("titre", f"Baromètre des solutions solidaires {annee}")
    champs = {"institut": "Ifop", "slug": str(annee), **champs}
    return Vague.objects.create(titre=titre, annee=annee, **_publie(titre, champs))


def make_question(vague=None, *, reponses=None, **champs):
    """One question; `reponses` maps each answer to its share in percent, or None without figure."""
    champs = {"code": f"question-{next(_rang)}", "libelle": "Quels changements ?", **champs}
    question = Question.objects.create(vague=vague or make_vague(), **champs)
    reponses = {"Réchauffement climatique": 55} if reponses is None else reponses
    for ordre, (libelle, part_pct) in enumerate(reponses.items()):
        modalite = Modalite.objects.create(question=question, libelle=libelle, ordre=ordre)
        if part_pct is not None:
            Resultat.objects.create(modalite=modalite, part_pct=part_pct)
    return question


def make_page(titre="Manifeste", **champs):
    champs = {"corps": "<p>Le texte de la page.</p>", **champs}
    return Page.objects.create(titre=titre, **_publie(titre, champs))


def make_une(titre="Une de mars", *, choix=(), **champs):
    """One composition of the home page; `choix`: what it puts first, of any types, in order."""
    une = Une.objects.create(titre=titre, **_publie(titre, champs))
    cles = {ChoixDeUne._meta.get_field(cle).related_model: cle for cle in CLES}
    for ordre, objet in enumerate(choix, start=1):
        ChoixDeUne.objects.create(une=une, ordre=ordre, **{cles[type(objet)]: objet})
    return une


# Every publishable type by the function that makes one, published.
FABRIQUES = {
    "initiative": make_initiative,
    "reprise": make_reprise,
    "idee": make_idee,
    "journees": make_journees,
    "rendezvous": make_rendezvous,
    "citation": make_citation,
    "focuslibe": make_focus,
    "note": make_note,
    "podcast": make_podcast,
    "vague": make_vague,
    "chantier": make_chantier,
    "page": make_page,
    "une": make_une,
}
