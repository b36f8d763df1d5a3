"""What is not online appears nowhere public, whatever points to it; its sibling is where it must be."""

from datetime import date

import pytest
from django.apps import apps
from django.urls import reverse
from taggit.models import TagBase

from barometre.models import Serie, Vague
from chantiers.models import MotCle
from pages.models import CLES as CLES_DE_UNE
from pages.models import ChoixDeUne, Une
from solidaires.publication import Publiable
from solidaires.sitemaps import ListeSitemap
from tests import site_complet
from tests.factories import (
    ETATS_CACHES,
    FABRIQUES,
    make_article,
    make_citation,
    make_focus,
    make_initiative,
    make_intervention,
    make_question,
    make_reprise,
    make_seance,
    make_territoire,
    make_theme,
    make_une,
)

pytestmark = pytest.mark.django_db

PUBLIABLES = {m._meta.model_name: m for m in apps.get_models() if issubclass(m, Publiable)}
# Shown on the pages of others only; a Une shows what it chose, nothing of its own.
SANS_PAGE = {"citation", "reprise", "une"}


def _textes(model, mot):
    """Fields of `model` that a page could print, each holding the marker `mot`."""
    textes = {
        champ.name: mot
        for champ in model._meta.fields
        if champ.get_internal_type() in {"CharField", "TextField"}
        and champ.name not in {"slug", "etat", "motif", "image_alt"}
        and not champ.choices
    }
    return {**textes, "slug": mot.lower()}


def _creer(nom, mot, rang, **etat):
    """One object of the type called `nom`, marked with `mot` in every text."""
    champs = {**_textes(PUBLIABLES[nom], mot), **etat}
    if nom in {"journees", "rendezvous", "vague"}:
        champs["annee"] = 2100 + rang  # to come, and a year of its own
    if nom in {"journees", "rendezvous"}:
        champs["date_debut"] = date(2100 + rang, 2, 9)
    if nom == "initiative":
        champs["cout_euros"] = 1  # its scope is only said of a cost
    if nom == "reprise":
        champs["initiative"] = make_initiative(
            f"Reprise {rang}", territoire=make_territoire("31", "Haute-Garonne")
        )
    return FABRIQUES[nom](**champs)


def _faire(nom, mot, rang, **etat):
    """The same, put wherever a page could show it."""
    objet = _creer(nom, mot, rang, **etat)
    if hasattr(objet, "mots_cles"):
        objet.mots_cles.add("partage", f"mot {mot}")
    _relier(objet)
    if nom in POINTENT:
        POINTENT[nom](objet, mot, rang)
    _mettre_a_la_une(objet)
    return objet


def _relier(objet):
    """Relate it, by every many-to-many of its type and of the others, to all that exists."""
    for champ in objet._meta.get_fields():
        if champ.many_to_many and not issubclass(champ.related_model, TagBase):
            relation = champ.get_accessor_name() if champ.auto_created else champ.name
            getattr(objet, relation).add(*champ.related_model.objects.all())


def _mettre_a_la_une(objet):
    """Choose it, or the question of a wave, for the home page: what comes first there."""
    choisi = objet.questions.latest("pk") if isinstance(objet, Vague) else objet
    for cle in CLES_DE_UNE:
        if ChoixDeUne._meta.get_field(cle).related_model is type(choisi):
            une = Une.objects.published().first() or make_une()
            ChoixDeUne.objects.create(une=une, **{cle: choisi})


# Public rows that point to an object by a key of their own, and rows that are part of it.


def _autour_d_une_idee(idee, mot, rang):
    make_article(PUBLIABLES["focuslibe"].objects.first(), titre=f"Article {rang}", idee=idee)


def _autour_d_une_initiative(initiative, mot, rang):
    territoire = make_territoire(f"7{rang}", f"Département {rang}")
    make_reprise(initiative, territoire, adaptation=mot)
    make_reprise(PUBLIABLES["initiative"].objects.first(), territoire, fiche=initiative)


def _autour_de_journees(journees, mot, rang):
    _relier(make_seance(journees, titre=mot, salle=mot))
    make_intervention(journees=journees, role=mot)
    make_citation(slug=f"mots-{rang}", journees=journees)
    make_focus(f"Focus {rang}", theme=f"Sujet {rang}", forum_journees=journees)


