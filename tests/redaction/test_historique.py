"""The history of a sheet as the coordinator uses it: versions, comparison, restoration, export, rights."""

import json
import re
from copy import deepcopy
from datetime import timedelta

import pytest
import time_machine
from django.apps import apps
from django.contrib.admin.models import CHANGE, LogEntry
from django.urls import reverse

from fabrique.models import ChiffreCle
from redaction import instantane as contenu
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat, Publiable
from tests import site_complet
from tests.conftest import AUJOURD_HUI
from tests.factories import FABRIQUES, make_initiative, make_theme, make_user
from tests.lecteur import liens, mots

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

PUBLIABLES = sorted(
    (m for m in apps.get_models() if issubclass(m, Publiable)), key=lambda m: m._meta.label
)
types = pytest.mark.parametrize("model", PUBLIABLES, ids=lambda m: m._meta.model_name)


def _url(objet, page, *args):
    opts = objet._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[objet.pk, *args])


def _changer(objet, auteur, resume="Modification", **champs):
    """A new version of `objet` with other values."""
    pris = deepcopy(versions.courante(objet).instantane)
    pris["champs"] |= champs
    return versions.enregistrer(objet, pris, auteur=auteur, resume=resume)


@pytest.fixture
def anne(db):
    return make_user("anne@example.org", nom="Anne Durand")


@pytest.fixture
def initiative(anne):
    """Online, with three versions: two applied, the last one waiting."""
    with time_machine.travel(AUJOURD_HUI, tick=False) as heure:
        objet = make_initiative("Caisse commune", chapo="Des foyers cotisent.")
        versions.saisir(objet)
        heure.shift(timedelta(minutes=2))
        versions.appliquer(_changer(objet, anne, "Correction", chapo="Des foyers donnent."))
        heure.shift(timedelta(minutes=2))
        _changer(objet, anne, "Préparation", titre="Caisse commune de l’eau")
    return objet


# The table


def _lignes(page):
    """The rows of the table, in words, without what only names the radio buttons."""
    corps = page.partition("historique__versions")[2].partition("</table>")[0]
    rangees = re.findall(r'<th scope="row">(.*?)</tr>', corps, re.DOTALL)
    return [mots(f"<main>{rangee}</main>") for rangee in rangees]


def test_history_says_who_when_and_why_and_which_version_is_online(coordinatrice, initiative):
    page = coordinatrice.get(_url(initiative, "history")).content.decode()

    assert _lignes(page) == [
        (
            "Version 3 En attente 10 mars 2026 à 10:04 Anne Durand Préparation Voir : Version 3 "
            "Comparer avec la précédente : Version 3"
        ),
        (
            "Version 2 En ligne 10 mars 2026 à 10:02 Anne Durand Correction Voir : Version 2 "
            "Comparer avec la précédente : Version 2 Restaurer comme brouillon : Version 2"
        ),
        (
            "Version 1 Appliquée 10 mars 2026 à 10:00 Le portail Contenu d’origine "
            "Voir : Version 1 Restaurer comme brouillon : Version 1"
        ),
    ]


def test_history_offers_the_two_latest_to_compare_and_each_with_the_one_before(
    coordinatrice, initiative
):
    page = coordinatrice.get(_url(initiative, "history")).content.decode()

    assert page.count('type="radio"') == 6
    assert '<input type="radio" form="comparaison" name="de" value="2" checked>' in page
    assert '<input type="radio" form="comparaison" name="a" value="3" checked>' in page
    comparaisons = [lien for lien in liens(page) if "comparer/?" in lien]
    base = _url(initiative, "comparer")
    assert comparaisons == [f"{base}?de=2&a=3", f"{base}?de=1&a=2"]


def test_history_of_a_draft_marks_what_it_holds(coordinatrice, anne):
    objet = make_initiative(etat=Etat.BROUILLON, published_at=None)
    _changer(objet, anne, chapo="Un chapô.")

    texte = mots(coordinatrice.get(_url(objet, "history")).content.decode())

    assert "Version 2 Contenu actuel" in texte
    assert "Version 1 Appliquée" in texte
    assert "En ligne" not in texte


