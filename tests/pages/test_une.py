"""What the coordination puts first on the home page: chosen, completed, scheduled, previewed."""

from datetime import date, timedelta

import pytest
import time_machine
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from fabrique.models import Initiative
from pages.models import CLES, ChoixDeUne, Une
from redaction import instantane, versions
from solidaires.publication import Etat
from tests.conftest import AUJOURD_HUI
from tests.factories import (
    ETATS_CACHES,
    make_citation,
    make_focus,
    make_idee,
    make_initiative,
    make_personne,
    make_question,
    make_rendezvous,
    make_une,
    make_user,
    make_vague,
)

pytestmark = pytest.mark.django_db

BROUILLON = ETATS_CACHES["brouillon"]


def _accueil(client):
    """{block: what it shows, in order} of the home page as a visitor gets it."""
    contexte = client.get("/").context
    question = contexte["question"]
    return {
        "initiative": list(contexte["initiatives"]),
        "question": [question["question"]] if question else [],
        "citation": [contexte["citation"]] if contexte["citation"] else [],
        "idee": list(contexte["idees"]),
        "focus": [contexte["focus"]] if contexte["focus"] else [],
        "rendez_vous": list(contexte["rendez_vous"]),
    }


def _cinq(cle):
    """Five things of one block, in the order that the home page gives them by itself."""
    rangs = range(5)
    if cle == "initiative":
        return [make_initiative(f"Initiative {i}") for i in rangs][::-1]
    if cle == "idee":
        return [make_idee(f"Idée {i}", annee=2020 + i) for i in rangs][::-1]
    if cle == "focus":
        return [make_focus(f"Focus {i}", mois=i + 1) for i in rangs][::-1]
    if cle == "citation":
        return [make_citation(annee=2020 + i) for i in rangs][::-1]
    if cle == "rendez_vous":
        return [make_rendezvous(f"Rendez-vous {i}", annee=2900 + i) for i in rangs]
    vague = make_vague()
    reponses = {"Une": 10, "Deux": 20, "Trois": 30, "Quatre": 40, "Cinq": 50}
    return [
        make_question(vague, ordre=i, reponses=dict(list(reponses.items())[: 5 - i]))
        for i in rangs
    ]


# What shows, and in which order


@pytest.mark.parametrize("cle", CLES)
def test_choices_come_first_in_their_order_then_the_others_in_theirs(client, cle):
    a, b, *_, e = _cinq(cle)
    places = len(_accueil(client)[cle])

    make_une(choix=[e, b])

    assert _accueil(client)[cle] == [e, b, a][:places]
    assert places == (3 if cle in {"initiative", "idee", "rendez_vous"} else 1)


@pytest.mark.parametrize("cle", CLES)
def test_without_une_or_with_an_empty_one_the_home_page_is_as_it_was(client, cle):
    a, b, c, *_ = _cinq(cle)
    avant = _accueil(client)

    make_une(choix=[])

    assert avant[cle] == [a, b, c][: len(avant[cle])]
    assert _accueil(client) == avant


@pytest.mark.parametrize("cle", CLES)
def test_more_choices_than_places_wait_for_a_place(client, cle):
    toutes = _cinq(cle)
    places = len(_accueil(client)[cle])

    make_une(choix=toutes[::-1])

    assert _accueil(client)[cle] == toutes[::-1][:places]


def test_the_page_shows_the_titles_in_that_order(client):
    for titre in ("Première", "Deuxième", "Troisième", "Quatrième"):
        make_initiative(titre)
    make_une(choix=[Initiative.objects.get(titre="Première")], titre="Nom interne")

    html = client.get("/").content.decode()

    rangs = [html.index(titre) for titre in ("Première", "Quatrième", "Troisième")]
    assert rangs == sorted(rangs)
    assert "Deuxième" not in html
    assert "Nom interne" not in html


def test_same_number_keeps_the_order_in_which_lines_were_added(client):
    initiatives = [make_initiative(f"Initiative {i}") for i in range(3)]
    une = make_une()
    for rang in (1, 0, 2):
        ChoixDeUne.objects.create(une=une, initiative=initiatives[rang])

    assert _accueil(client)["initiative"] == [initiatives[1], initiatives[0], initiatives[2]]


