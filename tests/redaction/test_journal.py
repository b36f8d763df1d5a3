"""The journal: sentences in French, filters, the file for a spreadsheet; nobody writes in it."""

import json
from datetime import timedelta

import pytest
from django.contrib import admin
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from redaction.admin.journal import FEMININS, MASCULINS, phrase
from tests.connexions import se_connecter
from tests.factories import (
    make_focus,
    make_idee,
    make_initiative,
    make_journees,
    make_lien,
    make_page,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LISTE = "/admin/admin/logentry/"
FICHIER = "/admin/admin/logentry/journal.csv"


@pytest.fixture
def anne():
    return make_user("anne@example.org", nom="Anne Durand")


def noter(user, objet, message="", action=CHANGE):
    LogEntry.objects.log_actions(user.pk, [objet], action, message, single_object=True)
    return LogEntry.objects.select_related("user", "content_type").latest("pk")


def django(*changements):
    """The message that Django writes for these changes."""
    return json.dumps(list(changements))


@pytest.mark.parametrize(
    ("faire", "message", "action", "attendu"),
    [
        (make_initiative, "Fiche publiée.", CHANGE, "a publié l’initiative « {} »"),
        (make_page, "Fiche mise à relire.", CHANGE, "a mis la page « {} » à relire"),
        (make_idee, "Fiche retirée du site.", CHANGE, "a retiré l’idée « {} » du site"),
        (
            make_focus,
            "Fiche publiée avec ses modifications.",
            CHANGE,
            "a publié le focus Libé « {} » avec ses modifications",
        ),
        (
            make_page,
            "Fiche supprimée définitivement.",
            DELETION,
            "a supprimé la page « {} » définitivement",
        ),
        (
            make_journees,
            django({"added": {}}),
            ADDITION,
            "a créé l’édition des Journées « {} »",
        ),
        (make_page, "", DELETION, "a supprimé la page « {} »"),
        (
            make_lien,
            "Lien marqué « Vérifié ».",
            CHANGE,
            "a modifié le lien « {} » : lien marqué « Vérifié »",
        ),
        (make_page, "[]", CHANGE, "a enregistré la page « {} » sans rien y changer"),
        (
            make_page,
            django({"changed": {"fields": ["Titre", "Chapô", "SIRET"]}}),
            CHANGE,
            "a modifié la page « {} » : titre, chapô, SIRET",
        ),
        (
            make_initiative,
            django(
                {"changed": {"fields": ["Titre"]}},
                {"added": {"name": "étape", "object": "2024"}},
                {"changed": {"name": "chiffre", "object": "12", "fields": ["Unité"]}},
                {"deleted": {"name": "étape", "object": "2023"}},
            ),
            CHANGE,
            (
                "a modifié l’initiative « {} » : titre ; ajout : étape « 2024 » ; "
                "chiffre « 12 » (unité) ; suppression : étape « 2023 »"
            ),
        ),
    ],
)
def test_each_entry_is_a_french_sentence(anne, faire, message, action, attendu):
    objet = faire()

    entree = noter(anne, objet, message, action)

    attendu = f"Anne Durand {attendu.format(objet)}"
    assert phrase(entree).replace("\u00a0", " ") == attendu
    assert "« " not in phrase(entree)


def test_an_entry_whose_type_has_left_the_code_still_reads(anne):
    entree = noter(anne, make_page())
    entree.content_type = ContentType(app_label="ancienne", model="chose")

    assert phrase(entree).replace("\u00a0", " ") == (
        "Anne Durand a enregistré « Manifeste » sans rien y changer"
    )


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda m: m._meta.label_lower)
def test_every_type_of_the_back_office_has_its_gender(model):
    if model is not LogEntry:
        mot = str(model._meta.verbose_name).split()[0]
        assert (mot in FEMININS) is not (mot in MASCULINS)


@pytest.fixture
def entrees(anne, coordinatrice, today):
    """Three entries: two of Anne's, one of the coordinator's."""
    page = make_page()
    noter(anne, page, "Fiche publiée.")
    noter(anne, make_idee("=SOMME(A1)"), django({"added": {}}), ADDITION)
    noter(coordinatrice.user, page, "Fiche retirée du site.")


def montrees(reponse):
    return [entree.object_repr for entree in reponse.context["cl"].result_list]


def test_the_latest_comes_first_and_leads_to_its_sheet(coordinatrice, entrees):
    reponse = coordinatrice.get(LISTE)

    assert montrees(reponse) == ["Manifeste", "=SOMME(A1)", "Manifeste"]
    contenu = reponse.content.decode().replace("\u00a0", " ")
    assert "<h1>Journal</h1>" in contenu
    assert "Anne Durand a publié la page « Manifeste »</a>" in contenu
    assert "10/03/2026 à 10:00" in contenu


