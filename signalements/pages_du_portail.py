"""Which page of the portal a reader reports: its path, its title, what it shows. Nothing is fetched."""

import re
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Model
from django.urls import Resolver404, resolve

from solidaires.publication import Publiable

# Of the path of a page.
LONGUEUR = 500
# What opens something for one person has no place in a report.
_SECRETS = {"jeton", "key", "uidb36", "token"}
ELLIPSE = "…"
_INTERDITS = re.compile("[\x00-\x1f\x7f-\x9f\\\\\u2028-\u202e\u2066-\u2069]")


@dataclass(frozen=True)
class PageDuPortail:
    """A path of this host; `objet` is what the public reads there, None when it is not known."""

    chemin: str
    objet: Model | None = None

    @property
    def titre(self):
        """How it is named, "" when nothing names it."""
        return str(self.objet) if self.objet else ""


def chemin_local(saisi, hotes=()):
    """The path that was typed or asked, without query; "" when it is not one of this host.

    `hotes`: the names this portal answers to, for an address copied whole.
    """
    try:
        adresse = urlsplit(saisi.strip())
    except ValueError:
        return ""
    if (adresse.scheme or adresse.netloc) and not (
        adresse.scheme in {"http", "https"} and adresse.netloc in hotes
    ):
        return ""
    chemin = unquote(adresse.path, errors="replace")
    if not chemin.startswith("/") or chemin.startswith("//") or _INTERDITS.search(chemin):
        return ""
    chemin = _sans_secret(chemin)
    return chemin if len(chemin) <= LONGUEUR else ""


def trouver(chemin):
    """The PageDuPortail of a local path. One query at most."""
    try:
        vue = resolve(chemin)
    except Resolver404:
        return PageDuPortail(chemin)
    if not (vue.url_name or "").endswith("_detail"):
        return PageDuPortail(chemin)
    try:
        model = apps.get_model(vue.namespace, vue.url_name.removesuffix("_detail"))
        for champ in vue.kwargs:
            model._meta.get_field(champ)
    except (LookupError, ValueError, FieldDoesNotExist):
        return PageDuPortail(chemin)
    lignes = model.objects.all()
    if issubclass(model, Publiable):
        lignes = lignes.published()
    return PageDuPortail(chemin, lignes.filter(**vue.kwargs).order_by("pk").first())


def _sans_secret(chemin):
    """The path without its personal part, if it has one: an ellipsis takes its place."""
    try:
        vue = resolve(chemin)
    except Resolver404:
        return chemin
    for nom, valeur in vue.kwargs.items():
        if nom in _SECRETS:
            chemin = chemin.replace(str(valeur), ELLIPSE)
    return chemin
