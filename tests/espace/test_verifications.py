"""« Toujours d’actualité ? »: asked once a year, reminded once, answered once, never a withdrawal."""

import re
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.utils import timezone

from comptes.models import ADRESSE_AUTOMATE
from courrier.models import Courriel
from courrier.taches import REGISTRE
from espace import relais, verifications
from espace.models import Amendement, Verification
from fabrique.models import Etape, Initiative
from protection import jetons
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat
from territoires.models import Agent
from tests.espace.entre_territoires import NIEVRE, lettres, lire, personne
from tests.factories import (
    ETATS_CACHES,
    FUTUR,
    make_agent,
    make_initiative,
    make_territoire,
)

pytestmark = pytest.mark.django_db

PARIS = ZoneInfo("Europe/Paris")
PUBLIEE = datetime(2024, 2, 1, 10, 0, tzinfo=PARIS)


def _tache(maintenant=None):
    """One run of the job; what it says it did."""
    return REGISTRE["demander-l-actualite"].fonction(maintenant or timezone.now())


def _le(jour, heure=8):
    """An instant in Paris."""
    return datetime(jour.year, jour.month, jour.day, heure, tzinfo=PARIS)


@pytest.fixture
def gironde():
    """Gironde, for which Camille acts."""
    gironde = make_territoire()
    make_agent("camille@gironde.example", gironde)
    return gironde


@pytest.fixture
def question(gironde, today):
    """The question about « Caisse », online since 2024 and never confirmed, as the job asked it."""
    make_initiative("Caisse", territoire=gironde, presentation="<p>Des foyers cotisent.</p>")
    _tache()
    return Verification.objects.get()


def _lien(verification):
    return f"/actualite/{jetons.signer('actualite', verification.pk)}/"


# Asking


def test_a_sheet_to_confirm_is_asked_about_to_each_agent(gironde, today):
    make_agent("alix@gironde.example", gironde)
    make_agent("partie@gironde.example", gironde, date_fin=today.date())
    caisse = make_initiative("Caisse", territoire=gironde)

    assert _tache() == "Question posée sur 1 fiche, rappelée sur 0."

    verification = Verification.objects.get()
    assert (verification.initiative, verification.reponse) == (caisse, "")
    sujet = "«\u00a0Caisse\u00a0»\u00a0: toujours d’actualité\u00a0?"
    assert lettres() == [("alix@gironde.example", sujet), ("camille@gironde.example", sujet)]
    lettre = Courriel.objects.first()
    assert lettre.secret
    assert f"http://127.0.0.1:8000{_lien(verification)}" in lettre.texte
    assert "Gironde (33) ne l’a jamais confirmée" in lettre.texte


def test_the_job_run_again_asks_nothing_more(gironde, today):
    make_initiative("Caisse", territoire=gironde)

    assert _tache()
    assert _tache() == ""
    assert _tache(today + timedelta(days=1)) == ""
    assert len(lettres()) == Verification.objects.count() == 1


@pytest.mark.parametrize(
    ("champs", "aujourd_hui", "demandee"),
    [
        ({"date_confirmation": date(2025, 3, 10)}, date(2026, 3, 10), False),
        ({"date_confirmation": date(2025, 3, 10)}, date(2026, 3, 11), True),
        ({"date_confirmation": date(2024, 2, 29)}, date(2025, 2, 28), False),
        ({"date_confirmation": date(2024, 2, 29)}, date(2025, 3, 1), True),
        ({"date_confirmation": date(2027, 2, 28)}, date(2028, 2, 28), False),
        ({"date_confirmation": date(2027, 2, 28)}, date(2028, 2, 29), True),
        # Confirmed lately, whatever the day it went online.
        ({"date_confirmation": date(2026, 3, 1)}, date(2026, 3, 10), False),
        # Never confirmed: the day it went online, in Paris, where it was the 11th already.
        (
            {"published_at": datetime(2025, 3, 11, 0, 30, tzinfo=PARIS)},
            date(2026, 3, 11),
            False,
        ),
        ({"published_at": datetime(2025, 3, 11, 0, 30, tzinfo=PARIS)}, date(2026, 3, 12), True),
    ],
)
def test_the_question_comes_the_day_after_a_whole_year(gironde, champs, aujourd_hui, demandee):
    make_initiative("Caisse", territoire=gironde, **{"published_at": PUBLIEE, **champs})

    # Early in Paris, still the day before in universal time.
    with time_machine.travel(_le(aujourd_hui, heure=0), tick=False):
        _tache()

    assert Verification.objects.exists() is demandee


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_what_is_not_online_is_not_asked_about(gironde, today, etat):
    make_initiative("Cachée", territoire=gironde, **ETATS_CACHES[etat])
    make_initiative("En ligne", territoire=gironde)

    _tache()

    assert [v.initiative.titre for v in Verification.objects.all()] == ["En ligne"]


