"""Documents, pure: which PDF files may be uploaded."""

import re
import secrets
import zlib

from django.core.exceptions import ValidationError

POIDS_MAX = 20 * 1024 * 1024
# What the compressed objects of one file may weigh once inflated: a cahier holds a few megabytes.
_OBJETS_MAX = 64 * 1024 * 1024

# Names in a PDF may hide letters as #xx.
_ECHAPPEMENT = re.compile(rb"#([0-9A-Fa-f]{2})")
_FIN = rb"(?=[\0\t\n\f\r ()<>\[\]{}/%]|$)"
_CHIFFRE = re.compile(rb"/Encrypt" + _FIN)
_ACTIFS = re.compile(rb"/(?:JavaScript|Launch|EmbeddedFiles?|RichMedia|Rendition)" + _FIN)
# Too short to be looked for in compressed pictures: chance writes them in one file out of two.
_ACTIFS_COURTS = re.compile(rb"/(?:JS|XFA)" + _FIN)
_FLUX = re.compile(rb"stream\r?\n.*?endstream", re.DOTALL)
_FLUX_D_OBJETS = re.compile(rb"/ObjStm.{0,400}?stream\r?\n", re.DOTALL)


class DocumentRefuse(ValidationError):
    """The file cannot be taken as a document; the message says why and what to do."""


def nom_de_document(instance, filename):
    """Where a document is stored: a name that nobody can guess; nothing of `filename` is kept."""
    nom = secrets.token_hex(16)
    return f"documents/{nom[:2]}/{nom}.pdf"


def verifier(fichier):
    """Raises DocumentRefuse unless `fichier` is a plain PDF of at most 20 MB.

    Refuses what acts on its own (scripts, launches, attachments, forms in XML) and what is
    encrypted. It is a search for names, not a reading of the format: it sees the clear parts and
    the deflated object streams; it does not see what another filter hides, nor what a viewer
    would repair. Documents are therefore also served as downloads, in a sandbox.
    """
    if fichier.size > POIDS_MAX:
        raise DocumentRefuse("Ce document dépasse 20 Mo. Réduisez-le avant de l’envoyer.")
    fichier.seek(0)
    contenu = fichier.read()
    fichier.seek(0)
    if not fichier.name.lower().endswith(".pdf") or not contenu.startswith(b"%PDF-"):
        raise DocumentRefuse(
            "Ce fichier n’est pas un PDF. Enregistrez le document au format PDF, puis recommencez."
        )
    if b"%%EOF" not in contenu[-2048:]:
        raise DocumentRefuse("Ce PDF est incomplet. Exportez-le de nouveau.")
    noms = _en_clair(contenu)
    if _CHIFFRE.search(noms):
        raise DocumentRefuse("Ce PDF est protégé par un mot de passe : retirez la protection.")
    if (
        _ACTIFS.search(noms)
        or _ACTIFS_COURTS.search(_FLUX.sub(b"", noms))
        or any(
            _ACTIFS.search(objets) or _ACTIFS_COURTS.search(objets)
            for objets in _objets_comprimes(contenu)
        )
    ):
        raise DocumentRefuse(
            "Ce PDF contient un programme ou une pièce jointe : exportez-le en PDF simple."
        )


def _en_clair(contenu):
    return _ECHAPPEMENT.sub(lambda m: bytes([int(m[1], 16)]), contenu)


def _objets_comprimes(contenu):
    """The inflated object streams, where modern software puts the catalogue and the actions."""
    reste = _OBJETS_MAX
    vue = memoryview(contenu)
    for entete in _FLUX_D_OBJETS.finditer(contenu):
        fin = contenu.find(b"endstream", entete.end())
        try:
            objets = zlib.decompressobj().decompress(vue[entete.end() : fin], reste)
        except zlib.error:
            continue
        reste -= len(objets)
        if reste <= 0:
            raise DocumentRefuse("Ce PDF est trop complexe : exportez-le de nouveau.")
        yield _en_clair(objets)
