"""The eight legal mentions of a poll, and what is known when one is missing."""

from datetime import date

import pytest

from barometre.mentions import Mention, mentions
from barometre.models import Question, Vague
from mediatheque.models import Lien


def _connues(vague, *libelles):
    questions = [Question(libelle=libelle) for libelle in libelles]
    return {mention.libelle: mention for mention in mentions(vague, questions)}


def test_a_wave_that_says_nothing_has_eight_blank_mentions():
    connues = mentions(Vague(titre="Vague", annee=2023), [])

    assert connues == [
        Mention("Institut", ""),
        Mention("Commanditaire", ""),
        Mention("Acheteur", ""),
        Mention("Nombre de personnes interrogées", ""),
        Mention("Dates du terrain", ""),
        Mention("Texte intégral des questions", ""),
        Mention("Marges d’erreur", ""),
        Mention("Notice consultable", ""),
    ]


def test_a_complete_wave_has_eight_mentions():
    vague = Vague(
        institut="Ifop",
        commanditaire="Solutions solidaires",
        acheteur="Libération",
        echantillon=1001,
        echantillon_texte="1 001 personnes",
        terrain_debut=date(2023, 1, 12),
        terrain_fin=date(2023, 2, 1),
        terrain_texte="début 2023",
        marges="Entre 1,4 et 3,1 points",
        notice=Lien(titre="Notice de l’Ifop"),
    )

    assert list(_connues(vague, "Quels changements ?").values()) == [
        Mention("Institut", "Ifop"),
        Mention("Commanditaire", "Solutions solidaires"),
        Mention("Acheteur", "Libération"),
        Mention("Nombre de personnes interrogées", "1\u00a0001\u00a0personnes"),
        Mention(
            "Dates du terrain",
            "du 12\u00a0janvier\u00a02023 au 1er\u00a0février\u00a02023",
        ),
        Mention("Texte intégral des questions", "donné sous chaque question"),
        Mention("Marges d’erreur", "Entre 1,4 et 3,1 points"),
        Mention("Notice consultable", "Notice de l’Ifop"),
    ]


def test_no_buyer_is_made_up():
    connues = _connues(Vague(commanditaire="Gironde"))

    assert connues["Acheteur"].texte == "aucun autre que le commanditaire n’est indiqué"


@pytest.mark.parametrize(
    ("debut", "fin", "texte"),
    [
        (date(2023, 1, 11), date(2023, 1, 11), "le 11\u00a0janvier\u00a02023"),
        (date(2023, 1, 11), None, ""),
        (None, None, ""),
    ],
)
def test_the_field_needs_both_dates(debut, fin, texte):
    vague = Vague(terrain_debut=debut, terrain_fin=fin)

    assert _connues(vague)["Dates du terrain"].texte == texte


def test_the_words_of_the_source_do_not_fill_a_mention():
    vague = Vague(echantillon_texte="un millier de personnes", terrain_texte="mi-janvier 2022")

    connues = _connues(vague)

    assert connues["Nombre de personnes interrogées"] == Mention(
        "Nombre de personnes interrogées", "", "selon la source : un millier de personnes"
    )
    assert connues["Dates du terrain"] == Mention(
        "Dates du terrain", "", "selon la source : mi-janvier 2022"
    )


@pytest.mark.parametrize(
    ("libelles", "texte", "a_defaut"),
    [
        ([], "", ""),
        (["", ""], "", ""),
        (["Quoi ?", ""], "", "connu pour 1 question sur 2"),
        (["Quoi ?", "Qui ?", ""], "", "connu pour 2 questions sur 3"),
        (["Quoi ?", "Qui ?"], "donné sous chaque question", ""),
    ],
)
def test_the_wording_is_known_when_that_of_every_question_is(libelles, texte, a_defaut):
    mention = _connues(Vague(), *libelles)["Texte intégral des questions"]

    assert (mention.texte, mention.a_defaut) == (texte, a_defaut)
