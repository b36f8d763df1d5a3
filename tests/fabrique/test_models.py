"""What La Fabrique refuses, with its words, and what its sheets say of themselves."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from fabrique.models import ChiffreCle, Etape, IllustrationInitiative, Initiative, Reprise
from solidaires.publication import TransitionImpossible
from tests.factories import (
    ETATS_CACHES,
    make_initiative,
    make_lien,
    make_reprise,
    make_territoire,
    make_theme,
)

pytestmark = pytest.mark.django_db


def _refuse(objet, message):
    """`objet` is refused by the form, with `message`, and by the database."""
    with pytest.raises(ValidationError) as erreur:
        objet.validate_constraints()
    assert message in " ".join(erreur.value.messages)
    with pytest.raises(IntegrityError), transaction.atomic():
        objet.save()


# What the rows refuse


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"cout_euros": -1}, "Un coût n’est pas négatif."),
        ({"cout_annee": 2024}, "Année, périmètre et source du coût vont avec un montant."),
        (
            {"cout_perimetre": "annuel"},
            "Année, périmètre et source du coût vont avec un montant.",
        ),
    ],
)
def test_initiative_refuses_what_makes_no_sense(champs, message):
    initiative = make_initiative()
    for champ, valeur in champs.items():
        setattr(initiative, champ, valeur)

    _refuse(initiative, message)


def test_etape_refuses_a_year_that_is_not_the_one_of_its_date():
    etape = Etape(initiative=make_initiative(), stade="idee", annee=2020, date=date(2021, 1, 1))

    _refuse(etape, "L’année est celle de la date exacte.")


def test_illustration_needs_an_image():
    _refuse(IllustrationInitiative(initiative=make_initiative()), "Choisissez une image.")


def test_a_territory_takes_an_initiative_up_once():
    deja = make_reprise()

    _refuse(
        Reprise(initiative=deja.initiative, territoire=deja.territoire, slug="autre"),
        "Ce territoire a déjà déclaré cette reprise.",
    )


def test_a_sheet_does_not_take_itself_up():
    reprise = make_reprise()
    reprise.fiche = reprise.initiative

    _refuse(reprise, "Une initiative ne se reprend pas elle-même.")


def test_a_territory_does_not_take_up_its_own_initiative():
    reprise = make_reprise(make_initiative(territoire=make_territoire()))
    reprise.territoire = make_territoire()

    with pytest.raises(ValidationError) as erreur:
        reprise.clean()

    assert erreur.value.message_dict == {
        "territoire": ["Un territoire ne reprend pas sa propre initiative."]
    }


@pytest.fixture
def lignee():
    """Three sheets, each taken up by the next: A by B, B by C."""
    a = make_initiative("A", territoire=make_territoire("33", "Gironde"))
    b = make_initiative("B", territoire=make_territoire("40", "Landes"))
    c = make_initiative("C", territoire=make_territoire("58", "Nièvre"))
    make_reprise(a, b.territoire, fiche=b)
    make_reprise(b, c.territoire, fiche=c)
    return a, b, c


@pytest.mark.parametrize(("reprise", "par"), [(1, 0), (2, 0), (2, 1)])
def test_reprises_make_no_cycle(lignee, reprise, par):
    boucle = Reprise(initiative=lignee[reprise], territoire=lignee[par].territoire)
    boucle.fiche = lignee[par]

    with pytest.raises(ValidationError) as erreur:
        boucle.clean()

    assert erreur.value.message_dict == {
        "fiche": ["Cette fiche est elle-même à l’origine de l’initiative reprise."]
    }


def test_a_sheet_may_come_from_two_others(lignee):
    a, _, c = lignee

    assert Reprise(initiative=a, territoire=c.territoire, fiche=c).clean() is None


def test_checking_for_a_cycle_ends_on_rows_that_hold_one(lignee):
    a, b, _ = lignee
    Reprise.objects.create(initiative=b, territoire=a.territoire, fiche=a, slug="boucle")
    autre = make_initiative("D", territoire=make_territoire("07", "Ardèche"))

    assert Reprise(initiative=a, territoire=autre.territoire, fiche=autre).clean() is None


def test_a_reprise_without_initiative_is_left_to_its_required_fields():
    assert Reprise(territoire=make_territoire()).clean() is None


# Who can see what


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_reprise_shows_when_it_and_its_initiative_do(etat):
    cache, landes = ETATS_CACHES[etat], make_territoire("40", "Landes")
    visible = make_reprise(make_initiative("Visible"), landes)
    make_reprise(make_initiative("Reprise cachée"), landes, **cache)
    make_reprise(make_initiative("Cachée", **cache), landes)

    assert list(Reprise.objects.published()) == [visible]


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_list_counts_the_public_reprises(etat):
    initiative = make_initiative()
    make_reprise(initiative, make_territoire("40", "Landes"))
    make_reprise(initiative, make_territoire("58", "Nièvre"))
    make_reprise(initiative, make_territoire("07", "Ardèche"), **ETATS_CACHES[etat])

    assert Initiative.objects.for_list().get().nombre_reprises == 2


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_the_sheet_of_a_taker_is_offered_when_it_is_online(etat):
    landes = make_territoire("40", "Landes")
    fiche = make_initiative("Sa fiche", territoire=landes, **ETATS_CACHES[etat])
    visible = make_initiative("Visible", territoire=landes)

    assert make_reprise(make_initiative(), landes, fiche=fiche).fiche_publique is None
    assert make_reprise(make_initiative("B"), landes, fiche=visible).fiche_publique == visible
    assert make_reprise(make_initiative("C"), landes).fiche_publique is None


# What they say


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({"valeur": 90, "approximation": "près de"}, "près de\u00a090"),
        ({"valeur": 543000, "unite": "€"}, "543\u00a0000\u00a0€"),
        ({"valeur": "35.50", "unite": "%"}, "35,5\u00a0%"),
        ({"valeur": 0}, "0"),
    ],
)
def test_a_figure_is_written_as_french_does(champs, attendu):
    chiffre = ChiffreCle.objects.create(
        initiative=make_initiative(), libelle="foyers", source=make_lien(), **champs
    )
    chiffre.refresh_from_db()

    assert chiffre.valeur_en_clair == attendu


@pytest.mark.parametrize(
    ("source", "attendu"),
    [
        ({"url": "https://www.gironde.fr/actu", "titre": "Une page"}, "2024 · gironde.fr"),
        ({"url": "", "titre": "Rapport d’activité"}, "2024 · Rapport d’activité"),
        (None, "2024"),
    ],
)
def test_a_figure_names_its_source(source, attendu):
    initiative = make_initiative()
    ChiffreCle.objects.create(
        initiative=initiative,
        libelle="foyers",
        valeur=1,
        periode="2024",
        source=make_lien(**source) if source else None,
    )

    assert initiative.chiffres_en_clair == [
        {"valeur": "1", "libelle": "foyers", "source": attendu}
    ]


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, ""),
        ({"cout_euros": 543000}, "543\u00a0000\u00a0€"),
        ({"cout_euros": 543000, "cout_annee": 2024}, "543\u00a0000\u00a0€ (2024)"),
        ({"cout_euros": 0}, "0\u00a0€"),
    ],
)
def test_a_cost_is_said_with_its_year(champs, attendu):
    make_initiative(**champs)

    assert Initiative.objects.get().cout_en_clair == attendu


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, ""),
        ({"stade": "deployee"}, "Déployée"),
        ({"stade_precision": "proposition de loi rejetée"}, "proposition de loi rejetée"),
        ({"stade": "arretee", "stade_precision": "faute de fonds"}, "Arrêtée (faute de fonds)"),
    ],
)
def test_a_stage_keeps_the_words_of_the_source(champs, attendu):
    assert Initiative(**champs).stade_en_clair == attendu


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        (
            {"nature": "experimentation", "annee": 2024},
            "Expérimentation · Gironde (33) · depuis 2024",
        ),
        (
            {"stade_precision": "en cours", "annee": 2019},
            "En cours · Gironde (33) · depuis 2019",
        ),
        (
            {"nature": "realisation", "stade": "arretee", "annee": 2016},
            "Réalisation · Gironde (33) · lancée en 2016",
        ),
        ({}, "Gironde (33)"),
    ],
)
def test_a_sheet_says_what_where_since_when_above_its_title(champs, attendu):
    assert Initiative(territoire=make_territoire(), **champs).surtitre_fiche == attendu


@pytest.mark.parametrize(
    ("territoire", "attendu"),
    [
        (("33", "Gironde", "departement"), "Gironde · 33"),
        (
            ("243400017", "Montpellier Méditerranée Métropole", "epci"),
            "Montpellier Méditerranée Métropole",
        ),
        (("40088", "Dax", "commune"), "Dax"),
    ],
)
def test_a_card_says_where(territoire, attendu):
    assert Initiative(territoire=make_territoire(*territoire)).surtitre == attendu


def test_a_card_has_three_themes_at_most_then_the_reprises():
    noms = ["Alimentation", "Emploi", "Logement", "Santé"]
    initiative = make_initiative(themes=[make_theme(nom) for nom in noms])
    make_reprise(initiative)

    assert Initiative.objects.for_list().get().etiquettes == [*noms[:3], "1 reprise"]


def test_references_say_every_source_once():
    une, autre = make_lien("https://a.example.org/"), make_lien("https://b.example.org/")
    du_cout = make_lien("https://c.example.org/")
    initiative = make_initiative(cout_euros=1, cout_source=du_cout)
    initiative.sources.add(une)
    for source in (une, autre, None, autre):
        ChiffreCle.objects.create(
            initiative=initiative, libelle="foyers", valeur=1, source=source
        )

    assert initiative.references == [une, autre, du_cout]


def test_what_is_not_told_is_listed_in_the_order_of_the_page():
    assert Initiative().non_renseigne == [
        "le problème de départ",
        "les publics concernés",
        "le stade",
        "le coût",
        "les moyens humains",
        "le niveau de preuve",
        "les limites et les échecs",
        "ce qu’il faut pour la reprendre",
    ]


def test_a_whole_sheet_lacks_nothing():
    entiere = Initiative(
        probleme="<p>a</p>",
        pour_qui="b",
        stade_precision="c",
        cout_euros=Decimal(0),
        moyens_humains="d",
        preuve="suivi",
        limites="<p>e</p>",
        delai="f",
    )

    assert entiere.non_renseigne == []


# What forbids publishing


@pytest.mark.parametrize(
    ("stade", "champs"),
    [
        ("", {}),
        ("idee", {}),
        ("experimentation", {}),
        ("arretee", {}),
        ("deployee", {"limites": "<p>Les effets ne sont pas mesurés.</p>"}),
    ],
)
def test_initiative_may_be_published_without_result(django_assert_num_queries, stade, champs):
    initiative = make_initiative(stade=stade, **champs)

    with django_assert_num_queries(0):
        assert initiative.manques() == []


@pytest.mark.parametrize("stade", ["deployee", "evaluee", "essaimee"])
def test_initiative_once_deployed_tells_a_result_or_a_limit(django_assert_num_queries, stade):
    initiative = make_initiative(stade=stade)
    participe = initiative.get_stade_display().lower()

    with django_assert_num_queries(1):
        (manque,) = initiative.manques()
    with pytest.raises(TransitionImpossible, match=f"Une initiative {participe} dit au moins"):
        initiative.publish()
    ChiffreCle.objects.create(initiative=initiative, libelle="foyers", valeur=90)

    assert manque.champ == "limites"
    assert initiative.manques() == []
