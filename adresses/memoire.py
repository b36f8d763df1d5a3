"""Remembers the addresses of pages, and says where one that no longer answers leads."""

import re
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlsplit

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from adresses.models import Chemin, Permanent
from solidaires.publication import EN_LIGNE, Publiable, au_changement

# What hangs beneath a page: the page's own address, then what follows it.
_BRANCHES = re.compile(
    r"(?P<page>/.*/)(?P<suite>atom\.xml|parcours\.json)|(?P<nue>/.*)(?P<ics>\.ics)"
)


@dataclass(frozen=True)
class Sort:
    """What became of an address: where it leads now (a path), or the model of the page that is gone.

    `depuis`: the day (Paris) it went offline, None when nothing tells it any more.
    """

    vers: str = ""
    partie: type | None = None
    depuis: date | None = None


@au_changement
def retenir(objet):
    """Keep the path of what is online, or will be at an hour already set."""
    if not isinstance(objet, Publiable) or not hasattr(objet, "get_absolute_url"):
        return
    if objet.etat in EN_LIGNE or _est_parue(objet):
        permanent, _ = Permanent.objects.get_or_create(
            content_type=ContentType.objects.get_for_model(objet), objet_pk=objet.pk
        )
        if _est_parue(objet) and not permanent.parue:
            permanent.parue = True
            permanent.save(update_fields=["parue"])
        Chemin.objects.update_or_create(
            chemin=_chemin(objet), defaults={"permanent": permanent}
        )


def _est_parue(objet):
    return objet.published_at is not None and objet.published_at <= timezone.now()


def _chemin(objet):
    return urlsplit(objet.get_absolute_url()).path


def retrouver(chemin):
    """The Sort of a path that answers nothing, or None when no page ever had it. Four queries at most.

    Also as people copy it: in capitals, without its last slash.
    """
    return _retrouver(chemin) or (
        _retrouver(usuel) if (usuel := _usuel(chemin)) != chemin else None
    )


def _usuel(chemin):
    chemin = chemin.lower()
    return chemin if chemin.endswith("/") or "." in chemin.rpartition("/")[2] else f"{chemin}/"


def _retrouver(chemin):
    if "\0" in chemin:  # PostgreSQL refuses to be asked
        return None
    if sort := _sort_du_chemin(chemin):
        return sort
    branche = _BRANCHES.fullmatch(chemin)
    if not branche:
        return None
    sort = _sort_du_chemin(branche["page"] or f"{branche['nue']}/")
    if sort and sort.vers:
        page = urlsplit(sort.vers).path
        suite = page + branche["suite"] if branche["suite"] else page.rstrip("/") + ".ics"
        return Sort(vers=suite)
    return sort


def _sort_du_chemin(chemin):
    connu = (
        Chemin.objects.filter(chemin=chemin).select_related("permanent__content_type").first()
    )
    return sort_de(connu.permanent) if connu else None


def sort_de(permanent):
    """Where a page is today; None when the public never saw it. One query."""
    model = permanent.content_type.model_class()
    objet = model._base_manager.filter(pk=permanent.objet_pk).first()
    if objet is not None and objet.is_published:
        return Sort(vers=objet.get_absolute_url())
    if permanent.parue or (objet is not None and _est_parue(objet)):
        retiree = objet and objet.retired_at
        return Sort(partie=model, depuis=timezone.localdate(retiree) if retiree else None)
    return None


def permanent_de(objet):
    """The Permanent of an object, or None. One query."""
    type_ = ContentType.objects.get_for_model(objet)
    return Permanent.objects.filter(content_type=type_, objet_pk=objet.pk).first()
