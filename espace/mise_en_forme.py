"""Rich text as an agent types it in a plain field, and back. Pure.

A line is a paragraph. « ## » and « ### » open a title, « - » and « 1. » an item, « > » a quotation;
**strong**, *emphasis*, [words](https://…). A backslash takes the meaning of a mark away, and at the
end of a line breaks it without ending the paragraph.
"""

import re
from html import escape
from html.parser import HTMLParser

from solidaires import texte

_LIEN = re.compile(r"(?<!\\)\[([^\]\n]{1,500})\]\(((?:https?://|mailto:|tel:)[^\s()]+)\)")
_GRAS = re.compile(r"(?<!\\)\*\*(?=\S)(.+?)(?<=[^\s\\])\*\*(?!\*)", re.DOTALL)
_ITALIQUE = re.compile(
    r"(?<![\\\w*])\*(?=[^\s*])((?:[^*]|\*\*)+?)(?<=[^\s\\])\*(?![\w*])", re.DOTALL
)
_NEUTRALISE = re.compile(r"\\([\\*\[#>•0-9-])")
_A_NEUTRALISER = re.compile(r"\\(?=[\\*\[#>•0-9-])")

_TITRE = re.compile(r"(#{2,3})\s+(.+)", re.DOTALL)
_CITATION = re.compile(r">\s?(.+)", re.DOTALL)
# The bullets of keyboards and word processors; « o » only before the tabulation of Word.
_PUCE = re.compile(r"(?:[-•·▪]\s+|o\t)(.+)", re.DOTALL)
_RANG = re.compile(r"(\d{1,2})[.)]\s+(.+)", re.DOTALL)
_MARQUE = re.compile(r"#{2,3}\s|>|[-•·▪]\s|o\t|\d{1,2}[.)]\s|---$")

_ESPACE_OUVRANTE = re.compile(r"(<(?:strong|em)>)(\s+)")
_ESPACE_FERMANTE = re.compile(r"(\s+)(</(?:strong|em)>)")


def en_html(saisie: str) -> str:
    """What was typed as safe rich text, "" when nothing readable is left."""
    groupes: list[tuple[str, list[str]]] = []
    for ligne in _lignes(saisie):
        genre, contenu = _bloc(ligne, groupes)
        if genre in {"ul", "ol", "blockquote"} and groupes and groupes[-1][0] == genre:
            groupes[-1][1].append(contenu)
        else:
            groupes.append((genre, [contenu]))
    return texte.assainir("".join(_balise(genre, contenus) for genre, contenus in groupes))


def en_saisie(html: str) -> str:
    """Rich text as its field shows it; nested lists are flattened, titles of links are lost."""
    html = _ESPACE_FERMANTE.sub(r"\2\1", _ESPACE_OUVRANTE.sub(r"\2\1", html))
    lecteur = _Lecteur()
    lecteur.feed(html)
    lecteur.clore()
    ecrit, avant = "", ""
    for genre, ligne in lecteur.blocs:
        if ecrit:
            ecrit += "\n" if genre == avant and genre else "\n\n"
        ecrit += ligne
        avant = genre
    return ecrit


def _lignes(saisie):
    """The lines that say something, those cut by a backslash put together around a line break."""
    saisie = saisie.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    entieres = re.sub(r"(?<!\\)\\\n", "\v", saisie).split("\n")
    lignes = (
        "\n".join(morceau.strip(" ") for morceau in ligne.split("\v")) for ligne in entieres
    )
    return [ligne.strip() for ligne in lignes if ligne.strip()]


def _bloc(ligne, groupes):
    """(tag, words) of one line; a number only counts in its place: « 2024. » begins no list."""
    if ligne == "---":
        return "hr", ""
    if trouve := _TITRE.fullmatch(ligne):
        return f"h{len(trouve[1])}", trouve[2]
    if trouve := _CITATION.fullmatch(ligne):
        return "blockquote", trouve[1]
    if trouve := _PUCE.fullmatch(ligne):
        return "ul", trouve[1]
    if trouve := _RANG.fullmatch(ligne):
        deja = len(groupes[-1][1]) if groupes and groupes[-1][0] == "ol" else 0
        if int(trouve[1]) == deja + 1:
            return "ol", trouve[2]
    return "p", ligne