def test_a_territory_without_agent_is_not_asked(gironde, today):
    make_initiative("Orpheline", territoire=make_territoire(*NIEVRE))
    make_initiative("Caisse", territoire=gironde)

    _tache()

    assert [v.initiative.titre for v in Verification.objects.all()] == ["Caisse"]


def test_a_job_killed_between_two_sheets_goes_on_where_it_stopped(gironde, today):
    make_initiative("Première", territoire=gironde, date_confirmation=date(2024, 1, 1))
    make_initiative("Seconde", territoire=gironde, date_confirmation=date(2024, 1, 2))

    tuee = verifications.demander(timezone.now())
    next(tuee)
    tuee.close()

    assert [v.initiative.titre for v in Verification.objects.all()] == ["Première"]
    assert len(lettres()) == 1
    assert _tache() == "Question posée sur 1 fiche, rappelée sur 0."
    assert len(lettres()) == 2


def test_fifty_sheets_are_asked_about_one_by_one(gironde, today):
    for rang in range(50):
        make_initiative(f"Fiche {rang}", territoire=gironde)

    assert _tache() == "Question posée sur 50 fiches, rappelée sur 0."
    assert len(set(lettres())) == Verification.objects.count() == 50


def test_a_sheet_confirmed_meanwhile_is_not_asked_about(gironde, today):
    premiere = make_initiative(
        "Première", territoire=gironde, date_confirmation=date(2024, 1, 1)
    )
    seconde = make_initiative("Seconde", territoire=gironde, date_confirmation=date(2024, 1, 2))

    en_cours = verifications.demander(timezone.now())
    assert next(en_cours) == premiere
    Initiative.objects.filter(pk=seconde.pk).update(date_confirmation=today.date())

    assert list(en_cours) == []


# Reminding


def test_without_answer_one_reminder_leaves_after_thirty_days(question, today):
    assert _tache(today + timedelta(days=29)) == ""
    assert _tache(today + timedelta(days=30)) == "Question posée sur 0 fiche, rappelée sur 1."
    for jour in (30, 31, 60, 90, 364):
        assert _tache(today + timedelta(days=jour)) == ""

    assert [sujet for _, sujet in lettres()] == [
        "«\u00a0Caisse\u00a0»\u00a0: toujours d’actualité\u00a0?",
        "Rappel\u00a0: «\u00a0Caisse\u00a0», toujours d’actualité\u00a0?",
    ]
    # Silence never takes anything offline.
    initiative = Initiative.objects.get()
    assert (initiative.is_published, initiative.date_confirmation) == (True, None)


def test_the_summer_hour_moves_no_day(gironde):
    make_initiative("Caisse", territoire=gironde)
    with time_machine.travel(_le(date(2026, 3, 20), heure=0), tick=False):
        _tache()

    assert _tache(_le(date(2026, 4, 18), heure=23)) == ""
    assert _tache(_le(date(2026, 4, 19), heure=0)) == (
        "Question posée sur 0 fiche, rappelée sur 1."
    )


@pytest.mark.parametrize(
    "depuis",
    ["answered", "confirmed by the coordination", "withdrawn", "nobody left"],
)
def test_no_reminder_when_there_is_nothing_left_to_ask(question, today, depuis):
    initiative = question.initiative
    match depuis:
        case "answered":
            verifications.repondre(question, "modifier")
        case "confirmed by the coordination":
            Initiative.objects.update(date_confirmation=today.date())
        case "withdrawn":
            initiative.retire("Le temps d’une correction.")
        case "nobody left":
            Agent.objects.update(date_fin=today.date())

    assert _tache(today + timedelta(days=30)) == ""


def test_the_next_year_the_question_is_asked_anew(question, today):
    _tache(today + timedelta(days=30))

    with time_machine.travel(today + timedelta(days=366), tick=False):
        assert _tache() == "Question posée sur 1 fiche, rappelée sur 0."
        assert _tache() == ""

    # The same row: the first link still leads to the open question.
    verification = Verification.objects.get()
    assert (verification.pk, verification.relancee_at) == (question.pk, None)
    assert len(lettres()) == 3


