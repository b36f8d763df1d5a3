"""Before publishing: what forbids it, what would help, each with its field; in the panel and in the admin."""

import re

import pytest
from django.template.loader import render_to_string

from fabrique.models import ChiffreCle, Initiative
from mediatheque.forms import ImageForm
from redaction.controles import Bilan, Controle, controler
from solidaires.publication import Etat
from solidaires.texte import typographier
from tests.bureau import remplir
from tests.factories import (
    make_idee,
    make_initiative,
    make_journees,
    make_question,
    make_reprise,
    make_seance,
    make_vague,
)
from tests.mediatheque import fichiers

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

SANS_RESULTAT = typographier(
    "Une initiative déployée dit au moins un résultat ou une limite : ajoutez un chiffre, ou "
    "écrivez dans « limites et échecs » ce qui n’est pas encore connu."
)
SANS_CHAPO = typographier(
    "Ajoutez un chapô : deux phrases qui disent l’essentiel, sous le titre et dans les listes."
)
SIGLE = typographier(
    "« RSA » n’est pas expliqué : la première fois, écrivez le nom entier, puis (RSA)."
)


def _brouillon(**champs):
    champs = {"chapo": "Des foyers cotisent.", "etat": Etat.BROUILLON, **champs}
    return make_initiative(published_at=None, **champs)


def _publier(client, objet, **champs):
    """The page after « publier » was pressed in the form of `objet`, `champs` typed."""
    url = objet.get_admin_url()
    valeurs = remplir(client, url) | champs | {"_verbe_publish": "Publier"}
    return client.post(url, valeurs, follow=True).content.decode()


# What is found


def test_nothing_to_say_of_a_plain_sheet():
    assert controler(_brouillon()) == Bilan([], [])
    assert controler(_brouillon(slug="autre")).est_vide


def test_a_deployed_initiative_without_result_is_stopped_at_its_limits():
    bilan = controler(_brouillon(stade="deployee"))

    assert bilan == Bilan(
        [Controle(SANS_RESULTAT, "limites", "limites et échecs", "id_limites")], []
    )
    assert not bilan.est_vide


def test_a_wave_without_mentions_is_stopped_at_the_field_that_says_why():
    vague = make_vague(titre="Vague", institut="")

    (controle,) = controler(vague).bloquants

    assert controle.champ == "mentions_manquantes_motif"
    assert controle.ancre == "id_mentions_manquantes_motif"
    assert controle.libelle_champ == "mentions non retrouvées"


def test_advice_names_its_field_in_the_order_of_the_form():
    idee = make_idee(chapo="", corps="<p>Le RSA.</p>", reponse="<p>Récemment, le RSA.</p>")

    assert controler(idee).conseils == [
        Controle(SANS_CHAPO, "chapo", "chapô", "id_chapo"),
        Controle(SIGLE, "corps", "texte", "id_corps"),
        Controle(
            typographier(
                "« Récemment » ne dira plus rien dans un an : écrivez le mois et l’année."
            ),
            "reponse",
            "réponse publique",
            "id_reponse",
        ),
    ]


def test_the_chapo_is_read_like_the_rest():
    idee = make_idee(chapo="Ouvrir le RSA.")

    assert controler(idee).conseils == [Controle(SIGLE, "chapo", "chapô", "id_chapo")]


def test_an_acronym_explained_in_another_field_passes():
    idee = make_idee(
        chapo="Le revenu de solidarité active (RSA) pour les jeunes.", corps="<p>Le RSA.</p>"
    )

    assert controler(idee) == Bilan([], [])


def test_advice_on_a_part_names_the_part_and_leads_to_its_group():
    journees = make_journees()
    make_seance(journees, titre="Vivre dignement", resume="<p>Le RSA.</p>")

    assert controler(journees).conseils == [
        Controle(
            SIGLE,
            "seances",
            typographier("séance « Vivre dignement », résumé"),
            "seances-group",
        )
    ]


@pytest.mark.parametrize("nombre", [1, 3])
def test_controls_cost_one_query_per_kind_of_part(django_assert_num_queries, nombre):
    journees = make_journees()
    for rang in range(nombre):
        make_seance(journees, titre=f"Séance {rang}", resume="<p>Le RSA.</p>")
    initiative = _brouillon(stade="essaimee")
    vague = make_vague()
    make_question(vague)

    with django_assert_num_queries(1):
        controler(journees)
    with django_assert_num_queries(1):
        controler(initiative)
    with django_assert_num_queries(1):
        controler(vague)


