"""What the Journées, the calendar and the echoes give to the search."""

from django.db.models import Prefetch

from chantiers.index import classement, mots, publics
from chantiers.models import Chantier, Theme
from evenements.models import Citation, Intervention, Journees, Personne, RendezVous, Seance
from recherche import facettes
from recherche.index import Fiche, contenu, suite


def _lignes(model):
    """The events with their programme: two queries more for the people."""
    personnes = Intervention.objects.select_related("personne").order_by("ordre", "pk")
    return model.objects.prefetch_related(
        "themes",
        "mots_cles",
        publics(),
        Prefetch("interventions", personnes),
        Prefetch(
            "seances", Seance.objects.prefetch_related(Prefetch("interventions", personnes))
        ),
    )


def _programme(evenement):
    """Everything said of its séances and of the people, as a text."""
    seances = list(evenement.seances.all())
    presents = [*evenement.interventions.all()]
    for seance in seances:
        presents += seance.interventions.all()
    return suite(
        *(suite(f"{seance}", seance.resume, seance.animation) for seance in seances),
        *(str(intervention) for intervention in presents),
    )


@contenu(
    Journees,
    "Éditions des Journées",
    section="journees",
    depend={Theme: "themes", Chantier: "chantiers"},
    lignes=lambda: _lignes(Journees),
)
def journees(edition):
    return Fiche(
        titre=f"{edition}",
        url=edition.get_absolute_url(),
        resume=edition.accroche,
        classement=mots(edition, edition.ville, edition.lieu),
        texte=suite(
            edition.presentation,
            edition.questions,
            edition.partenaires,
            edition.suite,
            _programme(edition),
        ),
        surtitre=suite(edition.edition or "Les Journées", edition.tenue_en_clair),
        annee=edition.annee,
        jour=edition.date_debut,
        facettes={**classement(edition), "annee": facettes.annee(edition.annee)},
    )


@contenu(
    RendezVous,
    "Rendez-vous du calendrier",
    section="calendrier",
    depend={Theme: "themes", Chantier: "chantiers"},
    lignes=lambda: _lignes(RendezVous),
)
def rendez_vous(rendez_vous):
    return Fiche(
        titre=f"{rendez_vous}",
        url=rendez_vous.get_absolute_url(),
        resume=rendez_vous.titre_edition,
        classement=mots(
            rendez_vous, rendez_vous.ville, rendez_vous.lieu, rendez_vous.organisateurs
        ),
        texte=suite(
            rendez_vous.presentation, rendez_vous.participation, _programme(rendez_vous)
        ),
        surtitre=suite("Rendez-vous", rendez_vous.ville, rendez_vous.tenue_en_clair),
        annee=rendez_vous.annee,
        jour=rendez_vous.date_debut,
        facettes={**classement(rendez_vous), "annee": facettes.annee(rendez_vous.annee)},
    )


@contenu(
    Citation,
    "Échos des Journées",
    section="journees",
    depend={Theme: "themes", Personne: "personne"},
    lignes=lambda: Citation.objects.select_related("personne").prefetch_related(
        "themes", "mots_cles"
    ),
)
def citation(citation):
    return Fiche(
        titre=f"{citation}",
        url=citation.get_absolute_url(),
        resume=citation.texte,
        classement=mots(citation, citation.role),
        surtitre="Citation",
        annee=citation.annee,
        facettes={
            "theme": facettes.classees(citation.themes.all(), "nom"),
            "annee": facettes.annee(citation.annee),
        },
    )