@pytest.mark.parametrize("reponse", ["modifier", "arretee"])
def test_an_answer_that_confirms_nothing_waits_a_year_too(question, today, reponse):
    verifications.repondre(question, reponse, precision="Fin du financement.")

    assert _tache(today + timedelta(days=200)) == ""
    with time_machine.travel(today + timedelta(days=366), tick=False):
        assert _tache() == "Question posée sur 1 fiche, rappelée sur 0."
    assert Verification.objects.count() == 2


# Looking changes nothing


def _etat_de_tout():
    """Everything that an answer could change."""
    return (
        list(Verification.objects.values_list("reponse", "repondue_at", "relancee_at")),
        list(Initiative.objects.values_list("date_confirmation", "stade", "etat")),
        Revision.objects.count(),
        Amendement.objects.count(),
        Courriel.objects.count(),
    )


@pytest.mark.parametrize("methode", ["get", "head", "options", "put", "delete", "trace"])
def test_a_scanner_that_follows_the_link_changes_nothing(client, question, methode):
    avant = _etat_de_tout()

    reponse = getattr(client, methode)(_lien(question))

    assert reponse.status_code == (200 if methode in {"get", "head"} else 405)
    assert _etat_de_tout() == avant


@pytest.mark.parametrize(
    "corps", [{}, {"reponse": ""}, {"reponse": "peut-etre"}, {"reponse": "\x00"}]
)
def test_a_post_that_says_nothing_changes_nothing(client, question, corps):
    avant = _etat_de_tout()

    reponse = client.post(_lien(question), corps)

    assert "Choisissez l’une des trois réponses." in reponse.content.decode()
    assert _etat_de_tout() == avant


def test_a_query_string_is_not_an_answer(client, question):
    avant = _etat_de_tout()

    client.get(f"{_lien(question)}?reponse=oui")

    assert _etat_de_tout() == avant


def test_the_page_shows_the_sheet_and_nobody(question):
    visiteur = Client(enforce_csrf_checks=True)
    reponse = visiteur.get(_lien(question))
    page = reponse.content.decode()

    assert "Gironde (33) Toujours d’actualité ? Caisse Des foyers cotisent." in lire(
        visiteur, _lien(question)
    )
    for reponse_possible in ("Oui, rien n’a changé", "Oui, mais", "Non, elle est arrêtée"):
        assert reponse_possible in page
    assert "camille" not in page
    assert reponse["Cache-Control"] == "private, no-store"
    assert reponse["Referrer-Policy"] == "same-origin"
    assert "noindex" in reponse["X-Robots-Tag"]
    assert not visiteur.cookies
    # No cookie, and yet the answer is accepted.
    assert visiteur.post(_lien(question), {"reponse": "oui"}).status_code == 302


# Answering


def test_yes_dates_the_confirmation_and_the_history_says_it(client, question, today):
    reponse = client.post(_lien(question), {"reponse": "oui"})

    assert reponse.url == _lien(question)
    initiative = Initiative.objects.get()
    assert initiative.date_confirmation == today.date()
    version = Revision.objects.of(initiative).first()
    assert (version.auteur.email, version.statut) == (ADRESSE_AUTOMATE, "appliquee")
    assert version.resume == "Confirmée par le territoire, en réponse à la question annuelle"
    assert [entree.get_change_message() for entree in LogEntry.objects.all()] == [
        "Confirmée par le territoire, en réponse à la question annuelle."
    ]
    question.refresh_from_db()
    assert (question.reponse, question.repondue_at) == ("oui", today)
    assert "Vérifié le 10 mars 2026 par le territoire." in lire(
        client, initiative.get_absolute_url()
    )
    assert _tache(today + timedelta(days=364)) == ""


def test_the_link_serves_once_and_says_what_was_answered(client, question):
    client.post(_lien(question), {"reponse": "modifier", "modifier-precision": "Le coût."})
    avant = _etat_de_tout()

    page = lire(client, _lien(question))
    client.post(_lien(question), {"reponse": "oui"})

    assert (
        "Réponse enregistrée le 10 mars 2026 à 10:00 : « Oui, mais des choses ont changé »."
    ) in page
    assert "Ce lien a servi" in page
    assert "Le coût." not in page
    assert "Votre réponse Choisissez" not in page
    assert _etat_de_tout() == avant