def test_a_reprise_has_controls_too():
    reprise = make_reprise(adaptation="<p>Le RSA.</p>")

    assert [c.champ for c in controler(reprise).conseils] == ["adaptation"]


# The panel


def _panneau(bilan):
    html = render_to_string("redaction/_controles.html", {"bilan": bilan})
    return re.sub(r"[ \n]+", " ", html)


def test_the_panel_leads_each_line_to_its_field_the_blocking_ones_first():
    initiative = _brouillon(stade="deployee", chapo="")

    html = _panneau(controler(initiative))

    assert f'<a href="#id_limites">Limites et échecs</a>&nbsp;: {SANS_RESULTAT}' in html
    assert f'<a href="#id_chapo">Chapô</a>&nbsp;: {SANS_CHAPO}' in html
    assert html.index("id_limites") < html.index("id_chapo")
    assert '<details class="controles__conseils" open>' in html
    assert "1 conseil pour que la page se lise mieux, sans obligation" in html
    assert "Rien à signaler." not in html


def test_the_panel_folds_long_advice():
    idee = make_idee(corps="<p>Le RSA, l’APA, la PCH et le CDI.</p>", chapo="Une idée.")

    html = _panneau(controler(idee))

    assert '<details class="controles__conseils"> <summary' in html
    assert "4 conseils pour que la page se lise mieux, sans obligation" in html


def test_the_panel_is_quiet_when_there_is_nothing():
    html = _panneau(Bilan([], []))

    assert '<p class="controles__rien">Rien à signaler.</p>' in html
    assert "<ul" not in html


def test_the_panel_shows_what_was_typed_as_text():
    idee = make_idee(
        chapo="Une idée.", corps="<p>Le <a href='/x/'>&lt;b&gt;ici&lt;/b&gt;</a></p>"
    )
    seance = make_seance(titre="<script>alert(1)</script>", resume="<p>Le RSA.</p>")

    assert "<script" not in _panneau(controler(seance.journees))
    assert "<b>" not in _panneau(controler(idee))


# In the admin


def test_publishing_a_deployed_initiative_without_result_is_refused_with_the_reason(
    coordinatrice,
):
    initiative = _brouillon(stade="deployee")

    page = _publier(coordinatrice, initiative)

    assert SANS_RESULTAT in page
    initiative.refresh_from_db()
    assert initiative.etat == Etat.BROUILLON


@pytest.mark.parametrize(
    ("stade", "participe"), [("evaluee", "évaluée"), ("essaimee", "essaimée")]
)
def test_the_refusal_says_the_stage(coordinatrice, stade, participe):
    initiative = _brouillon(stade=stade)

    assert f"Une initiative {participe} dit au moins" in _publier(coordinatrice, initiative)


def test_a_deployed_initiative_that_tells_a_limit_is_published(coordinatrice):
    initiative = _brouillon(stade="deployee")

    _publier(coordinatrice, initiative, limites="<p>Les effets ne sont pas mesurés.</p>")

    initiative.refresh_from_db()
    assert initiative.etat == Etat.PUBLIEE


def test_a_deployed_initiative_with_a_figure_is_published(coordinatrice):
    initiative = _brouillon(stade="deployee")
    ChiffreCle.objects.create(initiative=initiative, libelle="foyers", valeur=90)

    _publier(coordinatrice, initiative)

    assert Initiative.objects.published().get() == initiative


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        (
            {},
            (
                "Dites en une phrase ce que l’image apprend, ou cochez « image décorative » si elle "
                "n’apprend rien."
            ),
        ),
        (
            {"image_alt": "Des tables dehors.", "image_decorative": "on"},
            (
                "Une image décorative ne se décrit pas : effacez ce texte, ou décochez « image "
                "décorative »."
            ),
        ),
    ],
)
def test_an_image_not_described_is_said_beside_its_field(coordinatrice, champs, message):
    valeurs = {"titre": "Place", "credit": "A. B.", "foyer_x": 0.5, "foyer_y": 0.5}
    image = ImageForm(valeurs, {"fichier": fichiers.image()}).save()
    idee = make_idee()
    url = idee.get_admin_url()

    reponse = coordinatrice.post(
        url, remplir(coordinatrice, url) | {"image": image.pk, **champs}
    )

    assert reponse.context["adminform"].form.errors == {"image_alt": [typographier(message)]}
