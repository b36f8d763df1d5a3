"""Documents, pure: which PDF files may be uploaded."""

import hashlib
import re

from django.core.exceptions import ValidationError

POIDS_MAX = 20 * 1024 * 1024
# Names in a PDF may hide letters as #xx.
_ECHAPPEMENT = re.compile(rb"#([0-9A-Fa-f]{2})")
_ACTIFS = re.compile(rb"/(?:JavaScript|JS|Launch|EmbeddedFile|RichMedia|XFA)(?![A-Za-z])")


class DocumentRefuse(ValidationError):
    """The file cannot be taken as a document; the message says why and what to do."""


def nom_de_document(instance, filename):
    """Where a document is stored: by its content, never by the name it came with."""
    fichier = instance.fichier.file
    fichier.seek(0)
    empreinte = hashlib.file_digest(fichier, "sha256").hexdigest()
    fichier.seek(0)
    return f"documents/{empreinte[:2]}/{empreinte[2:34]}.pdf"


def verifier(fichier):
    """Raises DocumentRefuse unless `fichier` is a plain PDF of at most 20 MB.

    Refuses what acts on its own (scripts, launches, attachments) and what is encrypted. The scan
    reads names in the clear: what a compressed object stream hides is not seen, which is why
    documents are also served as downloads in a sandbox.
    """
    if fichier.size > POIDS_MAX:
        raise DocumentRefuse("Ce document dépasse 20 Mo. Réduisez-le avant de l’envoyer.")
    fichier.seek(0)
    contenu = fichier.read()
    fichier.seek(0)
    if not contenu.startswith(b"%PDF-"):
        raise DocumentRefuse("Ce fichier n’est pas un PDF.")
    if b"%%EOF" not in contenu[-2048:]:
        raise DocumentRefuse("Ce PDF est incomplet. Exportez-le de nouveau.")
    noms = _ECHAPPEMENT.sub(lambda m: bytes([int(m[1], 16)]), contenu)
    if b"/Encrypt" in noms:
        raise DocumentRefuse("Ce PDF est protégé par un mot de passe : retirez la protection.")
    if _ACTIFS.search(noms):
        raise DocumentRefuse(
            "Ce PDF contient un programme ou une pièce jointe : exportez-le en PDF simple."
        )