# What must not show


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_choice_that_is_not_online_is_not_shown_and_its_place_is_taken(client, etat):
    cachees = [
        make_initiative("Zsecret initiative", **ETATS_CACHES[etat]),
        make_idee("Zsecret idée", **ETATS_CACHES[etat]),
        make_focus("Zsecret focus", mois=12, **ETATS_CACHES[etat]),
        make_rendezvous("Zsecret rendez-vous", annee=2999, **ETATS_CACHES[etat]),
        make_citation("Zsecret citation", **ETATS_CACHES[etat]),
        make_question(make_vague(2024, **ETATS_CACHES[etat]), libelle="Zsecret question"),
    ]
    visibles = {cle: _cinq(cle) for cle in CLES}
    make_une(choix=cachees)

    accueil = _accueil(client)

    for cle in CLES:
        assert accueil[cle] == visibles[cle][: len(accueil[cle])], cle
        assert accueil[cle], cle
    assert "Zsecret" not in client.get("/").content.decode()


def test_a_choice_in_the_bin_is_not_shown_and_comes_back_out_of_it(client):
    choisie, autre = make_initiative("Choisie"), make_initiative("Autre")
    make_une(choix=[choisie])

    choisie.jeter()
    assert _accueil(client)["initiative"] == [autre]
    choisie.sortir_de_la_corbeille()
    choisie.publish()

    assert _accueil(client)["initiative"] == [choisie, autre]


def test_a_chosen_date_leaves_by_itself_once_past(client):
    passe = make_rendezvous("Passé", annee=2026, date_debut=date(2026, 3, 9))
    ce_jour = make_rendezvous("Ce jour", annee=2026, date_debut=date(2026, 3, 10))
    bientot = make_rendezvous("Bientôt", annee=2026, date_debut=date(2026, 4, 1))
    make_une(choix=[passe, bientot])

    with time_machine.travel(AUJOURD_HUI, tick=False):
        assert _accueil(client)["rendez_vous"] == [bientot, ce_jour]


def test_a_chosen_question_may_be_of_any_public_wave_and_needs_figures(client):
    auto = make_question(make_vague(2023))
    ancienne = make_question(make_vague(2021))
    thematique = make_question(make_vague(2024, type="thematique", slug="etude"))
    sans_chiffre = make_question(make_vague(2022), reponses={"Une": None})

    for choisie, montree in [
        (None, auto),
        (ancienne, ancienne),
        (thematique, thematique),
        (sans_chiffre, auto),
    ]:
        Une.objects.all().delete()
        make_une(choix=[choisie] if choisie else [])
        assert _accueil(client)["question"] == [montree]


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_une_that_is_not_online_changes_nothing(client, etat):
    a, *_, e = _cinq("citation")

    make_une(choix=[e], **ETATS_CACHES[etat])

    assert _accueil(client)["citation"] == [a]


# The clock decides


def test_the_latest_published_is_in_force(client):
    a, b = make_citation(annee=2020), make_citation(annee=2021)
    ancienne = make_une("Février", choix=[b])
    ancienne.publish()
    nouvelle = make_une("Mars", choix=[a], **BROUILLON)

    assert _accueil(client)["citation"] == [b]
    nouvelle.publish()

    assert list(Une.objects.in_force()) == [nouvelle]
    assert _accueil(client)["citation"] == [a]


def test_a_scheduled_une_takes_over_at_its_hour_and_the_former_comes_back(client):
    a, b = make_citation(annee=2020), make_citation(annee=2021)
    debut, fin = AUJOURD_HUI + timedelta(hours=2), AUJOURD_HUI + timedelta(days=2)

    with time_machine.travel(AUJOURD_HUI, tick=False):
        make_une("Ordinaire", choix=[b])
        make_une("Journées", choix=[a], **BROUILLON).publish(when=debut, until=fin)
    vues = []
    for instant in (AUJOURD_HUI, debut, fin - timedelta(seconds=1), fin):
        with time_machine.travel(instant, tick=False):
            vues += _accueil(client)["citation"]

    assert vues == [b, a, a, b]


def test_an_old_une_published_again_is_in_force(client):
    a, b = make_citation(annee=2020), make_citation(annee=2021)
    ancienne, recente = make_une("Ancienne", choix=[a]), make_une("Récente", choix=[b])
    recente.publish()

    ancienne.retire()
    ancienne.publish()

    assert _accueil(client)["citation"] == [a]


def test_giving_an_end_to_an_old_une_does_not_put_it_in_force():
    ancienne, recente = make_une("Ancienne"), make_une("Récente")

    ancienne.publish(until=timezone.now() + timedelta(days=1))

    assert list(Une.objects.in_force()) == [recente]


# Versions


def test_preview_of_a_draft_shows_the_home_page_as_it_will_be(client):
    a, b = make_citation(annee=2020), make_citation(annee=2021)
    make_une("En ligne", choix=[b]).publish()
    brouillon = make_une("Brouillon", choix=[a], **BROUILLON)

    with versions.essayer(versions.courante(brouillon)):
        dedans = _accueil(client)["citation"]

    assert dedans == [a]
    assert _accueil(client)["citation"] == [b]


