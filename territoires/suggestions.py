"""Territories found by the first letters of their name, or by their number."""

import re

from django.db.models import Case, F, IntegerField, Q, Value, When

from solidaires.texte import replier, une_ligne
from territoires.models import Territoire

AU_PLUS = 10
LETTRES_AU_MOINS = 2
LONGUEUR_MAX = 80
# The most peopled is the one that people mean; without figures, from the nature that they know best.
_CONNUS_D_ABORD = (F("population").desc(nulls_last=True), "rang_nature")
_RANG_NATURE = Case(
    *(
        When(nature=nature, then=Value(rang))
        for rang, nature in enumerate(
            (
                Territoire.Nature.DEPARTEMENT,
                Territoire.Nature.REGION,
                Territoire.Nature.EPCI,
                Territoire.Nature.COMMUNE,
            )
        )
    ),
    output_field=IntegerField(),
)
_NUMERO = re.compile(r"\d[\dab]\d{0,7}")


def chercher(demande, nature=""):
    """At most ten territories in force: those whose name begins so, then those that contain it.

    Accents, capitals and hyphens do not count. A number finds codes that begin so, and a postal
    code its département. One query, none when too little is asked. Whatever is typed is safe.
    """
    dite = une_ligne(replier(une_ligne(demande[:LONGUEUR_MAX])))
    mots = [mot for mot in re.split(r"[\s'-]+", dite) if mot]
    if len("".join(mots)) < LETTRES_AU_MOINS:
        return []
    trouves = Territoire.objects.current().select_related("departement")
    if nature:
        trouves = trouves.filter(nature=nature)
    if _NUMERO.fullmatch(dite.replace(" ", "")):
        return list(_par_numero(trouves, dite.replace(" ", "").upper()))
    contient = Q()
    for mot in mots:
        contient &= Q(nom_replie__contains=mot)
    return list(
        trouves.filter(contient)
        .annotate(
            rang=Case(
                When(nom_replie__in={dite, "-".join(mots), " ".join(mots)}, then=Value(0)),
                When(nom_replie__startswith=mots[0], then=Value(1)),
                default=Value(2),
                output_field=IntegerField(),
            ),
            rang_nature=_RANG_NATURE,
        )
        .order_by("rang", *_CONNUS_D_ABORD, "nom_replie", "pk")[:AU_PLUS]
    )


def _par_numero(trouves, numero):
    """Overseas, the first three digits are those of the département."""
    departement = numero[:3] if numero.startswith("97") else numero[:2]
    codes = Q(code__startswith=numero)
    if len(numero) == 5:
        codes |= Q(code=departement, nature=Territoire.Nature.DEPARTEMENT)
    return (
        trouves.filter(codes)
        .annotate(rang_nature=_RANG_NATURE)
        .order_by("rang_nature", "code", "pk")[:AU_PLUS]
    )


def preciser(territoire):
    """What tells it from its namesakes: « Commune, Gironde », « Département, 33 »."""
    nature = territoire.get_nature_display()
    if territoire.nature == Territoire.Nature.DEPARTEMENT:
        return f"{nature}, {territoire.code}"
    if territoire.departement:
        return f"{nature}, {territoire.departement.nom}"
    return nature
