"""A real browser on the portal as production serves it, watched: anything it complains about fails.

Ask for `page` and go: `page.goto("/")`. The clock is real here, the database is committed.
"""

import os
import re
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as reglages
from django.test import Client, override_settings
from django.utils.text import slugify
from playwright.sync_api import expect
from pytest_django.live_server_helper import LiveServer

from outils import logiciels
from tests.connexions import se_connecter

# Playwright's event loop lives in this thread, where Django would refuse ordinary queries.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

# A condition is awaited, never slept for; the limit only matters on a machine busy elsewhere.
expect.set_options(timeout=20_000)

# Width: height of the phone, the tablet and the laptop that every page is checked on.
ECRANS = {360: 740, 768: 1024, 1280: 800}
EXTREMES = {360, 1280}

# Only what fails is reported. The style sheets, which axe-core loads again in a way that the policy
# refuses, are for an experimental rule: left off.
AXE = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}


class ServeurDeProduction(LiveServer):
    """pytest-django's server with the static files of production, served by WhiteNoise."""

    def __init__(self, fichiers_statiques):
        super().__init__("127.0.0.1", start=False)
        # Django's handlers for static and media files would answer in place of the portal.
        self.thread.static_handler = lambda medias: medias.application
        self._live_server_modified_settings = override_settings(
            STATIC_ROOT=fichiers_statiques,
            STORAGES={
                **reglages.STORAGES,
                "staticfiles": {
                    "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
                },
            },
            WHITENOISE_AUTOREFRESH=False,
            WHITENOISE_USE_FINDERS=False,
        )
        with self._live_server_modified_settings:
            self.start()


@pytest.fixture(scope="session")
def live_server(fichiers_statiques, django_db_setup):
    serveur = ServeurDeProduction(fichiers_statiques)
    yield serveur
    serveur.stop()


@pytest.fixture(scope="session")
def base_url(live_server):
    return live_server.url


@pytest.fixture(scope="session")
def browser_type_launch_args():
    """The Chromium of this machine; the switches keep it from calling anybody by itself."""
    return {
        "executable_path": logiciels.chromium(),
        "args": [
            "--no-sandbox",
            "--disable-gpu",
            "--disable-quic",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--no-first-run",
        ],
    }


@pytest.fixture(scope="session")
def browser_context_args(base_url):
    return {
        "base_url": base_url,
        "locale": "fr-FR",
        "timezone_id": "Europe/Paris",
        "viewport": {"width": 1280, "height": ECRANS[1280]},
    }


@pytest.fixture(scope="session")
def fenetre(browser, browser_context_args):
    """The one window of the session: opening one takes longer than showing three pages."""
    contexte = browser.new_context(**browser_context_args)
    contexte.new_page()  # its last tab closed, a window closes too
    return contexte


@pytest.fixture
def context(fenetre, base_url):
    """That window as a new one would be: no other tab, no cookie, nothing kept by a page."""
    yield fenetre
    premier, *onglets = fenetre.pages
    for onglet in onglets:
        onglet.close()
    fenetre.clear_cookies()
    cdp = fenetre.new_cdp_session(premier)
    for origine in (base_url, par_son_nom(base_url)):
        cdp.send("Storage.clearDataForOrigin", {"origin": origine, "storageTypes": "all"})
    cdp.send("Network.clearBrowserCache")
    cdp.detach()


def par_son_nom(adresse):
    """The address of the portal by its name: browsers keep no passkey for a bare IP address."""
    return adresse.replace("127.0.0.1", "localhost")