@pytest.mark.parametrize(
    ("critere", "attendu"),
    [
        ({"q": "manifeste"}, ["Manifeste", "Manifeste"]),
        ({"q": "Durand"}, ["=SOMME(A1)", "Manifeste"]),
        ({"action_flag": str(ADDITION)}, ["=SOMME(A1)"]),
        ({"action_flag": "rien"}, ["Manifeste", "=SOMME(A1)", "Manifeste"]),
        ({"type": "rien"}, ["Manifeste", "=SOMME(A1)", "Manifeste"]),
        ({"action_time__day": "9", "action_time__month": "3", "action_time__year": "2026"}, []),
    ],
)
def test_the_journal_is_searched_and_filtered(coordinatrice, entrees, critere, attendu):
    assert montrees(coordinatrice.get(LISTE, critere)) == attendu


def test_the_journal_is_filtered_by_person_and_by_type(coordinatrice, anne, entrees):
    page = ContentType.objects.get(app_label="pages", model="page")

    par_personne = coordinatrice.get(LISTE, {"user__id__exact": anne.pk})
    par_type = coordinatrice.get(LISTE, {"type": page.pk})

    assert montrees(par_personne) == ["=SOMME(A1)", "Manifeste"]
    assert montrees(par_type) == ["Manifeste", "Manifeste"]
    contenu = par_type.content.decode()
    assert ">Idée</a>" in contenu
    assert ">Page</a>" in contenu


def test_the_file_holds_the_filtered_list_and_runs_no_formula(coordinatrice, anne, entrees):
    reponse = coordinatrice.get(FICHIER, {"user__id__exact": anne.pk})

    assert reponse["Content-Type"] == "text/csv; charset=utf-8"
    assert reponse["Content-Disposition"] == 'attachment; filename="journal-2026-03-10.csv"'
    lignes = b"".join(reponse).decode("utf-8-sig").replace("\u00a0", " ").splitlines()
    assert lignes == [
        "Date;Heure (Paris);Personne;Type;Objet;Ce qui a été fait",
        (
            "2026-03-10;10:00;Anne Durand;idée;'=SOMME(A1);"
            "Anne Durand a créé l’idée « =SOMME(A1) »"
        ),
        "2026-03-10;10:00;Anne Durand;page;Manifeste;Anne Durand a publié la page « Manifeste »",
    ]


def test_a_bad_criterion_of_the_file_leads_back_to_the_list(coordinatrice):
    reponse = coordinatrice.get(FICHIER, {"inconnu": "1"})

    assert reponse.status_code == 302
    assert reponse["Location"] == LISTE


@pytest.mark.parametrize("nombre", [1, 1000])
def test_the_journal_costs_the_same_at_any_volume(
    coordinatrice, anne, today, django_assert_num_queries, nombre
):
    page, idee = make_page(), make_idee()
    types = ContentType.objects.get_for_models(page, idee)
    LogEntry.objects.bulk_create(
        LogEntry(
            user=anne if rang % 2 else coordinatrice.user,
            content_type=types[objet],
            object_id=objet.pk,
            object_repr=str(objet),
            action_flag=CHANGE,
            change_message="Fiche publiée.",
            action_time=today - timedelta(minutes=rang),
        )
        for rang, objet in zip(range(nombre), [page, idee] * nombre, strict=False)
    )

    # The session, the person, their rights (2), two counts, the people and the types to filter on,
    # the dates (2), the page.
    with django_assert_num_queries(11):
        reponse = coordinatrice.get(LISTE)

    assert len(reponse.context["cl"].result_list) == min(nombre, 100)


@pytest.mark.parametrize("url", [LISTE, FICHIER])
def test_only_those_who_have_the_right_read_the_journal(client, agent, coordinatrice, url):
    for qui in (client, agent):
        assert qui.get(url)["Location"].startswith(reverse("admin:login"))
    assert coordinatrice.get(url).status_code == 200

    se_connecter(client, make_user("redaction@example.org", is_staff=True))
    assert client.get(url).status_code == 403
    assert "/admin/admin/logentry/" not in client.get("/admin/").content.decode()


def test_nobody_writes_in_the_journal(admin_client, anne):
    entree = noter(anne, make_page())

    for page in ("add/", f"{entree.pk}/change/", f"{entree.pk}/delete/"):
        reponse = admin_client.post(f"{LISTE}{page}", {"object_repr": "Autre"})
        assert reponse.status_code == 403
    admin_client.post(LISTE, {"action": "delete_selected", "_selected_action": [entree.pk]})
    assert LogEntry.objects.get().object_repr == "Manifeste"
