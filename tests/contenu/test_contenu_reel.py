"""The real content once loaded: how much there is, what it says, what it does not say."""

from datetime import date, time
from decimal import Decimal

import pytest
from django.apps import apps

from barometre.models import Modalite, Question, Resultat, Serie, Vague
from chantiers.models import Chantier, MotCle, Theme
from evenements.models import Citation, Intervention, Journees, Personne, RendezVous, Seance
from fabrique.models import ChiffreCle, Etape, Initiative, Reprise
from forum.models import Idee
from mediatheque.models import Lien
from pages.models import Page
from publications.models import Article, FocusLibe, Note, Podcast
from solidaires.publication import Etat, Publiable
from territoires.models import Adhesion

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charge")]

NOMBRES = {
    Lien: 106,
    Theme: 18,
    MotCle: 57,
    Chantier: 3,
    Adhesion: 13,
    Idee: 12,
    Initiative: 21,
    Etape: 4,
    ChiffreCle: 32,
    Reprise: 0,
    Personne: 23,
    Journees: 6,
    RendezVous: 15,
    Seance: 7,
    Intervention: 27,
    Citation: 12,
    FocusLibe: 9,
    Article: 19,
    Note: 6,
    Podcast: 0,
    Vague: 4,
    Serie: 3,
    Question: 24,
    Modalite: 56,
    Resultat: 52,
    Page: 6,
}


def test_content_makes_exactly_these_rows():
    assert {modele: modele.objects.count() for modele in NOMBRES} == NOMBRES


def test_every_publishable_row_is_online_since_one_instant():
    publiables = [m for m in apps.get_models() if issubclass(m, Publiable)]
    lignes = [
        ligne
        for modele in publiables
        for ligne in modele.objects.order_by("pk").values_list("etat", "published_at")
    ]

    assert len(lignes) == 94
    assert {etat for etat, _ in lignes} == {Etat.PUBLIEE}
    assert len({instant for _, instant in lignes}) == 1


def test_every_record_keeps_its_sources():
    # What the portal itself says of itself has no outside source.
    sans_source = {"donnees-personnelles", "accessibilite", "focus-2024-france-qui-essaie"}
    sans_source |= {"focus-2021-hiver"}  # the sources are those of its articles

    vues = {
        objet.slug
        for modele in (
            Chantier,
            Idee,
            Initiative,
            Journees,
            RendezVous,
            Citation,
            FocusLibe,
            Note,
            Vague,
            Page,
        )
        for objet in modele.objects.filter(sources=None).order_by("pk")
    }

    assert vues == sans_source


def test_lists_open_with_the_first_records_of_the_files():
    initiatives = Initiative.objects.published().for_list()
    idees = Idee.objects.published().for_list()

    assert [i.slug for i in initiatives[:3]] == [
        "revenu-de-base",
        "ssa-gironde",
        "imagine-la-nievre",
    ]
    assert [i.slug for i in idees[:2]] == ["mobilites-un-reve-immobile", "ssa-emancipation"]


# La Fabrique


def test_initiative_says_what_its_record_says():
    ssa = Initiative.objects.get(slug="ssa-gironde")

    assert ssa.presentation.startswith(
        "<p>Depuis avril 2024, environ 400 habitants (193 foyers) de deux secteurs urbains"
    )
    assert (ssa.nature, ssa.stade, ssa.annee) == ("experimentation", "experimentation", 2024)
    assert ssa.territoire.code == "33"
    assert ssa.cout_euros == 543000
    assert ssa.cout_source.hote == "bougerabordeaux.com"
    assert ssa.liste_partenaires == ["Acclimat’action", "Ville de Bordeaux"]
    assert ssa.lieux == "Bordeaux, Bègles, Pays Foyen, Sud Gironde"
    assert [(e.stade, e.annee) for e in ssa.etapes.all()] == [("experimentation", 2024)]
    assert [(c.libelle, c.valeur, c.unite) for c in ssa.chiffres.all()] == [
        ("participants", 400, ""),
        ("foyers", 193, ""),
        ("part financée par les cotisations", 40, "%"),
    ]
    assert [t.nom for t in ssa.themes.all()] == [
        "Lutte contre la pauvreté et accès aux droits",
        "Alimentation",
    ]
    assert sorted(ssa.mots_cles.names()) == ["agriculture", "alimentation", "droits"]
    assert [c.slug for c in ssa.chantiers.all()] == ["securite-sociale-de-l-alimentation"]
    assert ssa.rattachement == (
        "Citée dans l’entretien du document fondateur et dans les focus Libération 2023 et 2024"
    )


def test_initiative_leaves_blank_what_its_record_does_not_say():
    pass_mirail = Initiative.objects.get(slug="pass-mirail-33")

    assert (pass_mirail.stade, pass_mirail.stade_precision, pass_mirail.nature) == ("", "", "")
    assert (pass_mirail.annee, pass_mirail.cout_euros, pass_mirail.preuve) == (None, None, "")
    assert (pass_mirail.probleme, pass_mirail.limites, pass_mirail.pour_qui) == ("", "", "")
    assert list(pass_mirail.etapes.all()) == []
    assert list(pass_mirail.chiffres.all()) == []


