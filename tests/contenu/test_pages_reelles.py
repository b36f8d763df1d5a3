"""Members, chantiers, pages, links and typography of the real content."""

import re
from html import unescape

import pytest
from django.apps import apps
from django.db import models
from django.urls import reverse

from chantiers.models import Chantier, Theme
from mediatheque.models import Lien
from pages.models import FicheChargee, Page
from solidaires import texte
from solidaires.publication import Publiable
from territoires.models import Adhesion, Territoire

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charge")]

# Territories, chantiers, pages


def test_members_are_the_thirteen_departements_cited_in_2021():
    adhesions = Adhesion.objects.order_by("territoire__code")

    assert [a.territoire.code for a in adhesions] == (
        "07 11 24 31 32 33 34 40 44 47 54 58 93".split()
    )
    assert {a.annee_attestee for a in adhesions} == {2021}
    assert [a.territoire.nom for a in adhesions if a.role == "initiateur"] == ["Gironde"]


def test_chantiers_gather_what_the_content_attaches_to_them():
    revenu, ssa, resilience = Chantier.objects.all()

    assert sorted(i.slug for i in revenu.initiatives.all()) == [
        "revenu-base-jeunes-31",
        "revenu-de-base",
        "revenu-emancipation-54",
        "revenu-jeunes-44",
        "revenu-jeunes-lyon",
    ]
    assert [i.slug for i in ssa.initiatives.all()] == ["ssa-gironde"]
    assert sorted(q.code for q in ssa.questions.all()) == [
        "2021-aides",
        "2022-inegalites",
        "2022-solutions",
    ]
    assert [*resilience.initiatives.all(), *resilience.idees.all()] == []
    assert resilience.chapo.endswith("Aucune des sources lues n’en dit davantage.")


def test_chapos_of_chantiers_quote_the_interview():
    entretien = texte.en_texte(Page.objects.get(slug="entretien").corps)
    citations = [
        "chantiers qui font sens, pour faire face aux grands défis sociaux et environnementaux",
        texte.en_texte(Chantier.objects.get(slug="revenu-d-autonomie").corps).partition(
            " Jean-Luc Gleyze"
        )[0],
    ]

    assert [citation for citation in citations if citation not in entretien] == []


def test_pages_are_those_of_the_footer():
    assert [(p.slug, p.titre) for p in Page.objects.all()] == [
        ("manifeste", "Manifeste Solutions Solidaires"),
        ("entretien", "Entretien avec Jean-Luc Gleyze et Chaynesse Khirouni"),
        ("qui-sommes-nous", "Qui sommes-nous\u00a0?"),
        ("mentions-legales", "Mentions légales"),
        ("donnees-personnelles", "Données personnelles"),
        ("accessibilite", "Accessibilité"),
    ]


def test_page_about_us_names_every_partner_and_member():
    corps = texte.en_texte(Page.objects.get(slug="qui-sommes-nous").corps)
    membres = [a.territoire.nom for a in Adhesion.objects.select_related("territoire")]

    assert [nom for nom in membres if nom not in corps] == []
    assert corps.count("Terra Nova") == 1


def test_legal_pages_say_what_is_not_known():
    mentions = texte.en_texte(Page.objects.get(slug="mentions-legales").corps)

    assert mentions.count("Non renseigné\u00a0: à compléter par la collectivité éditrice.") == 4
    assert "Non conforme." in Page.objects.get(slug="accessibilite").corps


# Links and typography


def test_addresses_that_nobody_should_follow_have_no_href():
    fermes = [lien for lien in Lien.objects.exclude(url="") if not lien.href]
    ouverts = [lien for lien in Lien.objects.exclude(url="") if lien.href]

    assert len(fermes) == 33
    assert {lien.hote for lien in fermes if lien.etat == "inverifiable"} == {
        "peps33.gironde.fr",
        "prod.demo.libe.io",
        "sandbox.libe.io",
        "staging.libe.io",
        "theworldnews.net",
        "twnews.nl",
        "www-release.dailymotion.com",
    }
    assert {lien.hote for lien in fermes if lien.etat == "a_verifier"} == {
        "alternatives-economiques.fr",
        "jean-jaures.org",
        "liberation.fr",
        "solutions-solidaires.fr",
    }
    assert [lien.url for lien in ouverts if "libe" in lien.hote] == []
    assert all(lien.remarque for lien in fermes)


def test_links_that_one_may_follow_have_each_their_label():
    libelles = [lien.titre for lien in Lien.objects.all() if lien.href]

    assert len(libelles) == 72
    assert len(set(libelles)) == 72
    assert all(libelles)


def test_rich_texts_link_inside_the_portal_only():
    corps = "".join(
        getattr(objet, champ.name)
        for modele in apps.get_models()
        if issubclass(modele, Publiable)
        for champ in modele._meta.concrete_fields
        if champ.get_internal_type() == "TextField"
        for objet in modele.objects.order_by("pk")
    )

    assert corps.count('href="/') == corps.count("href=") == 17


def _modeles_du_contenu():
    apps_du_contenu = (
        "mediatheque chantiers forum fabrique evenements publications barometre pages"
    )
    return [
        modele
        for label in apps_du_contenu.split()
        for modele in apps.get_app_config(label).get_models()
        if modele is not FicheChargee
    ]


def test_every_public_text_has_french_typography_and_safe_html():
    fautes = []
    for modele in _modeles_du_contenu():
        for champ in modele._meta.concrete_fields:
            if not isinstance(champ, models.CharField | models.TextField) or isinstance(
                champ, models.URLField | models.SlugField
            ):
                continue
            for valeur in modele.objects.order_by("pk").values_list(champ.name, flat=True):
                attendue = (
                    texte.assainir(valeur)
                    if valeur.startswith("<")
                    else texte.typographier(valeur)
                )
                lisible = texte.en_texte(valeur).replace("\u00a0", " ")
                if valeur != attendue or "de le " in lisible or "\u202f" in valeur:
                    fautes.append((modele.__name__, champ.name, valeur))

    assert fautes == []


# The pages themselves

LISTES = (
    "accueil fabrique:initiative_list forum:idee_list evenements:journees_list "
    "evenements:citation_list evenements:rendezvous_list publications:publication_list "
    "publications:focuslibe_list publications:note_list publications:podcast_list "
    "barometre:vague_list territoires:territoire_list chantiers:chantier_list "
    "chantiers:theme_list pages:plan_du_site fabrique:initiative_feed forum:idee_feed "
    "evenements:rendezvous_feed publications:publication_feed sitemap"
).split()


def _adresses():
    """Every list, and the page of every row of the content."""
    modeles = [m for m in apps.get_models() if issubclass(m, Publiable)]
    objets = [o for m in [*modeles, Theme, Territoire] for o in m.objects.order_by("pk")]
    pages = {objet.get_absolute_url().partition("#")[0] for objet in objets}
    return [*map(reverse, LISTES), *sorted(pages)]


def test_every_page_answers_and_links_to_verified_addresses_only(visitor):
    suivis = set()
    for adresse in _adresses():
        response = visitor.get(adresse)

        assert response.status_code == 200, adresse
        suivis |= {unescape(href) for href in re.findall(r'href="([^"]*)"', response.text)}

    interdits = {lien.url for lien in Lien.objects.exclude(url="") if not lien.href}
    permis = {lien.href for lien in Lien.objects.exclude(url="") if lien.href}
    assert suivis & interdits == set()
    assert permis - suivis == set()
    assert len(visitor.cookies) == 0  # as the page « Données personnelles » says