def test_history_without_version_says_so(coordinatrice):
    objet = make_initiative()

    page = coordinatrice.get(_url(objet, "history")).content.decode()

    assert "Aucune version n’est encore enregistrée" in page
    assert "historique__versions" not in page
    assert "Personne n’a encore agi sur cette fiche depuis la coordination." in page


def test_history_shows_what_was_written_outside_the_desk(coordinatrice, initiative):
    ChiffreCle.objects.create(initiative=initiative, libelle="foyers", valeur=9)

    page = coordinatrice.get(_url(initiative, "history")).content.decode()
    comparaison = coordinatrice.get(_url(initiative, "comparer"), {"de": 2, "a": 0})

    assert "Contenu actuel En ligne – – Changement fait en dehors de ce formulaire" in mots(
        page
    )
    assert "Version 2 Appliquée" in mots(page)
    assert "Ligne 1, ajoutée ajouté : Indicateur : foyers ; valeur : 9" in mots(
        comparaison.content.decode()
    )


def test_history_is_cut_in_pages_of_fifty(coordinatrice, anne):
    objet = make_initiative()
    _fabriquer(objet, anne, 60)

    premiere = coordinatrice.get(_url(objet, "history")).content.decode()
    seconde = coordinatrice.get(_url(objet, "history"), {"page": 2}).content.decode()
    autre = coordinatrice.get(_url(objet, "history"), {"page": "x"}).content.decode()

    assert premiere.count('name="a"') == autre.count('name="a"') == 50
    assert seconde.count('name="a"') == 10
    assert "?page=2" in liens(premiere)
    assert f"{_url(objet, 'comparer')}?de=10&a=11" in liens(premiere)


def test_history_ends_with_the_log_newest_first(coordinatrice, anne, initiative):
    with time_machine.travel(AUJOURD_HUI, tick=False) as heure:
        _noter(anne, initiative, "Fiche relue.")
        heure.shift(timedelta(minutes=2))
        _noter(anne, initiative, "Fiche publiée.")
        _noter(anne, make_initiative("Autre", slug="autre"), "Fiche refusée.")

    texte = mots(coordinatrice.get(_url(initiative, "history")).content.decode())

    assert texte[texte.index("Journal") :] == (
        "Journal Le 10 mars 2026 à 10:02 , Anne Durand : Fiche publiée. "
        "Le 10 mars 2026 à 10:00 , Anne Durand : Fiche relue."
    )


@pytest.mark.parametrize("nombre", [1, 3, 50])
def test_history_takes_as_many_queries_whatever_the_number_of_versions(
    coordinatrice, anne, django_assert_num_queries, nombre
):
    objet = make_initiative(themes=[make_theme()])
    _fabriquer(objet, anne, nombre)
    for rang in range(nombre):
        _noter(anne, objet, f"Action {rang}.")

    # Session, person, two for the rights, the object; count, versions, log; and what the rows say,
    # which the mark « en ligne » is checked against: twelve for an initiative, one for its version.
    with django_assert_num_queries(21):
        coordinatrice.get(_url(objet, "history"))


def _noter(auteur, objet, message):
    LogEntry.objects.log_actions(auteur.pk, [objet], CHANGE, message, single_object=True)


def _fabriquer(objet, auteur, nombre):
    """Versions made by hand: the last one is what the rows say."""
    derniere = versions.saisir(objet, auteur)
    for numero in range(2, nombre + 1):
        derniere.pk = None
        derniere.numero = numero
        derniere.save()


# The comparison


def test_comparison_shows_what_differs_field_by_field(coordinatrice, initiative):
    page = coordinatrice.get(_url(initiative, "comparer"), {"de": 1, "a": 3}).content.decode()

    texte = mots(page)
    assert (
        "De : version 1 10 mars 2026 à 10:00, Le portail : Contenu d’origine "
        "À : version 3 10 mars 2026 à 10:04, Anne Durand : Préparation" in texte
    )
    assert texte.endswith(
        "Titre Caisse commune ajouté : de l’eau Chapô Des foyers retiré : cotisent ajouté : donnent ."
    )
    assert '<ins class="ajout"><span class="visually-hidden">ajouté\u00a0: </span>' in page
    assert "?de=3&a=1" in liens(page)