def test_two_people_at_the_same_instant_one_answer(question):
    verifications.repondre(question, "modifier")

    with pytest.raises(verifications.DejaRepondue):
        verifications.repondre(question, "oui")

    assert Initiative.objects.get().date_confirmation is None


def test_things_changed_leads_to_the_space(client, question):
    client.post(_lien(question), {"reponse": "modifier", "modifier-precision": "Le coût."})

    question.refresh_from_db()
    initiative = question.initiative
    assert (question.reponse, question.precision) == ("modifier", "Le coût.")
    assert initiative.date_confirmation is None
    page = client.get(_lien(question)).content.decode()
    assert f'href="/espace/fiches/{initiative.pk}/"' in page
    assert "Se connecter et corriger la fiche" in page


def test_stopped_proposes_it_to_the_coordination(client, question, today):
    initiative = question.initiative
    Etape.objects.create(initiative=initiative, stade="experimentation", annee=2023)
    Initiative.objects.update(stade="experimentation", stade_precision="deux cantons")

    client.post(
        _lien(question),
        {
            "reponse": "arretee",
            "arretee-precision": "Fin du financement.",
            "arretee-date_arret": "2025-12-31",
        },
    )

    amendement = Amendement.objects.get()
    assert (amendement.initiative, amendement.auteur) == (initiative, None)
    assert (amendement.etat, amendement.propose_at) == ("propose", today)
    assert amendement.resume == (
        "Déclarée arrêtée en réponse à la question annuelle. Fin du financement."
    )
    assert amendement.base["champs"]["stade"] == "experimentation"
    assert amendement.instantane["champs"]["stade"] == "arretee"
    assert amendement.instantane["champs"]["stade_precision"] == ""
    etapes = amendement.instantane["parties"]["etapes"]
    assert [(e["champs"]["stade"], e["champs"]["date"], e["pk"] is None) for e in etapes] == [
        ("experimentation", None, False),
        ("arretee", "2025-12-31", True),
    ]
    # The page itself does not move.
    initiative.refresh_from_db()
    assert (initiative.stade, initiative.date_confirmation) == ("experimentation", None)
    assert initiative.etapes.count() == 1
    assert "la fiche ne change pas d’ici là" in lire(client, _lien(question))


def test_stopped_without_a_date_says_the_year(client, question):
    client.post(_lien(question), {"reponse": "arretee", "arretee-precision": "Fini."})

    [etape] = Amendement.objects.get().instantane["parties"]["etapes"]
    assert (etape["champs"]["annee"], etape["champs"]["date"]) == (2026, None)


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({}, "Dites en une phrase pourquoi elle est arrêtée."),
        ({"arretee-precision": "x" * 901}, "gardez-en 900 au plus"),
        (
            {"arretee-precision": "Fini.", "arretee-date_arret": "2026-03-11"},
            "Cette date n’est pas encore passée.",
        ),
        (
            {"arretee-precision": "Fini.", "arretee-date_arret": "2026-02-30"},
            "Cette date n’existe pas",
        ),
    ],
)
def test_stopped_is_explained_and_what_was_typed_is_kept(client, question, champs, message):
    avant = _etat_de_tout()

    page = client.post(_lien(question), {"reponse": "arretee", **champs}).content.decode()

    assert message in page
    assert champs.get("arretee-precision", "") in page
    assert "Rien n’est perdu" in page
    assert _etat_de_tout() == avant


def test_a_version_that_waits_is_neither_lost_nor_published(client, coordinatrice, question):
    initiative = question.initiative
    instantane = versions.saisir(initiative).instantane
    instantane["champs"]["titre"] = "Caisse commune"
    attente = versions.enregistrer(
        initiative, instantane, auteur=coordinatrice.user, resume="Nouveau titre"
    )
    versions.programmer(attente, FUTUR)

    client.post(_lien(question), {"reponse": "oui"})

    initiative.refresh_from_db()
    assert (initiative.titre, str(initiative.date_confirmation)) == ("Caisse", "2026-03-10")
    suite = versions.en_attente(initiative)
    assert (suite.auteur, suite.resume, suite.pour_le) == (
        coordinatrice.user,
        "Nouveau titre",
        FUTUR,
    )
    # Published, it takes the confirmation back from nobody.
    versions.appliquer(suite)
    initiative.refresh_from_db()
    assert (initiative.titre, str(initiative.date_confirmation)) == (
        "Caisse commune",
        "2026-03-10",
    )


