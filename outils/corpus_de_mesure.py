"""A made-up corpus to measure the search on: « Initiative de démonstration n° 12 », pure.

The same number and the same seed give the same corpus. The words are invented, with the endings
and the frequencies of French ones (Zipf), among some eighty real words of civic life; the facets
are spread as on a real site: a few values have most of the pages.
"""

import random
from bisect import bisect
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate

GRAINE = 20260310
FORMES = 40_000

# Real words, spread among the most frequent.
REELS = """
    solidarité territoire habitants département aidants autonomie alimentation logement jeunesse
    revenu emploi insertion santé prévention mobilité transport écologie climat énergie déchets
    école collège culture sport association bénévoles entraide accueil migrations asile handicap
    enfance famille parents grossesse vieillesse domicile hébergement précarité pauvreté droits
    accompagnement expérimentation évaluation participation citoyens démocratie commune région
    intercommunalité budget partenaires financement coopération quartier campagne littoral montagne
    forêt agriculture maraîchage cantine circuits épicerie monnaie numérique médiation illettrisme
    apprentissage formation artisanat commerce tourisme patrimoine biodiversité rivière vélo
    covoiturage autopartage colocation
""".split()
OUTILS = "de la le les des et à en pour un une du dans avec par sur au aux qui ce".split()

_DEBUTS = "b br c ch cl cr d dr f fl fr g gl gr l m n p pl pr qu r s t tr v".split()
_VOYELLES = "a e i o u é ou on an in ai eu".split()
_FINALES = """
    er é ée és ées e es ation ations ement ements eur eurs euse ité ités ique iques able ables
    age ages iste istes al ale aux eux if ive ance ances
""".split()

DEPARTEMENTS = [
    *(f"{n:02}" for n in range(1, 96) if n != 20),
    *("2A", "2B", "971", "972", "973", "974", "976"),
]
REGIONS = [f"region-{n}" for n in range(1, 19)]
THEMES = [f"theme-{n}" for n in range(1, 20)]
NATURES = ["realisation", "experience", "initiative", "experimentation"]
STADES = ["idee", "experimentation", "deployee", "evaluee", "essaimee", "arretee"]
PREUVES = ["declaratif", "suivi", "avant_apres", "comparaison", "evaluation"]
PUBLICS = ["jeunes", "aines", "familles", "aidants", "tous"]
COUTS = [
    "moins-de-10000",
    "moins-de-100000",
    "moins-d-un-million",
    "un-million-et-plus",
    "non-communique",
]
ANNEES = list(range(2015, 2027))
# A made-up page is online since one of the days of ten years.
PREMIER_JOUR = datetime(2015, 1, 1, 8, 0, tzinfo=UTC)
MINUTES = 10 * 365 * 24 * 60


class Tirage:
    """Draws among `choix`, the first being the most frequent (Zipf, softened by `plateau`)."""

    def __init__(self, choix: Sequence, plateau: float = 1.0):
        self.choix = choix
        self.cumul = list(accumulate(1 / (rang + plateau) for rang in range(len(choix))))

    def un(self, hasard: random.Random):
        return self.choix[bisect(self.cumul, hasard.random() * self.cumul[-1])]

    def plusieurs(self, hasard: random.Random, nombre: int) -> list:
        return hasard.choices(self.choix, cum_weights=self.cumul, k=nombre)


def vocabulaire(graine: int = GRAINE) -> list[str]:
    """FORMES words in lower case, each once, the most frequent first."""
    hasard = random.Random(graine)  # noqa: S311  # nothing secret: the same corpus each time
    formes = dict.fromkeys(
        mot for reel in zip(REELS, _inventees(hasard), strict=False) for mot in reel
    )
    for mot in _inventees(hasard):
        formes[mot] = None
        if len(formes) == FORMES:
            break
    return list(formes)


def _inventees(hasard):
    while True:
        debut = "".join(
            hasard.choice(_DEBUTS) + hasard.choice(_VOYELLES)
            for _ in range(hasard.choice((2, 2, 3)))
        )
        for finale in hasard.sample(_FINALES, 4):
            yield debut + hasard.choice("lmnrst") + finale


def corpus(nombre: int, graine: int = GRAINE) -> Iterator[dict]:
    """`nombre` initiatives: {titre, chapo, texte, facettes: {name: [values]}, annee, publiee_le,
    nombre_reprises}.
    """
    hasard = random.Random(graine + 1)  # noqa: S311  # idem
    mots = Tirage(vocabulaire(graine), plateau=25)
    themes, departements = Tirage(THEMES), Tirage(DEPARTEMENTS, plateau=8)
    natures, stades, preuves = Tirage(NATURES), Tirage(STADES), Tirage(PREUVES)
    publics, couts, annees = Tirage(PUBLICS), Tirage(COUTS), Tirage(ANNEES[::-1], plateau=4)
    for numero in range(1, nombre + 1):
        departement, annee = departements.un(hasard), annees.un(hasard)
        reprises = max(0, int(hasard.paretovariate(1.2)) - 1)
        titre = " ".join(mots.plusieurs(hasard, hasard.randint(4, 9)))
        yield {
            "titre": f"Initiative de démonstration n° {numero} : {titre}",
            "chapo": _phrase(hasard, mots, hasard.randint(20, 40)),
            "texte": " ".join(
                _phrase(hasard, mots, hasard.randint(8, 18))
                for _ in range(hasard.randint(6, 14))
            ),
            "facettes": {
                "theme": sorted(set(themes.plusieurs(hasard, hasard.choice((1, 1, 2, 3))))),
                "region": [REGIONS[DEPARTEMENTS.index(departement) % len(REGIONS)]],
                "departement": [departement],
                "nature": [natures.un(hasard)],
                "stade": [stades.un(hasard)],
                "preuve": [preuves.un(hasard)],
                "public": [publics.un(hasard)],
                "cout": [couts.un(hasard)],
                "reprise": ["oui" if reprises else "non"],
                "annee": [str(annee)],
            },
            "annee": annee,
            "publiee_le": PREMIER_JOUR + timedelta(minutes=hasard.randrange(MINUTES)),
            "nombre_reprises": min(reprises, 60),
        }


def _phrase(hasard, mots, nombre):
    """A sentence of `nombre` words, one in three being a tool word."""
    outils = nombre // 3
    tires = mots.plusieurs(hasard, nombre - outils)
    for outil in hasard.choices(OUTILS, k=outils):
        tires.insert(hasard.randrange(len(tires)), outil)
    return f"{' '.join(tires).capitalize()}."
