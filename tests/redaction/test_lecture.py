"""A snapshot in words, and what differs between two: every type, every kind of field."""

from copy import deepcopy
from datetime import date

import pytest
from django.apps import apps
from django.db import models

from barometre.models import Vague
from evenements.models import Journees
from fabrique.models import ChiffreCle, Etape, Initiative, Reprise
from redaction import instantane as contenu
from redaction.lecture import SUPPRIME, comparer, en_lignes, lire
from solidaires.publication import Publiable, TexteRicheField
from tests import site_complet
from tests.factories import (
    FABRIQUES,
    make_initiative,
    make_lien,
    make_question,
    make_reprise,
    make_territoire,
    make_theme,
)

pytestmark = pytest.mark.django_db

PUBLIABLES = sorted(
    (m for m in apps.get_models() if issubclass(m, Publiable)), key=lambda m: m._meta.label
)
types = pytest.mark.parametrize("model", PUBLIABLES, ids=lambda m: m._meta.model_name)
E = "\u00a0"


def _valeur(champ):
    """Some value of the field, as a snapshot holds it."""
    if champ.is_relation:
        return getattr(champ.related_model._base_manager.order_by("pk").first(), "pk", 404)
    if champ.choices:
        return champ.flatchoices[-1][0]
    if isinstance(champ, TexteRicheField):
        return "<p>Un <strong>texte</strong> riche.</p><ul><li><p>Un élément</p></li></ul>"
    exemples = {
        models.BooleanField: True,
        models.DateField: "2026-03-01",
        models.TimeField: "09:30:00",
        models.DecimalField: "1250.50",
        models.PositiveIntegerField: 1250,
        models.PositiveSmallIntegerField: 2024,
        models.SlugField: "une-adresse",
        models.CharField: "Quelques mots",
        models.TextField: "Un paragraphe\n\nUn autre",
    }
    return next(exemple for genre, exemple in exemples.items() if isinstance(champ, genre))


def _rempli(model, proprietaire=None):
    """A snapshot of `model` where nothing is empty, one part of each kind at every depth."""
    instantane = {
        "pk": None,
        "champs": {c.name: _valeur(c) for c in contenu.champs(model, proprietaire)},
        "relations": {
            r.name: list(
                r.related_model._base_manager.order_by("pk").values_list("pk", flat=True)
            )
            or [404]
            for r in contenu.relations(model)
        },
        "parties": {
            r.get_accessor_name(): [_rempli(r.related_model, r.field)]
            for r in contenu.parties(model)
        },
    }
    if contenu.mots_cles(model):
        instantane["mots_cles"] = ["caisse commune", "eau"]
    return instantane


@types
def test_every_field_of_every_type_is_read_under_a_label_of_its_own(model):
    site_complet.construire()

    (champs,) = lire(model, _rempli(model))

    assert [champ.nom for champ in champs if not champ.texte] == []
    labels = [champ.label for champ in champs]
    assert sorted(labels) == sorted(set(labels))
    tout = "\n".join(champ.texte for champ in champs)
    for brut in ["<", "None", "True", "2026-03-01", "1250.5", "\u202f"]:
        assert brut not in tout


@types
def test_every_field_emptied_is_a_change_and_the_same_is_none(model):
    plein = _rempli(model)
    vide = {
        **plein,
        "champs": {
            c.name: False if isinstance(c, models.BooleanField) else None if c.null else ""
            for c in contenu.champs(model)
            if c.null or isinstance(c, models.BooleanField) or c.empty_strings_allowed
        },
        "relations": {nom: [] for nom in plein["relations"]},
        "parties": {nom: [] for nom in plein["parties"]},
    }
    if "mots_cles" in plein:
        vide["mots_cles"] = []

    attendus = [champ.nom for champ in lire(model, plein)[0]]
    obligatoires = [c.name for c in contenu.champs(model) if c.name not in vide["champs"]]

    assert comparer(model, plein, plein) == []
    for avant, apres in ((plein, vide), (vide, plein)):
        changes = [changement.nom for changement in comparer(model, avant, apres)]
        assert changes == [nom for nom in attendus if nom not in obligatoires]


