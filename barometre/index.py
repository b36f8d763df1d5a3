"""What the waves of the barometer give to the search: their questions and answers with them."""

from django.db.models import Prefetch

from barometre.models import Vague
from chantiers.models import Chantier
from publications.models import FocusLibe
from recherche import facettes
from recherche.index import Fiche, contenu, suite


@contenu(
    Vague,
    "Baromètre",
    section="barometre",
    depend={Chantier: "questions__chantiers"},
    lignes=lambda: Vague.objects.prefetch_related(
        "questions__modalites",
        Prefetch("questions__chantiers", Chantier.objects.published()),
        Prefetch("focus", FocusLibe.objects.published()),
    ),
)
def vague(vague):
    questions = list(vague.questions.all())
    return Fiche(
        titre=vague.titre,
        url=vague.get_absolute_url(),
        resume=vague.methode_en_bref,
        classement=suite(
            "sondage",
            vague.institut,
            vague.direction,
            vague.commanditaire,
            *(focus.titre for focus in vague.focus.all()),
            *{question.famille: None for question in questions},
        ),
        texte=suite(
            vague.presentation,
            *(suite(question.libelle, question.resume) for question in questions),
            *(modalite.libelle for q in questions for modalite in q.modalites.all()),
        ),
        surtitre=" · ".join(filter(None, ["Baromètre", str(vague.annee), vague.institut])),
        annee=vague.annee,
        jour=vague.terrain_debut,
        facettes={
            "chantier": facettes.classees(
                dict.fromkeys(c for q in questions for c in q.chantiers.all()), "titre"
            ),
            "annee": facettes.annee(vague.annee),
        },
    )
