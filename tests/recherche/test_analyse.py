"""French words made comparable: what one takes for the same, what one does not."""

import pytest

from recherche.analyse import analyser, decouper, plier, racine, reperer


def _racine(mot):
    return racine(plier(mot))


@pytest.mark.parametrize(
    "famille",
    [
        "solidarité solidarités solidaire SOLIDAIRES",
        "revenu revenus",
        "emploi emplois",
        "alimentation alimentaire aliment",
        "aidant aidants aidante aider aide",
        "vieillir vieillissement vieillesse",
        "autonomie autonome autonomes",
        "précarité précaires",
        "pauvreté pauvre pauvres",
        "territoire territoires territorial territoriaux",
        "département départemental départementaux",
        "évaluation évaluer évaluée",
        "expérimentation expérimenter expérimental",
        "travail travaux travailleur",
        "écologie écologique écologistes",
        "démocratie démocratique",
        "participation participatif participer",
        "hébergement héberger",
        "chômage chômeur chômeuse",
        "enfant enfants enfance",
        "famille familles familial",
        "gratuit gratuité gratuits",
        "collège collèges collégiens",
        "cœur coeur",
    ],
)
def test_words_of_a_family_share_a_root(famille):
    assert len({_racine(mot) for mot in famille.split()}) == 1


@pytest.mark.parametrize(
    ("un", "autre"),
    [
        ("département", "départ"),
        ("base", "bas"),
        ("emploi", "employé"),
        ("commune", "communication"),
        ("santé", "sanction"),
        ("université", "univers"),
        ("mère", "mer"),
        ("porte", "port"),
    ],
)
def test_words_that_only_look_alike_do_not(un, autre):
    assert _racine(un) != _racine(autre)


def test_elisions_and_hyphens_separate_and_empty_words_go():
    assert analyser("L’accès au non-recours : « d'abord » les 18-24 ans") == [
        "acces", "non", "recour", "abord", "18", "24", "an",
    ]  # fmt: skip


def test_places_of_words_are_those_of_the_text():
    texte = "L’Œuvre d’été"

    assert [(m.forme, texte[m.debut : m.fin]) for m in decouper(texte)] == [
        ("l", "L"), ("oeuvre", "Œuvre"), ("d", "d"), ("ete", "été"),
    ]  # fmt: skip


@pytest.mark.parametrize("texte", ["", "\0\0", "🦊 ☀", "\u202eabc"[:1], "ال", "   ", '"(*'])
def test_nothing_readable_gives_nothing(texte):
    assert analyser(texte) == []


@pytest.mark.parametrize(
    "texte", ["", "L’été à Évry : solidarités, œuvres, AIDANTS — 12 مرحبا.", "le la les"]
)
def test_places_are_those_of_the_words_of_a_root(texte):
    racines = frozenset({racine("solidarites"), racine("aidants"), "12"})

    attendues = [
        (m.debut, racine(m.forme)) for m in decouper(texte) if racine(m.forme) in racines
    ]

    assert reperer(texte, racines) == attendues
    assert bool(attendues) == ("Évry" in texte)
