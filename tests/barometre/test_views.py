"""The waves of the barometer, shown as recorded, gaps included."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from barometre.models import Modalite, Resultat, Serie, Vague
from solidaires.publication import Etat, TransitionImpossible
from tests.factories import (
    ETATS_CACHES,
    make_focus,
    make_lien,
    make_question,
    make_vague,
)

pytestmark = pytest.mark.django_db


def _html(client, vague):
    return client.get(vague.get_absolute_url()).content.decode()


def test_list_puts_the_yearly_waves_before_the_studies(client):
    make_vague(2021)
    make_vague(2023)
    make_vague(2022, type=Vague.Type.THEMATIQUE, titre="Les aidants", slug="aidants")
    make_vague(2024, etat="brouillon", published_at=None)

    reponse = client.get("/barometre/")

    assert [v.annee for v in reponse.context["annuelles"]] == [2023, 2021]
    assert [v.titre for v in reponse.context["thematiques"]] == ["Les aidants"]


def test_wave_shows_wording_figures_and_gaps(client):
    vague = make_vague(
        echantillon=1001, terrain_debut=date(2023, 1, 12), terrain_fin=date(2023, 1, 17)
    )
    make_question(vague, code="exacte", reponses={"Climat": 55, "Santé": None})
    make_question(vague, code="resume", libelle="", resume="Valeurs importantes", reponses={})
    Resultat.objects.update(precedent_pct=43)

    html = _html(client, vague)

    assert 'id="exacte"' in html
    assert "Quels changements\u00a0?" in html
    assert "sa formulation exacte n’a pas été retrouvée" in html
    assert "55\u00a0%" in html
    assert "+12\u00a0points (vague précédente\u00a0: 43\u00a0%)" in html
    assert "Chiffre non communiqué pour\u00a0: Santé." in html
    assert "Aucun chiffre n’est communiqué pour cette question." in html
    assert "1\u00a0001 personnes" in html
    assert "du 12 au 17\u00a0janvier\u00a02023" in html.replace(
        '<time datetime="2023-01-12">', ""
    ).replace('<time datetime="2023-01-17">', "").replace("</time>", "")


def test_wave_lists_the_eight_mentions_and_why_some_are_missing(client):
    vague = make_vague(mentions_manquantes_motif="Non retrouvées dans les sources.")
    make_question(vague)

    reponse = client.get(vague.get_absolute_url())

    mentions = reponse.context["mentions"]
    assert len(mentions) == 8
    assert [m for m, valeur in mentions.items() if valeur] == [
        "Institut",
        "Texte intégral des questions",
    ]
    html = reponse.content.decode()
    assert html.count("non communiqué</span>") == 8
    assert "Non retrouvées dans les sources." in html
    assert "marges d’erreur" in html


def test_a_followed_question_leads_to_the_other_published_waves(client):
    serie = Serie.objects.create(slug="changements", titre="Changements")
    vague = make_vague(2023)
    make_question(vague, serie=serie)
    make_question(make_vague(2022), serie=serie, code="q-2022")
    make_question(make_vague(2021, etat="brouillon", published_at=None), serie=serie)

    html = _html(client, vague)

    assert '<a href="/barometre/2022/#q-2022">vague 2022</a>' in html
    assert "2021" not in html


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_wave_hides_a_focus_that_is_not_online(client, etat):
    vague = make_vague()
    vague.focus.add(make_focus("Focus visible"))
    vague.focus.add(make_focus("Focus secret", mois=3, **ETATS_CACHES[etat]))

    html = _html(client, vague)

    assert "Focus visible" in html
    assert "Focus secret" not in html


def test_a_wave_without_its_mentions_is_not_published():
    vague = make_vague(etat=Etat.BROUILLON, published_at=None)

    with pytest.raises(TransitionImpossible, match="Il manque des mentions légales"):
        vague.publish()
    vague.mentions_manquantes_motif = "Non retrouvées."
    vague.publish()

    assert vague.is_published


def test_a_complete_wave_is_published():
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

    assert vague.mentions_manquantes() == []
    vague.publish()
    assert vague.is_published


@pytest.mark.parametrize("part_pct", [-1, 100.1])
def test_a_share_is_a_percentage(part_pct):
    question = make_question(reponses={"Climat": None})
    resultat = Resultat(modalite=Modalite.objects.get(question=question), part_pct=part_pct)

    with pytest.raises(ValidationError, match="Une part va de 0 à 100"):
        resultat.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        resultat.save()


def test_there_is_one_yearly_wave_a_year():
    make_vague(2023)

    with pytest.raises(ValidationError, match="Le baromètre annuel de cette année existe déjà"):
        Vague(titre="Bis", annee=2023, slug="bis").validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        make_vague(2023, slug="bis")


@pytest.mark.parametrize(
    ("part", "precedent", "attendu"),
    [
        (55, None, ""),
        (55, 43, "+12\u00a0points (vague précédente\u00a0: 43\u00a0%)"),
        (29, 44, "−15\u00a0points (vague précédente\u00a0: 44\u00a0%)"),
        (35, 34, "+1\u00a0point (vague précédente\u00a0: 34\u00a0%)"),
        (30, 30, "0\u00a0point (vague précédente\u00a0: 30\u00a0%)"),
    ],
)
def test_the_previous_wave_is_recalled_as_french_says(part, precedent, attendu):
    assert Resultat(part_pct=part, precedent_pct=precedent).rappel == attendu