@pytest.mark.parametrize(
    ("slug", "stade", "precision"),
    [
        ("revenu-de-base", "", "proposition de loi rejetée"),
        ("revenu-base-jeunes-31", "", "annoncée (mise en œuvre effective non vérifiée)"),
        ("cantines-bio-24", "", "déploiement"),
        ("village-alzheimer-40", "deployee", ""),
        ("eusko", "", ""),
    ],
)
def test_stage_stays_in_the_words_of_the_source_unless_it_is_one_of_ours(
    slug, stade, precision
):
    initiative = Initiative.objects.get(slug=slug)

    assert (initiative.stade, initiative.stade_precision) == (stade, precision)


def test_deduced_year_makes_no_dated_stage():
    tzcld = Initiative.objects.get(slug="tzcld-54")

    assert (tzcld.stade, tzcld.annee) == ("experimentation", 2017)
    assert list(tzcld.etapes.all()) == []


@pytest.mark.parametrize(
    ("slug", "nature", "code", "precision"),
    [
        ("revenu-de-base", "departement", "33", "Gironde et départements associés"),
        ("tznr-54", "departement", "54", ""),
        ("revenu-jeunes-lyon", "epci", "200046977", ""),
        ("gratuite-transports-montpellier", "epci", "243400017", "Montpellier (Hérault)"),
        ("zero-carbone-la-rochelle", "epci", "241700434", "La Rochelle (Charente-Maritime)"),
        ("eusko", "departement", "64", "Pays basque (Pyrénées-Atlantiques)"),
    ],
)
def test_initiative_belongs_to_the_territory_its_record_names(slug, nature, code, precision):
    initiative = Initiative.objects.get(slug=slug)

    assert (initiative.territoire.nature, initiative.territoire.code) == (nature, code)
    assert initiative.territoire_precision == precision


def test_figures_are_stored_as_the_record_gives_them():
    chiffre = ChiffreCle.objects.get(libelle="jeunes accompagnés au 2 avril 2025")

    assert (chiffre.valeur, chiffre.approximation) == (Decimal(1200), "plus de")
    assert chiffre.source.hote == "44agauche.fr"


def test_territory_supposed_by_the_record_is_said_so():
    assert [i.slug for i in Initiative.objects.filter(territoire_verifie=False)] == [
        "maison-tortues-33"
    ]


def test_revenu_de_base_names_the_departements_of_the_bill():
    associes = Initiative.objects.get(slug="revenu-de-base").territoires_associes

    assert [t.code for t in associes.order_by("code")] == (
        "04 07 09 11 24 29 31 32 34 35 40 44 46 47 54 58 93".split()
    )


# Le Forum, les Journées, le calendrier


def test_idee_keeps_the_address_it_had_on_the_site():
    idee = Idee.objects.get(
        slug="imaginer-de-nouvelles-solidarites-pour-redonner-aux-jeunes-espoir-dans-lavenir"
    )

    assert idee.titre.startswith("Imaginer de nouvelles solidarités")
    assert [i.slug for i in Idee.objects.filter(partenaire=True)] == [
        "mobilites-un-reve-immobile"
    ]


def test_journees_hold_programme_people_and_quotations():
    edition = Journees.objects.get(annee=2021)
    atelier, presentation = edition.seances.all()

    assert edition.slug == "2021"
    assert (edition.date_debut, edition.date_fin) == (date(2021, 2, 2), date(2021, 2, 3))
    assert (edition.format, edition.lieu, edition.ville) == ("en_ligne", "visioconférence", "")
    assert (atelier.type, atelier.date, atelier.titre) == (
        "atelier",
        date(2021, 2, 2),
        "Le logement solidaire",
    )
    assert [str(i) for i in atelier.interventions.all()][::4] == [
        "Emmanuelle Cosse, Présidente de l’Union sociale pour l’habitat",
        "Équipe de l’ACLEF",
    ]
    assert [i.slug for i in atelier.initiatives.all()] == ["maison-tortues-33"]
    assert list(presentation.interventions.all()) == []
    assert [str(c) for c in edition.citations.all()] == [
        "Marie-Aleth Grard, 2021",
        "Pascal Brice, 2021",
        "Thierry Beaudet, 2021",
    ]
    assert sorted(i.slug for i in edition.idees.all()) == [
        "1er-barometre-des-solutions-solidaires",
        "electrochoc-solidaire",
    ]


def test_journees_leave_blank_what_nobody_read():
    premiere = Journees.objects.get(annee=2019)
    quatrieme = Journees.objects.get(annee=2022)

    assert (premiere.date_debut, premiere.theme, premiere.replay) == (None, "", None)
    assert (quatrieme.lieu, quatrieme.ville, quatrieme.format) == ("", "", "")
    assert [s.heure_debut for s in quatrieme.seances.all()] == [time(14)]


def test_calendar_tells_own_debates_from_the_events_of_others():
    ensemble = RendezVous.objects.filter(coorganise=True).order_by("annee")

    assert [r.slug for r in ensemble] == ["cese-2023", "cese-2024"]
    assert [r.slug for r in RendezVous.objects.recurring()] == [
        "festival-vyv",
        "forum-ess",
        "jea",
        "rencontres-solidaires",
    ]
    assert RendezVous.objects.get(slug="gsef-2025").participation == ""


def test_quotation_keeps_the_role_of_its_year():
    citation = Citation.objects.get(slug="beaudet-2021")

    assert (citation.role, citation.annee) == ("Président de la Mutualité française", 2021)
    assert citation.texte.startswith("Le soin mutuel c’est lorsque")
    assert [source.titre for source in citation.sources.all()] == [
        "Document fondateur de Solutions solidaires"
    ]
