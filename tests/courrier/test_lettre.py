"""What leaves: the same words as text and as HTML, harmless whoever wrote them."""

from email import message_from_bytes
from email.policy import default as lisible
from html.parser import HTMLParser

import pytest
from django.utils import timezone

from courrier.expedition import envoyer
from courrier.lettre import composer
from tests.courriels import make_courriel

pytestmark = pytest.mark.django_db


class _Page(HTMLParser):
    """The words of a page, its tags with their attributes."""

    def __init__(self, source):
        super().__init__()
        self.balises, self.mots = [], []
        self.feed(source)

    def handle_starttag(self, tag, attrs):
        self.balises.append((tag, dict(attrs)))

    def handle_data(self, data):
        if data.strip():
            self.mots.append(data.strip())

    def liens(self):
        return [attributs["href"] for balise, attributs in self.balises if balise == "a"]


@pytest.fixture
def adresse(settings):
    settings.ADRESSE_DU_PORTAIL = "https://portail.example/"
    return settings.ADRESSE_DU_PORTAIL


def _page(texte, sujet="Bonjour"):
    (html,) = composer(make_courriel(sujet, texte=texte)).alternatives
    return _Page(html.content)


def test_message_as_the_server_receives_it(serveur, settings, adresse):
    settings.DEFAULT_FROM_EMAIL = "Solutions solidaires <portail@portail.example>"
    settings.CONTACT_EMAIL = "contact@portail.example"
    courriel = make_courriel(
        "Non retenue\u00a0: «\u00a0Épicerie du cœur\u00a0»",
        texte="Ça va\u00a0? Œuvre, 3\u00a0€.\n.\nFin.",
    )

    envoyer(timezone.now())

    (message,) = serveur.recus()
    assert {
        nom: message[nom] for nom in ("From", "To", "Subject", "Reply-To", "Message-ID")
    } == {
        "From": "Solutions solidaires <portail@portail.example>",
        "To": "agent@example.org",
        "Subject": "Non retenue\u00a0: «\u00a0Épicerie du cœur\u00a0»",
        "Reply-To": "contact@portail.example",
        "Message-ID": f"<{courriel.identifiant}@portail.example>",
    }
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Date"]
    assert message.get_content_type() == "multipart/alternative"
    assert message.get_body(["plain"]).get_content().splitlines() == [
        "Ça va\u00a0? Œuvre, 3\u00a0€.",
        ".",
        "Fin.",
        "",
        "-- ",
        "Solutions solidaires",
        "https://portail.example/",
        "Une question\u00a0? Écrivez à contact@portail.example",
    ]
    page = _Page(message.get_body(["html"]).get_content())
    assert page.balises[0] == ("html", {"lang": "fr"})
    assert page.mots == [
        "Non retenue\u00a0: «\u00a0Épicerie du cœur\u00a0»",
        "Solutions solidaires",
        "Ça va\u00a0? Œuvre, 3\u00a0€.",
        ".",
        "Fin.",
        "Solutions solidaires",
        "https://portail.example/",
        "Une question\u00a0? Écrivez à",
        "contact@portail.example",
    ]
    assert page.liens() == ["https://portail.example/", "mailto:contact@portail.example"]


def test_without_a_contact_nobody_is_told_to_reply(settings, adresse):
    settings.CONTACT_EMAIL = ""
    message = composer(make_courriel())

    phrase = "Ce courriel est envoyé automatiquement\u00a0: personne ne lira de réponse."
    assert message.message()["Reply-To"] is None
    assert message.body.endswith(f"\n{phrase}\n")
    assert _page("Bonjour").mots[-1] == phrase


def test_message_id_is_the_same_at_each_attempt():
    courriel, autre = make_courriel(), make_courriel()

    premier, second = (composer(courriel).message()["Message-ID"] for _ in range(2))

    assert premier == second != composer(autre).message()["Message-ID"]


def test_address_alone_becomes_a_button_that_is_also_read(adresse):
    page = _page(f"Voir\u00a0:\n\n{adresse}espace/?a=1&b=2\n\nÀ bientôt.")

    assert page.mots[2:6] == [
        "Voir\u00a0:",
        "Ouvrir la page",
        f"{adresse}espace/?a=1&b=2",
        "À bientôt.",
    ]
    assert page.liens()[0] == f"{adresse}espace/?a=1&b=2"


@pytest.mark.parametrize(
    "ligne",
    [
        "https://ailleurs.example/",
        "https://portail.example.ailleurs.example/",
        "https://portail.example/ et la suite",
        "javascript:alert(1)",
        '<a href="https://ailleurs.example/">ici</a>',
    ],
)
def test_what_somebody_typed_never_becomes_a_link(adresse, ligne):
    page = _page(f"Bonjour,\n\n{ligne}")

    assert page.mots[3] == ligne
    assert page.liens()[0] == adresse


def test_hostile_words_are_shown_as_typed(adresse):
    attaque = '<script>alert(1)</script> "&amp;" <img src=x onerror=alert(1)>'

    page = _page(f'{attaque}\nligne\n\n{adresse}?"><script>', sujet=attaque)

    assert page.mots[0] == attaque
    assert page.mots[2:4] == [attaque, "ligne"]
    assert page.liens()[0] == f'{adresse}?"><script>'
    assert {balise for balise, _ in page.balises} <= {
        *("html", "head", "meta", "title", "body", "div", "p", "br", "a")
    }


def test_nothing_is_fetched_from_elsewhere(adresse):
    page = _page(f"Bonjour\n\n{adresse}")

    attributs = {nom for _, attrs in page.balises for nom in attrs}
    assert attributs <= {"lang", "charset", "name", "content", "style", "href"}
    assert not any("url(" in attrs.get("style", "") for _, attrs in page.balises)


def test_very_long_line_stays_within_what_servers_accept(adresse):
    message = composer(make_courriel(texte="é" * 5000)).message().as_bytes(linesep="\r\n")

    assert max(map(len, message.split(b"\r\n"))) < 1000
    lu = message_from_bytes(message, policy=lisible)
    assert lu.get_body(["plain"]).get_content().startswith("é" * 5000)
