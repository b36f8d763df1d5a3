"""Reprises: what counts as one, where each is told, what closes a circle; when a sheet is stale."""

from datetime import date
from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError

from fabrique import confirmation
from fabrique.models import Initiative, Reprise
from redaction import versions
from solidaires.publication import Etat, TransitionImpossible
from tests.factories import (
    make_chantier,
    make_initiative,
    make_reprise,
    make_territoire,
    make_user,
)
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

BROUILLON = {"etat": Etat.BROUILLON, "published_at": None}


def _mots(client, url):
    return mots(client.get(url).content.decode())


@pytest.fixture
def quatre_statuts():
    """One initiative of Gironde, public reprises of every status, one chantier."""
    chantier = make_chantier("Alimentation")
    initiative = make_initiative("Caisse", chantiers=[chantier])
    for statut, code, nom in [
        ("preparation", "40", "Landes"),
        ("effective", "58", "Nièvre"),
        ("interesse", "07", "Ardèche"),
        ("abandonnee", "46", "Lot"),
    ]:
        make_reprise(initiative, make_territoire(code, nom), statut=statut)
    return initiative


# What counts


def test_only_what_is_taken_up_is_counted(quatre_statuts):
    comptees = Reprise.objects.published().counted().order_by("territoire__code")

    assert [reprise.territoire.nom for reprise in comptees] == ["Landes", "Nièvre"]
    assert Initiative.objects.for_list().get().etiquettes_courtes == ["2 reprises"]


def test_every_page_counts_alike(client, quatre_statuts):
    chantier = quatre_statuts.chantiers.get()

    assert "2 reprises" in _mots(client, "/fabrique/initiatives/")
    assert "repris et adapté par d’autres territoires : 2 reprises" in _mots(client, "/")
    assert (
        "Essaimage 2 reprises par d’autres territoires Caisse : 2 reprises Les territoires engagés"
    ) in _mots(client, chantier.get_absolute_url())
    html = client.get(chantier.get_absolute_url()).content.decode()
    assert "/fabrique/initiatives/caisse/#titre-reprises" in liens(html)


def test_home_counts_nothing_when_there_is_nothing(client):
    make_reprise(make_initiative(), statut="interesse")

    page = _mots(client, "/")

    assert "repris et adapté par d’autres territoires" in page
    assert "territoires :" not in page


# Where each is told


def test_the_sheet_tells_apart_what_is_taken_up_wished_and_given_up(client, quatre_statuts):
    page = _mots(client, quatre_statuts.get_absolute_url())

    inconnu = "Ce qui a été adapté n’est pas renseigné."
    assert (
        f"Qui la reprend Landes En préparation {inconnu} Nièvre Effective {inconnu} "
        "Qui s’y intéresse Ardèche Intéressé "
        f"Qui a cessé de la reprendre Lot Abandonnée {inconnu} Sources"
    ) in page
    assert (
        "Intérêt d’un autre territoire Ardèche Reprise en préparation Landes "
        "Reprise abandonnée Lot Reprise Nièvre"
    ) in page


@pytest.mark.parametrize(
    ("statut", "etape", "titre"),
    [
        (
            "effective",
            "Reprise d’une autre solution",
            "Ce qu’elle reprend d’un autre territoire",
        ),
        (
            "interesse",
            "Intérêt pour une autre solution",
            "Ce qui l’intéresse dans un autre territoire",
        ),
        (
            "abandonnee",
            "Reprise abandonnée d’une autre solution",
            "Ce qu’elle a cessé de reprendre d’un autre territoire",
        ),
    ],
)
def test_the_sheet_of_the_taker_says_the_same(client, statut, etape, titre):
    landes = make_territoire("40", "Landes")
    fiche = make_initiative("Hameau", territoire=landes)
    make_reprise(make_initiative("Village"), landes, fiche=fiche, statut=statut)

    page = _mots(client, fiche.get_absolute_url())

    assert f"{etape} Village, Gironde" in page
    assert f"{titre} Village, Gironde" in page


def test_both_territories_tell_apart_their_reprises(client, quatre_statuts):
    gironde = _mots(client, quatre_statuts.territoire.get_absolute_url())
    ardeche = _mots(client, make_territoire("07").get_absolute_url())
    lot = _mots(client, make_territoire("46").get_absolute_url())

    assert (
        "Ce que d’autres lui reprennent Caisse, par Landes en préparation Caisse, par Nièvre "
        "effective Ce qui intéresse d’autres territoires chez lui Caisse, par Ardèche intéressé "
        "Ce que d’autres ont cessé de lui reprendre Caisse, par Lot abandonnée"
    ) in gironde
    assert "Ce qui l’intéresse ailleurs Caisse, Gironde intéressé" in ardeche
    assert "Ce qu’il a cessé de reprendre Caisse, Gironde abandonnée" in lot


def test_the_sheet_invites_to_take_up_with_links_that_know_nobody(client, agent):
    initiative = make_initiative("Caisse")

    anonyme = client.get(initiative.get_absolute_url()).content
    adresses = liens(anonyme.decode())

    assert agent.get(initiative.get_absolute_url()).content == anonyme
    assert "/espace/interet/caisse/" in adresses
    assert "/espace/reprendre/caisse/" in adresses