def _balise(genre, contenus):
    ecrits = [_en_ligne(contenu) for contenu in contenus]
    if genre == "hr":
        return "<hr>"
    if genre in {"ul", "ol"}:
        return f"<{genre}>" + "".join(f"<li>{ecrit}</li>" for ecrit in ecrits) + f"</{genre}>"
    if genre == "blockquote":
        paragraphes = "".join(f"<p>{ecrit}</p>" for ecrit in ecrits)
        return f"<blockquote>{paragraphes}</blockquote>"
    return "".join(f"<{genre}>{ecrit}</{genre}>" for ecrit in ecrits)


def _en_ligne(mots):
    """The words of one block, their marks made tags. Addresses are put aside: they hold no mark."""
    adresses = []

    def retenir(trouve):
        adresses.append(trouve[2])
        return f"\x01{len(adresses) - 1}\x02{trouve[1]}\x03"

    mots = _LIEN.sub(retenir, re.sub("[\x01-\x03]", "", mots))
    mots = escape(mots, quote=False)
    mots = _GRAS.sub(r"<strong>\1</strong>", mots)
    mots = _ITALIQUE.sub(r"<em>\1</em>", mots)
    mots = _NEUTRALISE.sub(r"\1", mots).replace("\n", "<br>").replace("\x03", "</a>")
    return re.sub(
        "\x01(\\d+)\x02", lambda trouve: f'<a href="{escape(adresses[int(trouve[1])])}">', mots
    )


class _Lecteur(HTMLParser):
    """Reads sanitised HTML into (kind of list or "", line) blocks."""

    def __init__(self):
        super().__init__()
        self.blocs = []
        self._listes = []
        self._cite = False
        self._marque = ""
        self._mots = ""
        self._adresse = ""

    def handle_starttag(self, balise, attributs):
        if balise in {"p", "h2", "h3", "li", "ul", "ol", "blockquote", "hr"}:
            self.clore()
        match balise:
            case "ul" | "ol":
                self._listes.append([balise, 0])
            case "li":
                self._listes = self._listes or [["ul", 0]]
                self._listes[-1][1] += 1
                genre, rang = self._listes[-1]
                self._marque = f"{rang}. " if genre == "ol" else "- "
            case "blockquote":
                self._cite = True
            case "h2" | "h3":
                self._marque = "#" * int(balise[1]) + " "
            case "hr":
                self.blocs.append(("", "---"))
            case "br":
                self._mots += "\\\n"
            case "strong" | "em":
                self._mots += _signe(balise)
            case "a":
                self._adresse = dict(attributs).get("href") or ""
                self._mots += "[" if self._adresse else ""

    def handle_endtag(self, balise):
        match balise:
            case "strong" | "em":
                self._mots += _signe(balise)
            case "a":
                self._mots += f"]({_adresse_sure(self._adresse)})" if self._adresse else ""
                self._adresse = ""
            case "p" | "h2" | "h3" | "li":
                self.clore()
                if balise != "p":
                    self._marque = ""
            case "ul" | "ol":
                self.clore()
                self._listes = self._listes[:-1]
            case "blockquote":
                self.clore()
                self._cite = False

    def handle_data(self, mots):
        mots = _A_NEUTRALISER.sub(r"\\\\", re.sub(r"[ \t\n\r]+", " ", mots))
        if _GRAS.search(mots) or _ITALIQUE.search(mots):
            mots = mots.replace("*", r"\*")
        self._mots += _LIEN.sub(lambda trouve: "\\" + trouve[0], mots)

    def clore(self):
        """End the line being read; what it was the line of is forgotten once it is written."""
        mots = self._mots.strip(" ")
        self._mots = ""
        if not mots:
            return
        genre = self._listes[-1][0] if self._listes and self._marque else ""
        marque = self._marque
        if not marque and self._cite:
            genre, marque = "blockquote", "> "
        if not marque and _MARQUE.match(mots):
            mots = "\\" + mots
        self.blocs.append((genre, marque + mots))
        self._marque = ""


def _signe(balise):
    return "**" if balise == "strong" else "*"


def _adresse_sure(adresse):
    """An address that can stand between parentheses."""
    return adresse.replace("(", "%28").replace(")", "%29").replace(" ", "%20")
