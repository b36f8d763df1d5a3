"""Where the addresses of the former site lead. Pure but for `memoire`, which knows today's pages."""

import re
from collections.abc import Callable

from django.urls import reverse

from adresses import memoire


def _fiche(vue: str, liste: str) -> Callable[[str], str]:
    """To the page of today that has the same last word in its address, else to its list."""

    def trouver(slug: str) -> str:
        if slug:
            sort = memoire.retrouver(reverse(vue, args=[slug.lower()]))
            if sort and sort.vers:
                return sort.vers
        return reverse(liste)

    return trouver


# (path of the former site, where it leads); the group, if any, is the last word of the address.
_REGLES: list[tuple[re.Pattern[str], Callable[[str], str]]] = [
    (re.compile(rf"/{chemin}/?", re.IGNORECASE), vers)
    for chemin, vers in (
        (
            r"barometre-des-solutions-solidaires-(\d{4})",
            _fiche("barometre:vague_detail", "barometre:vague_list"),
        ),
        (r"le-forum(?:/([\w-]+))?", _fiche("forum:idee_detail", "forum:idee_list")),
        (r"les-actualites(?:/([\w-]+))?", _fiche("forum:idee_detail", "accueil")),
        (
            r"la-fabrique(?:/([\w-]+))?",
            _fiche("fabrique:initiative_detail", "fabrique:initiative_list"),
        ),
        (r"les-cahiers-speciaux()", lambda _: reverse("publications:focuslibe_list")),
        (
            r"les-evenements(?:/le-replay-(\d{4}))?",
            _fiche("evenements:journees_detail", "evenements:journees_list"),
        ),
        (
            r"sites/default/files/.+Revenu de base.+\.pdf()",
            lambda _: _fiche("publications:focuslibe_detail", "publications:focuslibe_list")(
                "focus-2021-revenu-de-base"
            ),
        ),
        # The cahiers printed with Libération were the only files that anybody linked to.
        (r"sites/default/files/.+\.pdf()", lambda _: reverse("publications:focuslibe_list")),
    )
]


def traduire(chemin: str) -> str:
    """The address of today for a path of the former site, "" for any other."""
    for regle, vers in _REGLES:
        if trouve := regle.fullmatch(chemin):
            return vers(trouve[1] or "")
    return ""
