"""Text, pure: rich text made safe, excerpts, French typography, folding, slugs. No model, no request."""

import re
import unicodedata
from html import unescape

import nh3

# No-break space; the narrow one (U+202F) is missing from the fonts of the site.
INSECABLE = "\u00a0"

BALISES = {"p", "br", "h2", "h3", "ul", "ol", "li", "blockquote", "strong", "em", "a", "hr"}
_NETTOYEUR = nh3.Cleaner(
    tags=BALISES,
    attributes={"a": {"href", "hreflang", "title"}},
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel=None,
    clean_content_tags={"script", "style", "svg", "math", "template", "title"},
)
# Browsers and word processors say b/i where the editor says strong/em.
_SYNONYMES = (
    (re.compile(r"<(/?)b(?=[\s>])", re.IGNORECASE), r"<\1strong"),
    (re.compile(r"<(/?)i(?=[\s>])", re.IGNORECASE), r"<\1em"),
    (re.compile(r"<(/?)h1(?=[\s>])", re.IGNORECASE), r"<\1h2"),
    (re.compile(r"<(/?)h[456](?=[\s>])", re.IGNORECASE), r"<\1h3"),
)
_PARAGRAPHES_VIDES = re.compile(r"<(p|h2|h3|li|blockquote)>(?:\s|&nbsp;|<br>)*</\1>")
# Word's lists are pasted as paragraphs that start with a bullet.
_PUCES = re.compile(r"(?:<p>\s*[·•▪–-]\s+.*?</p>\s*){2,}", re.DOTALL)
_PUCE = re.compile(r"<p>\s*[·•▪–-]\s+(.*?)</p>\s*", re.DOTALL)


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
    html = _PARAGRAPHES_VIDES.sub("", html).strip()
    return html if en_texte(html) else ""


def en_texte(html: str) -> str:
    """The words of a piece of HTML on one line, entities decoded."""
    sans_balises = nh3.clean(
        re.sub(r"<(?:/p|/h[1-6]|/li|br)\b[^>]*>", " ", html), tags=set()
    )
    return " ".join(unescape(sans_balises).split())


def en_paragraphes(texte: str) -> str:
    """Plain text as safe HTML: one <p> per paragraph (blank line), typography applied."""
    paragraphes = [p.strip() for p in re.split(r"\n\s*\n", texte) if p.strip()]
    return "".join(
        f"<p>{nh3.clean_text(' '.join(p.split())).replace('&#32;', ' ')}</p>"
        for p in map(typographier, paragraphes)
    )


def extrait(texte: str, longueur: int = 180) -> str:
    """The first words of `texte` (HTML or plain) within `longueur` characters, "…" when cut."""
    texte = en_texte(texte) if "<" in texte else " ".join(texte.split())
    if len(texte) <= longueur:
        return texte
    coupe = texte[: longueur - 1].rsplit(" ", 1)[0].rstrip(" ,;:.–—«(" + INSECABLE)
    return f"{coupe}{INSECABLE}…"


_AVANT_DOUBLE = re.compile(r"[ \u00a0\u202f]*([;!?»])(?=[\s)\].,…»\u00a0]|$)")
_AVANT_DEUX_POINTS = re.compile(r"(?<=\w|[»)\]%€])[ \u00a0\u202f]*:(?=\s|$)")
_APRES_GUILLEMET = re.compile(r"«[ \u00a0\u202f]*")
_AVANT_UNITE = re.compile(r"(?<=\d)[ \u202f](?=[%€°]|\d{3}(?!\d))")
_MULTIPLES = re.compile(r"(?<=\d) (?=(?:euros?|millions?|milliards?|ans?|mois|pages?)\b)")


def typographier(texte: str) -> str:
    """French typography for plain text: ’ « » and no-break spaces where a line must not break.

    Addresses (://), times (14:00) and code are left alone because a sign is only touched when it
    ends a word. Applying it twice changes nothing.
    """
    texte = texte.replace("'", "’").replace("...", "…")
    texte = _APRES_GUILLEMET.sub(f"«{INSECABLE}", texte)
    texte = _AVANT_DOUBLE.sub(rf"{INSECABLE}\1", texte)
    texte = _AVANT_DEUX_POINTS.sub(f"{INSECABLE}:", texte)
    texte = _AVANT_UNITE.sub(INSECABLE, texte)
    return _MULTIPLES.sub(INSECABLE, texte)


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
    return slug[: longueur + 1].rsplit("-", 1)[0][:longueur]
