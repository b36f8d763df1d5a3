"""Build the two fonts of the site, and the metrics of their fallbacks, from the Fontsource packages.

`python -m outils.construire_polices FOLDER` where FOLDER holds the two npm archives named in
POLICES (OFL-1.1). Writes static/fonts/ and prints the @font-face rules of the fallbacks, to be kept
in static/css/tokens.css: same width and height as the real fonts, so nothing moves when they arrive.
"""

import io
import sys
import tarfile
from dataclasses import dataclass
from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont
from fontTools.varLib import instancer

RACINE = Path(__file__).resolve().parent.parent
DESTINATION = RACINE / "static/fonts"

# Basic Latin, then what French and its typography add. U+202F and arrows are in no source file.
CARACTERES = (
    "".join(map(chr, range(0x20, 0x7F)))
    + "ÀÂÄÆÇÉÈÊËÎÏÔÖŒÙÛÜàâäæçéèêëîïôöœùûüÿñáíóúãõ"
    + "\u00a0\u2039\u203a«»‘’“”–—…•·€°²³×±−©½¼§ªº"
)
TRAITS = ["kern", "liga", "calt", "ccmp", "locl", "mark", "mkmk", "tnum", "lnum"]

# How often each letter occurs in French text, per thousand characters; weighs the widths.
FREQUENCES = {
    " ": 165, "e": 121, "a": 71, "i": 66, "s": 65, "n": 63, "r": 61, "t": 59, "o": 50, "l": 50,
    "u": 46, "d": 39, "c": 32, "m": 26, "p": 25, "é": 19, "g": 12, "b": 11, "v": 11, "h": 11,
    "f": 11, "q": 6, "y": 5, "x": 4, "j": 3, "è": 3, "à": 3, "k": 2, "w": 2, "z": 2, "ê": 2,
    "ç": 1, ",": 9, ".": 8, "’": 8, "-": 3,
}  # fmt: skip


@dataclass(frozen=True)
class Police:
    """One family: where it comes from, what is kept of it, what stands in while it loads."""

    archive: str
    source: str
    fichier: str
    repli: str
    graisses: tuple[int, int]
    # Weight the fallback is measured at, and the system font of that weight.
    mesures: tuple[tuple[int, str, str], ...]


NORMAL = ("Arial", "Liberation Sans", "LiberationSans-Regular.ttf")
GRAS = ("Arial Bold", "Liberation Sans Bold", "LiberationSans-Bold.ttf")
POLICES = (
    Police(
        archive="fontsource-variable-bricolage-grotesque-5.3.0.tgz",
        source="bricolage-grotesque-latin-wght-normal.woff2",
        fichier="bricolage-grotesque",
        repli="Bricolage de repli",
        graisses=(500, 800),
        mesures=((700, "500 800", GRAS),),
    ),
    Police(
        archive="fontsource-variable-atkinson-hyperlegible-next-5.3.0.tgz",
        source="atkinson-hyperlegible-next-latin-wght-normal.woff2",
        fichier="atkinson-hyperlegible-next",
        repli="Atkinson de repli",
        graisses=(400, 700),
        mesures=((400, "400 500", NORMAL), (700, "600 700", GRAS)),
    ),
)


def lire(archive, membre):
    """Bytes of `package/membre` in an npm archive; KeyError when it is not there."""
    with tarfile.open(archive) as tar:
        return tar.extractfile(f"package/{membre}").read()


def reduire(octets, graisses):
    """The font cut to CARACTERES, then to the weights `graisses` (the reverse order fails)."""
    options = subset.Options()
    options.layout_features = TRAITS
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    # The date of the source is kept: the same archive gives the same bytes.
    police = TTFont(io.BytesIO(octets), recalcTimestamp=False)
    tailleur = subset.Subsetter(options)
    tailleur.populate(text=CARACTERES)
    tailleur.subset(police)
    police = instancer.instantiateVariableFont(police, {"wght": graisses})
    police.flavor = "woff2"
    return police


def largeur_moyenne(police):
    """Mean advance of a character of French text, in em."""
    table, avances = police.getBestCmap(), police["hmtx"]
    somme = sum(poids * avances[table[ord(c)]][0] for c, poids in FREQUENCES.items())
    return somme / sum(FREQUENCES.values()) / police["head"].unitsPerEm


def regle_de_repli(police, famille, graisse, plage, systeme, dossier_systeme):
    """The @font-face that gives a system font the size of `police` at one weight."""
    noms = systeme[:-1]
    fige = instancer.instantiateVariableFont(police, {"wght": graisse}, inplace=False)
    ajustement = largeur_moyenne(fige) / largeur_moyenne(TTFont(dossier_systeme / systeme[-1]))
    unite, hhea = fige["head"].unitsPerEm, fige["hhea"]
    sources = ", ".join(f'local("{nom}")' for nom in noms)

    def part(valeur):
        return f"{abs(valeur) / unite / ajustement:.1%}"

    return (
        f'@font-face {{ font-family: "{famille}"; font-weight: {plage}; src: {sources};\n'
        f"  size-adjust: {ajustement:.1%}; ascent-override: {part(hhea.ascent)}; "
        f"descent-override: {part(hhea.descent)}; line-gap-override: {part(hhea.lineGap)}; }}"
    )


def main(dossier, dossier_systeme="/usr/share/fonts/truetype/liberation"):
    """Write the fonts and their licences, print sizes and fallback rules."""
    DESTINATION.mkdir(parents=True, exist_ok=True)
    for modele in POLICES:
        archive = Path(dossier) / modele.archive
        police = reduire(lire(archive, f"files/{modele.source}"), modele.graisses)
        cible = DESTINATION / f"{modele.fichier}.woff2"
        police.save(cible)
        licence = lire(archive, "LICENSE").decode().replace("\r\n", "\n")
        (DESTINATION / f"{modele.fichier}.OFL.txt").write_text(licence, encoding="utf-8")
        absents = set(map(ord, CARACTERES)) - set(police.getBestCmap())
        print(f"{cible.name}: {cible.stat().st_size} B, absent: {''.join(map(chr, absents))!r}")
        for graisse, plage, systeme in modele.mesures:
            print(
                regle_de_repli(
                    TTFont(cible), modele.repli, graisse, plage, systeme, Path(dossier_systeme)
                )
            )


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    main(*sys.argv[1:])
