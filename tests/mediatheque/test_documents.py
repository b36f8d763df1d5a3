"""Which PDF files are taken, and the words of each refusal."""

import random
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from mediatheque import documents
from tests.mediatheque import fichiers


@pytest.mark.parametrize(
    "upload",
    [
        fichiers.pdf(),
        fichiers.pdf(nom="CAHIER.PDF"),
        fichiers.pdf(b"/OpenAction << /S /GoTo /D [3 0 R /Fit] >> /JSuites 3 /Launcher 4"),
        fichiers.pdf(b"/Type /ObjStm >>\nstream\nillisible\nendstream <<"),
        fichiers.pdf(objets_comprimes=b"<< /S /URI /URI (https://example.org) >>"),
    ],
)
def test_a_plain_pdf_is_taken_and_left_at_its_start(upload):
    documents.verifier(upload)

    assert upload.tell() == 0


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("d.pdf", b""), "pas un PDF"),
        (SimpleUploadedFile("d.pdf", b"<html>%PDF-</html>"), "pas un PDF"),
        (fichiers.pdf(nom="programme.exe"), "pas un PDF"),
        (fichiers.image(nom="photo.pdf"), "pas un PDF"),
        (SimpleUploadedFile("d.pdf", b"%PDF-1.7 coup"), "incomplet"),
        (fichiers.pdf(b"/Encrypt 4 0 R"), "mot de passe"),
        (fichiers.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), "programme"),
        (fichiers.pdf(b"/AA << /O << /JS 12 0 R >> >>"), "programme"),
        (fichiers.pdf(b"/OpenAction << /S /J#61vaScript >>"), "programme"),
        (fichiers.pdf(b"/OpenAction<</S/Launch/F(cmd.exe)>>"), "programme"),
        (fichiers.pdf(b"/S /#4c#61unch"), "programme"),
        (fichiers.pdf(b"/Names << /EmbeddedFile 3 0 R >>"), "pièce jointe"),
        (fichiers.pdf(b"/Names << /EmbeddedFiles 3 0 R >>"), "pièce jointe"),
        (fichiers.pdf(b"/AcroForm << /XFA 3 0 R >>"), "programme"),
        (fichiers.pdf(objets_comprimes=b"<< /S /JavaScript /JS (1) >>"), "programme"),
        (fichiers.pdf(objets_comprimes=b"<< /S /L#61unch >>"), "programme"),
        (fichiers.pdf(objets_comprimes=b" " * (65 * 1024 * 1024)), "trop complexe"),
    ],
)
def test_a_bad_document_is_refused_with_words(upload, message):
    with pytest.raises(documents.DocumentRefuse, match=message):
        documents.verifier(upload)


def test_a_document_too_heavy_is_refused_before_it_is_read():
    upload = SimpleUploadedFile("lourd.pdf", b"%PDF-")
    upload.size = documents.POIDS_MAX + 1

    with pytest.raises(documents.DocumentRefuse, match="dépasse 20"):
        documents.verifier(upload)


def test_compressed_pictures_do_not_look_like_programmes():
    bruit = random.Random(1).randbytes(1_000_000) + b"/JS(" + b"/XFA "  # noqa: S311
    image = b"3 0 obj << /Subtype /Image >>\nstream\r\n" + bruit + b"\nendstream endobj "

    documents.verifier(fichiers.pdf(b">> endobj " + image + b"4 0 obj <<"))


def test_a_name_says_nothing_of_the_upload_and_never_comes_twice():
    noms = {documents.nom_de_document(None, "../Rapport secret.exe") for _ in range(50)}

    assert len(noms) == 50
    for nom in noms:
        assert re.fullmatch(r"documents/([0-9a-f]{2})/\1[0-9a-f]{30}\.pdf", nom)