def _autour_d_un_rendez_vous(rendez_vous, mot, rang):
    _relier(make_seance(rendez_vous=rendez_vous, titre=mot, salle=mot))
    make_intervention(rendez_vous=rendez_vous, role=mot)
    make_focus(f"Focus {rang}", theme=f"Sujet {rang}", forum_rendez_vous=rendez_vous)


def _autour_d_un_focus(focus, mot, rang):
    make_article(focus, titre=mot, resume=mot, idee=PUBLIABLES["idee"].objects.first())


def _autour_d_une_vague(vague, mot, rang):
    voisine = PUBLIABLES["vague"].objects.exclude(pk=vague.pk).earliest("pk")
    suivie = voisine.questions.earliest("pk")
    suivie.serie, _ = Serie.objects.get_or_create(slug="suivie", titre="Suivie")
    suivie.save()
    _relier(make_question(vague, libelle=mot, code=mot.lower(), serie=suivie.serie))


POINTENT = {
    "idee": _autour_d_une_idee,
    "initiative": _autour_d_une_initiative,
    "journees": _autour_de_journees,
    "rendezvous": _autour_d_un_rendez_vous,
    "focuslibe": _autour_d_un_focus,
    "vague": _autour_d_une_vague,
}
CLES = {
    "idee": {"article.idee"},
    "initiative": {
        # Parts of the sheet itself, then what others say of it.
        "etape.initiative",
        "chiffrecle.initiative",
        "illustrationinitiative.initiative",
        "reprise.initiative",
        "reprise.fiche",
    },
    "journees": {
        "seance.journees",
        "intervention.journees",
        "citation.journees",
        "focuslibe.forum_journees",
    },
    "rendezvous": {
        "seance.rendez_vous",
        "intervention.rendez_vous",
        "focuslibe.forum_rendez_vous",
    },
    "focuslibe": {"article.focus"},
    "vague": {"question.vague"},
    "une": {"choixdeune.une"},
}


def test_every_type_and_every_key_to_one_is_in_the_test_below():
    cles = {
        nom: {
            f"{lien.related_model._meta.model_name}.{lien.field.name}"
            for lien in model._meta.related_objects
            if not lien.many_to_many
        }
        for nom, model in PUBLIABLES.items()
    }

    assert PUBLIABLES.keys() == FABRIQUES.keys() == OU.keys()
    assert {nom: liens for nom, liens in cles.items() if liens} == CLES


def _pages():
    """{name of the page: address} of every list, feed and hub, and of one detail of each type."""
    flux = (
        "tout_feed",
        "fabrique:initiative_feed",
        "forum:idee_feed",
        "evenements:journees_feed",
        "evenements:rendezvous_feed",
        "evenements:calendrier_ics",
        "publications:publication_feed",
        "barometre:vague_feed",
        "sitemap",
    )
    details = {
        nom: model.objects.published().earliest("pk").get_absolute_url()
        for nom, model in PUBLIABLES.items()
        if nom not in SANS_PAGE
    }
    carrefours = {
        "theme": make_theme().get_absolute_url(),
        "gironde": make_territoire().get_absolute_url(),
        "landes": make_territoire("40", "Landes").get_absolute_url(),
        "mot_cle": reverse("chantiers:motcle_detail", args=["partage"]),
    }
    avec_fil = carrefours | {"chantier": details["chantier"]}
    return {
        **{nom: reverse(nom) for nom in (*ListeSitemap().items(), *flux)},
        **details,
        **carrefours,
        **{f"fil_{nom}": f"{url}atom.xml" for nom, url in avec_fil.items()},
    }