def test_changes_wait_beside_the_une_in_force_and_show_in_its_preview(client):
    a, b = (make_citation(annee=2020 + i) for i in range(2))
    une = make_une(choix=[b])
    contenu = instantane.prendre(une)
    neuve = {
        "pk": None,
        "champs": {**dict.fromkeys(CLES), "ordre": 0, "citation": a.pk},
        "relations": {},
        "parties": {},
    }
    contenu["parties"]["choix"].append(neuve)

    revision = versions.enregistrer(une, contenu, auteur=make_user(), resume="Modification")

    assert _accueil(client)["citation"] == [b]
    with versions.essayer(revision):
        assert _accueil(client)["citation"] == [a]
    versions.appliquer(revision)
    assert _accueil(client)["citation"] == [a]


def test_a_chosen_question_stays_chosen_when_its_wave_is_corrected(client):
    vague = make_vague(mentions_manquantes_motif="Mentions non retrouvées.")
    make_question(vague, reponses={"Une": 10, "Deux": 20})
    choisie = make_question(vague, libelle="Avant")
    une = make_une(choix=[choisie])
    contenu = instantane.prendre(vague)
    for partie in contenu["parties"]["questions"]:
        if partie["pk"] == choisie.pk:
            partie["champs"]["libelle"] = "Après"

    versions.appliquer(
        versions.enregistrer(vague, contenu, auteur=make_user(), resume="Modification")
    )

    assert [str(choix) for choix in une.choix.all()] == ["Après"]
    assert [str(question) for question in _accueil(client)["question"]] == ["Après"]


def test_an_old_version_comes_back_without_what_was_destroyed_since():
    detruite, restee = make_citation(annee=2020), make_citation(annee=2021)
    une = make_une(choix=[detruite, restee], **BROUILLON)
    auteur = make_user()
    premiere = versions.saisir(une, auteur)
    une.choix.all().delete()
    versions.saisir(une, auteur)
    detruite.delete()

    versions.restaurer(premiere, auteur)

    assert [choix.objet for choix in une.choix.all()] == [restee]


# What the database refuses


def test_a_choice_is_one_thing_and_only_one():
    une, idee, citation = make_une(), make_idee(), make_citation()

    for cles in ({}, {"idee": idee, "citation": citation}):
        choix = ChoixDeUne(une=une, **cles)
        with pytest.raises(ValidationError) as refus:
            choix.full_clean()
        assert refus.value.messages == ["Choisissez une chose par ligne, et une seule."]
        with pytest.raises(IntegrityError), transaction.atomic():
            choix.save()


@pytest.mark.parametrize("cle", CLES)
def test_a_thing_is_chosen_once_per_une(cle):
    chose = _cinq(cle)[0]
    une = make_une(choix=[chose])
    doublon = ChoixDeUne(une=une, **{cle: chose})

    with pytest.raises(ValidationError) as refus:
        doublon.full_clean()
    assert refus.value.messages == [
        "Ce choix est déjà dans cette une : pour le déplacer, changez son numéro d’ordre."
    ]
    with pytest.raises(IntegrityError), transaction.atomic():
        doublon.save()
    ChoixDeUne.objects.create(une=make_une("Une autre"), **{cle: chose})


@pytest.mark.parametrize("cle", CLES)
def test_what_is_destroyed_leaves_the_une_and_the_une_leaves_nothing(cle):
    detruite, autre = _cinq(cle)[:2]
    une = make_une(choix=[detruite, autre])

    detruite.delete()
    assert [choix.objet for choix in une.choix.all()] == [autre]
    une.delete()

    assert not ChoixDeUne.objects.exists()
    assert type(autre).objects.filter(pk=autre.pk).exists()


def test_a_une_is_named_and_leads_to_the_home_page():
    une = make_une("Une de rentrée")

    assert (str(une), une.get_absolute_url()) == ("Une de rentrée", "/")
    assert Une(titre=" ", etat=Etat.BROUILLON).manques()[0].champ == "titre"


# Queries


@pytest.mark.parametrize("nombre", [0, 1, 3])
def test_home_page_runs_the_same_queries_whatever_is_chosen(
    client, django_assert_num_queries, nombre
):
    for rang in range(3):
        make_citation(annee=2010 + rang, personne=make_personne(f"Personne {rang}"))
    choses = {cle: _cinq(cle) for cle in CLES}
    make_une(choix=[chose for cle in CLES for chose in choses[cle][:nombre]])
    client.get("/")

    with django_assert_num_queries(14):
        client.get("/")
