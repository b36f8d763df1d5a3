"""The image that goes with a page when somebody shares it: its title on the portal's paper, pure.

The colours are those of static/css/tokens.css, in the light; the fonts those of the site.
"""

from functools import cache
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from solidaires.texte import INSECABLE

# What networks ask for: pixels.
LARGEUR, HAUTEUR = 1200, 630
MARGE, BANDE = 80, 24
PAPIER, ENCRE, ENCRE_2 = "#fbf8f2", "#1b1f3b", "#4a4f6a"
VERT, JAUNE = "#0b6e4f", "#e5a100"
# Section: (colour, tint of its rings).
SECTIONS = {
    "fabrique": ("#0b6e4f", "#dff1e8"),
    "forum": ("#2b4ea2", "#e3eafb"),
    "journees": ("#b5391f", "#fce6df"),
    "calendrier": ("#b5391f", "#fce6df"),
    "publications": ("#6b2d5c", "#f4e4ef"),
    "barometre": ("#8a5a00", "#fdf0d2"),
    "neutre": ("#4a4f6a", "#ece8df"),
}
# Room for words; the edge is left to what networks cut.
PLACE = LARGEUR - BANDE - 2 * MARGE - 50
# The title takes the first size at which it holds in so many lines.
TAILLES = ((84, 3), (68, 4), (54, 5))
INTERLIGNE = 1.14
POLICES = Path(__file__).resolve().parent.parent / "static" / "fonts"


def dessiner(titre: str, surtitre: str, section: str) -> bytes:
    """A PNG of LARGEUR × HAUTEUR; a title too long for it ends with « … »."""
    couleur, clair = SECTIONS.get(section, SECTIONS["neutre"])
    image = Image.new("RGB", (LARGEUR, HAUTEUR), PAPIER)
    trait = ImageDraw.Draw(image)
    _anneaux(image, clair)
    trait.rectangle((0, 0, BANDE, HAUTEUR), fill=couleur)
    gauche = BANDE + MARGE
    haut = MARGE
    if surtitre:
        petite = _police("atkinson-hyperlegible-next", 34, 700)
        ligne = _couper(surtitre, petite, 1, PLACE)[0]
        _anneau(trait, gauche + 14, haut + 22, 10, couleur, 6)
        trait.text((gauche + 44, haut), ligne, font=petite, fill=couleur)
    haut += 66
    grande, lignes = _composer(titre)
    for ligne in lignes:
        trait.text((gauche, haut), ligne, font=grande, fill=ENCRE)
        haut += round(grande.size * INTERLIGNE)
    _signer(trait, gauche, HAUTEUR - MARGE - 22)
    flux = BytesIO()
    image.quantize(64).save(flux, "PNG", optimize=True)
    return flux.getvalue()


def _composer(titre):
    for taille, nombre in TAILLES:
        police = _police("bricolage-grotesque", taille, 800)
        lignes = _couper(titre, police, nombre, PLACE)
        if not lignes[-1].endswith("…") or titre.endswith("…"):
            return police, _equilibrer(titre, police, lignes)
    return police, lignes


def _equilibrer(titre, police, lignes):
    """As many lines, of lengths as close as can be: no last word alone."""
    for place in range(PLACE, PLACE // 3, -20):
        essai = _couper(titre, police, len(lignes), place)
        if " ".join(essai) != titre:  # cut, or a word broken
            break
        lignes = essai
    return lignes


def _couper(texte, police, nombre, place):
    """`texte` in at most `nombre` lines of `place` pixels, "…" where it is cut."""
    mots, lignes = texte.split(" "), [""]
    while mots:
        mot = mots.pop(0)
        essai = f"{lignes[-1]} {mot}".lstrip(" ")
        if police.getlength(essai) <= place:
            lignes[-1] = essai
        elif lignes[-1] and len(lignes) < nombre:
            lignes.append("")
            mots.insert(0, mot)
        elif not lignes[-1]:
            # A word longer than a line goes on the next one.
            tient = next(
                n for n in range(len(mot), 0, -1) if police.getlength(mot[:n]) <= place
            )
            lignes[-1] = mot[:tient]
            mots.insert(0, mot[tient:])
        else:
            return [*lignes[:-1], _abreger(lignes[-1], police, place)]
    return lignes


def _abreger(ligne, police, place):
    while police.getlength(f"{ligne}…") > place:
        ligne = ligne.rpartition(" ")[0] or ligne[:-1]
    return ligne.rstrip(f" ,;:.–—«({INSECABLE}") + "…"


def _anneaux(image, clair):
    """The two linked rings of the logo, large and pale, behind the words."""
    fond = Image.new("RGB", (LARGEUR * 2, HAUTEUR * 2), PAPIER)
    trait = ImageDraw.Draw(fond)
    for x in (1010, 1230):
        _anneau(trait, x * 2, 560 * 2, 190 * 2, clair, 92)
    image.paste(fond.resize((LARGEUR, HAUTEUR), Image.Resampling.LANCZOS))


def _signer(trait, x, y):
    """The logo and the name, on one line whose middle is `y`."""
    _anneau(trait, x + 20, y, 20, VERT, 7)
    _anneau(trait, x + 50, y, 20, JAUNE, 7)
    trait.arc((x, y - 20, x + 40, y + 20), 315, 20, fill=VERT, width=7)
    police = _police("bricolage-grotesque", 38, 800)
    trait.text((x + 90, y), "Solutions solidaires", font=police, fill=ENCRE, anchor="lm")


def _anneau(trait, x, y, rayon, couleur, epaisseur):
    trait.ellipse(
        (x - rayon, y - rayon, x + rayon, y + rayon), outline=couleur, width=epaisseur
    )


@cache
def _police(nom, taille, graisse):
    police = ImageFont.truetype(str(POLICES / f"{nom}.woff2"), taille)
    police.set_variation_by_axes([graisse])
    return police
