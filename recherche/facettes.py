"""The values that a page gives to facets, in the shape of `recherche.index.Fiche.facettes`."""


def classees(objets, libelle):
    """Of rows that have a slug, and a place (`ordre`) when somebody decided it."""
    return [(o.slug, getattr(o, libelle), getattr(o, "ordre", 0)) for o in objets]


def choix(choices, valeur):
    """Of one member of a TextChoices, "" for none; the order is that of the declaration."""
    if not valeur:
        return []
    membre = choices(valeur)
    return [(membre.value, membre.label, list(choices).index(membre))]


def annee(annee):
    """Of a year: the latest first."""
    return [(str(annee), str(annee), 9999 - annee)] if annee else []
