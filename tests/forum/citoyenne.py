"""What somebody who proposes an idea does: send the form, open the link of the mail, confirm."""

import re

from courrier.models import Courriel
from forum.models import Proposition
from tests.protection.formulaire_rempli import envoyer

URL = "/forum/proposer/"
IDEE = {
    "titre": "Des bancs partout !",
    "texte": "On s'assoit.\r\nOn se parle.\r\n\r\nPartout <b>vraiment</b>.",
    "signature": "Ada",
    "organisation": "Collectif des bancs",
    "email": "Ada@Example.org",
}


def proposer(client, **saisie):
    """Send the form as a person does; returns the last Proposition."""
    reponse = envoyer(client, URL, {**IDEE, **saisie})
    assert reponse["Location"] == "/forum/proposer/merci/", reponse.content.decode()
    return Proposition.objects.order_by("pk").last()


def lien():
    """The path of the personal page, as the last mail gives it."""
    (chemin,) = re.findall(
        r"(/forum/propositions/\S+)", Courriel.objects.order_by("pk").last().texte
    )
    return chemin


def confirmee(client, **saisie):
    """A confirmed proposal and the path of its page."""
    proposer(client, **saisie)
    page = lien()
    client.post(page)
    return Proposition.objects.select_related("idee").order_by("pk").last(), page