@types
def test_what_the_rows_say_is_read(model):
    objet = FABRIQUES[model._meta.model_name]()

    (champs,) = lire(model, contenu.prendre(objet))

    assert {champ.nom: champ.texte for champ in champs}["slug"] == objet.slug


def test_reading_names_rows_dates_and_figures_as_french_writes_them():
    source = make_lien(titre="Le rapport")
    initiative = make_initiative(
        presentation='<p>Lire <a href="https://example.org/a?b=1&amp;c=2">la note</a>.</p>',
        partenaires="Ville de Bordeaux\n\nLe Secours",
        nature=Initiative.Nature.EXPERIMENTATION,
        cout_euros="543000.50",
        cout_source=source,
        annee=2024,
        date_confirmation=date(2026, 3, 1),
        themes=[make_theme("Mobilité"), make_theme("Énergie")],
    )
    initiative.mots_cles.add("vélo", "eau")
    Etape.objects.create(initiative=initiative, stade="idee", annee=2020, detail="Vote")
    Etape.objects.create(
        initiative=initiative, stade="deployee", annee=2021, date=date(2021, 5, 12)
    )
    ChiffreCle.objects.create(
        initiative=initiative, libelle="foyers", valeur="193.50", source=source, ordre=7
    )

    (champs,) = lire(Initiative, contenu.prendre(initiative))

    lus = {champ.label: champ.texte for champ in champs}
    attendus = {
        "Présentation": "Lire la note (https://example.org/a?b=1&c=2).",
        "Partenaires": "Ville de Bordeaux\nLe Secours",
        "Nature": "Expérimentation",
        "Coût (euros)": f"543{E}000,5",
        "Source du coût": "Le rapport (https://example.org/page)",
        "Année de démarrage": "2024",
        "Territoire": "Gironde (33)",
        "Territoire vérifié": "Oui",
        "Image décorative": "Non",
        "Confirmée par le territoire le": "1er mars 2026",
        "Thèmes": "Énergie, Mobilité",
        "Mots-clés": "eau, vélo",
        "Chapô": "",
        "Étapes": f"Stade{E}: Idée{E}; année{E}: 2020{E}; détail{E}: Vote\n"
        f"Stade{E}: Déployée{E}; année{E}: 2021{E}; date exacte{E}: 12 mai 2021",
        "Chiffres": f"Indicateur{E}: foyers{E}; valeur{E}: 193,5{E}; "
        f"source{E}: Le rapport (https://example.org/page)",
    }
    assert {label: lus[label] for label in attendus} == attendus


def test_parts_of_parts_are_indented_under_theirs():
    question = make_question(
        code="q1", libelle="Êtes-vous prêts ?", reponses={"Oui": 60, "Non": 40, "Autre": None}
    )

    (champs,) = lire(Vague, contenu.prendre(question.vague))

    assert champs[-1].nom == "questions"
    assert champs[-1].texte.split("\n") == [
        f"Identifiant{E}: q1{E}; question posée{E}: Êtes-vous prêts ?",
        f"    Réponse{E}: Oui",
        f"        Part (%){E}: 60",
        f"    Réponse{E}: Non",
        f"        Part (%){E}: 40",
        f"    Réponse{E}: Autre",
    ]


def test_rows_that_no_longer_exist_are_said_so():
    reprise = make_reprise()
    pris = contenu.prendre(reprise)
    pris["champs"]["territoire"] = 404
    pris["relations"]["sources"] = [404, 405]

    (champs,) = lire(Reprise, pris)

    lus = {champ.nom: champ.texte for champ in champs}
    assert lus["territoire"] == SUPPRIME == "(supprimé)"
    assert lus["sources"] == "(supprimé), (supprimé)"


def test_a_column_younger_than_the_snapshot_is_read_empty_and_not_compared():
    pris = contenu.prendre(make_reprise())
    ancien = deepcopy(pris)
    del ancien["champs"]["statut"], ancien["relations"]["sources"]

    (champs,) = lire(Reprise, ancien)

    assert {champ.nom: champ.texte for champ in champs}["statut"] == ""
    assert comparer(Reprise, ancien, pris) == comparer(Reprise, pris, ancien) == []


