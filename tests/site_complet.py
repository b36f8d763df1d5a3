"""One of everything, published and related: the portal that whole-site and browser tests visit."""

from datetime import date, time

from django.apps import apps
from django.urls import reverse

from evenements.models import Seance
from fabrique.models import ChiffreCle, Etape, Initiative
from mediatheque.models import Lien
from tests.factories import (
    make_adhesion,
    make_article,
    make_chantier,
    make_citation,
    make_focus,
    make_idee,
    make_initiative,
    make_intervention,
    make_journees,
    make_lien,
    make_note,
    make_page,
    make_podcast,
    make_question,
    make_rendezvous,
    make_reprise,
    make_seance,
    make_territoire,
    make_theme,
    make_vague,
)

PAGES = {
    "manifeste": "Manifeste",
    "entretien": "Entretien",
    "qui-sommes-nous": "Qui sommes-nous ?",
    "mentions-legales": "Mentions légales",
    "accessibilite": "Accessibilité",
    "donnees-personnelles": "Données personnelles",
}


def construire():
    """Rows of every type, with their relations; returns the Initiative that has everything."""
    gironde = make_territoire()
    landes = make_territoire("40", "Landes")
    make_adhesion(gironde, role="initiateur", annee_attestee=2021)
    theme = make_theme()
    chantier = make_chantier(themes=[theme], chapo="Garantir un revenu à chacun.")
    lus = make_lien("https://example.org/source", titre="Une source lue")
    non_lu = make_lien("https://example.org/non-lue", Lien.Etat.A_VERIFIER)
    idee = make_idee(auteur="Collectif", partenaire=True, themes=[theme], chantiers=[chantier])
    idee.sources.set([lus, non_lu])
    initiative = make_initiative(
        nature=Initiative.Nature.EXPERIMENTATION,
        stade=Initiative.Stade.EXPERIMENTATION,
        annee=2024,
        partenaires="Ville de Bordeaux\nAcclimat’action",
        cout_euros=543000,
        themes=[theme],
        chantiers=[chantier],
        idees=[idee],
        territoires_associes=[landes],
    )
    initiative.mots_cles.add("caisse commune")
    initiative.sources.set([lus, non_lu])
    Etape.objects.create(initiative=initiative, stade="experimentation", annee=2024)
    ChiffreCle.objects.create(
        initiative=initiative, libelle="foyers", valeur=193, approximation="près de", source=lus
    )
    make_reprise(initiative, landes, statut="effective", date=date(2025, 3, 1))
    journees = make_journees(
        idees=[idee],
        chantiers=[chantier],
        themes=[theme],
        date_debut=date(2024, 2, 9),
        date_fin=date(2024, 2, 9),
        ville="Bordeaux",
    )
    seance = make_seance(
        journees, date=date(2024, 2, 9), heure_debut=time(14), salle="Amphithéâtre"
    )
    seance.initiatives.set([initiative])
    make_seance(journees, type=Seance.Type.ATELIER, titre="")
    make_intervention(seance=seance, role="Chercheuse")
    make_intervention(journees=journees)
    make_citation(journees=journees, role="Climatologue")
    rendez_vous = make_rendezvous(
        annee=2999, date_debut=date(2999, 10, 1), date_fin=date(2999, 10, 3), ville="Niort"
    )
    make_rendezvous("Festival VYV", idees=[idee])
    focus = make_focus(
        chantiers=[chantier],
        themes=[theme],
        has_cahier=True,
        cahier_pages=8,
        cahier_lien=non_lu,
        forum_journees=journees,
        forum_rendez_vous=rendez_vous,
    )
    make_article(focus, lien=lus, auteurs="Ada Lovelace, mathématicienne", annee=2024, mois=2)
    make_article(focus, titre="", source=non_lu)
    make_note(themes=[theme], auteurs="Fabien Bazin", lien=lus)
    make_podcast(themes=[theme])
    vague = make_vague(mentions_manquantes_motif="Mentions non retrouvées.")
    make_question(vague, reponses={"Réchauffement climatique": 55, "Santé": None})
    make_question(vague, libelle="", resume="Valeurs ayant le plus d’importance")
    for slug, titre in PAGES.items():
        make_page(titre, slug=slug)
    return initiative


def types_de_page():
    """One address of each sort of page, by the name of the sort."""
    return {
        "accueil": reverse("accueil"),
        "initiative_list": reverse("fabrique:initiative_list"),
        "initiative_detail": _premier("fabrique.Initiative"),
        "idee_list": reverse("forum:idee_list"),
        "idee_detail": _premier("forum.Idee"),
        "proposer": reverse("forum:proposer"),
        "journees_list": reverse("evenements:journees_list"),
        "journees_detail": _premier("evenements.Journees"),
        "citation_list": reverse("evenements:citation_list"),
        "rendezvous_list": reverse("evenements:rendezvous_list"),
        "rendezvous_detail": _premier("evenements.RendezVous"),
        "publication_list": reverse("publications:publication_list"),
        "focuslibe_list": reverse("publications:focuslibe_list"),
        "focuslibe_detail": _premier("publications.FocusLibe"),
        "note_list": reverse("publications:note_list"),
        "note_detail": _premier("publications.Note"),
        "podcast_list": reverse("publications:podcast_list"),
        "podcast_detail": _premier("publications.Podcast"),
        "vague_list": reverse("barometre:vague_list"),
        "vague_detail": _premier("barometre.Vague"),
        "territoire_list": reverse("territoires:territoire_list"),
        "territoire_detail": make_territoire().get_absolute_url(),
        "chantier_list": reverse("chantiers:chantier_list"),
        "chantier_detail": _premier("chantiers.Chantier"),
        "theme_list": reverse("chantiers:theme_list"),
        "theme_detail": make_theme().get_absolute_url(),
        "motcle_detail": reverse("chantiers:motcle_detail", args=["caisse-commune"]),
        "page_detail": reverse("pages:page_detail", args=["manifeste"]),
        "plan_du_site": reverse("pages:plan_du_site"),
        "signaler": reverse("signalements:signaler"),
        "introuvable": "/cette-page-n-existe-pas/",
    }


def _premier(nom):
    return apps.get_model(nom).objects.published().order_by("pk").first().get_absolute_url()
