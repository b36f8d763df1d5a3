"""Every address that the content cites, with the state that content/liens.yaml gives it. Pure."""

from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from mediatheque.models import Lien
from pages.contenu.fiches import Fiche, Ref
from pages.contenu.formes import (
    ADRESSE,
    BRUT,
    DOCUMENT_FONDATEUR,
    IDENTIFIANT,
    TEXTE,
    Forme,
    liste,
    parmi,
)
from pages.contenu.lecture import Fiches, Repere, lire

FICHIER = "liens.yaml"
REGLE = Forme(
    "id etat motif",
    id=IDENTIFIANT,
    etat=parmi(*Lien.Etat.values),
    hotes=liste(BRUT),
    adresses=liste(ADRESSE),
    motif=TEXTE,
)
RUBRIQUES = {
    "document_fondateur": Forme("titre", titre=TEXTE),
    "regles": Fiches(REGLE),
    "champs": Forme(
        "url_publique_presumee non_lue", url_publique_presumee=TEXTE, non_lue=TEXTE
    ),
    "libelles": Fiches(Forme("adresse titre", adresse=ADRESSE, titre=TEXTE), cle="adresse"),
}


@dataclass
class _Adresse:
    """What the records say of one address: its label, whether one of them read it, else why not."""

    titre: str
    lue: bool = False
    motif: str = ""


class Liens:
    """Collects the addresses while records are read, then describes one row for each.

    An address is read unless its field says otherwise (`pas_lue`: a key of « champs »).
    """

    def __init__(self, regles: SimpleNamespace):
        self._regles = regles
        self._libelles = {libelle.adresse: libelle.titre for libelle in regles.libelles}
        self._adresses: dict[str, _Adresse] = {}

    def __call__(self, adresse: str, *, titre: str = "", pas_lue: str = "") -> Ref:
        if adresse == DOCUMENT_FONDATEUR:
            titre = self._regles.document_fondateur.titre
        connue = self._adresses.setdefault(
            adresse, _Adresse(self._libelles.get(adresse, titre))
        )
        connue.titre = connue.titre or titre
        if pas_lue:
            connue.motif = connue.motif or getattr(self._regles.champs, pas_lue)
        else:
            connue.lue = True
        return Ref(Lien, adresse)

    def fiches(self) -> list[Fiche]:
        """Once every record was read. Raises ContenuInvalide for the label of an address not cited."""
        for libelle in self._regles.libelles:
            if libelle.adresse not in self._adresses:
                raise libelle.repere.erreur("libellé d’une adresse que rien ne cite")
        return [self._fiche(adresse, vue) for adresse, vue in self._adresses.items()]

    def _fiche(self, adresse: str, vue: _Adresse) -> Fiche:
        etat, motif = self._etat(adresse, vue)
        sans_adresse = adresse == DOCUMENT_FONDATEUR
        return Fiche(
            modele=Lien,
            ident=adresse,
            cle=("titre",) if sans_adresse else ("url",),
            champs={
                "url": "" if sans_adresse else adresse,
                "titre": vue.titre,
                "etat": etat,
                "remarque": motif,
            },
            repere=Repere(FICHIER, adresse),
        )

    def _etat(self, adresse: str, vue: _Adresse) -> tuple[str, str]:
        hote = urlsplit(adresse).netloc
        for regle in self._regles.regles:
            if adresse in regle.adresses or any(fnmatch(hote, motif) for motif in regle.hotes):
                return regle.etat, regle.motif
        return (Lien.Etat.VERIFIE, "") if vue.lue else (Lien.Etat.A_VERIFIER, vue.motif)


def lire_liens(dossier: Path) -> Liens:
    """The rules of content/liens.yaml, ready to collect. Raises ContenuInvalide."""
    regles = lire(dossier / FICHIER, **RUBRIQUES)
    for regle in regles.regles:
        if not regle.hotes and not regle.adresses:
            raise regle.repere.erreur("il manque « hotes » ou « adresses »")
    return Liens(regles)