# No circle


def _lignee(longueur, **etat):
    """Sheets, each taken up by the next: [first, …, last]; the reprises have the state `etat`."""
    fiches = [
        make_initiative(f"Fiche {rang}", territoire=make_territoire(f"{rang:02}", f"T{rang}"))
        for rang in range(1, longueur + 1)
    ]
    for origine, fille in pairwise(fiches):
        make_reprise(origine, fille.territoire, fiche=fille, **etat)
    return fiches


def _boucle(fiches, **champs):
    """The first sheet takes up the last."""
    premiere, derniere = fiches[0], fiches[-1]
    return Reprise(
        initiative=derniere,
        territoire=premiere.territoire,
        fiche=premiere,
        slug="boucle",
        **champs,
    )


@pytest.mark.parametrize("etat", [{}, BROUILLON], ids=["online", "drafts"])
@pytest.mark.parametrize("longueur", [2, 3, 10])
def test_no_circle_of_any_length_is_declared(longueur, etat):
    boucle = _boucle(_lignee(longueur, **etat))

    with pytest.raises(ValidationError) as erreur:
        boucle.clean()

    assert erreur.value.message_dict == {
        "fiche": ["Cette fiche est elle-même à l’origine de l’initiative reprise."]
    }


@pytest.mark.parametrize("longueur", [2, 3, 10])
def test_a_circle_of_drafts_is_refused_when_its_last_link_is_published(longueur):
    fiches = _lignee(longueur, **BROUILLON)
    boucle = _boucle(fiches)
    boucle.save()
    for reprise in Reprise.objects.order_by("pk").exclude(pk=boucle.pk):
        reprise.publish()

    with pytest.raises(TransitionImpossible) as erreur:
        boucle.publish()

    assert erreur.value.messages == [
        "Cette fiche est elle-même à l’origine de l’initiative reprise."
    ]
    boucle.refresh_from_db()
    assert boucle.etat == Etat.BROUILLON


def test_a_circle_is_refused_to_a_correction_of_what_is_online():
    a, b = _lignee(2)
    reprise = make_reprise(b, a.territoire)
    instantane = versions.saisir(reprise).instantane
    instantane["champs"]["fiche"] = a.pk
    version = versions.enregistrer(
        reprise, instantane, auteur=make_user(), resume="Sa fiche est connue"
    )

    with pytest.raises(ValidationError, match="elle-même à l’origine"):
        versions.appliquer(version)

    reprise.refresh_from_db()
    assert reprise.fiche is None


@pytest.mark.parametrize(
    "mort",
    [
        {"etat": Etat.REFUSEE, "published_at": None, "motif": "Non."},
        {"etat": Etat.BROUILLON, "published_at": None, "jetee_at": "2024-02-01T09:00Z"},
    ],
    ids=["refused", "in the bin"],
)
def test_what_will_not_be_public_closes_no_circle(mort):
    boucle = _boucle(_lignee(2, **mort))

    assert boucle.clean() is None


def test_a_sheet_that_changed_hands_is_not_taken_up_by_its_new_territory():
    reprise = make_reprise(make_initiative("Caisse"), **BROUILLON)
    Initiative.objects.update(territoire=reprise.territoire)
    reprise = Reprise.objects.get()

    with pytest.raises(TransitionImpossible, match="ne reprend pas sa propre initiative"):
        reprise.publish()


@pytest.mark.parametrize("longueur", [2, 10])
def test_looking_for_a_circle_is_one_query(django_assert_num_queries, longueur):
    fiches = _lignee(longueur)
    reprise = make_reprise(fiches[-1], make_territoire("94", "T94"))
    reprise.fiche = make_initiative("Autre", territoire=reprise.territoire)

    with django_assert_num_queries(1):
        assert reprise.manques() == []


# Up to date


@pytest.mark.parametrize(
    ("aujourd_hui", "attendu"),
    [
        (date(2026, 3, 10), date(2025, 3, 10)),
        (date(2025, 3, 1), date(2024, 3, 1)),
        (date(2028, 2, 29), date(2027, 3, 1)),
        (date(2029, 2, 28), date(2028, 2, 28)),
        (date(2029, 3, 1), date(2028, 3, 1)),
    ],
)
def test_a_year_ago_even_in_leap_years(aujourd_hui, attendu):
    assert confirmation.seuil(aujourd_hui) == attendu


@pytest.mark.parametrize(
    ("confirmee", "attendu"),
    [
        (None, "Cette fiche n’est pas encore confirmée par le territoire."),
        (date(2025, 3, 10), "Vérifié le 10 mars 2025 par le territoire."),
        (
            date(2025, 3, 9),
            "Vérifié le 9 mars 2025 par le territoire, et pas confirmé depuis plus d’un an.",
        ),
    ],
)
def test_the_sheet_says_when_it_was_last_confirmed(client, today, confirmee, attendu):
    initiative = make_initiative(date_confirmation=confirmee)

    page = _mots(client, initiative.get_absolute_url())

    assert f"Reprendre cette solution {attendu} Vous travaillez" in page
