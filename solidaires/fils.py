"""Atom feeds: how each type of page is told in them, and the one way to answer with one.

An app says in its own `feeds.py`, that its addresses load:

    @fils.sorte(Idee, lambda idees: idees.prefetch_related("themes"))
    def idee(idee):
        return Entree(titre=idee.titre, resume=idee.accroche, …)

A feed is then a view that answers `repondre(request, …, objets=derniers([querysets]))`.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from django.conf import settings
from django.db.models import IntegerField, Value
from django.http import HttpResponse
from django.utils.feedgenerator import Atom1Feed

from solidaires import texte

NOMBRE = 30
NOM = "Solutions solidaires"


@dataclass(frozen=True)
class Entree:
    """What a feed tells of one page, in plain text or HTML. `auteur`: the portal when it is ""."""

    titre: str
    resume: str = ""
    auteur: str = ""
    categories: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Sorte:
    """One type: its Entree from an object, and the rows with what that reads."""

    entree: Callable
    lignes: Callable


# {model: Sorte}, in the order of the menu: that of pages put online at the same instant.
SORTES = {}


def sorte(model, lignes=lambda objets: objets):
    """Declare a type; decorates the function that makes the Entree of an object."""

    def declarer(entree):
        SORTES[model] = Sorte(entree, lignes)
        return entree

    return declarer


class Atom(Atom1Feed):
    """Django's, with summaries that are plain text: it calls them HTML, and « < » would be lost."""

    def add_item_elements(self, handler, item):
        super().add_item_elements(handler, item | {"description": None})
        if item["description"]:
            handler.addQuickElement("summary", item["description"])


def derniers(lots):
    """The thirty objects of `lots` put online last, each once. One query, then those of their types.

    `lots`: querysets of declared types, restricted here to what is published.
    """
    rangs = {model: rang for rang, model in enumerate(SORTES)}
    cles = [
        lot.published()
        .order_by()
        .annotate(rang=Value(rangs[lot.model], IntegerField()))
        .values_list("published_at", "rang", "pk")
        .distinct()
        for lot in lots
    ]
    premieres, *autres = cles
    dernieres = premieres.union(*autres).order_by("-published_at", "rang", "-pk")[:NOMBRE]
    dernieres = [(rang, pk) for _, rang, pk in dernieres]
    objets = {}
    for rang, (model, sorte_) in enumerate(SORTES.items()):
        if pks := [pk for rang_, pk in dernieres if rang_ == rang]:
            lignes = sorte_.lignes(model.objects.filter(pk__in=pks))
            objets |= {(rang, objet.pk): objet for objet in lignes.order_by("pk")}
    return [objets[cle] for cle in dernieres if cle in objets]


def repondre(request, *, cle, titre, sous_titre, lien, objets):
    """The answer: the Atom feed of `objets`. `cle` names the feed for ever, `lien` is its page.

    No Last-Modified: something withdrawn would not move it. `conditional_page` gives an ETag.
    """
    flux = Atom(
        title=texte.typographier(texte.une_ligne(f"{NOM} – {titre}")),
        subtitle=texte.typographier(sous_titre),
        link=request.build_absolute_uri(lien),
        description="",
        language="fr",
        author_name=NOM,
        feed_url=request.build_absolute_uri(),
        feed_guid=_marque(cle),
    )
    for objet in objets:
        entree = SORTES[type(objet)].entree(objet)
        flux.add_item(
            title=texte.typographier(texte.une_ligne(entree.titre)),
            link=request.build_absolute_uri(objet.get_absolute_url()),
            description=texte.extrait(entree.resume, 400),
            unique_id=_marque(f"{objet._meta.model_name}/{objet.pk}"),
            pubdate=objet.published_at,
            updateddate=max(objet.updated_at, objet.published_at),
            author_name=texte.une_ligne(entree.auteur) or NOM,
            categories=[
                texte.une_ligne(mot) for mot in (objet._meta.verbose_name, *entree.categories)
            ],
        )
    response = HttpResponse(content_type=flux.content_type)
    flux.write(response, "utf-8")
    return response


def _marque(nom):
    """A name that no change of title or address moves (RFC 4151)."""
    return f"tag:{urlsplit(settings.ADRESSE_DU_PORTAIL).hostname},2026:{nom}"