def test_a_sheet_that_its_own_rules_refuse_says_so(client, question):
    Initiative.objects.update(stade="deployee")
    avant = _etat_de_tout()

    page = client.post(_lien(question), {"reponse": "oui"}).content.decode()

    assert "La fiche ne peut pas être confirmée telle qu’elle est" in page
    assert _etat_de_tout() == avant


# Links that no longer serve


@pytest.mark.parametrize("forge", ["1", "1.abc", "oui", "1.é", "0" * 300, "-1.x"])
def test_a_forged_link_is_not_found_and_logged(client, caplog, question, forge):
    assert client.get(f"/actualite/{forge}/").status_code == 404
    assert client.post(f"/actualite/{forge}/", {"reponse": "oui"}).status_code == 404
    assert "was not signed here" in caplog.text


def test_a_token_of_another_use_does_not_serve(client, question):
    autre = jetons.signer("proposition", question.pk)

    assert client.get(f"/actualite/{autre}/").status_code == 404


@pytest.mark.parametrize("sort", ["withdrawn", "deleted"])
def test_a_sheet_that_is_gone_says_so(client, question, sort):
    lien = _lien(question)
    if sort == "withdrawn":
        question.initiative.retire("Doublon.")
    else:
        question.initiative.delete()
    avant = _etat_de_tout()

    for reponse in (client.get(lien), client.post(lien, {"reponse": "oui"})):
        assert reponse.status_code == 410
        page = reponse.content.decode()
        assert "Cette fiche n’est plus en ligne" in page
        assert "Caisse" not in page
    assert _etat_de_tout() == avant


def test_withdrawn_between_the_page_and_the_answer(question):
    question.initiative.retire("Doublon.")

    with pytest.raises(verifications.PlusEnLigne):
        verifications.repondre(question, "oui")

    question.refresh_from_db()
    assert question.reponse == ""


# From the space


@pytest.fixture
def camille(question):
    client = Client()
    client.force_login(Agent.objects.get().user)
    client.user = Agent.objects.get().user
    return client


def test_an_agent_confirms_from_the_space(camille, question, today):
    initiative = question.initiative
    url = f"/espace/fiches/{initiative.pk}/confirmer/"

    reponse = camille.post(url)

    assert reponse.url == f"/espace/fiches/{initiative.pk}/"
    initiative.refresh_from_db()
    assert initiative.date_confirmation == today.date()
    version = Revision.objects.of(initiative).first()
    assert (version.auteur, version.resume) == (
        camille.user,
        "Confirmée par le territoire, depuis son espace",
    )
    question.refresh_from_db()
    assert question.reponse == "oui"
    versions_faites = Revision.objects.count()
    camille.post(url)
    assert Revision.objects.count() == versions_faites


def test_only_its_agents_confirm_and_only_by_a_button(caplog, camille, question):
    initiative = question.initiative
    url = f"/espace/fiches/{initiative.pk}/confirmer/"
    autre = personne("noa@nievre.example", make_territoire(*NIEVRE))

    assert Client().post(url).status_code == 302
    assert autre.post(url).status_code == 404
    assert f"initiative {initiative.pk} is not theirs" in caplog.text
    assert camille.get(url).status_code == 405
    initiative.refresh_from_db()
    assert initiative.date_confirmation is None


def test_a_draft_is_not_confirmed(camille, question):
    brouillon = make_initiative(
        "Brouillon",
        territoire=question.initiative.territoire,
        etat=Etat.BROUILLON,
        published_at=None,
    )

    camille.post(f"/espace/fiches/{brouillon.pk}/confirmer/")

    brouillon.refresh_from_db()
    assert brouillon.date_confirmation is None


# The back office


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_admin_lists_the_questions_with_the_same_queries(
    coordinatrice, gironde, today, django_assert_max_num_queries, nombre
):
    for rang in range(nombre):
        make_initiative(f"Fiche {rang}", territoire=gironde)
    _tache()

    with django_assert_max_num_queries(14):
        page = coordinatrice.get("/admin/espace/verification/").content.decode()

    assert len(re.findall(r"Fiche \d", page)) == nombre
    assert coordinatrice.get("/admin/espace/verification/add/").status_code == 403


def test_the_link_in_the_mail_is_the_portals():
    assert relais.lien("espace:actualite", "1.x") == "http://127.0.0.1:8000/actualite/1.x/"
