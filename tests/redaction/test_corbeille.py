"""Deleting is a trip to the bin: nothing is lost, nothing in it is public, one page takes it out."""

import pytest
from django.urls import reverse

from fabrique.models import Initiative
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat
from tests.connexions import se_connecter
from tests.factories import (
    FABRIQUES,
    make_citation,
    make_initiative,
    make_page,
    make_rendezvous,
    make_reprise,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def _page(objet, nom):
    opts = objet._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{nom}", args=[objet.pk])


def _bouton(objet, geste):
    opts = objet._meta
    return reverse(f"admin:corbeille_{geste}", args=[opts.app_label, opts.model_name, objet.pk])


def test_deleting_a_sheet_says_where_it_is_used_then_bins_it(coordinatrice, visitor):
    initiative = make_initiative("Caisse commune", slug="caisse")
    reprise = make_reprise(initiative)

    question = coordinatrice.get(_page(initiative, "delete")).content.decode()
    coordinatrice.post(_page(initiative, "delete"), {"post": "yes"})

    assert "Caisse commune reprise par" in question
    assert visitor.get("/fabrique/initiatives/caisse/").status_code == 410
    assert "Caisse commune" not in visitor.get("/fabrique/initiatives/").content.decode()
    liste = coordinatrice.get(reverse("admin:fabrique_initiative_changelist"))
    assert list(liste.context["cl"].result_list) == []
    assert coordinatrice.get(initiative.get_absolute_url()).status_code == 410
    initiative.refresh_from_db()
    assert (initiative.etat, initiative.is_published) == (Etat.RETIREE, False)
    reprise.refresh_from_db()
    assert reprise.initiative == initiative


def test_the_bin_lists_every_type_by_its_title_and_takes_it_out(
    coordinatrice, django_assert_num_queries
):
    objets = [
        make_initiative("Caisse commune"),
        make_page("Manifeste"),
        make_rendezvous("Forum de l’ESS", annee=2024),
        make_rendezvous("Festival", annee=None),
        make_citation(),
    ]
    for objet in objets:
        objet.jeter()

    with django_assert_num_queries(5):  # session, person, rights ×2, the union
        page = coordinatrice.get(reverse("admin:corbeille"))
    coordinatrice.post(_bouton(objets[0], "sortir"))

    assert [(ligne["genre"], ligne["intitule"]) for ligne in page.context["lignes"]] == [
        ("citation", "Ada Lovelace, 2022"),
        ("rendez-vous", "Festival"),
        ("rendez-vous", "Forum de l’ESS 2024"),
        ("page", "Manifeste"),
        ("initiative", "Caisse commune"),
    ]
    objets[0].refresh_from_db()
    assert (objets[0].jetee_at, objets[0].is_published) == (None, False)


@pytest.mark.parametrize("nom", sorted(FABRIQUES))
def test_the_title_that_the_database_writes_is_the_title_that_people_read(nom):
    objet = FABRIQUES[nom]()

    (titre,) = type(objet).objects.values_list(type(objet).TITRE, flat=True)

    assert titre == str(objet)


def test_an_empty_bin_says_so(coordinatrice):
    assert (
        "La corbeille est vide."
        in coordinatrice.get(reverse("admin:corbeille")).content.decode()
    )


def test_bulk_deletion_bins_too(coordinatrice):
    objets = [make_initiative("Un"), make_initiative("Deux")]
    url = reverse("admin:fabrique_initiative_changelist")
    choix = {"action": "delete_selected", "_selected_action": [o.pk for o in objets]}

    question = coordinatrice.post(url, choix).content.decode()
    coordinatrice.post(url, choix | {"post": "yes"})

    assert "Un</li>" in question
    assert Initiative.objects.count() == 2
    assert not Initiative.objects.kept().exists()


def test_destroying_takes_the_versions_away_but_not_what_others_cite(coordinatrice):
    seule, citee = make_initiative("Seule"), make_initiative("Citée")
    make_reprise(citee)
    for objet in (seule, citee):
        versions.saisir(objet)
        objet.jeter()

    coordinatrice.post(_bouton(seule, "detruire"))
    page = coordinatrice.post(_bouton(citee, "detruire")).content.decode()

    assert "est encore citée ailleurs" in page
    assert list(Initiative.objects.all()) == [citee]
    assert list(Revision.objects.values_list("titre", flat=True)) == ["Citée"]


def test_what_is_not_in_the_bin_cannot_be_destroyed(coordinatrice):
    initiative = make_initiative()

    assert coordinatrice.post(_bouton(initiative, "detruire")).status_code == 404
    assert coordinatrice.post(_bouton(initiative, "sortir")).status_code == 404
    assert Initiative.objects.published().get() == initiative


@pytest.mark.parametrize("geste", ["sortir", "detruire"])
def test_the_bin_belongs_to_those_who_may_change_and_delete(client, agent, geste):
    initiative = make_initiative()
    initiative.jeter()
    sans_droit = make_user("equipe@example.org", is_staff=True)

    for qui in (client, agent):
        assert qui.post(_bouton(initiative, geste))["Location"].startswith("/admin/login/")
        assert qui.get(reverse("admin:corbeille"))["Location"].startswith("/admin/login/")
    se_connecter(client, sans_droit)
    assert client.post(_bouton(initiative, geste)).status_code == 403
    assert "La corbeille est vide." in client.get(reverse("admin:corbeille")).content.decode()
    assert Initiative.objects.get().jetee_at is not None
