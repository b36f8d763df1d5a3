"""The image of a shared page: its size, its colour, its words within the margins."""

from io import BytesIO

import pytest
from PIL import Image

from partage.dessin import BANDE, HAUTEUR, LARGEUR, MARGE, PAPIER, SECTIONS, dessiner
from solidaires.texte import INSECABLE

LONG = (
    "Imaginer de nouvelles solidarités pour redonner aux jeunes espoir dans l’avenir, et plus "
)
ENCRE = (0x1B, 0x1F, 0x3B)


def _lire(octets):
    image = Image.open(BytesIO(octets))
    assert image.format == "PNG"
    return image.convert("RGB")


def _proche(pixel, couleur, ecart=40):
    return all(abs(a - b) <= ecart for a, b in zip(pixel, couleur, strict=True))


@pytest.mark.parametrize("section", SECTIONS)
def test_the_edge_has_the_colour_of_the_section(section):
    image = _lire(dessiner("Solidarités", "La Fabrique", section))

    assert image.size == (1200, 630)
    couleur = tuple(bytes.fromhex(SECTIONS[section][0][1:]))
    assert _proche(image.getpixel((BANDE // 2, HAUTEUR // 2)), couleur, 12)
    assert _proche(image.getpixel((LARGEUR - 5, 5)), tuple(bytes.fromhex(PAPIER[1:])), 12)


@pytest.mark.parametrize(
    "titre",
    [
        "Toit",
        "Revenu de base : de l’étude à la proposition de loi",
        LONG * 4,
        "Anticonstitutionnellement" * 10,
        INSECABLE.join(["insécable"] * 40),
        "",
        "مرحبا 🎉 日本",
    ],
)
def test_the_words_stay_within_the_margins(titre):
    image = _lire(dessiner(titre, LONG, "neutre"))

    encre = [
        (x, y)
        for y in range(HAUTEUR)
        for x in range(BANDE + 4, LARGEUR)
        if _proche(image.getpixel((x, y)), ENCRE)
    ]
    assert min(x for x, _ in encre) >= BANDE + MARGE - 4
    assert max(x for x, _ in encre) <= LARGEUR - MARGE
    assert max(y for _, y in encre) <= HAUTEUR - 60


def test_the_same_words_make_the_same_image_and_others_another():
    une = dessiner("Toit", "Gironde", "fabrique")

    assert dessiner("Toit", "Gironde", "fabrique") == une
    assert len({une, dessiner("Toi", "Gironde", "fabrique"), dessiner("Toit", "Landes", "fabrique")}) == 3  # fmt: skip
