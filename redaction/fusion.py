"""Two versions made from the same one, brought together field by field. Pure: snapshots in and out."""

from dataclasses import dataclass

# The kinds of content of a snapshot that hold several named fields.
FAMILLES = ("champs", "relations", "parties")


@dataclass(frozen=True)
class Divergence:
    """One field on which two versions differ.

    `retenue`: the one that wins when only that side changed it ("mienne" or "autre"); "" when both
    did, and a person must choose.
    """

    nom: str
    retenue: str


def rubriques(instantane):
    """{field name: its content}, whatever the kind; names are unique within a type."""
    par_nom = {}
    for famille in FAMILLES:
        par_nom |= instantane[famille]
    if "mots_cles" in instantane:
        par_nom["mots_cles"] = instantane["mots_cles"]
    return par_nom


def divergences(base, mienne, autre):
    """The fields that differ between `mienne` and `autre`, both made from `base` (None: not known)."""
    mes_mots, autres_mots = rubriques(mienne), rubriques(autre)
    mots_de_base = rubriques(base) if base else {}
    trouvees = []
    for nom, valeur in mes_mots.items():
        if valeur == autres_mots.get(nom):
            continue
        retenue = ""
        if nom in mots_de_base and mots_de_base[nom] == valeur:
            retenue = "autre"
        elif nom in mots_de_base and mots_de_base[nom] == autres_mots.get(nom):
            retenue = "mienne"
        trouvees.append(Divergence(nom, retenue))
    return trouvees


def fusionner(mienne, autre, choix):
    """`autre` with the fields for which `choix` ({name: "mienne" or "autre"}) says "mienne"."""
    miens = {nom for nom, cote in choix.items() if cote == "mienne"}
    fusion = {
        famille: {
            nom: mienne[famille][nom] if nom in miens else valeur
            for nom, valeur in autre[famille].items()
        }
        for famille in FAMILLES
    }
    if "mots_cles" in autre:
        fusion["mots_cles"] = (mienne if "mots_cles" in miens else autre)["mots_cles"]
    return fusion
