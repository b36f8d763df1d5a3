"""Themes, free keywords and chantiers: content/themes.yaml, content/chantiers.yaml. Pure."""

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from types import SimpleNamespace

from chantiers.models import Chantier, Theme
from pages.contenu.fiches import Contexte, Fiche, Ref
from pages.contenu.formes import BRUT, IDENTIFIANT, SOURCE, TEXTE, Forme, liste, parmi
from pages.contenu.lecture import Fiches, Repere, lire
from pages.contenu.markdown import en_html
from solidaires.texte import slugifier

FICHIER_THEMES = "themes.yaml"
FICHIER_CHANTIERS = "chantiers.yaml"
TYPES_RATTACHES = ("initiative", "idee", "focus", "note", "question")

THEME = Forme(
    "id nom origine source",
    id=IDENTIFIANT,
    nom=TEXTE,
    description=TEXTE,
    origine=TEXTE,
    source=SOURCE,
    theme_site=liste(TEXTE),
    mots_cles=liste(TEXTE),
)
CHANTIER = Forme(
    "id titre chapo sources",
    id=IDENTIFIANT,
    titre=TEXTE,
    chapo=TEXTE,
    corps=BRUT,
    themes=liste(IDENTIFIANT),
    sources=liste(SOURCE),
    elements=liste(
        Forme("type id motif", type=parmi(*TYPES_RATTACHES), id=IDENTIFIANT, motif=TEXTE)
    ),
)


class Themes:
    """The themes that gather given keywords. Case and accents do not count."""

    def __init__(self, rubriques: SimpleNamespace):
        self._rubriques = rubriques
        self._par_mot = defaultdict(list)
        self._libres = {slugifier(mot) for mot in rubriques.mots_cles_libres.mots}
        for theme in rubriques.themes:
            for mot in theme.mots_cles:
                if slugifier(mot) in self._libres:
                    raise theme.repere.erreur(f"« {mot} » est aussi dans « mots_cles_libres »")
                self._par_mot[slugifier(mot)].append(Ref(Theme, theme.id))
        self._par_intitule = {
            intitule: Ref(Theme, theme.id)
            for theme in rubriques.themes
            for intitule in theme.theme_site
        }

    def __call__(self, mots: Iterable[str], repere: Repere, theme_site: str = "") -> list[Ref]:
        """Themes of a record by its keywords, and by the heading it had on the original site."""
        refs = []
        for mot in mots:
            slug = slugifier(mot)
            if slug not in self._par_mot and slug not in self._libres:
                raise repere.erreur(
                    f"mot-clé « {mot} » inconnu : rangez-le dans un thème de {FICHIER_THEMES}, ou "
                    "dans « mots_cles_libres »"
                )
            refs += self._par_mot.get(slug, [])
        if theme_site:
            if theme_site not in self._par_intitule:
                raise repere.erreur(
                    f"thème du site « {theme_site} » inconnu de {FICHIER_THEMES}"
                )
            refs.append(self._par_intitule[theme_site])
        return list(dict.fromkeys(refs))

    def nomme(self, ident: str, repere: Repere) -> Ref:
        """The theme of that identifier. Raises ContenuInvalide when there is none."""
        if ident not in {theme.id for theme in self._rubriques.themes}:
            raise repere.erreur(f"thème « {ident} » inconnu de {FICHIER_THEMES}")
        return Ref(Theme, ident)

    def fiches(self) -> list[Fiche]:
        return [
            Fiche(
                modele=Theme,
                ident=theme.id,
                repere=theme.repere,
                champs={
                    "slug": theme.id,
                    "nom": theme.nom,
                    "description": theme.description,
                    "ordre": rang,
                },
            )
            for rang, theme in enumerate(self._rubriques.themes, start=1)
        ]


def lire_themes(dossier: Path) -> Themes:
    return Themes(
        lire(
            dossier / FICHIER_THEMES,
            themes=Fiches(THEME),
            mots_cles_libres=Forme("motif mots", motif=TEXTE, mots=liste(TEXTE)),
        )
    )


def lire_chantiers(dossier: Path) -> list[SimpleNamespace]:
    return lire(dossier / FICHIER_CHANTIERS, chantiers=Fiches(CHANTIER)).chantiers


def rattachements(
    chantiers: list[SimpleNamespace], connus: dict[str, set[str]]
) -> dict[tuple[str, str], list[Ref]]:
    """{(type, identifier): chantiers}. `connus`: the identifiers of each type.

    Raises ContenuInvalide for an element that no file holds.
    """
    trouves = defaultdict(list)
    for chantier in chantiers:
        for element in chantier.elements:
            if element.id not in connus[element.type]:
                raise chantier.repere.erreur(
                    f"{element.type} « {element.id} » inconnu du contenu"
                )
            trouves[element.type, element.id].append(Ref(Chantier, chantier.id))
    return dict(trouves)


def fiches_des_chantiers(
    chantiers: list[SimpleNamespace], themes: Themes, contexte: Contexte
) -> list[Fiche]:
    return [
        Fiche(
            modele=Chantier,
            ident=chantier.id,
            repere=chantier.repere,
            champs={
                "slug": chantier.id,
                "titre": chantier.titre,
                "chapo": chantier.chapo,
                "corps": en_html(chantier.corps, chantier.repere),
                "ordre": rang,
            },
            relations={
                "themes": [themes.nomme(ident, chantier.repere) for ident in chantier.themes],
                "sources": contexte.liens(chantier.sources),
            },
        )
        for rang, chantier in enumerate(chantiers, start=1)
    ]