@pytest.mark.parametrize("nombre", [1, 5])
def test_one_query_per_related_model(django_assert_num_queries, nombre):
    initiative = site_complet.construire()
    pris = contenu.prendre(initiative)

    # Territoire, thème, chantier, idée, lien.
    with django_assert_num_queries(5):
        lire(Initiative, *[pris] * nombre)


def test_the_order_of_the_form_comes_first():
    pris = contenu.prendre(make_reprise())

    (champs,) = lire(Reprise, pris, ordre=["territoire", "statut"])

    assert [champ.nom for champ in champs][:3] == ["territoire", "statut", "slug"]


@pytest.mark.parametrize(
    ("html", "lignes"),
    [
        ("", []),
        ("<p>Un</p><p>Deux<br>trois</p>", ["Un", "Deux", "trois"]),
        ("<h2>Titre</h2>\n<p>Un\nmot</p>", ["Titre", "Un mot"]),
        ("<ul><li><p>Un</p></li><li>Deux</li></ul>", ["• Un", "• Deux"]),
        ("<ol><li><p>Un</p></li><li>Deux</li></ol>", ["1. Un", "2. Deux"]),
        ("<p><strong>5 &lt; 6</strong> &amp; 7</p>", ["5 < 6 & 7"]),
        ('<p><a href="https://a.fr/">ici</a></p>', ["ici (https://a.fr/)"]),
        ('<p><a href="https://a.fr/">https://a.fr/</a></p>', ["https://a.fr/"]),
        ("<p>a</p><script>alert(1)</script>", ["a"]),
    ],
)
def test_rich_text_in_lines(html, lignes):
    assert en_lignes(html) == lignes


# What differs


def _changer(objet, **champs):
    """The snapshot of the rows, and the same with other values."""
    avant = contenu.prendre(objet)
    apres = deepcopy(avant)
    apres["champs"] |= champs
    return avant, apres


def _dire(segments):
    notation = {"egal": "{}", "ajout": "[+{}]", "retrait": "[-{}]"}
    return "".join(notation[segment.nature].format(segment.texte) for segment in segments)


def _dire_lignes(changement):
    return [
        (ligne.nature, ligne.de, ligne.a, ligne.deplacee, _dire(ligne.segments))
        for ligne in changement.lignes
    ]


def test_text_values_and_presentation_are_told_apart():
    landes = make_territoire("40", "Landes")
    initiative = make_initiative(
        presentation="<p>Des foyers cotisent.</p>", chapo="Un", annee=2
    )
    avant, apres = _changer(
        initiative,
        titre="Caisse commune de l’eau",
        presentation="<p>Des <strong>foyers</strong> cotisent.</p>",
        chapo="",
        nature="experience",
        territoire=landes.pk,
        annee=None,
        image_decorative=True,
    )

    changements = comparer(Initiative, avant, apres)

    assert [(c.label, c.genre, _dire(c.segments), c.avant, c.apres) for c in changements] == [
        ("Image décorative", "valeur", "", "Non", "Oui"),
        ("Titre", "texte", "Caisse commune de [-l’alimentation][+l’eau]", "", ""),
        ("Chapô", "texte", "[-Un]", "", ""),
        ("Nature", "valeur", "", "", "Expérience"),
        ("Présentation", "forme", "", "", ""),
        ("Territoire", "valeur", "", "Gironde (33)", "Landes (40)"),
        ("Année de démarrage", "valeur", "", "2", ""),
    ]


def test_a_new_target_under_the_same_words_is_a_change_of_text():
    avant, apres = _changer(
        make_initiative(), presentation='<p><a href="https://b.fr/">A</a></p>'
    )
    avant["champs"]["presentation"] = '<p><a href="https://a.fr/">A</a></p>'

    (changement,) = comparer(Initiative, avant, apres)

    assert changement.genre == "texte"


def test_two_rows_of_the_same_name_are_told_by_their_keys():
    nord, autre = (
        make_territoire(code, "Pays du Nord", nature="epci", slug=f"pays-{code}")
        for code in ("200000001", "200000002")
    )
    avant, apres = _changer(make_initiative(territoire=nord), territoire=autre.pk)

    (changement,) = comparer(Initiative, avant, apres)

    assert (changement.avant, changement.apres) == (
        f"Pays du Nord (n°{E}{nord.pk})",
        f"Pays du Nord (n°{E}{autre.pk})",
    )


