"""What search engines read of a page: its one address, where all of them are, what to leave."""

import re
from datetime import timedelta

import pytest

from forum.models import Idee
from tests import site_complet
from tests.factories import make_idee, make_initiative

pytestmark = pytest.mark.django_db

PORTAIL = "https://portail.example"


@pytest.fixture(autouse=True)
def _portail(settings):
    """The portal has a name of its own, and answers to « testserver » as well."""
    settings.ADRESSE_DU_PORTAIL = f"{PORTAIL}/"


def _canoniques(reponse):
    return re.findall(r'<link rel="canonical" href="([^"]*)">', reponse.content.decode())


def _plan(client):
    """{address: date of its last change, "" when unknown}."""
    xml = client.get("/sitemap.xml").content.decode()
    lignes = re.findall(r"<url><loc>([^<]*)</loc>(?:<lastmod>([^<]*)</lastmod>)?</url>", xml)
    assert len(lignes) == xml.count("<loc>")
    return dict(lignes)


@pytest.mark.parametrize(
    "requete", ["theme=sante&tri=titre", "page=2", "q=aidants", "utm_source=lettre", "%00&<b>"]
)
def test_a_list_narrowed_sorted_or_turned_is_that_list(client, requete):
    make_initiative("Caisse commune")

    reponse = client.get(f"/fabrique/initiatives/?{requete}")

    assert _canoniques(reponse) == [f"{PORTAIL}/fabrique/initiatives/"]


@pytest.mark.parametrize(
    ("chemin", "ecrit"),
    [
        ("//ailleurs.example/", "//ailleurs.example/"),
        ('/été"><b>/', "/%C3%A9t%C3%A9%22%3E%3Cb%3E/"),
        ("/a?b/", "/a%3Fb/"),
    ],
)
def test_an_odd_path_stays_an_address_of_the_portal(client, chemin, ecrit):
    reponse = client.get("/", PATH_INFO=chemin.encode().decode("latin-1"))

    assert reponse.status_code == 404
    assert _canoniques(reponse) == [f"{PORTAIL}{ecrit}"]


def test_the_sitemap_dates_a_page_of_its_last_change(client, today):
    make_idee("Corrigée", slug="corrigee", published_at=today - timedelta(days=9))
    make_idee("Programmée", slug="programmee", published_at=today - timedelta(days=1))
    make_idee("À venir", slug="a-venir", published_at=today + timedelta(days=1))
    Idee.objects.filter(slug="corrigee").update(updated_at=today - timedelta(days=2))
    Idee.objects.filter(slug="programmee").update(updated_at=today - timedelta(days=5))

    plan = _plan(client)

    assert {adresse: jour for adresse, jour in plan.items() if "/idees/" in adresse} == {
        f"{PORTAIL}/forum/idees/": "",
        f"{PORTAIL}/forum/idees/corrigee/": "2026-03-08",
        f"{PORTAIL}/forum/idees/programmee/": "2026-03-09",
    }


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_sitemap_runs_the_same_queries_whatever_it_holds(
    client, django_assert_num_queries, nombre
):
    site_complet.construire()
    for rang in range(nombre):
        make_idee(f"Idée {rang}")
        make_initiative(f"Initiative {rang}")

    with django_assert_num_queries(24):
        client.get("/sitemap.xml")


def test_robots_leave_private_pages_and_what_is_asked_of_a_list(client):
    site_complet.construire()

    robots = client.get("/robots.txt")

    assert robots["Content-Type"] == "text/plain; charset=utf-8"
    assert robots.content.decode() == (
        "User-agent: *\n"
        "Disallow: /admin/\n"
        "Disallow: /compte/\n"
        "Disallow: /espace/\n"
        "Disallow: /*?\n"
        "\n"
        f"Sitemap: {PORTAIL}/sitemap.xml\n"
    )
    chemins = [adresse.removeprefix(PORTAIL) for adresse in _plan(client)]
    assert [c for c in chemins if re.match(r"/(admin|compte|espace)/|.*\?", c)] == []