def test_comparison_defaults_to_the_two_latest(coordinatrice, initiative):
    page = coordinatrice.get(_url(initiative, "comparer")).content.decode()

    assert "De : version 2" in mots(page)
    assert "À : version 3" in mots(page)
    assert "cotisent" not in page


def test_comparison_of_equal_versions_says_so(coordinatrice, initiative):
    page = coordinatrice.get(_url(initiative, "comparer"), {"de": 2, "a": 2}).content.decode()

    assert "Ces deux versions disent la même chose." in page


@pytest.mark.parametrize("numero", ["99", "-1", "x", "²", "1e9", "9" * 400, "<b>"])
def test_comparison_with_an_unknown_version_says_so(coordinatrice, initiative, numero):
    reponse = coordinatrice.get(_url(initiative, "comparer"), {"de": numero, "a": "3"})

    assert reponse.status_code == 200
    montre = numero.replace("<b>", "&lt;b&gt;")
    assert f"La version «\u00a0{montre}\u00a0» n’existe pas" in reponse.content.decode()
    assert "difference__champ" not in reponse.content.decode()


def test_comparison_with_an_empty_choice_asks_for_one(coordinatrice, initiative):
    page = coordinatrice.get(
        _url(initiative, "comparer"), {"de": "", "a": "3"}
    ).content.decode()

    assert "Choisissez une version." in page


def test_comparison_of_a_single_version_has_nothing_to_show(coordinatrice):
    objet = make_initiative()
    versions.saisir(objet)

    for donnees in ({}, {"de": "1", "a": "1"}):
        page = coordinatrice.get(_url(objet, "comparer"), donnees).content.decode()
        assert "Cette fiche n’a qu’une version" in page


def test_comparison_follows_the_order_of_the_form_and_shows_every_kind(coordinatrice, anne):
    objet = site_complet.construire()
    avant = contenu.prendre(objet)
    apres = deepcopy(avant)
    apres["champs"] |= {
        "titre": "Autre",
        "presentation": "<h2>Des foyers cotisent selon leurs moyens.</h2>",
        "annee": None,
        "slug": "autre",
    }
    apres["relations"]["themes"] = []
    apres["parties"]["etapes"] = []
    apres["parties"]["chiffres"][0]["champs"]["libelle"] = "familles"
    versions.enregistrer(objet, apres, auteur=anne, resume="Modification")

    reponse = coordinatrice.get(_url(objet, "comparer"))

    assert [c.label for c in reponse.context["changements"]] == [
        "Titre",
        "Présentation",
        "Année de démarrage",
        "Thèmes",
        "Adresse",
        "Chiffres",
        "Étapes",
    ]
    texte = mots(reponse.content.decode())
    for attendu in [
        "Présentation Mise en forme modifiée : les mots sont les mêmes",
        "Année de démarrage retiré : 2024 → (vide)",
        "Thèmes retiré : Alimentation",
        "Étapes Ligne 1, retirée retiré : Stade : Expérimentation ; année : 2024",
        "Chiffres Ligne 1, modifiée Indicateur : retiré : foyers ajouté : familles ; valeur : 193",
    ]:
        assert attendu in texte


def test_comparison_cuts_long_texts_around_what_changed(coordinatrice, anne):
    long = " ".join(f"mot{rang}" for rang in range(100))
    objet = make_initiative(presentation=f"<p>{long}</p>")
    _changer(objet, anne, presentation=f"<p>{long} fin</p>")

    page = coordinatrice.get(_url(objet, "comparer")).content.decode()

    assert "… mot88 mot89" in mots(page)
    assert "mot87" not in page


@types
def test_every_type_has_its_pages(coordinatrice, anne, model):
    objet = FABRIQUES[model._meta.model_name]()
    _changer(objet, anne, slug="une-autre-adresse")

    historique = coordinatrice.get(_url(objet, "history"))
    comparaison = coordinatrice.get(_url(objet, "comparer"))
    export = coordinatrice.get(_url(objet, "exporter"))

    assert "Version 2 En attente" in mots(historique.content.decode())
    assert [c.nom for c in comparaison.context["changements"]] == ["slug"]
    assert [version["version"] for version in export.json()["versions"]] == [2, 1]


