"""The pure readers: labels of figures, the little Markdown, the state of links, known dates."""

from datetime import date

import pytest

from pages.contenu.fabrique import chiffre
from pages.contenu.formes import BRUT, ENTIER, QUAND, TEXTE, Forme, Quand, liste
from pages.contenu.lecture import ContenuInvalide, Repere
from pages.contenu.liens import lire_liens
from pages.contenu.markdown import en_html

ICI = Repere("essai.md")


@pytest.mark.parametrize(
    ("libelle", "attendu"),
    [
        ("foyers", ("foyers", "", "", "")),
        ("plafond mensuel (euros)", ("plafond mensuel", "€", "", "")),
        ("part financée (%)", ("part financée", "%", "", "")),
        ("durée (mois)", ("durée", "mois", "", "")),
        ("adhérents (près de)", ("adhérents", "", "près de", "")),
        ("habitants (environ)", ("habitants", "", "environ", "")),
        ("jeunes (plus de)", ("jeunes", "", "plus de", "")),
        ("retours à l’emploi (2020)", ("retours à l’emploi", "", "", "2020")),
        ("participants (première phase)", ("participants (première phase)", "", "", "")),
        ("dossiers reçus en 2019", ("dossiers reçus en 2019", "", "", "")),
    ],
)
def test_chiffre_reads_the_parenthesis_of_a_label(libelle, attendu):
    champs = chiffre(libelle)

    assert (
        champs["libelle"],
        champs["unite"],
        champs["approximation"],
        champs["periode"],
    ) == attendu


@pytest.mark.parametrize(
    ("source", "html"),
    [
        ("", ""),
        ("<!-- rien\nà dire -->", ""),
        ("Une ligne\nqui continue.", "<p>Une ligne qui continue.</p>"),
        ("Un.\n\nDeux.", "<p>Un.</p><p>Deux.</p>"),
        ("## Titre\nTexte.", "<h2>Titre</h2><p>Texte.</p>"),
        ("Texte.\n### Titre", "<p>Texte.</p><h3>Titre</h3>"),
        ("- un\n- deux\n  encore", "<ul><li>un</li><li>deux encore</li></ul>"),
        ("> Dit-il,\n> ici.", "<blockquote><p>Dit-il, ici.</p></blockquote>"),
        ("**Qui l’ignore ?** Lui.", "<p><strong>Qui l’ignore&nbsp;?</strong> Lui.</p>"),
        ("*Ici*, là.", "<p><em>Ici</em>, là.</p>"),
        (
            "Voir [les idées : ici](/forum/idees/).",
            '<p>Voir <a href="/forum/idees/">les idées&nbsp;: ici</a>.</p>',
        ),
        ("2 < 3 & 4", "<p>2 &lt; 3 &amp; 4</p>"),
        ("<script>alert(1)</script>", "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>"),
        ("[x](javascript:alert)", "<p><a>x</a></p>"),
    ],
)
def test_markdown_makes_safe_html(source, html):
    assert en_html(source, ICI) == html


@pytest.mark.parametrize("titre", ["# Un", "#### Quatre"])
def test_markdown_refuses_titles_of_other_levels(titre):
    with pytest.raises(ContenuInvalide, match=r"^essai\.md\s: titre de niveau [14]"):
        en_html(titre, ICI)


@pytest.mark.parametrize(
    ("valeur", "quand"),
    [
        ("2021-06", Quand(2021, 6)),
        ("2021-06-11", Quand(2021, 6, date(2021, 6, 11))),
        (date(2021, 6, 11), Quand(2021, 6, date(2021, 6, 11))),
    ],
)
def test_quand_keeps_what_is_known_of_a_date(valeur, quand):
    assert QUAND.convertir(valeur) == quand


def test_forme_gives_each_absent_key_its_blank():
    forme = Forme("titre", titre=TEXTE, sigle=BRUT, annee=ENTIER, lieux=liste(TEXTE))

    lue = forme.convertir({"titre": "  L'essai : oui !  ", "annee": None})

    assert vars(lue) == {
        "titre": "L’essai\u00a0: oui\u00a0!",
        "sigle": "",
        "annee": None,
        "lieux": [],
    }


@pytest.fixture
def liens(dossier):
    """The rules of content/liens.yaml without their labels, ready to collect."""
    chemin = dossier / "liens.yaml"
    regles = chemin.read_text(encoding="utf-8").partition("libelles:")[0]
    chemin.write_text(f"{regles}libelles: []\n", encoding="utf-8")
    return lire_liens(dossier)


MIROIR = "https://www.staging.libe.io/forums/un-article"
SITE = "https://www.solutions-solidaires.fr/page"


@pytest.mark.parametrize(
    ("citations", "etat", "remarque"),
    [
        ([(SITE, "")], "verifie", ""),
        ([(SITE, "non_lue")], "a_verifier", "Adresse relevée sans que la page ait été lue."),
        ([(SITE, "non_lue"), (SITE, "")], "verifie", ""),
        (
            [(SITE, "url_publique_presumee")],
            "a_verifier",
            "Adresse de liberation.fr déduite d’une copie technique. Elle n’a pas été vérifiée.",
        ),
        (
            [(MIROIR, "")],
            "inverifiable",
            (
                "Copie technique de liberation.fr. Elle a été lue, mais n’est pas l’adresse destinée "
                "au public."
            ),
        ),
    ],
)
def test_state_of_a_link_comes_from_rules_then_from_who_read_it(
    liens, citations, etat, remarque
):
    for adresse, pas_lue in citations:
        liens(adresse, pas_lue=pas_lue)

    (fiche,) = liens.fiches()

    assert (fiche.champs["etat"], fiche.champs["remarque"]) == (etat, remarque)


def test_label_of_a_link_is_the_first_that_a_record_gives(liens):
    liens(SITE)
    liens(SITE, titre="Une page")
    liens(SITE, titre="La même")
    liens("document-fondateur", titre="Autre")

    page, document = liens.fiches()

    assert (page.champs["url"], page.champs["titre"]) == (SITE, "Une page")
    assert (document.champs["url"], document.champs["titre"]) == (
        "",
        "Document fondateur de Solutions solidaires",
    )
