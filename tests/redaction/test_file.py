"""The queue: what each source finds, for whom, at what cost; the page stands when a source falls."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from courrier.models import Tache
from courrier.taches import executer_dues
from fabrique.models import Initiative
from mediatheque.models import Lien
from redaction import file
from redaction.models import LienApercu, ReponseApercu, Revision
from redaction.templatetags.anciennete import age
from solidaires.publication import Etat
from tests.conftest import AUJOURD_HUI
from tests.connexions import se_connecter
from tests.factories import (
    FABRIQUES,
    make_idee,
    make_initiative,
    make_lien,
    make_page,
    make_podcast,
    make_user,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ACCUEIL = "/admin/"


@pytest.fixture
def portail_en_ordre(today):
    """The clock stopped, the worker just passed: nothing waits."""
    list(executer_dues())
    return today


def lignes(client):
    """{group id: [titles]} of the home page, as the coordinator sees it."""
    lue = client.get(ACCUEIL).context["file"]
    return {
        s.groupe.id: [ligne.titre for ligne in s.extrait.lignes]
        for s in lue.sections
        if not s.erreur
    }


def ligne(client, groupe):
    """The only Ligne of a group."""
    sections = {s.groupe.id: s for s in client.get(ACCUEIL).context["file"].sections}
    (seule,) = sections[groupe].extrait.lignes
    return seule


def make_revision(objet, auteur, **champs):
    champs = {
        "numero": 1,
        "statut": Revision.Statut.EN_ATTENTE,
        "instantane": {},
        "empreinte": "0" * 64,
        "titre": str(objet),
        "resume": "Modification",
        **champs,
    }
    type_ = ContentType.objects.get_for_model(objet)
    return Revision.objects.create(
        content_type=type_, objet_pk=objet.pk, auteur=auteur, **champs
    )


def confirmee(titre, **champs):
    return make_initiative(titre, date_confirmation=date(2026, 1, 1), **champs)


# What each source finds


def test_nothing_waits_and_the_page_says_what_was_checked_and_when(
    coordinatrice, portail_en_ordre
):
    contenu = coordinatrice.get(ACCUEIL).content.decode()

    assert "Rien n’attend." in contenu
    assert (
        "Vérifié le 10 mars 2026 à 10 h 00 (heure de Paris)\u00a0: travail automatique, "
        "courriels non partis, modifications dont l’heure est passée, défauts d’accessibilité, "
        "corrections revenues, messages des territoires, à relire, propositions de "
        "modification, demandes d’accès, erreurs signalées, réponses à un lien d’aperçu, "
        "modifications en attente, podcasts sans transcription, initiatives à re-vérifier, "
        "liens morts, liens à vérifier, mises en ligne et retraits programmés, modifications "
        "programmées." in contenu
    )
    assert (
        "Dernier passage du travail automatique\u00a0: 10\u00a0mars\u00a02026 à "
        "10\u00a0h\u00a000 (heure de Paris)." in contenu
    )


@pytest.mark.parametrize("nom", FABRIQUES)
def test_a_sheet_of_any_type_to_review_waits(coordinatrice, portail_en_ordre, nom):
    objet = FABRIQUES[nom](etat=Etat.A_RELIRE, published_at=None)
    # What some types stand on is published, and waits for nothing.
    Initiative.objects.published().update(date_confirmation=date(2026, 1, 1))

    assert lignes(coordinatrice) == {"a-relire": [str(objet)]}
    seule = ligne(coordinatrice, "a-relire")
    assert seule.genre == objet._meta.verbose_name
    assert seule.lien == f"{objet.get_admin_url()}?file=1"
    assert coordinatrice.get(seule.lien).status_code == 200


def test_a_sheet_that_comes_back_says_what_had_been_asked(coordinatrice, portail_en_ordre):
    idee = make_idee(etat=Etat.A_RELIRE, published_at=None)
    idee.ask_changes("Dites qui porte l’idée.")
    assert lignes(coordinatrice) == {}

    idee.submit()

    assert lignes(coordinatrice) == {"corrections": ["Un revenu de base local"]}
    assert (
        ligne(coordinatrice, "corrections").pourquoi
        == "Vous aviez demandé\u00a0: Dites qui porte l’idée."
    )


def test_what_is_scheduled_is_announced_and_asks_nothing(coordinatrice, portail_en_ordre):
    heure = portail_en_ordre
    make_page("Demain", etat=Etat.PROGRAMMEE, published_at=heure + timedelta(days=1))
    make_page("Retrait proche", retired_at=heure + timedelta(days=7))
    make_page("Retrait lointain", retired_at=heure + timedelta(days=8))

    assert lignes(coordinatrice) == {"programmees": ["Demain", "Retrait proche"]}
    contenu = coordinatrice.get(ACCUEIL).content.decode()
    assert "Rien n’attend." in contenu
    assert (
        "Mise en ligne le 11\u00a0mars\u00a02026 à 10\u00a0h\u00a000 (heure de Paris)."
        in contenu
    )
    assert "dans 1\u00a0jour" in contenu


def test_the_bin_waits_for_nobody(coordinatrice, portail_en_ordre):
    idee = make_idee()
    make_revision(idee, coordinatrice.user)
    page = make_page(etat=Etat.A_RELIRE, published_at=None)
    assert lignes(coordinatrice) == {"a-relire": ["Manifeste"], "modifications": [str(idee)]}

    idee.jeter()
    page.jeter()

    assert lignes(coordinatrice) == {}


@pytest.mark.parametrize(
    ("retard", "groupe", "urgent"),
    [
        (None, "modifications", False),
        (timedelta(minutes=-10), "modifications-programmees", False),
        (timedelta(minutes=5), "modifications-programmees", False),
        (timedelta(minutes=6), "heure-manquee", True),
    ],
)
def test_a_waiting_version_is_sorted_by_its_hour(
    coordinatrice, portail_en_ordre, retard, groupe, urgent
):
    pour_le = retard and portail_en_ordre - retard
    page = make_page()
    make_revision(page, coordinatrice.user, pour_le=pour_le)

    assert lignes(coordinatrice) == {groupe: ["Manifeste"]}
    assert ligne(coordinatrice, groupe).urgent is urgent
    assert ligne(coordinatrice, groupe).url == page.get_admin_url()


def test_an_answer_to_a_preview_waits_until_it_is_dealt_with(coordinatrice, portail_en_ordre):
    page = make_page()
    lien = LienApercu.objects.create(
        revision=make_revision(
            page, coordinatrice.user, statut="appliquee", applied_at=portail_en_ordre
        ),
        destinataire="Service communication",
        empreinte="1" * 64,
        auteur=coordinatrice.user,
        expires_at=portail_en_ordre + timedelta(days=7),
    )
    reponse = ReponseApercu.objects.create(lien=lien, verdict="bon")

    assert lignes(coordinatrice) == {"reponses": ["Manifeste"]}
    seule = ligne(coordinatrice, "reponses")
    assert seule.pourquoi == "Service communication a répondu\u00a0: «\u00a0C’est bon\u00a0»."
    assert coordinatrice.get(seule.lien).status_code == 200

    reponse.traitee_at = portail_en_ordre
    reponse.save()

    assert lignes(coordinatrice) == {}


def test_links_that_cannot_be_followed_wait(coordinatrice, portail_en_ordre):
    make_lien("https://mort.example/", Lien.Etat.MORT)
    make_lien("https://neuf.example/", Lien.Etat.A_VERIFIER)
    make_lien("https://bon.example/")
    Lien.objects.create(titre="Un rapport imprimé")

    assert lignes(coordinatrice) == {
        "liens-morts": ["mort.example"],
        "liens-a-verifier": ["neuf.example"],
    }


def test_published_podcast_without_transcription_waits(coordinatrice, portail_en_ordre):
    make_podcast("Muet")
    make_podcast("Transcrit", transcription="<p>Bonjour.</p>")
    make_podcast("Pas encore en ligne", etat=Etat.BROUILLON, published_at=None)

    assert lignes(coordinatrice) == {"transcriptions": ["Muet"]}


def test_initiative_is_verified_again_every_year(coordinatrice, portail_en_ordre):
    aujourd_hui = portail_en_ordre.date()
    make_initiative("Jamais")
    make_initiative("Ancienne", date_confirmation=aujourd_hui - timedelta(days=366))
    make_initiative("Récente", date_confirmation=aujourd_hui - timedelta(days=365))
    make_initiative("Nouvelle", published_at=portail_en_ordre)
    make_initiative("Brouillon", etat=Etat.BROUILLON, published_at=None)

    assert lignes(coordinatrice) == {"a-reverifier": ["Jamais", "Ancienne"]}


def test_a_job_that_fails_waits_and_is_urgent_after_three_periods(
    coordinatrice, portail_en_ordre
):
    tache = Tache.objects.get(nom="appliquer-modifications")
    Tache.objects.filter(pk=tache.pk).update(
        erreur="La base ne répond pas.", echecs=1, erreur_at=portail_en_ordre
    )
    assert lignes(coordinatrice) == {"travail": [tache.libelle]}
    assert ligne(coordinatrice, "travail").urgent is False

    Tache.objects.filter(pk=tache.pk).update(
        dernier_succes_at=portail_en_ordre - timedelta(minutes=3 * tache.periode_minutes + 1)
    )

    assert ligne(coordinatrice, "travail").urgent is True


@pytest.mark.parametrize("jamais", [True, False])
def test_a_worker_that_does_not_run_is_one_urgent_line(coordinatrice, today, jamais):
    if not jamais:
        list(executer_dues())
        Tache.objects.update(prochain_at=today - timedelta(minutes=6))

    assert lignes(coordinatrice) == {"travail": ["Le travail automatique ne tourne plus"]}
    assert ligne(coordinatrice, "travail").urgent is True


# For whom


def test_a_line_is_only_shown_to_those_who_may_view_its_type(client, portail_en_ordre):
    user = make_user("relecture@example.org", is_staff=True)
    user.user_permissions.add(Permission.objects.get(codename="view_page"))
    se_connecter(client, user)
    page = make_page(etat=Etat.A_RELIRE, published_at=None)
    idee = make_idee(etat=Etat.A_RELIRE, published_at=None)
    make_revision(make_page("En ligne"), user)
    make_revision(make_idee("Idée en ligne"), user)
    make_lien("https://mort.example/", Lien.Etat.MORT)
    make_podcast()
    make_initiative()

    assert lignes(client) == {"a-relire": [str(page)], "modifications": ["En ligne"]}
    user.user_permissions.clear()
    assert lignes(client) == {}
    assert idee.titre not in client.get(ACCUEIL).content.decode()


@pytest.mark.parametrize("page", ["index", "sommeil", "reveil", "file_groupe"])
def test_visitor_and_agent_are_sent_to_the_login(client, agent, page):
    url = reverse(f"admin:{page}", args=["a-relire"] if page == "file_groupe" else [])

    for qui in (client, agent):
        assert qui.get(url)["Location"].startswith(reverse("admin:login"))
        assert qui.post(url)["Location"].startswith(reverse("admin:login"))


# When a source falls


@pytest.fixture
def source_en_panne():
    @file.source(file.Groupe("panne", "Signalements", rang=1))
    def panne(demande):
        raise RuntimeError("Le service ne répond pas.")

    yield
    file.SOURCES.pop()


def test_a_source_that_fails_shows_an_error_line_and_not_an_error_page(
    coordinatrice, portail_en_ordre, source_en_panne, caplog
):
    make_page(etat=Etat.A_RELIRE, published_at=None)

    reponse = coordinatrice.get(ACCUEIL)

    contenu = reponse.content.decode()
    assert reponse.status_code == 200
    assert "Cette partie de la file n’a pas pu être lue." in contenu
    assert lignes(coordinatrice) == {"a-relire": ["Manifeste"]}
    assert "Signalements" not in reponse.context["file"].verifies
    assert "Le service ne répond pas." in caplog.text
    assert coordinatrice.get("/admin/file/panne/").status_code == 200


def test_two_groups_have_not_the_same_name(source_en_panne):
    with pytest.raises(ValueError, match="panne"):
        file.source(file.Groupe("panne", "Autre", rang=2))(lambda demande: {})


# Ages


@pytest.mark.parametrize(
    ("depuis", "dit"),
    [
        (None, ""),
        (AUJOURD_HUI - timedelta(minutes=59), "depuis moins d’une heure"),
        (AUJOURD_HUI - timedelta(hours=3), "depuis 3\u00a0heures"),
        (AUJOURD_HUI + timedelta(hours=20), "dans 20\u00a0heures"),
        (AUJOURD_HUI - timedelta(days=1, hours=1), "depuis 1\u00a0jour"),
        (AUJOURD_HUI + timedelta(days=3), "dans 3\u00a0jours"),
        (AUJOURD_HUI.date(), "depuis moins d’un jour"),
        (date(2026, 3, 7), "depuis 3\u00a0jours"),
        (date(2025, 12, 1), "depuis 3\u00a0mois"),
        (date(2024, 2, 1), "depuis 2\u00a0ans"),
    ],
)
def test_age_is_said_as_people_say_it(depuis, dit):
    assert age(depuis, AUJOURD_HUI) == dit


def test_coordination_group_still_has_the_rights_that_the_queue_reads():
    droits = Group.objects.get(name="Coordination").permissions
    assert droits.filter(codename__in=["view_tache", "view_lien", "view_logentry"]).count() == 3
