"""The words found, shown in their sentence, pure."""

from typing import NamedTuple

from recherche.analyse import decouper, racine, reperer

LONGUEUR = 230
# Words further in the text are found all the same; the extract is then its beginning.
CARACTERES_LUS = 8000


class Segment(NamedTuple):
    """A piece of text; `trouve` when it is a word that was looked for."""

    texte: str
    trouve: bool


def marquer(texte: str, racines: frozenset[str]) -> list[Segment]:
    """The whole text in pieces, the words whose root is in `racines` apart."""
    segments, debut = [], 0
    for mot in decouper(texte):
        if racine(mot.forme) in racines:
            if mot.debut > debut:
                segments.append(Segment(texte[debut : mot.debut], False))
            segments.append(Segment(texte[mot.debut : mot.fin], True))
            debut = mot.fin
    if debut < len(texte):
        segments.append(Segment(texte[debut:], False))
    return segments


def extraire(texte: str, racines: frozenset[str], longueur: int = LONGUEUR) -> list[Segment]:
    """About `longueur` characters of the text, where most different words are; « … » where it is cut."""
    lu = texte[:CARACTERES_LUS]
    places = reperer(lu, racines)
    debut = _meilleur_debut(places, longueur)
    if debut:
        # A little of the sentence before the first word found.
        debut = lu.rfind(" ", 0, max(0, debut - longueur // 4)) + 1
    fin = debut + longueur
    if fin < len(texte):
        fin = max(texte.rfind(" ", debut, fin), debut + longueur // 2)
    morceau = texte[debut:fin].strip(" ,;:.")
    avant, apres = "… " * (debut > 0), " …" * (fin < len(texte))
    return marquer(f"{avant}{morceau}{apres}", racines)


def _meilleur_debut(places, longueur):
    """Where the window that holds most different roots begins; the first of equal ones, 0 for none."""
    meilleur, debut = 0, 0
    for rang, (place, _) in enumerate(places):
        distinctes = {
            r for autre, r in places[rang : rang + 40] if autre < place + longueur * 0.7
        }
        if len(distinctes) > meilleur:
            meilleur, debut = len(distinctes), place
    return debut
