"""The coordination asks for words, the citizen gives them on the page of their proposal."""

import pytest

from forum.models import Idee
from redaction.models import Revision
from solidaires.publication import Etat
from tests import lecteur
from tests.forum.citoyenne import confirmee

pytestmark = pytest.mark.django_db


def _page(client, chemin):
    return lecteur.mots(client.get(chemin).content.decode())


def _etat(idee, **champs):
    Idee.objects.filter(pk=idee.pk).update(**champs)


def _demander(proposition, motif="Où cela ?"):
    idee = Idee.objects.get(pk=proposition.idee_id)
    idee.ask_changes(motif)
    return idee


def test_a_precision_joins_the_text_and_goes_back_to_review(visitor, today):
    proposition, page = confirmee(visitor)
    idee = _demander(proposition)
    avant = idee.corps
    assert "Compléter votre idée" in _page(visitor, page)

    reponse = visitor.post(page, {"precision": "Sur les <places>.\r\n\r\nEt l'hiver ?"})

    idee.refresh_from_db()
    assert (reponse.status_code, reponse["Location"]) == (302, page)
    assert idee.etat == Etat.A_RELIRE
    assert idee.corps == (f"{avant}<p>Sur les &lt;places&gt;.</p><p>Et l’hiver&nbsp;?</p>")
    assert [r.resume for r in Revision.objects.of(idee).order_by("numero")] == [
        "Contenu d’origine",
        "Précision de la personne qui a proposé l’idée",
    ]
    assert "Compléter votre idée" not in _page(visitor, page)


@pytest.mark.parametrize(
    ("precision", "message"),
    [
        ("", "Écrivez votre précision."),
        (" \x00 ", "Écrivez votre précision."),
        ("a" * 4001, "Votre texte fait 4001 caractères : gardez-en 4000 au plus."),
        ("https://a.fr " * 4, "Votre texte contient 4 adresses de sites"),
    ],
)
def test_a_precision_that_cannot_be_kept_says_why_and_stays(visitor, today, precision, message):
    proposition, page = confirmee(visitor)
    idee = _demander(proposition)

    reponse = visitor.post(page, {"precision": precision})

    assert message in lecteur.mots(reponse.content.decode())
    assert precision.strip() in reponse.content.decode()
    assert Idee.objects.get(pk=idee.pk).corps == idee.corps
    assert Idee.objects.get(pk=idee.pk).etat == Etat.A_COMPLETER


@pytest.mark.parametrize(
    "etat",
    [Etat.BROUILLON, Etat.A_RELIRE, Etat.PUBLIEE, Etat.REFUSEE, Etat.RETIREE],
)
def test_nothing_is_added_when_nothing_is_asked(visitor, today, etat):
    proposition, page = confirmee(visitor)
    _etat(proposition.idee, etat=etat, published_at=today, motif="Raison.")
    avant = Idee.objects.values().get()

    reponse = visitor.post(page, {"precision": "Encore un mot."})

    assert Idee.objects.values().get() == avant
    assert "Votre idée n’attend plus de précision" in reponse.content.decode()
    assert "Encore un mot." in reponse.content.decode()


def test_nothing_is_added_to_a_deleted_or_binned_idea(visitor, today):
    proposition, page = confirmee(visitor)
    _demander(proposition)
    _etat(proposition.idee, jetee_at=today)
    visitor.post(page, {"precision": "Encore un mot."})
    assert "Encore" not in Idee.objects.get().corps
    Idee.objects.all().delete()

    reponse = visitor.post(page, {"precision": "Encore un mot."})

    assert reponse.status_code == 200
    assert "Close La coordination n’étudie plus" in lecteur.mots(reponse.content.decode())
