"""The pages of the barometer, as recorded, gaps included."""

import re
from datetime import date
from html import unescape

import pytest
from django.utils.html import strip_tags

from barometre.models import Resultat, Serie, Vague
from tests.factories import (
    ETATS_CACHES,
    make_focus,
    make_lien,
    make_question,
    make_vague,
)

pytestmark = pytest.mark.django_db

MAL = "<script>alert('x')</script>"


def _html(client, vague):
    return client.get(vague.get_absolute_url()).content.decode()


def _lu(html):
    """What a visitor reads of the content, on one line."""
    contenu = html[html.index("<main") : html.index("</main>")]
    return re.sub(r"[ \n]+", " ", unescape(strip_tags(contenu.replace("<", " <"))))


def _lignes(html):
    """The rows of the figures: what each cell says, in order."""
    return [
        [unescape(cellule) for cellule in re.findall(r"<t[hd][^>]*>([^<]+)</t[hd]>", ligne)]
        for ligne in re.findall(r'<tr class="barre".*?</tr>', html, re.DOTALL)
    ]


# The list


def test_list_puts_the_yearly_waves_before_the_studies(client):
    make_vague(2021)
    make_vague(2023)
    make_vague(2022, type=Vague.Type.THEMATIQUE, titre="Les aidants", slug="aidants")
    make_vague(2024, etat="brouillon", published_at=None)

    reponse = client.get("/barometre/")

    assert [v.annee for v in reponse.context["annuelles"]] == [2023, 2021]
    assert [v.titre for v in reponse.context["thematiques"]] == ["Les aidants"]


def test_list_says_who_made_it_from_the_public_waves_only(client):
    for annee in (2022, 2021, 2023):
        make_vague(annee, direction="Jérôme Fourquet")
    make_vague(2024, direction="Autre", etat="brouillon", published_at=None)
    make_vague(2020, type=Vague.Type.THEMATIQUE, slug="aidants", institut="Ipsos")

    assert client.get("/barometre/").context["realisation"] == [
        "Réalisé en 2021, 2022 et 2023 par l’Ifop sous la direction de Jérôme Fourquet."
    ]


def test_list_says_who_made_each_wave_when_they_differ(client):
    make_vague(2021)
    make_vague(2022, institut="Ipsos")
    make_vague(2023, institut="")

    lu = _lu(client.get("/barometre/").content.decode())

    assert "Réalisé en 2021 par l’Ifop." in lu
    assert "Réalisé en 2022 par Ipsos." in lu
    assert "Réalisé en 2023 par un institut non communiqué." in lu


def test_list_card_says_the_method_and_its_gaps(client):
    vague = make_vague(echantillon_texte="un millier de personnes")
    make_question(vague)

    lu = _lu(client.get("/barometre/").content.decode())

    assert "Baromètre annuel · 2023" in lu
    assert "Ifop · un millier de personnes · mode de recueil non communiqué" in lu
    assert "1 question " in lu


def test_list_without_wave_says_so(client):
    assert "Aucune vague n’est encore publiée." in client.get("/barometre/").content.decode()


# One wave


def test_wave_says_its_method_in_a_line(client):
    vague = make_vague(
        echantillon=1001,
        terrain_debut=date(2023, 1, 12),
        terrain_fin=date(2023, 1, 17),
        mode="questionnaire auto-administré en ligne",
    )

    assert (
        "Ifop · 1\u00a0001\u00a0personnes · du 12 au 17\u00a0janvier\u00a02023 · "
        "questionnaire auto-administré en ligne"
    ) in _lu(_html(client, vague)).replace(" au  ", " au ").replace(
        "du  12  au  17", "du 12 au 17"
    )


def test_wave_says_the_gaps_of_its_method(client):
    vague = make_vague(institut="", echantillon_texte="plus de 1 000 personnes")

    assert (
        "institut non communiqué · plus de 1\u00a0000 personnes · dates non communiquées · "
        "mode de recueil non communiqué"
    ) in _lu(_html(client, vague))


