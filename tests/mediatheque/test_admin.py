"""Images and documents through the back office: whole, or not at all."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mediatheque.models import Document, Image, Lien
from tests.factories import make_idee, make_lien
from tests.mediatheque import fichiers

# Files follow the commit, so the transactions are real.
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.ignore_template_errors,
]
AJOUT_IMAGE = "admin:mediatheque_image_add"
AJOUT_DOCUMENT = "admin:mediatheque_document_add"


@pytest.fixture(autouse=True)
def stockage(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


def _fichiers(dossier):
    return sorted(str(f.relative_to(dossier)) for f in dossier.rglob("*") if f.is_file())


def _ajouter(client, upload, **champs):
    valeurs = {
        "titre": "Place du village",
        "credit": "Photo Ada Lovelace",
        "foyer_x": "0.5",
        "foyer_y": "0.5",
        "fichier": upload,
        **champs,
    }
    return client.post(reverse(AJOUT_IMAGE), valeurs)


def test_an_image_is_stored_with_every_size_and_shown(coordinatrice, visitor, stockage):
    reponse = _ajouter(coordinatrice, fichiers.image(taille=(1000, 800), nom="../../x.jpeg"))

    assert reponse.status_code == 302
    image = Image.objects.get()
    assert (image.largeur, image.hauteur) == (1000, 800)
    assert re.fullmatch(r"images/[0-9a-f]{2}/[0-9a-f]{32}\.jpg", image.fichier.name)
    assert _fichiers(stockage) == sorted(image.fichiers())
    assert len(image.fichiers()) == 1 + 2 * 3 + 2 * 3
    idee = make_idee(image=image, image_alt="Des tables sous les platanes")
    html = visitor.get(idee.get_absolute_url()).content.decode()
    assert 'alt="Des tables sous les platanes"' in html
    servie = visitor.get(f"/media/{image.fichiers()[1]}")
    assert servie["Content-Type"] == "image/webp"
    assert servie["Content-Security-Policy"].split("; ") == ["default-src 'none'", "sandbox"]
    assert "immutable" in servie["Cache-Control"]
    assert servie.getvalue()[8:12] == b"WEBP"


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("photo.jpg", b"Bonjour"), "pas une image lisible"),
        (fichiers.bombe(10_000, 6_000), "40 mégapixels"),
        (SimpleUploadedFile("i.heic", b"\0\0\0\x18ftypheic" + b"\0" * 64), "HEIC"),
    ],
)
def test_a_bad_image_keeps_the_form_and_stores_nothing(
    coordinatrice, stockage, upload, message
):
    reponse = _ajouter(coordinatrice, upload)

    html = reponse.content.decode()
    assert reponse.status_code == 200
    assert message in html
    assert "Place du village" in html
    assert not Image.objects.exists()
    assert _fichiers(stockage) == []


def test_an_error_elsewhere_stores_no_file(coordinatrice, stockage):
    reponse = _ajouter(coordinatrice, fichiers.image(), credit="")

    assert "Ce champ est obligatoire" in reponse.content.decode()
    assert _fichiers(stockage) == []


def test_a_deleted_image_takes_its_files_but_not_those_of_its_twin(coordinatrice, stockage):
    for titre in ("Première", "Jumelle"):
        _ajouter(coordinatrice, fichiers.image(), titre=titre)
    premiere = Image.objects.get(titre="Première")
    jumelle = Image.objects.get(titre="Jumelle")

    coordinatrice.post(
        reverse("admin:mediatheque_image_delete", args=[premiere.pk]), {"post": "yes"}
    )
    assert set(jumelle.fichiers()) <= set(_fichiers(stockage))
    coordinatrice.post(
        reverse("admin:mediatheque_image_delete", args=[jumelle.pk]), {"post": "yes"}
    )

    assert not Image.objects.exists()
    assert _fichiers(stockage) == []


def test_a_used_image_says_where_and_cannot_be_deleted(coordinatrice, stockage):
    _ajouter(coordinatrice, fichiers.image())
    image = Image.objects.get()
    idee = make_idee("Une place pour tous", image=image, image_decorative=True)

    fiche = coordinatrice.get(reverse("admin:mediatheque_image_change", args=[image.pk]))
    coordinatrice.post(
        reverse("admin:mediatheque_image_delete", args=[image.pk]), {"post": "yes"}
    )

    assert f'<a href="{idee.get_admin_url()}">idée : Une place pour tous</a>' in (
        fiche.content.decode()
    )
    assert Image.objects.get() == image
    assert _fichiers(stockage) == sorted(image.fichiers())


def test_a_document_is_stored_and_served_as_a_download(coordinatrice, visitor, stockage):
    coordinatrice.post(
        reverse(AJOUT_DOCUMENT), {"titre": "Cahier", "fichier": fichiers.pdf()}
    )

    document = Document.objects.get()
    assert document.poids == len(fichiers.pdf().read())
    reponse = visitor.get(document.get_absolute_url())
    assert reponse["Content-Type"] == "application/pdf"
    assert reponse["Content-Disposition"].startswith("attachment")
    assert reponse.getvalue() == fichiers.pdf().read()


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("d.pdf", b"<html>%PDF-</html>"), "pas un PDF"),
        (SimpleUploadedFile("d.pdf", b"%PDF-1.7 coup"), "incomplet"),
        (fichiers.pdf(b"/Encrypt 4 0 R"), "mot de passe"),
        (fichiers.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), "programme"),
        (fichiers.pdf(b"/OpenAction << /S /J#61vaScript >>"), "programme"),
        (fichiers.pdf(b"/Names << /EmbeddedFile 3 0 R >>"), "pièce jointe"),
    ],
)
def test_a_bad_document_keeps_the_form_and_stores_nothing(
    coordinatrice, stockage, upload, message
):
    reponse = coordinatrice.post(
        reverse(AJOUT_DOCUMENT), {"titre": "Cahier", "fichier": upload}
    )

    assert message in reponse.content.decode()
    assert not Document.objects.exists()
    assert _fichiers(stockage) == []


@pytest.mark.parametrize(
    "nom",
    ["../manage.py", "images/../../manage.py", "secret.txt", "images/aa", "absent.jpg", "\0.jpg"],
)
def test_media_serves_nothing_else(visitor, stockage, nom):
    (stockage / "secret.txt").write_text("secret")
    (stockage / "images" / "aa").mkdir(parents=True)

    assert visitor.get(f"/media/{nom}").status_code == 404


def test_marking_links_stamps_the_day(coordinatrice, today):
    lien = make_lien(etat=Lien.Etat.A_VERIFIER)

    coordinatrice.post(
        reverse("admin:mediatheque_lien_changelist"),
        {"action": "marquer_verifies", "_selected_action": [lien.pk]},
    )

    lien.refresh_from_db()
    assert (lien.etat, lien.date_verification) == (Lien.Etat.VERIFIE, today.date())
    assert lien.href == "https://example.org/page"


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


