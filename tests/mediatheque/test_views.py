"""/media/: our own files, under strict headers, and nothing else."""

import pytest

from mediatheque.forms import DocumentForm, ImageForm
from mediatheque.models import Document
from tests.mediatheque import fichiers

pytestmark = pytest.mark.django_db
ENTETES = {
    "X-Content-Type-Options": "nosniff",
    "Cache-Control": "public, max-age=31536000, immutable",
    "X-Frame-Options": "DENY",
}


def _image(format_):
    valeurs = {"titre": "Place", "credit": "Photo A. L.", "foyer_x": 0.5, "foyer_y": 0.5}
    return ImageForm(valeurs, {"fichier": fichiers.image(format_)}).save()


def _document(titre):
    return DocumentForm({"titre": titre}, {"fichier": fichiers.pdf()}).save()


def _verifier_entetes(reponse):
    assert {nom: reponse[nom] for nom in ENTETES} == ENTETES
    assert set(reponse["Content-Security-Policy"].split("; ")) == {
        "default-src 'none'",
        "sandbox",
    }


@pytest.mark.parametrize(
    ("format_", "type_mime"),
    [("JPEG", "image/jpeg"), ("PNG", "image/png"), ("WEBP", "image/webp")],
)
def test_an_image_is_shown(visitor, tmp_path, format_, type_mime):
    image = _image(format_)

    reponse = visitor.get(image.fichier.url)

    assert reponse["Content-Type"] == type_mime
    assert "attachment" not in reponse["Content-Disposition"]
    _verifier_entetes(reponse)
    assert reponse.getvalue() == (tmp_path / image.fichier.name).read_bytes()


def test_every_size_is_served(visitor, validation):
    with validation():
        image = _image("PNG")

    types = []
    for nom in image.fichiers():
        reponse = visitor.get(f"/media/{nom}")
        assert reponse.getvalue()
        types.append(reponse["Content-Type"])
    assert types == ["image/png", *(["image/webp"] * 2 + ["image/jpeg"] * 2) * 2]


@pytest.mark.parametrize(
    ("titre", "nom"),
    [
        ("Cahier n° 3 : l’œuvre du « cœur »", "cahier-n-3-l-oeuvre-du-coeur.pdf"),
        ('"; filename=x.html\r\n', "filename-x-html.pdf"),
        ("…", "document.pdf"),
    ],
)
def test_a_document_is_downloaded_under_its_title(visitor, titre, nom):
    document = _document(titre)

    reponse = visitor.get(document.get_absolute_url())

    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["Content-Disposition"] == f'attachment; filename="{nom}"'
    _verifier_entetes(reponse)
    assert reponse.getvalue() == fichiers.pdf().read()


def test_a_head_request_tells_the_length(visitor):
    reponse = visitor.head(_document("Cahier").get_absolute_url())

    assert reponse["Content-Length"] == str(fichiers.pdf().size)
    reponse.close()


def test_nothing_is_written_through_this_address(visitor):
    assert visitor.post(_document("Cahier").get_absolute_url()).status_code == 405


def test_a_document_without_row_is_not_public(visitor):
    document, restant = _document("Retiré"), _document("Restant")
    Document.objects.filter(pk=document.pk).delete()

    assert visitor.get(document.get_absolute_url()).status_code == 404
    reponse = visitor.get(restant.get_absolute_url())
    assert reponse.status_code == 200
    reponse.close()


JETON = "ab" * 16


@pytest.mark.parametrize(
    "nom",
    [
        "../manage.py",
        "..%2fmanage.py",
        "images/../secret.jpg",
        f"images/ab/{JETON}.jpg/../../../secret.jpg",
        "secret.jpg",
        "images/secret.jpg",
        "/etc/passwd",
        "//etc/passwd",
        "images",
        "images/ab",
        "images/ab/",
        f"images/ab/{JETON}.html",
        f"images/ab/{JETON}.jpg%00",
        f"images/ab/{JETON}.jpg%0a",
        f"images/ab/{JETON}.pdf",
        f"images/ab/{JETON}.webp",
        f"documents/ab/{JETON}.pdf",
        "%00.jpg",
    ],
)
def test_nothing_else_is_served(visitor, tmp_path, nom):
    (tmp_path / "secret.jpg").write_text("secret")
    (tmp_path / "images" / "ab").mkdir(parents=True)
    (tmp_path / "images" / "secret.jpg").write_text("secret")
    (tmp_path / "images" / "ab" / f"{JETON}.jpg").write_text("montrée")
    (tmp_path / "images" / "ab" / f"{JETON}.html").write_text("secret")
    (tmp_path / "documents" / "ab").mkdir(parents=True)
    (tmp_path / "documents" / "ab" / f"{JETON}.pdf").write_text("sans ligne")

    assert visitor.get(f"/media/{nom}").status_code == 404
    assert visitor.get(f"/media/images/ab/{JETON}.jpg").getvalue() == "montrée".encode()
