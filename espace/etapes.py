"""The steps of a sheet, in order: what each is called, asks, and what the coordination looks at."""

from dataclasses import dataclass

from espace.forms.medias import MediasSaisie
from espace.forms.saisie import (
    EssentielSaisie,
    MoyensSaisie,
    RecitSaisie,
    RepriseSaisie,
    ResultatsSaisie,
)

# Answers that are not a field of the snapshot by themselves: what they are a part of.
RUBRIQUES = {"cout_source_libelle": "cout_source", "nouvelles_sources": "sources"}
_MISE_EN_FORME = (
    "Écrivez ou collez : chaque ligne fait un paragraphe. Pour mettre en forme : un tiret en début "
    "de ligne fait une liste, deux dièses (##) un titre, deux étoiles de chaque côté du **gras**."
)


@dataclass(frozen=True)
class Bloc:
    """Fields that go together; `noms`: of fields or of lines, in order."""

    titre: str
    noms: tuple[str, ...]
    aide: str = ""


@dataclass(frozen=True)
class Etape:
    """One page of the form. `criteres`: what the coordination looks at, as sentences."""

    slug: str
    titre: str
    chapo: str
    criteres: tuple[str, ...] = ()
    blocs: tuple[Bloc, ...] = ()
    saisie: type | None = None
    # Names in the snapshot (redaction/instantane.py) of what it fills.
    champs: tuple[str, ...] = ()
    # Whether its forms tell by themselves what others changed, one by one.
    is_surveillee: bool = False
    gabarit: str = "espace/saisie_etape.html"


def _etape(slug, titre, chapo, *, saisie, blocs, criteres):
    noms = [RUBRIQUES.get(nom, nom) for bloc in blocs for nom in bloc.noms]
    return Etape(slug, titre, chapo, criteres, blocs, saisie, tuple(dict.fromkeys(noms)))


ESSENTIEL = _etape(
    "essentiel",
    "L’essentiel",
    "Ce qui permet de comprendre en quelques secondes : quoi, où, pour qui, à quel stade.",
    saisie=EssentielSaisie,
    criteres=(
        "Le titre dit ce qui est fait, sans sigle ni slogan.",
        "On sait où cela se passe et qui est concerné.",
        "Le stade est celui d’aujourd’hui. « Idée » et « Arrêtée » sont des réponses normales.",
        "Aucune personne n’est nommée sans y avoir consenti.",
    ),
    blocs=(
        Bloc("En bref", ("titre", "chapo", "nature", "pour_qui", "publics")),
        Bloc("Où elle en est", ("stade", "stade_precision", "annee", "etapes")),
        Bloc("Où et avec qui", ("porteur", "partenaires", "territoires_associes", "lieux")),
        Bloc("Pour la retrouver", ("themes", "chantiers", "mots_cles")),
    ),
)

RECIT = _etape(
    "probleme-solution",
    "Le problème et la solution",
    "Ce qui n’allait pas, et ce qui est fait. Quelques phrases simples valent mieux qu’un dossier.",
    saisie=RecitSaisie,
    criteres=(
        "Le problème est celui d’habitantes et d’habitants, pas celui d’une institution.",
        "La solution dit concrètement qui fait quoi.",
        "Les sigles sont expliqués la première fois.",
    ),
    blocs=(Bloc("Le récit", ("presentation", "probleme", "solution"), _MISE_EN_FORME),),
)

MOYENS = _etape(
    "moyens",
    "Les moyens",
    "Ce qu’il faut d’argent et de monde. « Non communiqué » est une réponse.",
    saisie=MoyensSaisie,
    criteres=(
        "Un montant dit son année et ce qu’il couvre.",
        "Un montant public a sa source : délibération, budget, bilan.",
        "Ce qui n’est pas connu reste vide : la page dit « non communiqué ».",
    ),
    blocs=(
        Bloc(
            "L’argent",
            (
                "cout_euros",
                "cout_annee",
                "cout_perimetre",
                "cout_source",
                "cout_source_libelle",
            ),
        ),
        Bloc("Les personnes", ("moyens_humains",)),
    ),
)

RESULTATS = _etape(
    "resultats",
    "Les résultats et leurs preuves",
    "Ce que l’on sait aujourd’hui, et d’où on le sait.",
    saisie=ResultatsSaisie,
    criteres=(
        "Une initiative déployée dit au moins un résultat ou une limite.",
        "Chaque chiffre a sa période et sa source.",
        "Le niveau de preuve n’est pas plus haut que les sources.",
        "Une adresse s’ouvre sans mot de passe. Elle devient cliquable une fois vérifiée.",
    ),
    blocs=(
        Bloc("Ce qui est mesuré", ("chiffres",)),
        Bloc("Ce qui le prouve", ("preuve", "sources", "nouvelles_sources")),
    ),
)

REPRISE = _etape(
    "limites-reprendre",
    "Les limites, et comment la reprendre",
    "Ce qui n’a pas marché aide autant que ce qui marche.",
    saisie=RepriseSaisie,
    criteres=(
        "Les limites sont dites : ce qui a échoué, ce qui reste à prouver.",
        "Un autre territoire sait par où commencer.",
        "Les textes sont cités assez précisément pour être retrouvés.",
    ),
    blocs=(
        Bloc("Les limites", ("limites",), _MISE_EN_FORME),
        Bloc("Pour la reprendre", ("prerequis", "base_legale", "delai")),
    ),
)

MEDIAS = Etape(
    "images-documents",
    "Images et documents",
    "Facultatif. Un fichier à la fois, décrit pour qui ne le voit pas.",
    criteres=(
        "Vous avez le droit de publier l’image, et l’accord des personnes reconnaissables.",
        "Le crédit nomme l’auteur ou l’autrice.",
        "Le texte alternatif dit ce que l’image apprend, pas qu’elle est une image.",
        "Un document apporte ce que la fiche ne dit pas déjà.",
    ),
    saisie=MediasSaisie,
    champs=("image", "image_alt", "image_decorative", "illustrations", "documents"),
    is_surveillee=True,
    gabarit="espace/saisie_medias.html",
)

RELECTURE = Etape(
    "relecture",
    "Relecture et envoi",
    "Tout ce que dit la fiche. Relisez, corrigez, puis envoyez.",
)

ETAPES = (ESSENTIEL, RECIT, MOYENS, RESULTATS, REPRISE, MEDIAS, RELECTURE)
PAR_SLUG = {etape.slug: etape for etape in ETAPES}


def voisine(etape, sens):
    """The step before (-1) or after (1) this one; None at either end."""
    rang = ETAPES.index(etape) + sens
    return ETAPES[rang] if 0 <= rang < len(ETAPES) else None


def etape_de(champ):
    """The step that asks this field of the snapshot; None for what only the coordination fills."""
    return next((etape for etape in ETAPES if champ in etape.champs), None)
