"""What a reader finds in the <main> of a page: its words in order, its links; in a feed: its entries."""

import re
from html import unescape
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"


def mots(html):
    """The words of the page's own content on one line, no-break spaces as spaces."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", _contenu(html))).split())


def liens(html):
    """The addresses of its links, in order."""
    return [unescape(adresse) for adresse in re.findall(r'href="([^"]*)"', _contenu(html))]


def _contenu(html):
    return html.partition("<main")[2].partition(">")[2].partition("</main>")[0]


def entrees(reponse):
    """The entries of an Atom feed, each {element: its text, or the address or the term it holds}."""
    flux = ElementTree.fromstring(reponse.content)  # noqa: S314 -- written by this very project
    return [
        {
            element.tag.removeprefix(ATOM): element.get("href")
            or element.get("term")
            or element.text
            for element in entree
        }
        for entree in flux.iter(f"{ATOM}entry")
    ]