class Surveillance:
    """What went wrong in one browser context, as sentences; `tolere` lists what a test expects."""

    def __init__(self, hote):
        self.hote = hote
        self.incidents = []
        self._toleres = []

    def tolere(self, motif):
        """Let incidents that match this regular expression pass: a 404 that the test visits."""
        self._toleres.append(motif)

    def inattendus(self):
        return [
            incident
            for incident in self.incidents
            if not any(re.search(motif, incident) for motif in self._toleres)
        ]

    @contextmanager
    def suivre(self, context):
        suivis = {
            "console": self._console,
            "weberror": self._weberror,
            "request": self._request,
            "requestfailed": self._requestfailed,
            "response": self._response,
        }
        for evenement, noter in suivis.items():
            context.on(evenement, noter)
        yield
        for evenement, noter in suivis.items():
            context.remove_listener(evenement, noter)

    def _weberror(self, erreur):
        # Said by Chromium each time a page of the site, which fades out, leads to the back office,
        # which does not fade in.
        if "ViewTransition opt-in disabled" not in str(erreur.error):
            self.incidents.append(f"exception: {erreur.error}")

    # A breach of the Content-Security-Policy is an error of the console.
    def _console(self, message):
        if message.type in {"error", "warning"}:
            self.incidents.append(f"console {message.type}: {message.text}")

    def _request(self, request):
        adresse = urlsplit(request.url)
        if adresse.scheme not in {"data", "blob", "about"} and adresse.netloc != self.hote:
            self.incidents.append(f"third party: {request.url}")

    def _requestfailed(self, request):
        # Leaving a page gives up what it was still loading.
        if request.failure != "net::ERR_ABORTED":
            self.incidents.append(f"failed: {request.url} {request.failure}")

    def _response(self, response):
        if response.status >= 400:
            self.incidents.append(f"HTTP {response.status}: {response.url}")


@pytest.fixture(autouse=True)
def surveillance(context, base_url):
    """Fail the test when the browser reported anything that it did not `tolere`."""
    garde = Surveillance(urlsplit(base_url).netloc)
    with garde.suivre(context):
        yield garde
    assert garde.inattendus() == []


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    """Keep in var/navigateur/ the picture of the page of a test that fails."""
    rapport = yield
    page = item.funcargs.get("page")
    if rapport.when == "call" and rapport.failed and page and not page.is_closed():
        page.screenshot(path=Path(item.config.getoption("output"), f"{slugify(item.name)}.png"))
    return rapport


@pytest.fixture(params=ECRANS, ids=lambda largeur: f"{largeur}px")
def largeur(request, page):
    """Run the test once per screen; the page already has that width, returned in CSS pixels."""
    page.set_viewport_size({"width": request.param, "height": ECRANS[request.param]})
    return request.param


@pytest.fixture(scope="session")
def examiner():
    """`examiner(page)` checks the page as it stands with axe-core: no violation of any rule."""
    axe = Axe()

    def examiner(page, **options):
        violations = axe.run(page, options={**AXE, **options}).response["violations"]
        assert [
            f"{v['id']} ({v['impact']}): {noeud['target']} {noeud['html'][:120]}"
            for v in violations
            for noeud in v["nodes"]
        ] == []

    return examiner


@pytest.fixture(scope="session")
def examiner_partout(examiner):
    """The same on every screen, where nothing may be wider than it, without loading again.

    Contrasts take most of the time of axe-core and are measured once, at the width of the page.
    """

    def examiner_partout(page):
        examiner(page)
        taille = page.viewport_size
        for largeur, hauteur in ECRANS.items():
            page.set_viewport_size({"width": largeur, "height": hauteur})
            assert debordement(page) <= 0, f"{page.url} scrolls sideways at {largeur} px"
            if largeur != taille["width"] and largeur in EXTREMES:
                examiner(page, rules={"color-contrast": {"enabled": False}})
        page.set_viewport_size(taille)

    return examiner_partout


def debordement(page):
    """How many CSS pixels the page is wider than its window."""
    return page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )


@pytest.fixture
def connexion(page, base_url):
    """Sign `user` in, with two factors, as if by the pages that a journey goes through.

    That journey is in test_connexion.py.
    """

    def connexion(user):
        client = Client()
        se_connecter(client, user)
        cookie = client.cookies[reglages.SESSION_COOKIE_NAME]
        page.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": base_url}])

    return connexion
