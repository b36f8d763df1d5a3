"""Proposals on the territory's side: begun, read by colleagues, taken back, answered."""

import re
from datetime import date

import pytest
from django.urls import reverse

from espace import amendements, copie
from espace.models import Amendement
from redaction import versions
from solidaires.publication import Etat, TransitionImpossible
from tests.espace.depots import accepter, ada, attendre, blaise, en_ligne, proposer
from tests.factories import make_agent, make_territoire
from tests.lecteur import mots

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

__all__ = ["ada", "blaise", "en_ligne"]


def page(amendement):
    return reverse("espace:amendement", args=[amendement.pk])


# The territory


def test_a_proposal_begins_beside_the_page_and_leads_to_its_steps(client, ada, en_ligne):
    client.force_login(ada)

    for _ in range(2):
        reponse = client.post(reverse("espace:amender", args=[en_ligne.pk]))

    assert reponse["Location"] == reverse("espace:etape", args=[en_ligne.pk, "essentiel"])
    (amendement,) = Amendement.objects.all()
    assert (amendement.etat, amendement.auteur) == ("brouillon", ada)
    assert client.get(reverse("espace:amender", args=[en_ligne.pk])).status_code == 405


@pytest.mark.parametrize(
    "champs",
    [{"etat": Etat.A_RELIRE}, {"etat": Etat.PUBLIEE, "retired_at": "2024-03-01T00:00Z"}],
)
def test_what_is_not_online_receives_no_proposal(client, ada, en_ligne, champs):
    type(en_ligne).objects.filter(pk=en_ligne.pk).update(**champs)
    client.force_login(ada)

    reponse = client.post(reverse("espace:amender", args=[en_ligne.pk]), follow=True)

    assert "Seule une fiche en ligne reçoit une proposition." in reponse.content.decode()
    assert not Amendement.objects.exists()


def test_colleagues_read_what_a_proposal_changes(client, ada, blaise, en_ligne):
    amendement = proposer(en_ligne, ada, resume="Nouveau porteur.", porteur="Le Département")
    client.force_login(blaise)

    lu = mots(client.get(page(amendement)).content.decode())

    assert "Proposée Par Ada Lovelace" in lu
    assert "Nouveau porteur." in lu
    assert "Porteur retiré : La Ville ajouté : Le Département" in lu
    assert "Chapô" not in lu.partition("Ce qui change")[2]
    suivi = mots(client.get(reverse("espace:fiche", args=[en_ligne.pk])).content.decode())
    assert re.search(r"Proposition du .* proposée\s*, Ada Lovelace", suivi)


def test_what_others_changed_since_is_not_shown_as_proposed(
    client, ada, coordinatrice, en_ligne
):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    versions.appliquer(
        attendre(en_ligne, coordinatrice.user, chapo="Chapô de la coordination.")
    )
    client.force_login(ada)

    lu = mots(client.get(page(amendement)).content.decode())

    assert "Chapô de la coordination" not in lu
    assert "Le Département" in lu


def test_a_proposal_is_taken_back_by_any_colleague_and_the_page_stays(
    client, ada, blaise, en_ligne
):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    client.force_login(blaise)

    reponse = client.post(page(amendement), follow=True)

    assert "La proposition est abandonnée." in reponse.content.decode()
    amendement.refresh_from_db()
    assert amendement.etat == "abandonne"
    en_ligne.refresh_from_db()
    assert en_ligne.porteur == "La Ville"


def test_a_draft_is_only_left_by_its_author_or_when_they_left(client, ada, blaise, en_ligne):
    copie.commencer_amendement(en_ligne, ada)
    amendement = Amendement.objects.get()
    client.force_login(blaise)
    reponse = client.post(page(amendement), follow=True)
    assert "rien n’a changé" in reponse.content.decode()
    amendement.refresh_from_db()
    assert amendement.etat == "brouillon"

    ada.agents.update(date_fin=date(2024, 3, 1))
    client.post(page(amendement))

    amendement.refresh_from_db()
    assert amendement.etat == "abandonne"


def test_a_decided_proposal_is_not_taken_back(client, ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    accepter(amendement, coordinatrice.user)
    with pytest.raises(TransitionImpossible, match="décidée"):
        amendements.abandonner(amendement)
    client.force_login(ada)

    client.post(page(amendement))

    amendement.refresh_from_db()
    assert amendement.etat == "accepte"


def test_the_territory_reads_the_answer_field_by_field(client, ada, coordinatrice, en_ligne):
    amendement = proposer(en_ligne, ada, porteur="Le Département", chapo="Trop long.")
    accepter(amendement, coordinatrice.user, {"porteur"}, "Le chapô reste court.")
    client.force_login(ada)

    lu = mots(client.get(page(amendement)).content.decode())

    assert "Acceptée en partie" in lu
    assert "La réponse de la coordination Le chapô reste court." in lu
    retenu, _, ecarte = lu.partition("Ce qui n’est pas retenu")
    assert "Le Département" in retenu
    assert "Trop long." in ecarte


def test_only_those_who_act_for_the_territory_open_a_proposal(
    client, visitor, agent, ada, coordinatrice, en_ligne, caplog
):
    amendement = proposer(en_ligne, ada, porteur="Le Département")
    make_agent(agent.user, make_territoire("40", "Landes"))
    client.force_login(ada)

    assert client.get(page(amendement)).status_code == 200
    for methode in (agent.get, agent.post):
        assert methode(page(amendement)).status_code == 404
    assert agent.post(reverse("espace:amender", args=[en_ligne.pk])).status_code == 404
    assert f"proposal {amendement.pk} is not theirs" in caplog.text
    assert visitor.get(page(amendement)).status_code == 302
    amendement.refresh_from_db()
    assert amendement.etat == "propose"
