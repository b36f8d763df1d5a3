"""Free keywords as people type them: separated by commas, one spelling per keyword."""

from solidaires.texte import slugifier


def decouper(texte: str) -> list[str]:
    """The keywords of "aidants, Grand âge ; RSA", in order, without repetitions.

    Commas, semicolons and line breaks separate; spaces never do ("revenu de base" is one keyword).
    Two spellings with one slug count once. Quotation marks around a keyword are dropped.
    """
    separes = texte.replace(";", ",").replace("\n", ",").split(",")
    mots = (" ".join(mot.strip(' "«»\u00a0').split()) for mot in separes)
    uniques: dict[str, str] = {}
    for mot in mots:
        if slugifier(mot):
            uniques.setdefault(slugifier(mot), mot)
    return list(uniques.values())


def analyser(texte: str) -> list[str]:
    """`decouper`, with the spelling already in use when a keyword exists. One query.

    Named in TAGGIT_TAGS_FROM_STRING: taggit's own parser splits on spaces.
    """
    from chantiers.models import MotCle  # slow: settings name this function before models load

    par_slug = {slugifier(mot): mot for mot in decouper(texte or "")}
    connus = MotCle.objects.filter(slug__in=par_slug).values_list("slug", "name")
    return list((par_slug | dict(connus)).values())


def assembler(mots) -> str:
    """Keywords as the form shows them (TAGGIT_STRING_FROM_TAGS)."""
    return ", ".join(mot.name for mot in mots)