def test_wave_shows_each_figure_and_each_gap_in_a_table(client):
    make_vague(2022)
    vague = make_vague(2023)
    question = make_question(vague, code="exacte", reponses={"Climat": 55, "Santé": None})
    Resultat.objects.update(precedent_pct=43, ecart_points=12)
    Resultat.objects.create(
        modalite=question.modalites.get(libelle="Santé"), sous_groupe="Femmes", part_pct=24
    )

    html = _html(client, vague)

    assert '<section class="question section-barometre" id="exacte"' in html
    assert "Quels changements\u00a0? Part de chaque réponse, en\u00a0%" in _lu(html)
    assert _lignes(html) == [
        ["Climat", "55\u00a0%", "rappel 2022\u00a0: 43\u00a0%, +12\u00a0points"],
        ["Santé", "chiffre non communiqué"],
    ]
    assert "Femmes Santé 24\u00a0%" in _lu(html)
    assert 'width="55.0%"' in html
    assert 'x1="43.0%"' in html


def test_wave_shows_no_change_that_its_report_does_not_give(client):
    make_vague(2022)
    vague = make_vague(2023)
    make_question(vague, reponses={"Climat": 55})
    Resultat.objects.update(precedent_pct=43)

    assert _lignes(_html(client, vague)) == [
        ["Climat", "55\u00a0%", "rappel 2022\u00a0: 43\u00a0%"]
    ]


def test_wave_tells_a_summary_from_an_exact_wording(client):
    vague = make_vague()
    make_question(
        vague, libelle="", resume="Valeurs importantes", reponses={}, note="Page lue en partie."
    )

    lu = _lu(_html(client, vague))

    assert (
        "Question 1 Valeurs importantes Formulation exacte non retrouvée\u00a0: résumé de la "
        "question Aucun chiffre n’est communiqué pour cette question. Page lue en partie."
    ) in lu


def test_wave_with_every_exact_wording_speaks_of_no_summary(client):
    vague = make_vague()
    make_question(vague)

    assert "Formulation exacte" not in _html(client, vague)


def test_wave_without_question_says_so(client):
    assert "Les questions de cette vague ne sont pas encore publiées." in _html(
        client, make_vague()
    )


def test_wave_lists_the_sources_of_a_question_once(client):
    vague = make_vague()
    lien = make_lien("https://example.org/enquete", titre="Enquête")
    question = make_question(
        vague, libelle_source=lien, reponses={"Climat": 55, "Santé": 44, "Emploi": 30}
    )
    for resultat in Resultat.objects.filter(modalite__question=question):
        resultat.sources.add(lien, make_lien("https://example.org/autre", titre="Autre"))

    html = _html(client, vague)

    assert html.count('href="https://example.org/enquete"') == 1
    assert html.count('href="https://example.org/autre"') == 1


def test_wave_lists_the_eight_mentions_and_why_some_are_missing(client):
    vague = make_vague(
        terrain_texte="mi-janvier 2022", mentions_manquantes_motif="Non retrouvées."
    )
    make_question(vague)

    html = _html(client, vague)

    mentions = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", html)
    assert [(libelle, _texte(valeur)) for libelle, valeur in mentions] == [
        ("Institut", "Ifop"),
        ("Commanditaire", "non communiqué"),
        ("Acheteur", "non communiqué"),
        ("Nombre de personnes interrogées", "non communiqué"),
        ("Dates du terrain", "non communiqué selon la source\u00a0: mi-janvier 2022"),
        ("Texte intégral des questions", "donné sous chaque question"),
        ("Marges d’erreur", "non communiqué"),
        ("Notice consultable", "non communiqué"),
        ("Sous la direction de", "non communiqué"),
        ("Population représentée", "non communiqué"),
        ("Échantillonnage", "non communiqué"),
        ("Mode de recueil", "non communiqué"),
    ]
    assert "Non retrouvées. Tout sondage est affecté de marges d’erreur." in _lu(html)


def _texte(html):
    return unescape(strip_tags(html.replace("<br>", " ")))


