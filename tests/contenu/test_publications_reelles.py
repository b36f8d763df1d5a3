"""Focus, notes and the barometer of the real content: what they say and leave unsaid."""

from datetime import date

import pytest

from barometre.models import Question, Serie, Vague
from publications.models import FocusLibe, Note
from solidaires import texte

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charge")]


def test_focus_says_no_more_than_its_record():
    focus = FocusLibe.objects.get(slug="focus-2021-revenu-de-base")
    sans_titre = FocusLibe.objects.get(slug="focus-2021-hiver")
    travail = FocusLibe.objects.get(slug="focus-2022-travail")

    assert (focus.annee, focus.mois, focus.cahier_pages, focus.cahier_date) == (
        2021,
        6,
        8,
        date(2021, 6, 11),
    )
    assert (focus.cahier_lien.etat, focus.cahier_lien.href) == ("a_verifier", "")
    assert focus.forum_date is None  # only the month is known
    assert (sans_titre.titre, sans_titre.has_cahier) == ("Solidarités face à la crise", False)
    assert (travail.has_cahier, travail.cahier_pages, travail.cahier_date) == (True, None, None)
    assert travail.note.endswith(
        "n’est pas repris dans le baromètre. Ses chiffres n’ont pas été relevés."
    )


def test_articles_join_the_idea_of_the_same_title():
    focus = FocusLibe.objects.get(slug="focus-2024-six-solutions")

    assert [(a.type, a.idee.slug if a.idee else "") for a in focus.articles.all()] == [
        ("article", ""),
        ("tribune", "aider-a-condition-que"),
        ("tribune", "preparer-engagement"),
        ("article", ""),
        ("article", ""),
        ("tribune", "ssa-emancipation"),
    ]
    assert focus.forum_journees.annee == 2024


def test_note_that_nobody_read_is_not_clickable():
    non_lue = Note.objects.get(slug="mieux-vivre-a-domicile")
    lue = Note.objects.get(slug="ecoute-des-citoyens")

    assert (non_lue.lien.href, non_lue.resume, non_lue.annee) == ("", "", None)
    assert lue.lien.href == lue.lien.url
    assert [n.slug for n in Note.objects.filter(oeil_verifie=False)] == ["mobilite-responsable"]


# Le baromètre


def _figures(code):
    question = Question.objects.get(code=code)
    return [
        (m.libelle, [(r.part_pct, r.precedent_pct, r.ecart_points) for r in m.resultats.all()])
        for m in question.modalites.all()
    ]


def test_barometer_figures_are_those_recorded():
    assert _figures("2021-risque-soi") == [
        ("Questions sanitaires", [(45, None, None)]),
        ("Réchauffement climatique", [(41, None, None)]),
        ("Écarts de richesses", [(29, None, None)]),
    ]
    assert _figures("2022-changements") == [
        ("Réchauffement / changements climatiques", [(43, 48, None)]),
        ("Écarts de revenus et de richesses (inégalités)", [(42, 37, None)]),
        ("Questions sanitaires et de santé", [(29, 44, None)]),
    ]
    assert _figures("2023-changements") == [("Réchauffement climatique", [(55, 43, 12)])]
    assert _figures("aidants-pratique") == [
        ("Ensemble", [(21, None, None)]),
        ("Femmes", [(24, None, None)]),
        ("Hommes", [(18, None, None)]),
    ]


def test_answers_without_a_figure_stay_without_one():
    assert _figures("2021-changements")[6:] == [
        ("Rythme de vie changeant", []),
        ("Nouvelles technologies", []),
        ("Vieillissement de la société", []),
        ("Mutations du travail", []),
    ]


def test_waves_say_which_mentions_are_missing():
    vague = Vague.objects.get(slug="2023")
    etude = Vague.objects.get(slug="aidants-2021")

    assert (vague.echantillon, vague.terrain_debut, vague.terrain_fin) == (
        1001,
        date(2023, 1, 12),
        date(2023, 1, 17),
    )
    assert (vague.marges, vague.notice) == ("", None)
    assert vague.mentions_manquantes_motif == texte.typographier(
        "Vague publiée avant l’ouverture de ce portail : les mentions absentes n’ont pas été "
        "retrouvées dans les sources lues."
    )
    assert (etude.type, etude.echantillon, etude.terrain_debut) == ("thematique", None, None)
    assert [f.slug for f in etude.focus.all()] == ["focus-2021-aidants"]


def test_only_questions_said_to_be_the_same_are_followed():
    assert {
        serie.slug: sorted(q.code for q in serie.questions.all())
        for serie in Serie.objects.all()
    } == {
        "changements-importants": ["2021-changements", "2022-changements", "2023-changements"],
        "risques-a-couvrir": ["2021-protection", "2022-protection"],
        "acteur-de-la-protection": ["2021-acteur", "2022-acteur"],
    }