def test_relations_and_keywords_tell_what_came_and_went():
    initiative = make_initiative(themes=[make_theme("Mobilité"), make_theme("Eau")])
    initiative.mots_cles.add("vélo")
    avant = contenu.prendre(initiative)
    initiative.themes.set([make_theme("Eau"), make_theme("Énergie")])
    initiative.mots_cles.set(["bus"])
    apres = contenu.prendre(initiative)

    changements = comparer(Initiative, avant, apres)

    assert [(c.label, c.genre, _dire_lignes(c)) for c in changements] == [
        (
            label,
            "liste",
            [
                ("ajout", None, None, False, f"[+{ajout}]"),
                ("retrait", None, None, False, f"[-{retrait}]"),
            ],
        )
        for label, ajout, retrait in [
            ("Thèmes", "Énergie", "Mobilité"),
            ("Mots-clés", "bus", "vélo"),
        ]
    ]


def _etape(pk, detail, annee=2020):
    return {
        "pk": pk,
        "champs": {"stade": "idee", "annee": annee, "date": None, "detail": detail},
        "relations": {},
        "parties": {},
    }


DEBUT = f"Stade{E}: Idée{E}; année{E}: 2020{E}; détail{E}: "


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ([], [_etape(None, "Vote")], [("ajout", None, 1, False, f"[+{DEBUT}Vote]")]),
        ([_etape(1, "Vote")], [], [("retrait", 1, None, False, f"[-{DEBUT}Vote]")]),
        (
            [_etape(1, "Vote")],
            [_etape(1, "Loi")],
            [("change", 1, 1, False, f"{DEBUT}[-Vote][+Loi]")],
        ),
        # The same part before and after it received its key.
        ([_etape(None, "Vote")], [_etape(1, "Vote")], []),
        # Without a key, the same first value is the same part.
        (
            [_etape(None, "Vote")],
            [_etape(None, "Loi")],
            [("change", 1, 1, False, f"{DEBUT}[-Vote][+Loi]")],
        ),
        # One that moved, not all those that it went past.
        (
            [_etape(1, "A"), _etape(2, "B"), _etape(3, "C")],
            [_etape(3, "C"), _etape(1, "A"), _etape(2, "B")],
            [("change", 3, 1, True, f"{DEBUT}C")],
        ),
        (
            [_etape(1, "A"), _etape(2, "B")],
            [_etape(2, "B bis"), _etape(1, "A")],
            [("change", 2, 1, True, f"{DEBUT}B [+bis]")],
        ),
        # Twins without a key.
        (
            [_etape(None, "A"), _etape(None, "A")],
            [_etape(None, "A")],
            [("retrait", 2, None, False, f"[-{DEBUT}A]")],
        ),
    ],
)
def test_parts_added_removed_changed_and_moved(avant, apres, attendu):
    vide = contenu.prendre(make_initiative())
    avant, apres = (
        {**vide, "parties": {**vide["parties"], "etapes": etapes}} for etapes in (avant, apres)
    )

    changements = comparer(Initiative, avant, apres)

    assert [_dire_lignes(c) for c in changements] == ([attendu] if attendu else [])


def test_numbers_of_order_that_move_nothing_are_presentation():
    journees = make_question().vague
    avant = contenu.prendre(journees)
    apres = deepcopy(avant)
    apres["parties"]["questions"][0]["champs"]["ordre"] = 10

    (changement,) = comparer(Vague, avant, apres)

    assert (changement.label, changement.genre) == ("Questions", "forme")


def test_a_change_deep_inside_a_part_shows_where_it_is():
    complet = site_complet.construire()
    journees = Journees.objects.get(idees__in=complet.idees.all())
    avant = contenu.prendre(journees)
    apres = deepcopy(avant)
    seance = next(s for s in apres["parties"]["seances"] if s["parties"]["interventions"])
    seance["parties"]["interventions"][0]["champs"]["role"] = "Maire"

    (changement,) = comparer(Journees, avant, apres)

    (ligne,) = changement.lignes
    assert (ligne.nature, ligne.deplacee) == ("change", False)
    assert [s.texte.strip() for s in ligne.segments if s.nature == "ajout"] == ["Maire"]
