"""The page that decides on a proposal: what it shows, what it asks, for whom."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from espace import amendements, copie
from espace.models import Amendement
from redaction import versions
from tests.bureau import texte
from tests.connexions import se_connecter
from tests.espace.depots import (
    accepter,
    ada,
    attendre,
    blaise,
    courriels,
    en_ligne,
    proposer,
)
from tests.factories import FUTUR, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

__all__ = ["ada", "blaise", "en_ligne"]

TOUT, SELECTION, REFUSER = ({f"_{bouton}": "1"} for bouton in ("tout", "selection", "refuser"))


def url(amendement, page="change"):
    return reverse(f"admin:espace_amendement_{page}", args=[amendement.pk])


def decider(client, amendement, bouton, **champs):
    """Press a button of the page as it stands."""
    empreinte = amendements.examiner(amendement).empreinte
    return client.post(
        url(amendement), {"empreinte": empreinte, **bouton, **champs}, follow=True
    )


def etat(amendement):
    return Amendement.objects.get(pk=amendement.pk).etat


# What it shows


def test_the_difference_with_the_page_is_read_with_what_contests_it(
    ada, blaise, coordinatrice, en_ligne
):
    attendre(en_ligne, coordinatrice.user, pour_le=FUTUR, porteur="L’État")
    proposer(en_ligne, blaise, porteur="La Région")
    amendement = proposer(
        en_ligne, ada, resume="Tout a changé.", porteur="Le Département", lieux="Bordeaux"
    )

    contenu = texte(coordinatrice.get(url(amendement)))

    assert "Tout a changé." in contenu
    assert "ajouté : </span>Le Département</ins>" in contenu
    assert "Vos modifications en attente disent autre chose" in contenu
    assert "ajouté : </span>L’État</ins>" in contenu
    assert "Une autre proposition dit autre chose" in contenu
    assert "Blaise Pascal, " in contenu
    assert "ajouté : </span>La Région</ins>" in contenu
    assert "avec leur heure (1 janvier 2999 à 01:00, heure de Paris)" in contenu
    assert 'name="_tout"' not in contenu
    coches = [radio for radio in contenu.split("<input") if " checked" in radio]
    assert [radio.partition('name="')[2].partition('"')[0] for radio in coches] == [
        "choix_lieux"
    ]


def test_the_page_with_the_proposal_is_previewed_as_the_public_would_read_it(
    ada, coordinatrice, en_ligne
):
    amendement = proposer(en_ligne, ada, porteur="Le Département")

    reponse = coordinatrice.get(url(amendement, "apercu"))

    assert "Le Département" in reponse.content.decode()
    assert "cette version n’est pas encore publique" in reponse.content.decode()
    assert "no-store" in reponse["Cache-Control"]
    en_ligne.refresh_from_db()
    assert en_ligne.porteur == "La Ville"


def test_a_decided_proposal_says_what_became_of_it(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département", chapo="Trop long.")
    accepter(amendement, coordinatrice.user, {"porteur"}, "Le chapô reste court.")

    contenu = texte(coordinatrice.get(url(amendement)))

    retenu, _, ecarte = contenu.partition("Ce qui n’est pas retenu")
    assert "Le Département" in retenu
    assert "Trop long." in ecarte
    assert "Le chapô reste court." in retenu
    assert 'name="_refuser"' not in contenu


def test_a_proposal_taken_back_leaves_nothing_to_decide(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    amendements.abandonner(amendement)

    contenu = texte(coordinatrice.get(url(amendement)))

    assert "a abandonné cette proposition" in contenu
    assert 'name="_refuser"' not in contenu


def test_a_withdrawn_sheet_only_lets_refuse(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    en_ligne.retire("Terminée.")

    contenu = texte(coordinatrice.get(url(amendement)))

    assert "La fiche n’est plus en ligne (elle est à l’état « Retirée »)" in contenu
    assert [
        nom for nom in ("_tout", "_selection", "_refuser") if f'name="{nom}"' in contenu
    ] == ["_refuser"]


# What it asks


def test_all_is_accepted_with_one_button(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département", lieux="Bordeaux")

    reponse = decider(coordinatrice, amendement, TOUT)

    assert "la décision est enregistrée (acceptée) et envoyée au territoire." in texte(reponse)
    en_ligne.refresh_from_db()
    assert (en_ligne.porteur, en_ligne.lieux) == ("Le Département", "Bordeaux")
    entrees = LogEntry.objects.filter(user=coordinatrice.user).order_by("pk")
    assert list(entrees.values_list("content_type__model", "change_message")) == [
        ("amendement", "Proposition du territoire : acceptée."),
        ("initiative", "Proposition du territoire : acceptée."),
    ]


def test_a_decision_taken_from_the_queue_leads_back_to_it(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")

    reponse = coordinatrice.post(
        f"{url(amendement)}?file=1", {**REFUSER, "motif": "Le porteur est la Ville."}
    )

    assert reponse["Location"] == "/admin/"
    assert etat(amendement) == "refuse"


@pytest.mark.parametrize(
    ("bouton", "champs", "phrase"),
    [
        (REFUSER, {}, "Écrivez pourquoi\u00a0: le territoire lira cette réponse."),
        (
            SELECTION,
            {"choix_porteur": "retenir", "choix_lieux": "ecarter"},
            "Vous ne retenez pas tout\u00a0: dites au territoire pourquoi.",
        ),
        (
            SELECTION,
            {"choix_porteur": "ecarter", "choix_lieux": "ecarter", "motif": "Non."},
            "Vous ne retenez rien\u00a0: écrivez pourquoi, puis refusez la proposition.",
        ),
        (
            SELECTION,
            {"choix_porteur": "retenir"},
            "Choisissez\u00a0: retenir, ou ne pas retenir.",
        ),
        (
            SELECTION,
            {"choix_porteur": "autre", "choix_lieux": "retenir"},
            "Sélectionnez un choix",
        ),
        (REFUSER, {"motif": "a" * 2001}, "Ce texte compte 2001 signes"),
        ({}, {"motif": "Peut-être."}, "Choisissez une décision, avec l’un des boutons."),
    ],
)
def test_an_answer_that_lacks_something_decides_nothing_and_is_kept(
    ada, coordinatrice, en_ligne, bouton, champs, phrase
):
    amendement = proposer(en_ligne, ada, porteur="Le Département", lieux="Bordeaux")

    reponse = decider(coordinatrice, amendement, bouton, **champs)

    assert phrase.replace("\u00a0", " ") in texte(reponse)
    assert champs.get("motif", "") in texte(reponse)
    assert (etat(amendement), courriels()) == ("propose", [])


def test_a_contested_field_has_no_default_and_no_shortcut(ada, blaise, coordinatrice, en_ligne):
    proposer(en_ligne, blaise, porteur="La Région")
    amendement = proposer(en_ligne, ada, porteur="Le Département")

    reponse = decider(coordinatrice, amendement, TOUT)

    assert "Un champ est contesté : choisissez" in texte(reponse)
    assert etat(amendement) == "propose"
    decider(coordinatrice, amendement, SELECTION, choix_porteur="retenir")
    assert etat(amendement) == "accepte"


def test_what_changed_while_she_read_is_shown_before_deciding(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département", lieux="Bordeaux")
    lue = amendements.examiner(amendement).empreinte
    versions.appliquer(attendre(en_ligne, coordinatrice.user, porteur="L’État"))
    choix = {
        "choix_porteur": "retenir",
        "choix_lieux": "ecarter",
        "motif": "Le lieu est plus large.",
        "empreinte": lue,
    }

    reponse = coordinatrice.post(url(amendement), {**SELECTION, **choix})

    contenu = texte(reponse)
    assert "a changé pendant que vous lisiez" in contenu
    assert "Changé en ligne depuis que cette proposition a été commencée" in contenu
    assert "Le lieu est plus large." in contenu
    coches = [radio for radio in contenu.split("<input") if " checked" in radio]
    assert len(coches) == 1
    assert 'name="choix_lieux" value="ecarter"' in coches[0]
    assert etat(amendement) == "propose"


def test_a_second_decision_is_told(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    decider(coordinatrice, amendement, REFUSER, motif="Non.")

    reponse = decider(coordinatrice, amendement, TOUT)

    assert "n’attend plus de décision : elle est à l’état « Refusée »" in texte(reponse)
    assert etat(amendement) == "refuse"
    assert len(courriels()) == 1


def test_what_publishing_forbids_is_said_on_the_page(ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, stade="deployee")

    reponse = decider(coordinatrice, amendement, TOUT)

    assert "dit au moins un résultat ou une limite" in texte(reponse)
    assert etat(amendement) == "propose"


# For whom


def test_a_draft_is_its_authors_alone(ada, coordinatrice, en_ligne):
    copie.commencer_amendement(en_ligne, ada)
    brouillon = Amendement.objects.get()

    assert coordinatrice.get(url(brouillon)).status_code == 404
    assert (
        "Caisse commune"
        not in coordinatrice.get("/admin/espace/amendement/")
        .content.decode()
        .partition("result_list")[2]
    )


def test_visitor_and_agent_are_sent_to_the_login(visitor, client, ada, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    client.force_login(ada)

    for qui in (visitor, client):
        assert qui.get(url(amendement)).status_code == 302
        assert qui.get(url(amendement, "apercu")).status_code == 302
        assert qui.post(url(amendement), {**REFUSER, "motif": "Non."}).status_code == 302
    assert etat(amendement) == "propose"


@pytest.mark.parametrize(
    ("droits", "lire", "faire"),
    [
        ([], 403, 403),
        (["view_amendement"], 200, 403),
        (["change_amendement"], 200, 403),
        (["change_amendement", "publish_initiative"], 200, 302),
    ],
)
def test_deciding_takes_the_right_to_publish(client, ada, en_ligne, droits, lire, faire):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    user = make_user("relecture@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=droits))
    se_connecter(client, user)

    assert client.get(url(amendement)).status_code == lire
    reponse = client.post(url(amendement), {**REFUSER, "motif": "Non."})

    assert reponse.status_code == faire
    assert etat(amendement) == ("refuse" if faire == 302 else "propose")


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_costs_the_same_at_any_length(
    ada, coordinatrice, en_ligne, django_assert_num_queries, nombre
):
    for _ in range(nombre):
        proposer(en_ligne, ada, porteur="Le Département")

    with django_assert_num_queries(7):
        reponse = coordinatrice.get("/admin/espace/amendement/")

    assert len(reponse.context["cl"].result_list) == nombre