# The restoration


def test_an_old_version_is_taken_up_beside_what_is_online(coordinatrice, initiative):
    reponse = coordinatrice.post(_url(initiative, "restaurer", 1), follow=True)

    assert reponse.redirect_chain == [(initiative.get_admin_url(), 302)]
    assert (
        "La version 1 est reprise comme brouillon. Le public ne la voit pas encore : "
        "relisez-la, puis publiez-la." in mots(reponse.content.decode())
    )
    initiative.refresh_from_db()
    assert initiative.chapo == "Des foyers donnent."
    nouvelle = versions.en_attente(initiative)
    assert (nouvelle.numero, nouvelle.auteur, nouvelle.resume) == (
        4,
        coordinatrice.user,
        "Reprise de la version 1",
    )
    assert nouvelle.instantane["champs"]["chapo"] == "Des foyers cotisent."
    assert Revision.objects.get(numero=3).statut == Revision.Statut.ECARTEE
    texte = mots(coordinatrice.get(_url(initiative, "history")).content.decode())
    assert "Version 1 reprise comme brouillon." in texte[texte.index("Journal") :]


def test_an_old_version_of_a_draft_is_taken_up_in_it(coordinatrice, anne):
    objet = make_initiative(etat=Etat.BROUILLON, published_at=None, chapo="Avant.")
    _changer(objet, anne, chapo="Après.")

    reponse = coordinatrice.post(_url(objet, "restaurer", 1), follow=True)

    assert "Relisez-la avant de la publier." in reponse.content.decode()
    objet.refresh_from_db()
    assert objet.chapo == "Avant."


def test_a_version_that_cannot_be_is_refused_with_the_reason(coordinatrice, anne):
    objet = make_initiative(etat=Etat.BROUILLON, published_at=None)
    _changer(objet, anne, chapo="Après.")
    premiere = Revision.objects.get(numero=1)
    premiere.instantane["champs"]["territoire"] = 404
    premiere.save()

    reponse = coordinatrice.post(_url(objet, "restaurer", 1), follow=True)

    assert reponse.redirect_chain == [(_url(objet, "history"), 302)]
    assert "« territoire » de cette version n’existe plus" in mots(reponse.content.decode())


def test_restoring_asks_for_a_button(coordinatrice, initiative):
    assert coordinatrice.get(_url(initiative, "restaurer", 1)).status_code == 405
    assert Revision.objects.of(initiative).count() == 3


def test_another_object_s_version_is_not_found(coordinatrice, initiative):
    autre = make_initiative("Autre", slug="autre")
    versions.saisir(autre)

    assert coordinatrice.post(_url(autre, "restaurer", 3)).status_code == 404
    assert Revision.objects.of(autre).count() == 1


# The export


def test_export_gives_every_version_in_words_and_as_stored(coordinatrice, initiative, today):
    reponse = coordinatrice.get(_url(initiative, "exporter"))

    assert reponse["Content-Type"] == "application/json; charset=utf-8"
    assert (
        reponse["Content-Disposition"]
        == 'attachment; filename="historique-caisse-commune.json"'
    )
    assert "no-store" in reponse["Cache-Control"]
    texte = reponse.content.decode()
    assert texte.startswith('{\n  "fiche": "Caisse commune",\n  "type": "initiative",\n')
    export = json.loads(texte)
    assert export["exporté le"] == "2026-03-10T10:00:00+01:00"
    derniere = export["versions"][0]
    assert derniere["données"] == Revision.objects.get(numero=3).instantane
    assert derniere["contenu"][0] == {
        "nom": "titre",
        "label": "Titre",
        "texte": "Caisse commune de l’eau",
    }
    del derniere["données"], derniere["contenu"]
    assert derniere == {
        "version": 3,
        "statut": "En attente",
        "titre": "Caisse commune",
        "pourquoi": "Préparation",
        "par": "Anne Durand",
        "enregistrée le": "2026-03-10T10:04:00+01:00",
        "appliquée le": None,
        "à appliquer le": None,
    }
