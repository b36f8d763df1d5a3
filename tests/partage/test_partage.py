"""What a page says to those who share it: its words, its image; nothing of what is not public."""

import re
from html import unescape
from io import BytesIO
from urllib.parse import urlsplit

import pytest
from PIL import Image

from partage import vignette
from tests.factories import (
    ETATS_CACHES,
    make_idee,
    make_initiative,
    make_theme,
)

pytestmark = pytest.mark.django_db


def _dit(client, adresse, **parametres):
    """{property: content} of the Open Graph tags of a page."""
    html = client.get(adresse, parametres).content.decode()
    return {
        nom: unescape(contenu)
        for nom, contenu in re.findall(
            r'<meta (?:property|name)="((?:og|twitter):[^"]+)" content="([^"]*)"', html
        )
    }


def _mots(dit):
    jeton = urlsplit(dit["og:image"]).path.removeprefix("/partage/").removesuffix(".png")
    return tuple(vignette.lire(jeton))


def test_a_sheet_says_its_title_its_territory_and_its_image(client, settings):
    initiative = make_initiative('L\'épicerie & le "café" <b>', chapo="Un lieu : des liens.")

    dit = _dit(client, initiative.get_absolute_url())

    portail = settings.ADRESSE_DU_PORTAIL
    image = dit.pop("og:image")
    assert dit == {
        "og:site_name": "Solutions solidaires",
        "og:locale": "fr_FR",
        "og:type": "article",
        "og:url": f"{portail}fabrique/initiatives/{initiative.slug}/",
        "og:title": 'L’épicerie & le "café" <b>',
        "og:description": "Un lieu\u00a0: des liens.",
        "og:image:type": "image/png",
        "og:image:width": "1200",
        "og:image:height": "630",
        "og:image:alt": 'L’épicerie & le "café" <b>',
        "twitter:card": "summary_large_image",
    }
    assert image.startswith(f"{portail}partage/")
    assert _mots({"og:image": image}) == (
        'L’épicerie & le "café" <b>',
        initiative.surtitre_fiche,
        "fabrique",
    )


@pytest.mark.parametrize(
    ("adresse", "attendu"),
    [
        ("/", ("Les solutions naissent là où l’on vit", "", "neutre")),
        ("/forum/idees/", ("Le Forum", "Le Forum", "forum")),
        ("/themes/sante/", ("Santé", "Thème", "neutre")),
    ],
)
def test_every_page_has_an_image_of_its_title(client, adresse, attendu):
    make_theme("Santé")

    dit = _dit(client, adresse)

    assert _mots(dit) == attendu


def test_the_image_never_says_what_somebody_typed(client):
    dit = _dit(client, "/recherche/", q="Le département ment")

    assert _mots(dit) == ("Solutions solidaires", "", "neutre")


def test_the_image_is_drawn_and_kept_for_ever(client, django_assert_num_queries):
    dit = _dit(client, make_idee("Un droit au répit").get_absolute_url())

    with django_assert_num_queries(0):
        reponse = client.get(urlsplit(dit["og:image"]).path)

    assert reponse.headers["Content-Type"] == "image/png"
    assert Image.open(BytesIO(reponse.content)).size == (1200, 630)
    assert "immutable" in reponse.headers["Cache-Control"]


def test_the_address_changes_with_the_words_only(client):
    idee = make_idee("Un droit au répit")
    avant = _dit(client, idee.get_absolute_url())["og:image"]

    assert _dit(client, idee.get_absolute_url())["og:image"] == avant
    idee.titre = "Un droit au repos"
    idee.save()
    assert _dit(client, idee.get_absolute_url())["og:image"] != avant


@pytest.mark.parametrize("change", ["", "x", "faux", "eyJ0IjoxfQ:AAAA", "%00"])
def test_words_that_no_page_signed_are_not_drawn(client, change):
    chemin = vignette.adresse("Titre", "", "neutre").removesuffix(".png")

    assert client.get(f"/partage/{change}.png").status_code == 404
    if change:
        assert client.get(f"{chemin}{change}.png").status_code == 404


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_preview_shares_nothing(client, coordinatrice, etat):
    idee = make_idee("Secrète", **ETATS_CACHES[etat])

    html = coordinatrice.get(idee.get_absolute_url()).content.decode()

    assert "Secrète" in html
    assert "og:" not in html
    assert '"Article"' not in html


def test_a_page_that_is_missing_or_gone_shares_nothing(client):
    initiative = make_initiative("Partagée hier")
    adresse = initiative.get_absolute_url()
    assert _dit(client, adresse)["og:title"] == "Partagée hier"
    initiative.retire("Motif.")

    for perdue, statut in (("/nulle-part/", 404), (adresse, 410)):
        assert client.get(perdue).status_code == statut
        assert _dit(client, perdue) == {}
