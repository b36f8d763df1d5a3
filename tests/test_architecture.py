"""Who may import whom, and who may refer to whom: the order of docs/architecture.md, kept."""

import ast
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

RACINE = Path(settings.BASE_DIR)

# From the roof to the ground: each imports itself and what stands after it.
ORDRE = [
    "roof",  # the modules of the project package listed in ROOF
    "espace",
    "pages",
    "barometre",
    "publications",
    "evenements",
    "fabrique",
    "forum",
    "chantiers",
    "territoires",
    "donnees",
    "signalements",
    "redaction",
    "partage",
    "recherche",
    "adresses",
    "mediatheque",
    "comptes",
    "courrier",
    "protection",
    "ground",  # every other module of the project package
]
ROOF = {"settings", "sitemaps", "urls", "views", "wsgi"}
# Inside an app, likewise: a module imports neither its own kind in another shape nor what is above.
ETAGES = {
    "models": {"forms", "views", "admin", "urls", "feeds", "templatetags"},
    "forms": {"views", "admin", "urls", "feeds"},
    "admin": {"views", "urls", "feeds"},
}
SANS_NOM = {"utils", "helpers", "services", "common", "core", "signals", "managers", "misc"}
LIGNES_AU_PLUS = 450


def _fichiers():
    """Every Python file of the applications and the project package, migrations aside."""
    paquets = [chemin.parent for chemin in RACINE.glob("*/__init__.py")]
    return sorted(
        fichier
        for paquet in paquets
        for fichier in paquet.rglob("*.py")
        if "migrations" not in fichier.parts
    )


def _module(fichier):
    return ".".join(fichier.relative_to(RACINE).with_suffix("").parts)


def _rang(module):
    """Place of a module in ORDRE; None when it is not of this project."""
    app, _, reste = module.partition(".")
    if app == "solidaires":
        app = "roof" if reste.partition(".")[0] in ROOF else "ground"
    return ORDRE.index(app) if app in ORDRE else None


def _imports(source):
    """[(line number, imported module)]: `from a import b` counts as a and as a.b."""
    trouves = []
    for noeud in ast.walk(ast.parse(source)):
        if isinstance(noeud, ast.Import):
            trouves += [(noeud.lineno, alias.name) for alias in noeud.names]
        elif isinstance(noeud, ast.ImportFrom):
            noms = [f"{noeud.module}.{alias.name}" for alias in noeud.names]
            trouves += [(noeud.lineno, nom) for nom in noms]
    return trouves


def _imports_montants(module, source):
    return [
        f"{module}:{ligne} imports {importe}"
        for ligne, importe in _imports(source)
        if _rang(importe) is not None and _rang(importe) < _rang(module)
    ]


def test_every_package_has_its_place():
    paquets = {_module(fichier).partition(".")[0] for fichier in _fichiers()}

    assert paquets - {*ORDRE, "solidaires"} == set()


def test_imports_go_down():
    assert [
        montee
        for fichier in _fichiers()
        for montee in _imports_montants(_module(fichier), fichier.read_text(encoding="utf-8"))
    ] == []


@pytest.mark.parametrize(
    ("module", "source", "refuse"),
    [
        ("forum.models", "from fabrique.models import Initiative", True),
        ("forum.models", "def f():\n    import fabrique.models", True),
        ("fabrique.models", "from forum.models import Idee", False),
        ("solidaires.publication", "from comptes.models import User", True),
        ("comptes.models", "from solidaires import texte", False),
        ("pages.views", "from solidaires import urls", True),
        ("solidaires.views", "from pages.models import Page", False),
        ("pages.models", "from django.db import models", False),
    ],
)
def test_import_order_tells_up_from_down(module, source, refuse):
    assert bool(_imports_montants(module, source)) is refuse


def test_relations_go_down():
    montees = []
    for model in apps.get_models():
        if _rang(model.__module__) is None:
            continue
        for champ in model._meta.get_fields():
            cible = champ.related_model
            if not champ.is_relation or champ.auto_created or not isinstance(cible, type):
                continue
            rang = _rang(cible.__module__)
            if rang is not None and rang < _rang(model.__module__):
                montees.append(
                    f"{model._meta.label}.{champ.name} refers to {cible._meta.label}"
                )

    assert montees == []


def test_models_and_forms_do_not_know_what_shows_them():
    fautes = []
    for fichier in _fichiers():
        module = _module(fichier)
        app, _, etage = module.partition(".")
        fautes += [
            f"{module}:{ligne} imports {importe}"
            for ligne, importe in _imports(fichier.read_text(encoding="utf-8"))
            for mot in ETAGES.get(etage, ())
            if importe.startswith(f"{app}.{mot}")
        ]
        if etage == "models":
            fautes += [
                f"{module}:{ligne} knows requests: {importe}"
                for ligne, importe in _imports(fichier.read_text(encoding="utf-8"))
                if importe.startswith(("django.http", "django.shortcuts", "django.forms"))
            ]

    assert fautes == []


def test_imports_inside_functions_say_why():
    muets = []
    for fichier in _fichiers():
        source = fichier.read_text(encoding="utf-8")
        lignes = source.splitlines()
        for fonction in ast.walk(ast.parse(source)):
            if not isinstance(fonction, ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            for noeud in ast.walk(fonction):
                if isinstance(noeud, ast.Import | ast.ImportFrom):
                    fin = lignes[noeud.end_lineno - 1].partition("#")[2].strip()
                    if not fin.startswith(("optional", "slow")):
                        muets.append(f"{_module(fichier)}:{noeud.lineno}")

    assert muets == []


def test_modules_have_a_name_that_says_something():
    noms = {fichier: set(_module(fichier).split(".")) for fichier in _fichiers()}

    assert [_module(fichier) for fichier, mots in noms.items() if mots & SANS_NOM] == []


def test_no_module_is_empty():
    assert [
        _module(fichier)
        for fichier in _fichiers()
        if fichier.name != "__init__.py" and not fichier.read_text(encoding="utf-8").strip()
    ] == []


def test_every_module_reads_over_one_coffee():
    autres = [*RACINE.glob("tests/**/*.py"), *RACINE.glob("outils/*.py")]

    assert [
        f"{_module(fichier)}: {nombre} lines"
        for fichier in [*_fichiers(), *autres]
        if (nombre := len(fichier.read_text(encoding="utf-8").splitlines())) > LIGNES_AU_PLUS
    ] == []
