"""The little Markdown that content/ is written in, as safe HTML with French typography. Pure.

Headings ## and ###, paragraphs, « - » lists, « > » quotations, **bold**, *italics*,
[text](address). Anything else is plain text; a title of first level is refused, the page has one.
"""

import re
from html import escape

from pages.contenu.lecture import Repere
from solidaires import texte

_COMMENTAIRE = re.compile(r"<!--.*?-->", re.DOTALL)
_ACCENTS = re.compile(
    r"\*\*(?P<fort>.+?)\*\*|\*(?P<faible>.+?)\*|\[(?P<ancre>[^\]]+)\]\((?P<href>[^)\s]+)\)"
)
_TITRE = re.compile(r"(#{1,6})\s+(.*)")


def en_html(source: str, repere: Repere) -> str:
    """`source` as sanitised HTML; "" when empty. Raises ContenuInvalide at a first-level title."""
    lignes = _COMMENTAIRE.sub("", source).strip().splitlines()
    blocs: list[list[str]] = [[]]
    for ligne in lignes:
        if not ligne.strip():
            blocs.append([])
        elif _TITRE.match(ligne):
            blocs += [[ligne], []]
        else:
            blocs[-1].append(ligne)
    return texte.assainir("".join(_bloc(bloc, repere) for bloc in blocs if bloc))


def _bloc(lignes: list[str], repere: Repere) -> str:
    titre = _TITRE.match(lignes[0])
    if titre:
        niveau = len(titre[1])
        if niveau not in (2, 3):
            raise repere.erreur(f"titre de niveau {niveau} : seuls ## et ### sont admis")
        return f"<h{niveau}>{_en_ligne(titre[2])}</h{niveau}>"
    if lignes[0].startswith("- "):
        return f"<ul>{''.join(f'<li>{_en_ligne(p)}</li>' for p in _puces(lignes))}</ul>"
    if all(ligne.startswith(">") for ligne in lignes):
        cite = " ".join(ligne.removeprefix(">").strip() for ligne in lignes)
        return f"<blockquote><p>{_en_ligne(cite)}</p></blockquote>"
    return f"<p>{_en_ligne(' '.join(ligne.strip() for ligne in lignes))}</p>"


def _puces(lignes: list[str]) -> list[str]:
    """The items of a list; a line that does not start with a dash continues the item above."""
    puces: list[str] = []
    for ligne in lignes:
        if ligne.startswith("- "):
            puces.append(ligne[2:].strip())
        else:
            puces[-1] += f" {ligne.strip()}"
    return puces


def _en_ligne(source: str) -> str:
    """Bold, italics and links of one run of text. Typography is set around them, never in an address."""
    morceaux, debut = [], 0
    for accent in _ACCENTS.finditer(source):
        morceaux.append(_mot(source[debut : accent.start()]))
        if accent["fort"]:
            morceaux.append(f"<strong>{_mot(accent['fort'])}</strong>")
        elif accent["faible"]:
            morceaux.append(f"<em>{_mot(accent['faible'])}</em>")
        else:
            morceaux.append(f'<a href="{escape(accent["href"])}">{_mot(accent["ancre"])}</a>')
        debut = accent.end()
    return "".join([*morceaux, _mot(source[debut:])])


def _mot(simple: str) -> str:
    return escape(texte.typographier(simple), quote=False)
