"""The coordination reads reports, answers them once, or sets them aside with a reason."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from courrier.models import Courriel
from signalements import taches
from signalements.models import Signalement
from tests.bureau import texte
from tests.connexions import se_connecter
from tests.factories import make_initiative, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LISTE = "/admin/signalements/signalement/"


def make_signalement(**champs):
    return Signalement.objects.create(
        **{
            "genre": "erreur",
            "page": "/fabrique/initiatives/",
            "texte": "Le <b>budget</b> est faux.",
            "email": "ada@example.org",
            **champs,
        }
    )


def _page(signalement):
    return signalement.get_admin_url()


# The list


def test_what_waits_comes_first_with_its_deadline_in_words(coordinatrice, today):
    def recu(jours, **champs):
        return make_signalement(created_at=today - timedelta(days=jours), **champs)

    recu(0), recu(5), recu(7), recu(9), recu(8)
    recu(20, etat="traite", reponse="Corrigé.", repondu_at=today - timedelta(days=18))
    recu(6, etat="traite", reponse="Vu.", repondu_at=today - timedelta(days=6))
    recu(3, etat="sans_suite", reponse="Doublon.", repondu_at=today - timedelta(days=3))

    page = coordinatrice.get(LISTE)

    lignes = [
        (modele.recu(s), str(modele.delai_badge(s)))
        for modele in [page.context["cl"].model_admin]
        for s in page.context["cl"].result_list
    ]
    assert lignes == [
        (recu, f'<span class="etat etat--{couleur}">{mots}</span>')
        for recu, couleur, mots in [
            ("il y a 9 jours", "refusee", "En retard de 2 jours"),
            ("il y a 8 jours", "refusee", "En retard de 1 jour"),
            ("il y a 7 jours", "a_relire", "À répondre aujourd’hui"),
            ("il y a 5 jours", "a_relire", "2 jours pour répondre"),
            ("aujourd’hui", "brouillon", "7 jours pour répondre"),
            ("il y a 3 jours", "brouillon", "Sans suite"),
            ("il y a 6 jours", "publiee", "Clos le jour même"),
            ("il y a 20 jours", "publiee", "Clos en 2 jours"),
        ]
    ]


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_runs_the_same_queries(coordinatrice, django_assert_num_queries, nombre):
    for n in range(nombre):
        make_signalement(texte=f"Défaut {n}")
    coordinatrice.get(LISTE)

    with django_assert_num_queries(7):
        page = coordinatrice.get(LISTE)

    assert len(page.context["cl"].result_list) == nombre


# The page


def test_the_page_shows_the_report_as_text_and_leads_to_its_page(coordinatrice, today):
    initiative = make_initiative("Caisse commune")
    signalement = make_signalement(
        genre="accessibilite", page=initiative.get_absolute_url(), technique="NVDA"
    )

    page = coordinatrice.get(_page(signalement))

    html = page.content.decode()
    assert "Le &lt;b&gt;budget&lt;/b&gt; est faux." in html
    assert f'<a href="{initiative.get_absolute_url()}">Caisse commune</a>' in html
    assert (
        f'<a class="button" href="{initiative.get_admin_url()}">Modifier cette fiche</a>'
        in (html)
    )
    for mots in ("Défaut d’accessibilité", "NVDA", "ada@example.org", signalement.numero):
        assert mots in html
    assert "17 mars 2026 à 10:00" in texte(page)
    assert "7 jours pour répondre" in html


def test_an_unknown_page_is_shown_by_its_path(coordinatrice):
    page = coordinatrice.get(_page(make_signalement(page="/ancienne/page/"))).content.decode()

    assert '<a href="/ancienne/page/">/ancienne/page/</a>' in page
    assert "Modifier cette fiche" not in page


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_page_runs_the_same_queries(coordinatrice, django_assert_num_queries, nombre):
    for n in range(nombre):
        signalement = make_signalement(texte=f"Défaut {n}")
    coordinatrice.get(_page(signalement))

    with django_assert_num_queries(5):
        coordinatrice.get(_page(signalement))


# Answering


def test_an_answer_closes_the_report_and_leaves_by_mail(coordinatrice, today):
    signalement = make_signalement()

    reponse = coordinatrice.post(
        _page(signalement),
        {"repondre": "1", "repondre-reponse": "Corrigé, merci !\r\nBonne lecture."},
        follow=True,
    )

    signalement.refresh_from_db()
    courriel = Courriel.objects.get()
    assert (signalement.etat, signalement.reponse, signalement.repondu_at) == (
        "traite",
        "Corrigé, merci !\nBonne lecture.",
        today,
    )
    assert courriel.destinataire == "ada@example.org"
    assert courriel.sujet == f"Réponse à votre signalement {signalement.numero}"
    assert "Corrigé, merci\u00a0!\nBonne lecture." in courriel.texte
    assert "du 10\u00a0mars\u00a02026" in courriel.texte
    assert "Défenseur des droits" not in courriel.texte
    assert "Réponse donnée : la réponse part par courriel." in texte(reponse)
    assert LogEntry.objects.get().change_message == "Réponse donnée."
    assert reponse.redirect_chain == [(LISTE, 302)]


def test_an_answer_about_accessibility_says_who_to_turn_to(coordinatrice, today):
    signalement = make_signalement(genre="accessibilite")

    coordinatrice.post(_page(signalement), {"repondre": "1", "repondre-reponse": "Refait."})

    assert "saisir gratuitement le Défenseur des droits" in Courriel.objects.get().texte


def test_without_an_address_the_answer_stays_here(coordinatrice, today):
    signalement = make_signalement(email="")

    reponse = coordinatrice.post(
        _page(signalement), {"repondre": "1", "repondre-reponse": "Refait."}, follow=True
    )

    assert "Réponse donnée : rien n’est envoyé." in texte(reponse)
    assert Signalement.objects.get().etat == "traite"
    assert not Courriel.objects.exists()


def test_set_aside_with_a_reason_nothing_is_sent(coordinatrice, today):
    signalement = make_signalement()

    reponse = coordinatrice.post(
        f"{_page(signalement)}?file=1",
        {"classer": "1", "classer-reponse": "Doublon."},
    )

    signalement.refresh_from_db()
    assert (signalement.etat, signalement.reponse) == ("sans_suite", "Doublon.")
    assert reponse["Location"] == "/admin/"
    assert not Courriel.objects.exists()
    assert "Doublon." in coordinatrice.get(_page(signalement)).content.decode()


@pytest.mark.parametrize("bouton", ["repondre", "classer"])
def test_words_are_asked_for_and_kept(coordinatrice, today, bouton):
    signalement = make_signalement()

    vide = coordinatrice.post(_page(signalement), {bouton: "1", f"{bouton}-reponse": " "})
    longue = coordinatrice.post(
        _page(signalement), {bouton: "1", f"{bouton}-reponse": "a" * 4001}
    )

    assert "Écrivez" in vide.content.decode()
    assert "a" * 4001 in longue.content.decode()
    assert Signalement.objects.get().etat == "recu"


def test_of_two_answers_the_first_is_kept_and_sent(coordinatrice, today):
    signalement = make_signalement()
    donnees = {"repondre": "1", "repondre-reponse": "La première."}
    coordinatrice.post(_page(signalement), donnees)
    ensuite = coordinatrice.post(
        _page(signalement), {**donnees, "repondre-reponse": "La seconde."}
    )

    assert "Ce signalement est déjà clos : rechargez la page." in texte(ensuite)
    assert Signalement.objects.get().reponse == "La première."
    assert Courriel.objects.count() == 1
    assert LogEntry.objects.count() == 1


def test_a_closed_report_offers_nothing(coordinatrice, today):
    signalement = make_signalement(etat="traite", reponse="Corrigé.", repondu_at=today)

    page = coordinatrice.get(_page(signalement)).content.decode()

    assert "Corrigé." in page
    assert "Clos le jour même" in page
    assert "À répondre avant le" not in page
    assert "Répondre et clore" not in page
    assert "Classer sans suite" not in page


# Rights


def _membre(client, *droits):
    user = make_user("equipe@example.org", is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=droits))
    se_connecter(client, user)
    return client


def test_who_may_only_read_reads_and_answers_nothing(client, today):
    signalement = make_signalement()
    lecteur = _membre(client, "view_signalement")

    page = lecteur.get(_page(signalement))
    reponse = lecteur.post(
        _page(signalement), {"repondre": "1", "repondre-reponse": "Corrigé."}
    )

    assert "Le &lt;b&gt;budget" in page.content.decode()
    assert "Répondre et clore" not in page.content.decode()
    assert reponse.status_code == 403
    assert Signalement.objects.get().etat == "recu"


def test_who_has_no_right_sees_nothing(client, visitor, agent):
    signalement = make_signalement()

    membre = _membre(client)

    assert membre.get(_page(signalement)).status_code == 403
    assert membre.get(LISTE).status_code == 403
    for qui in (visitor, agent):
        assert qui.get(_page(signalement))["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("page", ["add/", "{pk}/delete/"])
def test_nothing_is_added_edited_or_deleted(coordinatrice, page):
    signalement = make_signalement()
    avant = Signalement.objects.values().get()

    assert coordinatrice.get(LISTE + page.format(pk=signalement.pk)).status_code == 403
    assert (
        coordinatrice.post(_page(signalement), {"texte": "Autre", "_save": "1"}).status_code
        == 403
    )
    assert Signalement.objects.values().get() == avant


@pytest.mark.parametrize("pk", ["0", "999999", "x"])
def test_a_report_that_does_not_exist_is_404(coordinatrice, pk):
    assert coordinatrice.get(f"{LISTE}{pk}/change/").status_code == 404


# Forgotten


def test_the_address_and_the_equipment_go_six_months_after_the_answer(coordinatrice, today):
    signalement = make_signalement(genre="accessibilite", technique="NVDA")
    attend = make_signalement(texte="Sans réponse.")
    coordinatrice.post(_page(signalement), {"repondre": "1", "repondre-reponse": "Refait."})
    avant = Signalement.objects.values().get(pk=signalement.pk)
    fin = today + timedelta(days=183)

    assert taches.oublier(fin - timedelta(minutes=1)) == ""
    assert taches.oublier(fin) == "1 signalement anonymisé."
    assert taches.oublier(fin + timedelta(days=1)) == ""

    apres = Signalement.objects.values().get(pk=signalement.pk)
    assert apres == {**avant, "email": "", "technique": ""}
    assert Signalement.objects.get(pk=attend.pk).email == "ada@example.org"
    with time_machine.travel(fin, tick=False):
        assert "Refait." in coordinatrice.get(_page(signalement)).content.decode()