# Where a published object of each type is named, its own page aside: the lists, feeds and hubs of
# `_pages`, and the page of a neighbour under the name of its type.
FILS = {"tout_feed", "fil_theme", "fil_mot_cle"}
CLASSE = FILS | {"theme", "chantier", "mot_cle", "sitemap", "fil_chantier"}
PUBLICATION = CLASSE | {"publications:publication_list", "publications:publication_feed"}
OU = {
    "initiative": CLASSE
    | {"accueil", "fabrique:initiative_list", "fabrique:initiative_feed", "gironde", "landes"}
    | {"initiative", "idee", "journees", "fil_gironde", "fil_landes"},
    "reprise": {"landes", "fil_landes", "tout_feed"},
    "idee": CLASSE
    | {"accueil", "forum:idee_list", "forum:idee_feed"}
    | {"initiative", "journees", "rendezvous", "focuslibe", "gironde"},
    "journees": CLASSE
    | {"accueil", "evenements:journees_list", "evenements:citation_list"}
    | {
        "initiative",
        "idee",
        "journees",
        "gironde",
        "evenements:journees_feed",
        "evenements:calendrier_ics",
    },
    "rendezvous": CLASSE
    | {"accueil", "evenements:rendezvous_list", "evenements:rendezvous_feed"}
    | {"initiative", "idee", "journees", "evenements:calendrier_ics", "gironde"},
    "citation": FILS
    | {"accueil", "evenements:citation_list", "theme", "mot_cle", "evenements:journees_feed"},
    "focuslibe": PUBLICATION
    | {"accueil", "publications:focuslibe_list", "idee", "vague"}
    | {"initiative", "journees"},
    "note": PUBLICATION | {"publications:note_list"},
    "podcast": PUBLICATION | {"publications:podcast_list"},
    "vague": {"accueil", "barometre:vague_list", "chantier", "sitemap", "focuslibe", "vague"}
    | {"barometre:vague_feed", "tout_feed", "fil_chantier"},
    "chantier": FILS
    | {"chantiers:chantier_list", "pages:plan_du_site", "theme", "mot_cle", "sitemap"}
    | {
        "initiative",
        "idee",
        "journees",
        "rendezvous",
        "focuslibe",
        "note",
        "podcast",
        "gironde",
    },
    "page": {"pages:plan_du_site", "sitemap"},
    "une": set(),
}


@pytest.mark.parametrize("nom", FABRIQUES)
def test_what_is_not_online_appears_nowhere(client, agent, nom):
    site_complet.construire()
    pages = _pages()
    visible = _faire(nom, "Zvisible", 0)
    caches = {
        etat: _faire(nom, f"Zsecret{etat}", rang, **champs)
        for rang, (etat, champs) in enumerate(ETATS_CACHES.items(), start=1)
    }

    lues = {page: client.get(url).content.decode().lower() for page, url in pages.items()}
    visibles = [o for m in PUBLIABLES.values() for o in m.objects.published()]
    adresses = {o.get_absolute_url().partition("#")[0] for o in visibles} - {*pages.values()}
    autres = {url: client.get(url).content.decode().lower() for url in adresses}

    fuites = {
        (etat, page)
        for page, html in (lues | autres).items()
        for etat in caches
        if f"zsecret{etat}" in html
    }
    assert fuites == set()
    assert {page for page, html in lues.items() if "zvisible" in html} == OU[nom]
    for mot in MotCle.objects.filter(name__startswith="mot "):
        attendu = 200 if mot.name == "mot Zvisible" else 404
        assert client.get(mot.get_absolute_url()).status_code == attendu, mot
    if nom in SANS_PAGE:
        return
    assert "zvisible" in autres[visible.get_absolute_url()]
    for qui in (client, agent):
        assert qui.get(visible.get_absolute_url()).status_code == 200
        for etat, cache in caches.items():
            assert qui.get(cache.get_absolute_url()).status_code == 404, etat


@pytest.mark.parametrize("nom", [n for n in FABRIQUES if n not in SANS_PAGE])
def test_the_coordinator_previews_a_draft_that_no_cache_keeps(coordinatrice, client, nom):
    brouillon = _creer(nom, "Zsecret", 1, **ETATS_CACHES["brouillon"])

    apercu = coordinatrice.get(brouillon.get_absolute_url())
    FABRIQUES["page"]("Une page publiée")
    publiee = coordinatrice.get("/une-page-publiee/")

    html = apercu.content.decode()
    assert apercu.status_code == 200
    assert "Zsecret" in html
    assert "Aperçu" in html
    assert brouillon.get_admin_url() in html
    assert apercu["Cache-Control"] == "private, no-store"
    assert apercu["X-Robots-Tag"] == "noindex, nofollow"
    assert "Aperçu" not in publiee.content.decode()
    assert "X-Robots-Tag" not in publiee
    assert client.get(brouillon.get_absolute_url()).status_code == 404
