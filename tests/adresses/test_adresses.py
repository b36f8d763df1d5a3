"""An address that was public once leads somewhere for ever: 301, 410, short numbers."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from adresses.models import Permanent
from adresses.taches import recenser
from adresses.templatetags.adresses import dessiner
from forum.models import Idee
from redaction import versions
from redaction.instantane import prendre
from tests.factories import ETATS_CACHES, make_idee, make_initiative
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db


def _publiee(titre="Épicerie", **champs):
    idee = make_idee(titre, etat="brouillon", published_at=None, **champs)
    idee.publish()
    return idee


def _renommer(objet, slug, auteur):
    instantane = prendre(objet)
    instantane["champs"]["slug"] = slug
    revision = versions.enregistrer(objet, instantane, auteur=auteur, resume="")
    versions.appliquer(revision)


def _reponse(client, chemin):
    """(status, where it leads)."""
    reponse = client.get(chemin)
    return reponse.status_code, reponse.get("Location")


def test_former_addresses_lead_to_the_last_in_one_hop(client, coordinatrice):
    idee = _publiee(slug="a")
    _renommer(idee, "b", coordinatrice.user)
    _renommer(idee, "c", coordinatrice.user)

    assert _reponse(client, "/forum/idees/a/") == (301, "/forum/idees/c/")
    assert _reponse(client, "/forum/idees/b/") == (301, "/forum/idees/c/")
    assert _reponse(client, "/forum/idees/a/?utm=1&x=2") == (301, "/forum/idees/c/?utm=1&x=2")
    assert client.get("/forum/idees/c/").status_code == 200
    assert client.post("/forum/idees/a/").status_code in {404, 405}


def test_an_address_is_found_as_people_copy_it(client, coordinatrice):
    idee = _publiee(slug="a")
    _renommer(idee, "b", coordinatrice.user)

    for copie in ("/Forum/Idees/A/", "/FORUM/IDEES/A"):
        assert _reponse(client, copie) == (301, "/forum/idees/b/")
    assert _reponse(client, "/FORUM/IDEES/B") == (301, "/forum/idees/b/")
    assert _reponse(client, "/Forum/idees/jamais")[0] == 404


def test_a_name_given_back_leads_to_its_first_page_again(client, coordinatrice):
    idee = _publiee(slug="a")
    _renommer(idee, "b", coordinatrice.user)
    _renommer(idee, "a", coordinatrice.user)

    assert client.get("/forum/idees/a/").status_code == 200
    assert _reponse(client, "/forum/idees/b/") == (301, "/forum/idees/a/")


def test_a_name_taken_by_another_page_is_that_page(client, coordinatrice):
    ancienne = _publiee("Ancienne", slug="a")
    _renommer(ancienne, "b", coordinatrice.user)
    _publiee("Nouvelle", slug="a")

    assert "Nouvelle" in mots(client.get("/forum/idees/a/").content.decode())


def test_a_name_that_was_never_public_leads_nowhere(client, coordinatrice):
    brouillon = make_idee("Secrète", slug="a", etat="brouillon", published_at=None)
    _renommer(brouillon, "b", coordinatrice.user)
    brouillon.refresh_from_db()
    brouillon.publish()

    assert _reponse(client, "/forum/idees/a/") == (404, None)


@pytest.mark.parametrize("etape", ["retiree", "jetee", "detruite", "brouillon", "expiree"])
def test_what_is_gone_says_so_and_where_to_go(client, etape):
    idee = _publiee(slug="partie", corps="<p>Contenu retiré.</p>")
    adresse, courte = idee.get_absolute_url(), Permanent.objects.get().get_absolute_url()
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        if etape == "expiree":
            Idee.objects.filter(pk=idee.pk).update(retired_at=timezone.now())
        else:
            idee.retire("Motif réservé au territoire.")
        if etape == "brouillon":
            idee.back_to_draft()
        if etape in {"jetee", "detruite"}:
            idee.jeter()
        if etape == "detruite":
            idee.delete()

        for chemin in (adresse, courte):
            reponse = client.get(chemin)
            page = mots(reponse.content.decode())
            assert reponse.status_code == 410
            assert "Cette page a été retirée" in page
            assert "Voir les idées en ligne" in page
            assert "/forum/idees/" in liens(reponse.content.decode())
            assert "Motif réservé" not in page
            assert "Épicerie" not in page
            assert ("Retirée le" in page) == (etape != "detruite")


@pytest.mark.parametrize(
    "champs", [c for nom, c in ETATS_CACHES.items() if nom not in {"retiree", "expiree"}]
)
def test_what_was_never_public_does_not_exist(client, champs):
    idee = make_idee("Jamais vue", **champs)
    permanent = Permanent.objects.create(
        content_type=ContentType.objects.get_for_model(Idee), objet_pk=idee.pk
    )

    assert _reponse(client, idee.get_absolute_url()) == (404, None)
    assert _reponse(client, permanent.get_absolute_url()) == (404, None)


def test_a_number_leads_to_the_page_wherever_it_is(client, coordinatrice):
    idee = _publiee(slug="a")
    numero = Permanent.objects.get().pk
    _renommer(idee, "b", coordinatrice.user)

    assert _reponse(client, f"/i/{numero}") == (301, "/forum/idees/b/")
    assert _reponse(client, f"/i/{numero}/") == (301, "/forum/idees/b/")
    assert _reponse(client, f"/i/{numero + 1}") == (404, None)


def test_a_number_is_never_given_again():
    premiere = _publiee("Première")
    numero = Permanent.objects.get().pk
    premiere.retire()
    premiere.delete()

    _publiee("Seconde")

    assert Permanent.objects.order_by("-pk").first().pk > numero


def test_what_the_clock_put_online_is_counted_in(client):
    initiative = make_initiative()

    recenser(timezone.now())
    recenser(timezone.now())

    permanent = Permanent.objects.get()
    assert _reponse(client, f"/i/{permanent.pk}") == (301, initiative.get_absolute_url())


def test_the_paper_has_the_short_address(client, settings):
    initiative = make_initiative()
    recenser(timezone.now())

    html = client.get(initiative.get_absolute_url()).content.decode()

    assert f"Adresse courte de cette page : {settings.ADRESSE_DU_PORTAIL}i/{Permanent.objects.get().pk}" in mots(html)  # fmt: skip


def test_the_drawing_is_the_code_of_the_address():
    cadre, trace = dessiner("https://exemple.fr/i/12")

    cote = int(cadre.split()[-1])
    noirs = {tuple(map(int, bout.split("h")[0].split())) for bout in trace.split("M")[1:]}
    # The three corners that a reader looks for, inside a blank edge of four.
    for x, y in [(4, 4), (cote - 11, 4), (4, cote - 11)]:
        assert {(x + i, y) for i in range(7)} <= noirs
    assert not {(x, y) for x, y in noirs if min(x, y) < 4 or max(x, y) > cote - 5}


def test_pages_that_answer_ask_nothing_more(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        client.get("/robots.txt")


@pytest.mark.parametrize("chemin", ["/i/99999999999999999999", "/a\0b/", "/%0d%0aX:1/", "/é/" * 200])  # fmt: skip
def test_odd_addresses_are_not_found(client, chemin):
    assert client.get(chemin).status_code == 404