def test_wave_links_only_to_addresses_that_were_checked(client):
    vague = make_vague(
        notice=make_lien("https://example.org/notice"),
        lien=make_lien("https://example.org/perdue", etat="a_verifier"),
    )

    html = _html(client, vague)

    assert '<a href="https://example.org/notice">Notice du sondage</a>' in html
    assert "https://example.org/perdue" not in html


def test_a_followed_question_leads_to_the_other_public_waves(client):
    serie = Serie.objects.create(slug="changements", titre="Changements")
    vague = make_vague(2022)
    make_question(vague, serie=serie)
    make_question(make_vague(2023), serie=serie, code="q-2023", rupture=True)
    make_question(make_vague(2021), serie=serie, code="q-2021")

    html = _html(client, vague)

    assert '<a href="/barometre/2021/#q-2021">2021</a>' in html
    assert '<a href="/barometre/2023/#q-2023">2023</a>' in html
    assert "Suivie en 2021 , 2022 , 2023 (rupture de série)" in _lu(html)


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_wave_names_no_hidden_wave(client, etat):
    serie = Serie.objects.create(slug="changements", titre="Changements")
    seule = Serie.objects.create(slug="valeurs", titre="Valeurs")
    vague, visible = make_vague(2023), make_vague(2021)
    cachee = make_vague(2022, titre="Vague secrète", **ETATS_CACHES[etat])
    for une in (vague, visible, cachee):
        make_question(une, serie=serie, code=f"changements-{une.annee}")
    for une in (vague, cachee):
        make_question(une, serie=seule, code=f"valeurs-{une.annee}")
    Resultat.objects.update(precedent_pct=43)

    html = _html(client, vague)

    assert _lu(html).count("Suivie en 2021 , 2023") == 1
    assert _lu(html).count("Suivie en") == 1
    assert "rappel 2021" in html
    assert "2022" not in html
    assert "secrète" not in html


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_wave_names_no_hidden_focus(client, etat):
    vague = make_vague()
    vague.focus.add(make_focus("Focus visible"))
    vague.focus.add(make_focus("Focus secret", mois=3, **ETATS_CACHES[etat]))

    html = _html(client, vague)

    assert "Focus visible" in html
    assert "Focus secret" not in html


def test_wave_shows_markup_as_text(client):
    vague = make_vague(
        titre=f"Vague {MAL}",
        presentation=f"<p>Présentée{MAL}</p>",
        population=MAL,
        mentions_manquantes_motif=MAL,
        mode=MAL,
    )
    question = make_question(
        vague, libelle=f"Quoi {MAL}", note=MAL, famille=MAL, reponses={MAL: 55, f"B{MAL}": None}
    )
    Resultat.objects.update(note=MAL)
    Resultat.objects.create(
        modalite=question.modalites.first(), sous_groupe=MAL, part_pct=3, note=MAL
    )

    for html in (_html(client, vague), client.get("/barometre/").content.decode()):
        assert "<script>" not in html
    assert "&lt;script&gt;alert(" in _html(client, vague)


@pytest.mark.parametrize("nombre", [1, 3])
def test_wave_runs_the_same_queries_whatever_it_holds(
    client, django_assert_num_queries, nombre
):
    vague = make_vague(2020, notice=make_lien("https://example.org/notice"))
    for i in range(nombre):
        serie = Serie.objects.create(slug=f"serie-{i}", titre=f"Série {i}")
        autre = make_vague(2021 + i)
        source = make_lien(f"https://example.org/{i}")
        vague.sources.add(source)
        vague.focus.add(make_focus(f"Focus {i}", mois=i + 1))
        for une in (vague, autre):
            make_question(une, serie=serie, libelle_source=source, reponses={"A": 5, "B": None})
        for resultat in Resultat.objects.all():
            resultat.sources.add(source)
            Resultat.objects.get_or_create(
                modalite=resultat.modalite, sous_groupe="Femmes", part_pct=4
            )
    Resultat.objects.update(precedent_pct=3)

    with django_assert_num_queries(12):
        client.get(vague.get_absolute_url())
    with django_assert_num_queries(1):
        client.get("/barometre/")
