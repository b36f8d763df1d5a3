"""Text, pure: rich text made safe, excerpts, French typography, folding, slugs. No model, no request."""

import re
import unicodedata
from collections.abc import Sequence
from html import escape, unescape

import nh3

# No-break space; the narrow one (U+202F) is missing from the fonts of the site.
INSECABLE = "\u00a0"
FINE = "\u202f"

BALISES = {"p", "br", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "hr"}
# Their content is for machines, or drawn: nothing of it is text to keep.
ENTIEREMENT_RETIREES = {
    "script",
    "style",
    "svg",
    "math",
    "template",
    "title",
    "iframe",
    "object",
}
_NETTOYEUR = nh3.Cleaner(
    tags=BALISES,
    attributes={"a": {"href", "hreflang", "title"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags=ENTIEREMENT_RETIREES,
)
_SANS_BALISE = nh3.Cleaner(tags=set(), clean_content_tags=ENTIEREMENT_RETIREES)
# Browsers and word processors say b/i where the editor says strong/em.
_SYNONYMES = (
    (re.compile(r"<(/?)b(?=[\s>])", re.IGNORECASE), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>])", re.IGNORECASE), r"<\1em"),
    (re.compile(r"<(/?)h1(?=[\s>])", re.IGNORECASE), r"<\1h2"),
    (re.compile(r"<(/?)h[456](?=[\s>])", re.IGNORECASE), r"<\1h3"),
)
_BLANC = r"(?:\s|&nbsp;)"
_ACCENTS_VIDES = re.compile(rf"<(strong|em)>({_BLANC}*|(?:<br>)*)</\1>")
_BLOCS_VIDES = re.compile(rf"<(p|h2|h3|li|ul|ol|blockquote)>(?:{_BLANC}|<br>)*</\1>")
# Word's lists are pasted as paragraphs that start with a bullet.
_PUCE = re.compile(rf"<p>{_BLANC}*[·•▪–-]{_BLANC}+((?:(?!</p>).)*)</p>\s*", re.DOTALL)
_PUCES = re.compile(rf"(?:{_PUCE.pattern}){{2,}}", re.DOTALL)
_FIN_DE_BLOC = re.compile(r"<(?:/p|/h[1-6]|/li|/blockquote|br|hr)\b[^>]*>", re.IGNORECASE)


def assainir(html: str) -> str:
    """Rich text reduced to the tags of BALISES, "" when nothing readable is left.

    The only door to `|safe` in templates. Scripts, styles, images, event handlers and addresses
    other than http(s), mailto and tel are removed; Word's bullet paragraphs become a list.
    Applying it twice changes nothing.
    """
    if not html:
        return ""
    for motif, remplacement in _SYNONYMES:
        html = motif.sub(remplacement, html)
    html = _NETTOYEUR.clean(html)
    html = _PUCES.sub(lambda m: "<ul>" + _PUCE.sub(r"<li>\1</li>", m[0]) + "</ul>", html)
    html = _sans_vides(html).strip()
    return html if en_texte(html) else ""


def _sans_vides(html: str) -> str:
    """Without elements that hold nothing, inside out; the space of an empty emphasis stays."""
    avant = None
    while avant != html:
        avant = html
        html = _BLOCS_VIDES.sub("", _ACCENTS_VIDES.sub(r"\2", html))
    return html


def en_texte(html: str) -> str:
    """The words of a piece of HTML on one line, entities decoded, no-break spaces kept."""
    return une_ligne(unescape(_SANS_BALISE.clean(_FIN_DE_BLOC.sub(" ", html))))


def une_ligne(texte: str) -> str:
    """Plain text on one line, fit for XML: what it forbids (Word's vertical tab) becomes a space.

    No-break spaces are signs: they stay.
    """
    return re.sub(rf"(?:[^\S{INSECABLE}]|[\x00-\x1f\x7f\ufffe\uffff])+", " ", texte).strip()


def en_paragraphes(texte: str) -> str:
    """Plain text as safe HTML: one <p> per paragraph (blank line), typography applied."""
    paragraphes = map(une_ligne, re.split(r"\n\s*\n", texte))
    return "".join(
        f"<p>{escape(typographier(paragraphe), quote=False)}</p>"
        for paragraphe in paragraphes
        if paragraphe
    )


def extrait(texte: str, longueur: int = 180) -> str:
    """The first words of `texte` (HTML or plain) within `longueur` characters, "…" when cut.

    French typography applied before the cut, so that the length holds.
    """
    texte = typographier(en_texte(texte) if "<" in texte else une_ligne(texte))
    if len(texte) <= longueur:
        return texte
    coupe = texte[:longueur]
    coupe = coupe.rpartition(" ")[0] or coupe[: longueur - 1]
    return coupe.rstrip(" ,;:.…–—«([" + INSECABLE) + "…"


# A sign counts only where a word ends: « https://a.fr/?q=1 », « 14:00 » and « (?) » stay as typed.
_FIN_DE_MOT = r"(?=[\s)\].,…»\"”]|$)"
_AVANT_DOUBLE = re.compile(rf"(?<=[^\s(\[«!?])[ {INSECABLE}]*([!?]+|;){_FIN_DE_MOT}")
_AVANT_DEUX_POINTS = re.compile(rf"(?<=[\w»)\]%€…])[ {INSECABLE}]*:(?=\s|$)")
_APRES_OUVRANT = re.compile(rf"«[ {INSECABLE}]*")
_AVANT_FERMANT = re.compile(rf"(?<=\S)[ {INSECABLE}]*»")
_AVANT_UNITE = re.compile(r"(?<=\d) ?(?=[%€](?!\w))|(?<=\d) (?=°|\d{3}(?!\d))")
_MULTIPLES = re.compile(r"(?<=\d) (?=(?:euros?|millions?|milliards?|ans?|mois|pages?)\b)")


def typographier(texte: str) -> str:
    """French typography for plain text: ’ « » and no-break spaces where a line must not break.

    Addresses (://), times (14:00) and code are left alone because a sign is only touched when it
    ends a word. Applying it twice changes nothing.
    """
    texte = texte.replace("'", "’").replace("...", "…").replace(FINE, INSECABLE)
    texte = _APRES_OUVRANT.sub(f"«{INSECABLE}", texte)
    texte = _AVANT_FERMANT.sub(f"{INSECABLE}»", texte)
    texte = _AVANT_DOUBLE.sub(rf"{INSECABLE}\1", texte)
    texte = _AVANT_DEUX_POINTS.sub(f"{INSECABLE}:", texte)
    texte = _AVANT_UNITE.sub(INSECABLE, texte)
    return _MULTIPLES.sub(INSECABLE, texte)


def enumerer(mots: Sequence[str]) -> str:
    """« 2021, 2022 et 2023 »; `mots` is not empty."""
    *debut, dernier = mots
    return f"{', '.join(debut)} et {dernier}" if debut else dernier


def replier(texte: str) -> str:
    """Lower case without accents, œ and æ opened, straight apostrophes: what two spellings share."""
    texte = texte.replace("œ", "oe").replace("Œ", "OE").replace("æ", "ae").replace("Æ", "AE")
    texte = texte.replace("’", "'")  # keyboards type the straight one
    decompose = unicodedata.normalize("NFKD", texte)
    return "".join(c for c in decompose if not unicodedata.combining(c)).casefold()


def slugifier(texte: str, longueur: int = 100) -> str:
    """`texte` as an address: [a-z0-9-], at most `longueur` characters, cut between words."""
    slug = re.sub(r"[^a-z0-9]+", "-", replier(texte)).strip("-")
    if len(slug) <= longueur:
        return slug
    return slug[: longueur + 1].rpartition("-")[0] or slug[:longueur]
