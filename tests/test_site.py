"""Every public page of a complete portal: structure, links, headers, number of queries."""

import re
from html.parser import HTMLParser
from urllib.parse import urldefrag, urljoin

import pytest
from django.db import transaction

from tests import site_complet

pytestmark = pytest.mark.django_db

TYPES = [
    "accueil",
    "initiative_list",
    "initiative_detail",
    "idee_list",
    "idee_detail",
    "proposer",
    "journees_list",
    "journees_detail",
    "citation_list",
    "rendezvous_list",
    "rendezvous_detail",
    "publication_list",
    "focuslibe_list",
    "focuslibe_detail",
    "note_list",
    "note_detail",
    "podcast_list",
    "podcast_detail",
    "vague_list",
    "vague_detail",
    "territoire_list",
    "territoire_detail",
    "chantier_list",
    "chantier_detail",
    "theme_list",
    "theme_detail",
    "motcle_detail",
    "page_detail",
    "plan_du_site",
    "signaler",
    "introuvable",
]
SANS_FERMETURE = {"meta", "link", "img", "br", "hr", "input", "source", "wbr"}


class Page(HTMLParser):
    """What a test wants to know of a page."""

    def __init__(self, html):
        super().__init__()
        self.balises, self.liens, self.ids, self.titres = [], [], [], []
        self.ouvertes, self.titre, self._dans_titre = [], "", False
        self.feed(html)

    def handle_starttag(self, balise, attributs):
        attributs = dict(attributs)
        self.balises.append((balise, attributs))
        if balise == "a" and attributs.get("href"):
            self.liens.append(attributs["href"])
        if attributs.get("id"):
            self.ids.append(attributs["id"])
        if re.fullmatch(r"h[1-6]", balise):
            self.titres.append(int(balise[1]))
        self._dans_titre = balise == "title" and "svg" not in self.ouvertes
        if balise not in SANS_FERMETURE:
            self.ouvertes.append(balise)

    def handle_endtag(self, balise):
        if balise in self.ouvertes:
            while self.ouvertes.pop() != balise:
                pass
        self._dans_titre = False

    def handle_data(self, texte):
        if self._dans_titre:
            self.titre += texte


@pytest.fixture(scope="module")
def site(django_db_setup, django_db_blocker):
    """One of everything, made once: what a test writes on top of it is undone at its end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield site_complet.construire()
        transaction.set_rollback(True)


def test_types_of_page_are_all_visited(site):
    assert list(site_complet.types_de_page()) == TYPES


@pytest.mark.parametrize("nom", TYPES)
def test_page_structure(client, site, nom, settings):
    url = site_complet.types_de_page()[nom]
    reponse = client.get(url)

    assert reponse.status_code == (404 if nom == "introuvable" else 200)
    html = reponse.content.decode()
    page = Page(html)
    assert page.titres.count(1) == 1
    assert all(b - a <= 1 for a, b in zip(page.titres, page.titres[1:], strict=False)), (
        f"a level of heading is skipped: {page.titres}"
    )
    assert len(page.ids) == len(set(page.ids)), "two elements share an id"
    assert {"main", "header", "footer", "nav"} <= {b for b, _ in page.balises}
    for balise, attributs in page.balises:
        assert "style" not in attributs
        assert not any(cle.startswith("on") for cle in attributs)
        assert balise != "style"
        # A data block is read by machines and run by nobody.
        donnees = attributs.get("type") == "application/ld+json"
        assert balise != "script" or "src" in attributs or donnees
        if balise == "img":
            assert {"alt", "width", "height"} <= attributs.keys()
        if donnees:
            continue
        if balise in {"link", "script", "img", "source", "iframe"}:
            adresse = attributs.get("src") or attributs.get("href") or ""
            if attributs.get("rel") == "canonical":
                assert adresse == urljoin(settings.ADRESSE_DU_PORTAIL, url)
            else:
                assert not adresse.startswith(("http", "//")), "a third party"
    assert html.count('rel="canonical"') == 1
    assert " ;" not in re.sub(r"<[^>]+>", "", html).replace("&nbsp;", "\u00a0")
    assert "\u202f" not in html


def test_titles_of_pages_are_unique(client, site):
    titres = {}
    for nom, url in site_complet.types_de_page().items():
        titre = Page(client.get(url).content.decode()).titre.strip()
        assert titre.endswith("Solutions solidaires"), nom
        titres.setdefault(titre, []).append(nom)

    assert [noms for noms in titres.values() if len(noms) > 1] == []


def test_no_internal_link_is_broken(client, site):
    vus, a_voir = {}, [("/", "/")]
    while a_voir:
        origine, url = a_voir.pop()
        adresse, ancre = urldefrag(urljoin(origine, url))
        if not adresse.startswith("/") or adresse.startswith("/admin/"):
            continue
        if adresse not in vus:
            reponse = client.get(adresse, follow=True)
            assert reponse.status_code == 200, f"{adresse}, linked from {origine}"
            type_mime = reponse["Content-Type"]
            page = Page(reponse.content.decode()) if "html" in type_mime else None
            vus[adresse] = page.ids if page else []
            a_voir += [(adresse, lien) for lien in (page.liens if page else [])]
        if ancre:
            assert ancre in vus[adresse], f"#{ancre} of {adresse}, linked from {origine}"

    attendues = set(site_complet.types_de_page().values()) - {"/cette-page-n-existe-pas/"}
    assert attendues - vus.keys() == set(), "pages that no link reaches"


@pytest.mark.parametrize("nom", TYPES)
def test_pages_forbid_what_they_do_not_use(client, site, nom):
    reponse = client.get(site_complet.types_de_page()[nom])

    politique = reponse["Content-Security-Policy"]
    assert "default-src 'none'" in politique
    assert "unsafe" not in politique
    assert "nonce" not in politique
    assert reponse["X-Content-Type-Options"] == "nosniff"
    assert "camera=()" in reponse["Permissions-Policy"]
    assert "sessionid" not in reponse.cookies
    assert "csrftoken" not in reponse.cookies


@pytest.mark.parametrize("nom", [n for n in TYPES if n.endswith("_list")])
@pytest.mark.parametrize("page", ["0", "-1", "999999", "abc", "1e9", "%00", "💥"])
def test_a_nonsense_page_number_shows_the_list(client, site, nom, page):
    reponse = client.get(site_complet.types_de_page()[nom], {"page": page})

    assert reponse.status_code == 200
    assert Page(reponse.content.decode()).titres.count(1) == 1


def test_sitemap_lists_every_page_once(client, site, settings):
    portail = settings.ADRESSE_DU_PORTAIL.rstrip("/")
    adresses = re.findall(rf"<loc>{portail}([^<]*)</loc>", _texte(client, "/sitemap.xml"))

    absents = {"/cette-page-n-existe-pas/", "/mots-cles/caisse-commune/", "/signaler/"}
    assert len(adresses) == len(set(adresses))
    assert set(site_complet.types_de_page().values()) - absents <= set(adresses)


def test_sante_answers(client, db):
    assert client.get("/sante/").json() == {"etat": "ok"}


def _texte(client, url):
    return client.get(url).content.decode()
