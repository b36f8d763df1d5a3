"""Waves, questions and figures: what the database refuses, what is published, what is read in words."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from barometre.models import Modalite, Question, Resultat, Serie, Vague
from solidaires.publication import Etat, TransitionImpossible
from tests.factories import make_lien, make_question, make_vague

pytestmark = pytest.mark.django_db


def _refuse(ligne, message):
    """The form says `message`, and the database refuses the row."""
    with pytest.raises(ValidationError) as refus:
        ligne.validate_constraints()
    assert refus.value.messages == [message]
    with pytest.raises(IntegrityError), transaction.atomic():
        ligne.save()


def test_there_is_one_yearly_wave_a_year():
    make_vague(2023)
    make_vague(2023, type=Vague.Type.THEMATIQUE, slug="aidants")

    _refuse(
        Vague(titre="Bis", annee=2023, slug="bis"),
        "Le baromètre annuel de cette année existe déjà.",
    )


@pytest.mark.parametrize("debut", [date(2023, 1, 18), None])
def test_the_field_ends_after_it_started(debut):
    _refuse(
        Vague(
            titre="V", annee=2023, slug="v", terrain_debut=debut, terrain_fin=date(2023, 1, 17)
        ),
        "Le terrain se termine après avoir commencé.",
    )


def test_a_question_is_said_exactly_or_summed_up():
    _refuse(
        Question(vague=make_vague(), code="q"),
        "Donnez le texte exact ou, à défaut, un résumé.",
    )


def test_two_questions_of_a_wave_have_two_codes():
    vague = make_vague()
    make_question(vague, code="q")

    _refuse(
        Question(vague=vague, code="q", libelle="Autre"),
        "Cet identifiant existe déjà dans la vague.",
    )


def test_a_wave_asks_a_followed_question_once():
    vague, serie = make_vague(), Serie.objects.create(slug="s", titre="Suivie")
    make_question(vague, serie=serie)

    _refuse(
        Question(vague=vague, code="q", libelle="Autre", serie=serie),
        "La vague a déjà une question de cette série.",
    )


def test_a_question_has_each_answer_once():
    question = make_question(reponses={"Climat": 55})

    _refuse(
        Modalite(question=question, libelle="Climat"),
        "Cette réponse figure déjà dans la question.",
    )


def test_an_answer_has_one_figure_per_group():
    question = make_question(reponses={"Climat": 55})

    _refuse(
        Resultat(modalite=question.modalites.get(), part_pct=54),
        "Ce sous-groupe a déjà un résultat.",
    )


@pytest.mark.parametrize(
    ("part_pct", "precedent_pct"), [(-1, None), (100.1, None), (50, -1), (50, 100.1)]
)
def test_a_share_is_a_percentage(part_pct, precedent_pct):
    question = make_question(reponses={"Climat": None})

    _refuse(
        Resultat(
            modalite=question.modalites.get(), part_pct=part_pct, precedent_pct=precedent_pct
        ),
        "Une part va de 0 à 100 %.",
    )


def test_a_wave_without_its_mentions_is_not_published():
    vague = make_vague(etat=Etat.BROUILLON, published_at=None, institut="")

    with pytest.raises(TransitionImpossible) as refus:
        vague.publish()

    [message] = refus.value.messages
    assert message == (
        "Il manque des mentions légales : institut, commanditaire, acheteur, nombre de "
        "personnes interrogées, dates du terrain, texte intégral des questions, marges "
        "d’erreur, notice consultable. Complétez-les, ou dites pourquoi elles manquent."
    )
    vague.refresh_from_db()
    assert vague.etat == Etat.BROUILLON


def test_a_wave_without_its_mentions_is_published_with_the_reason():
    vague = make_vague(
        etat=Etat.BROUILLON, published_at=None, mentions_manquantes_motif="Non retrouvées."
    )

    vague.publish()

    assert vague.is_published


def test_a_complete_wave_is_published_without_a_reason():
    vague = make_vague(
        etat=Etat.BROUILLON,
        published_at=None,
        commanditaire="Solutions solidaires",
        echantillon=1001,
        terrain_debut=date(2023, 1, 12),
        terrain_fin=date(2023, 1, 17),
        marges="Entre 1,4 et 3,1 points",
        notice=make_lien(),
    )
    make_question(vague)

    vague.publish()

    assert vague.is_published


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, []),
        ({"famille": "changements"}, ["changements"]),
        ({"base_texte": "ensemble"}, ["base\u00a0: ensemble"]),
        ({"base": 1001}, ["base\u00a0: 1\u00a0001\u00a0personnes"]),
        (
            {"base_texte": "les aidants", "base": 210, "reponses_multiples": True},
            ["base\u00a0: les aidants, 210\u00a0personnes", "plusieurs réponses possibles"],
        ),
        ({"reponses_multiples": False}, ["une seule réponse possible"]),
    ],
)
def test_a_question_says_what_is_known_of_its_base(champs, attendu):
    assert Question(**champs).precisions == attendu


def _resultat(annee_precedente=None, **champs):
    vague = Vague(annee=2023)
    vague.annee_precedente = annee_precedente
    modalite = Modalite(libelle="Climat", question=Question(vague=vague))
    return Resultat(modalite=modalite, part_pct=55, **champs)


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, ""),
        ({"precedent_pct": 43, "annee_precedente": 2022}, "rappel 2022\u00a0: 43\u00a0%"),
        (
            {"precedent_pct": 43, "ecart_points": 12, "annee_precedente": 2022},
            "rappel 2022\u00a0: 43\u00a0%, +12\u00a0points",
        ),
        ({"precedent_pct": 43}, "rappel de la vague précédente\u00a0: 43\u00a0%"),
        ({"ecart_points": -1}, "évolution publiée\u00a0: −1\u00a0point"),
    ],
)
def test_the_previous_wave_is_recalled_as_recorded_never_computed(champs, attendu):
    assert _resultat(**champs).rappel == attendu


def test_what_goes_with_a_figure_is_on_one_line():
    resultat = _resultat(precedent_pct=43, base=210, note="valeur lue sur un graphique")

    assert resultat.precisions == (
        "rappel de la vague précédente\u00a0: 43\u00a0% · 210\u00a0personnes · "
        "valeur lue sur un graphique"
    )


def test_the_recalled_year_is_that_of_the_public_yearly_wave_before():
    make_vague(2020)
    make_vague(2021)
    make_vague(2022, etat=Etat.BROUILLON, published_at=None)
    make_vague(2022, type=Vague.Type.THEMATIQUE, slug="aidants")
    make_vague(2023)

    annees = {
        vague.slug: vague.annee_precedente
        for vague in Vague.objects.for_detail().order_by("pk")
    }

    assert annees == {"2020": None, "2021": 2020, "2022": 2021, "aidants": None, "2023": 2021}
