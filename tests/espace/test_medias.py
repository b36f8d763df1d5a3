"""Images and documents sent by a territory: described, credited, and nothing stored of what is refused."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mediatheque.models import Document, Image
from solidaires.publication import Etat
from tests.espace.saisies import adresse, champs, connecter
from tests.factories import make_agent, make_initiative
from tests.mediatheque.fichiers import bombe, image, pdf

pytestmark = pytest.mark.django_db

ETAPE = "images-documents"


@pytest.fixture
def stockage(settings, tmp_path):
    """The folder where uploads of the test go, empty."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def ada():
    return connecter(make_agent("ada@gironde.example").user)


@pytest.fixture
def fiche():
    return make_initiative(etat=Etat.BROUILLON, published_at=None)


def _envoyer(client, fiche, **donnees):
    """Answer the step as it is shown, with more."""
    affiche = champs(client.get(adresse(fiche, ETAPE)))
    return client.post(adresse(fiche, ETAPE), {**affiche, **donnees}, follow=True)


def _image(fichier, **suite):
    return {
        "nouvelle_image-fichier": fichier,
        "nouvelle_image-credit": "Photo Anaïs Sibelait",
        "nouvelle_image-alt": "Des foyers au marché",
        "nouvelle_image-droits": "on",
        "_action": "nouvelle_image",
        **suite,
    }


def _fichiers(stockage):
    return [f for f in stockage.rglob("*") if f.is_file()]


def test_first_image_is_the_main_one_the_next_follow_and_climb(
    ada, fiche, stockage, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        for mot in ("Première", "Deuxième", "Troisième"):
            _envoyer(ada, fiche, **_image(image(), **{"nouvelle_image-alt": mot}))
    derniere = fiche.illustrations.get(image_alt="Troisième")

    _envoyer(ada, fiche, _action=f"monter:{derniere.pk}")

    fiche.refresh_from_db()
    assert fiche.image_alt == "Première"
    assert [i.image_alt for i in fiche.illustrations.all()] == ["Troisième", "Deuxième"]
    assert Image.objects.count() == 3
    assert {i.credit for i in Image.objects.all()} == {"Photo Anaïs Sibelait"}


def test_document_is_added_with_its_title_and_taken_away(ada, fiche, stockage):
    page = _envoyer(
        ada,
        fiche,
        **{
            "nouveau_document-titre": "Bilan 2024",
            "nouveau_document-fichier": pdf(),
            "_action": "nouveau_document",
        },
    )
    assert "Bilan 2024 (PDF" in page.text
    document = Document.objects.get()

    _envoyer(ada, fiche, _action=f"retirer-document:{document.pk}")

    assert list(fiche.documents.all()) == []


MAUVAISES_IMAGES = {
    "svg": lambda: SimpleUploadedFile("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    "heic": lambda: SimpleUploadedFile("a.heic", b"\0\0\0\x18ftypheic" + b"\0" * 200),
    "polyglotte": lambda: SimpleUploadedFile(
        "a.gif", b"GIF89a/*" + b"x" * 50 + b"*/=1;alert(1)"
    ),
    "page": lambda: SimpleUploadedFile("a.jpg", b"<html><script>alert(1)</script></html>"),
    "tronquee": lambda: SimpleUploadedFile("a.jpg", image(taille=(900, 900)).read()[:3000]),
    "bombe": lambda: bombe(20_000, 20_000),
    "vide": lambda: SimpleUploadedFile("a.png", b""),
    "pdf": lambda: pdf(nom="a.png"),
    "lourde": lambda: SimpleUploadedFile("a.jpg", b"\xff\xd8\xff" + b"\0" * (15 * 1024**2 + 1)),
}


@pytest.mark.parametrize("sorte", MAUVAISES_IMAGES)
def test_refused_image_says_why_keeps_the_words_and_stores_nothing(ada, fiche, stockage, sorte):
    page = _envoyer(ada, fiche, **_image(MAUVAISES_IMAGES[sorte]()))

    fiche.refresh_from_db()
    assert page.status_code == 200
    assert page.context["saisie"].nouvelle_image.errors["fichier"]
    assert 'value="Photo Anaïs Sibelait"' in page.text
    assert 'value="Des foyers au marché"' in page.text
    assert (Image.objects.count(), fiche.image, _fichiers(stockage)) == (0, None, [])


MAUVAIS_PDF = {
    "script": lambda: pdf(b"<< /OpenAction << /S /JavaScript /JS (app.alert(1)) >> >>"),
    "page": lambda: SimpleUploadedFile("a.pdf", b"<html>%PDF-1.7 <script>alert(1)</script>"),
    "tronque": lambda: SimpleUploadedFile("a.pdf", pdf().read()[:40]),
    "image": lambda: image(nom="a.pdf"),
    "lourd": lambda: SimpleUploadedFile("a.pdf", b"%PDF-1.7" + b"\0" * (20 * 1024**2 + 1)),
}


@pytest.mark.parametrize("sorte", MAUVAIS_PDF)
def test_refused_document_says_why_keeps_the_title_and_stores_nothing(
    ada, fiche, stockage, sorte
):
    page = _envoyer(
        ada,
        fiche,
        **{
            "nouveau_document-titre": "Bilan 2024",
            "nouveau_document-fichier": MAUVAIS_PDF[sorte](),
            "_action": "nouveau_document",
        },
    )

    assert page.context["saisie"].nouveau_document.errors["fichier"]
    assert 'value="Bilan 2024"' in page.text
    assert (Document.objects.count(), _fichiers(stockage)) == (0, [])


@pytest.mark.parametrize(
    ("manque", "phrase"),
    [
        ("nouvelle_image-alt", "Dites en une phrase ce que l’image apprend"),
        ("nouvelle_image-credit", "Dites qui l’a faite"),
        ("nouvelle_image-droits", "Cochez cette case si c’est le cas"),
    ],
)
def test_alternative_credit_and_rights_are_asked(ada, fiche, stockage, manque, phrase):
    page = _envoyer(ada, fiche, **_image(image(), **{manque: ""}))

    assert phrase in page.text
    assert (Image.objects.count(), _fichiers(stockage)) == (0, [])
