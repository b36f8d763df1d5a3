"""The link of the yearly question: looking changes nothing, one answer, what it changes."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from comptes.models import ADRESSE_AUTOMATE
from courrier.models import Courriel
from espace import verifications
from espace.models import Amendement, Verification
from fabrique.models import Etape, Initiative
from protection import jetons
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat
from territoires.models import Agent
from tests.espace.entre_territoires import NIEVRE, demander, lien_de, lire, personne
from tests.factories import (
    FUTUR,
    make_agent,
    make_initiative,
    make_territoire,
)

pytestmark = pytest.mark.django_db


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
    demander()
    return Verification.objects.get()


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

    reponse = getattr(client, methode)(lien_de(question))

    assert reponse.status_code == (200 if methode in {"get", "head"} else 405)
    assert _etat_de_tout() == avant


@pytest.mark.parametrize(
    "corps", [{}, {"reponse": ""}, {"reponse": "peut-etre"}, {"reponse": "\x00"}]
)
def test_a_post_that_says_nothing_changes_nothing(client, question, corps):
    avant = _etat_de_tout()

    reponse = client.post(lien_de(question), corps)

    assert "Choisissez l’une des trois réponses." in reponse.content.decode()
    assert _etat_de_tout() == avant


def test_a_query_string_is_not_an_answer(client, question):
    avant = _etat_de_tout()

    client.get(f"{lien_de(question)}?reponse=oui")

    assert _etat_de_tout() == avant


def test_the_page_shows_the_sheet_and_nobody(question):
    visiteur = Client(enforce_csrf_checks=True)
    reponse = visiteur.get(lien_de(question))
    page = reponse.content.decode()

    assert "Gironde (33) Toujours d’actualité ? Caisse Des foyers cotisent." in lire(
        visiteur, lien_de(question)
    )
    for reponse_possible in ("Oui, rien n’a changé", "Oui, mais", "Non, elle est arrêtée"):
        assert reponse_possible in page
    assert "camille" not in page
    assert reponse["Cache-Control"] == "private, no-store"
    assert reponse["Referrer-Policy"] == "same-origin"
    assert "noindex" in reponse["X-Robots-Tag"]
    assert not visiteur.cookies
    # No cookie, and yet the answer is accepted.
    assert visiteur.post(lien_de(question), {"reponse": "oui"}).status_code == 302


# Answering


def test_yes_dates_the_confirmation_and_the_history_says_it(client, question, today):
    reponse = client.post(lien_de(question), {"reponse": "oui"})

    assert reponse.url == lien_de(question)
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
    assert demander(today + timedelta(days=364)) == ""


def test_the_link_serves_once_and_says_what_was_answered(client, question):
    client.post(lien_de(question), {"reponse": "modifier", "modifier-precision": "Le coût."})
    avant = _etat_de_tout()

    page = lire(client, lien_de(question))
    client.post(lien_de(question), {"reponse": "oui"})

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
    client.post(lien_de(question), {"reponse": "modifier", "modifier-precision": "Le coût."})

    question.refresh_from_db()
    initiative = question.initiative
    assert (question.reponse, question.precision) == ("modifier", "Le coût.")
    assert initiative.date_confirmation is None
    page = client.get(lien_de(question)).content.decode()
    assert f'href="/espace/fiches/{initiative.pk}/"' in page
    assert "Se connecter et corriger la fiche" in page


def test_stopped_proposes_it_to_the_coordination(client, question, today):
    initiative = question.initiative
    Etape.objects.create(initiative=initiative, stade="experimentation", annee=2023)
    Initiative.objects.update(stade="experimentation", stade_precision="deux cantons")

    client.post(
        lien_de(question),
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
    assert "la fiche ne change pas d’ici là" in lire(client, lien_de(question))


def test_stopped_without_a_date_says_the_year(client, question):
    client.post(lien_de(question), {"reponse": "arretee", "arretee-precision": "Fini."})

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

    page = client.post(lien_de(question), {"reponse": "arretee", **champs}).content.decode()

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

    client.post(lien_de(question), {"reponse": "oui"})

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

    page = client.post(lien_de(question), {"reponse": "oui"}).content.decode()

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
    lien = lien_de(question)
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
