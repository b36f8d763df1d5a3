"""What a link says of its address."""

import pytest

from mediatheque.models import Lien
from tests.factories import make_lien

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("etat", "href"),
    [
        (Lien.Etat.A_VERIFIER, ""),
        (Lien.Etat.VERIFIE, "https://example.org/a"),
        (Lien.Etat.REDIRIGE, "https://example.org/b"),
        (Lien.Etat.INVERIFIABLE, ""),
        (Lien.Etat.MORT, ""),
    ],
)
def test_only_a_verified_or_redirected_link_leads_somewhere(etat, href):
    lien = make_lien("https://example.org/a", etat, redirige_vers="https://example.org/b")

    assert lien.href == href
    assert (lien in Lien.objects.publiables()) is bool(href)


@pytest.mark.parametrize(
    ("url", "hote"),
    [
        ("https://www.liberation.fr/a/b", "liberation.fr"),
        ("http://example.org", "example.org"),
        ("", ""),
    ],
)
def test_the_site_is_named_as_people_say_it(url, hote):
    assert Lien(url=url).hote == hote
