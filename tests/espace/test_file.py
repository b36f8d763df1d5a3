"""What waits because of the territories and the readers: each kind, for whom, at what cost."""

from datetime import date, timedelta

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from courrier.models import Courriel
from courrier.taches import executer_dues
from espace import suivi
from espace.models import Amendement, DemandeAcces, Message, Verification
from fabrique.models import Initiative
from redaction import file
from redaction.models import Sommeil
from signalements.models import Signalement
from solidaires.publication import Etat
from tests.connexions import se_connecter
from tests.factories import make_agent, make_initiative, make_territoire, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ACCUEIL = "/admin/"
TERRITOIRE = Message.Cote.TERRITOIRE


@pytest.fixture
def portail_en_ordre(today):
    """The clock stopped, the worker just passed: nothing waits."""
    list(executer_dues())
    return today


@pytest.fixture
def fiche(portail_en_ordre):
    """A sheet online, confirmed: it waits for nothing."""
    return make_initiative("Caisse commune", date_confirmation=date(2026, 1, 1))


def lignes(client):
    """{group id: [Ligne]} of the home page."""
    sections = client.get(ACCUEIL).context["file"].sections
    assert not any(section.erreur for section in sections)
    return {section.groupe.id: section.extrait.lignes for section in sections}


def seule(client, groupe):
    """The one line that waits, in its group."""
    lues = lignes(client)
    assert list(lues) == [groupe]
    (ligne,) = lues[groupe]
    return ligne


def dormir(cle):
    Sommeil.objects.create(
        cle=cle,
        titre="Plus tard",
        motif="Plus tard.",
        jusqu_au=timezone.localdate() + timedelta(days=2),
        auteur=make_user("autre@example.org"),
    )


def make_amendement(fiche, **champs):
    champs = {
        "etat": Amendement.Etat.PROPOSE,
        "propose_at": timezone.now(),
        "base": {},
        "instantane": {},
        **champs,
    }
    return Amendement.objects.create(initiative=fiche, **champs)


def make_signalement(genre="accessibilite", **champs):
    champs = {"page": "/fabrique/", "texte": "Le bouton n’a pas de nom.", **champs}
    return Signalement.objects.create(genre=genre, **champs)


def make_courriel(etat="echec", rang=1):
    return Courriel.objects.create(
        gabarit="essai",
        cle=f"essai:{rang}",
        destinataire="ada@example.org",
        sujet="Votre fiche est en ligne",
        texte="Bonjour",
        etat=etat,
        prochain_essai_at=timezone.now(),
    )


# Messages


def test_a_message_of_a_territory_waits_until_it_is_answered(coordinatrice, fiche):
    agent = make_agent()
    suivi.ecrire(fiche, agent.user, TERRITOIRE, "Pouvons-nous changer le titre ?")

    ligne = seule(coordinatrice, "messages")

    assert ligne.titre == "Caisse commune"
    assert (
        ligne.pourquoi
        == "Gironde écrit\u00a0: «\u00a0Pouvons-nous changer le titre\u00a0?\u00a0»"
    )
    assert ligne.action == "Lire et répondre"
    assert ligne.url == f"/admin/fabrique/initiative/{fiche.pk}/echanges/#repondre"
    assert coordinatrice.get(ligne.lien).status_code == 200
    assert "messages" in lignes(coordinatrice), "opening is not answering"
    suivi.ecrire(fiche, coordinatrice.user, Message.Cote.COORDINATION, "Oui.")
    assert lignes(coordinatrice) == {}


def test_two_messages_on_one_sheet_are_one_line_as_old_as_the_first(
    coordinatrice, fiche, today
):
    agent = make_agent()
    suivi.ecrire(fiche, agent.user, TERRITOIRE, "Premier")
    Message.objects.update(created_at=today - timedelta(days=3))
    suivi.ecrire(fiche, agent.user, TERRITOIRE, "Second")

    ligne = seule(coordinatrice, "messages")

    assert "Second" in ligne.pourquoi
    assert ligne.depuis == today - timedelta(days=3)


def test_a_message_put_to_sleep_wakes_with_the_next_one(coordinatrice, fiche):
    agent = make_agent()
    suivi.ecrire(fiche, agent.user, TERRITOIRE, "Premier")
    dormir(seule(coordinatrice, "messages").cle)
    assert lignes(coordinatrice) == {}

    suivi.ecrire(fiche, agent.user, TERRITOIRE, "Second")

    assert "Second" in seule(coordinatrice, "messages").pourquoi


def test_a_change_of_state_is_not_a_message_to_answer(coordinatrice, portail_en_ordre):
    fiche = make_initiative("En relecture", etat=Etat.BROUILLON, published_at=None)

    fiche.submit()

    assert list(lignes(coordinatrice)) == ["a-relire"]


# Proposals


def test_a_proposal_waits_from_the_day_it_was_sent(coordinatrice, fiche, today):
    make_amendement(fiche, etat=Amendement.Etat.BROUILLON, propose_at=None)
    make_amendement(fiche, etat=Amendement.Etat.REFUSE, decide_at=today, motif="Non.")
    propose = make_amendement(fiche, resume="Le coût a changé.", propose_at=today)

    ligne = seule(coordinatrice, "amendements")

    assert ligne.titre == "Caisse commune"
    assert ligne.depuis == today
    assert (
        ligne.pourquoi
        == "Gironde propose de modifier la page en ligne\u00a0: «\u00a0Le coût a changé.\u00a0»"
    )
    assert ligne.url == f"/admin/espace/amendement/{propose.pk}/change/"
    dormir(ligne.cle)
    assert lignes(coordinatrice) == {}


def test_what_is_said_of_a_sheet_in_the_bin_waits_for_nobody(coordinatrice, fiche):
    make_amendement(fiche)
    suivi.ecrire(fiche, make_agent().user, TERRITOIRE, "Bonjour")
    assert set(lignes(coordinatrice)) == {"amendements", "messages"}

    fiche.jeter()

    assert lignes(coordinatrice) == {}


# Access, reports, mails


def test_a_request_for_access_waits(coordinatrice, portail_en_ordre):
    DemandeAcces.objects.create(
        emetteur="proconnect",
        sub="1",
        email="ada@gironde.example",
        nom="Ada Lovelace",
        siret="22330001300016",
    )
    DemandeAcces.objects.create(
        emetteur="proconnect", sub="2", email="deja@example.org", traitee_at=timezone.now()
    )

    ligne = seule(coordinatrice, "acces")

    assert ligne.titre == "Ada Lovelace"
    assert ligne.pourquoi == (
        "ProConnect a reconnu cette personne, établissement 22330001300016\u00a0: pour quel "
        "territoire agit-elle\u00a0?"
    )
    assert coordinatrice.get(ligne.lien).status_code == 200


@pytest.mark.parametrize(
    ("genre", "jours", "groupe", "urgent", "delai"),
    [
        ("accessibilite", 4, "accessibilite", False, "reste 3\u00a0jours pour répondre"),
        ("accessibilite", 5, "accessibilite", True, "reste 2\u00a0jours pour répondre"),
        ("accessibilite", 9, "accessibilite", True, "en retard de 2\u00a0jours"),
        ("erreur", 6, "erreurs", False, "reste 1\u00a0jour pour répondre"),
        ("erreur", 8, "erreurs", True, "en retard de 1\u00a0jour"),
    ],
)
def test_a_report_has_seven_days(
    coordinatrice, portail_en_ordre, genre, jours, groupe, urgent, delai
):
    recu = portail_en_ordre - timedelta(days=jours)
    signalement = make_signalement(genre, created_at=recu)
    make_signalement(genre, etat="traite", repondu_at=portail_en_ordre)

    ligne = seule(coordinatrice, groupe)

    assert ligne.titre == "/fabrique/"
    assert ligne.pourquoi == (
        f"{signalement.numero}, {delai}\u00a0: «\u00a0Le bouton n’a pas de nom.\u00a0»"
    )
    assert ligne.urgent is urgent
    assert ligne.url == f"/admin/signalements/signalement/{signalement.pk}/change/"


@pytest.mark.parametrize(
    ("etat", "pourquoi"),
    [
        ("echec", "Le serveur l’a refusé."),
        ("incertain", "Il est peut-être parti\u00a0: vérifiez avant de l’envoyer de nouveau."),
    ],
)
def test_a_mail_that_did_not_leave_waits(coordinatrice, portail_en_ordre, etat, pourquoi):
    make_courriel("a_envoyer", rang=2)
    courriel = make_courriel(etat)

    ligne = seule(coordinatrice, "courriels")

    assert (ligne.titre, ligne.pourquoi) == ("Votre fiche est en ligne", pourquoi)
    assert ligne.url == f"/admin/courrier/courriel/{courriel.pk}/change/"


# Sheets to verify again


@pytest.fixture
def ancienne(portail_en_ordre):
    """A sheet confirmed more than a year ago, of a territory that has somebody."""
    make_agent()
    return make_initiative("Ancienne", date_confirmation=date(2025, 2, 1))


def verifier(fiche, **champs):
    demandee = timezone.now() - timedelta(days=70)
    return Verification.objects.create(initiative=fiche, demandee_at=demandee, **champs)


def test_a_territory_that_is_being_asked_is_left_alone(coordinatrice, ancienne, today):
    assert lignes(coordinatrice) == {}
    verification = verifier(ancienne)
    assert lignes(coordinatrice) == {}
    verification.relancee_at = today - timedelta(days=29)
    verification.save()

    assert lignes(coordinatrice) == {}


def test_no_answer_a_month_after_the_reminder_is_one_line(coordinatrice, ancienne, today):
    verifier(ancienne, relancee_at=today - timedelta(days=30))

    ligne = seule(coordinatrice, "a-reverifier")

    assert ligne.titre == "Ancienne"
    assert ligne.pourquoi == (
        "Gironde n’a pas répondu à la question annuelle, rappelée il y a plus d’un mois."
    )
    assert ligne.url == f"{ancienne.get_admin_url()}#id_date_confirmation"


def test_an_answer_that_changed_nothing_comes_back_after_a_month(
    coordinatrice, ancienne, today
):
    verification = verifier(ancienne, reponse="modifier", repondue_at=today)
    assert lignes(coordinatrice) == {}
    verification.repondue_at = today - timedelta(days=30)
    verification.save()

    assert "sans confirmer la fiche" in seule(coordinatrice, "a-reverifier").pourquoi


def test_a_sheet_whose_territory_has_nobody_is_for_the_coordinator(coordinatrice, ancienne):
    landes = make_territoire("40", "Landes")
    make_agent("ancien@example.org", landes, date_fin=date(2026, 1, 1))
    make_initiative("Sans personne", territoire=landes)

    ligne = seule(coordinatrice, "a-reverifier")

    assert ligne.titre == "Sans personne"
    assert ligne.pourquoi == (
        "En ligne depuis plus d’un an, et jamais confirmée par le territoire. Personne n’agit ici "
        "pour Landes\u00a0: la question est pour vous."
    )


# For whom, at what cost


@pytest.mark.parametrize(
    ("droit", "groupe"),
    [
        ("view_message", "messages"),
        ("view_amendement", "amendements"),
        ("view_demandeacces", "acces"),
        ("view_signalement", "accessibilite"),
        ("view_courriel", "courriels"),
        ("view_initiative", "a-reverifier"),
    ],
)
def test_a_line_is_only_shown_to_those_who_may_view_its_type(client, fiche, droit, groupe):
    user = make_user("relecture@example.org", is_staff=True)
    se_connecter(client, user)
    suivi.ecrire(fiche, make_agent().user, TERRITOIRE, "Bonjour")
    make_amendement(fiche)
    DemandeAcces.objects.create(emetteur="p", sub="1", email="ada@example.org")
    make_signalement()
    make_courriel()
    make_initiative("À re-vérifier", territoire=make_territoire("40", "Landes"))
    assert lignes(client) == {}

    user.user_permissions.add(Permission.objects.get(codename=droit))

    assert list(lignes(client)) == [groupe]


@pytest.mark.parametrize("nombre", [10, 1000])
def test_every_kind_is_one_query_at_any_volume(
    coordinatrice, portail_en_ordre, django_assert_num_queries, nombre
):
    _remplir(nombre)

    # The session, the person, their rights (2), what sleeps, one per source (6).
    with django_assert_num_queries(11):
        lue = coordinatrice.get(ACCUEIL).context["file"]

    assert sum(section.extrait.total for section in lue.sections) == nombre
    assert {section.groupe.id for section in lue.sections} == {
        "courriels",
        "accessibilite",
        "messages",
        "amendements",
        "acces",
        "erreurs",
        "a-reverifier",
    }
    assert all(len(section.extrait.lignes) <= file.LIMITE for section in lue.sections)


def _remplir(nombre):
    """`nombre` lines of seven kinds."""
    lots = [range(sorte, nombre, 7) for sorte in range(7)]
    maintenant, landes = timezone.now(), make_territoire("40", "Landes")
    commun = {"territoire": landes, "etat": Etat.PUBLIEE}
    confirmees = Initiative.objects.bulk_create(
        Initiative(
            titre=f"Fiche {n}",
            slug=f"fiche-{n}",
            published_at=maintenant,
            date_confirmation=maintenant.date(),
            **commun,
        )
        for n in [*lots[0], *lots[1]]
    )
    Message.objects.bulk_create(
        Message(initiative=fiche, cote=TERRITOIRE, texte="Bonjour")
        for fiche in confirmees[: len(lots[0])]
    )
    Amendement.objects.bulk_create(
        Amendement(
            initiative=fiche, base={}, instantane={}, etat="propose", propose_at=maintenant
        )
        for fiche in confirmees[len(lots[0]) :]
    )
    DemandeAcces.objects.bulk_create(
        DemandeAcces(emetteur="p", sub=str(n), email="ada@example.org") for n in lots[2]
    )
    Signalement.objects.bulk_create(
        Signalement(genre=genre, page="/", texte="Faute")
        for genre, lot in (("accessibilite", lots[3]), ("erreur", lots[4]))
        for _ in lot
    )
    Courriel.objects.bulk_create(
        Courriel(
            gabarit="essai",
            cle=str(n),
            sujet="Sujet",
            etat="echec",
            prochain_essai_at=maintenant,
        )
        for n in lots[5]
    )
    Initiative.objects.bulk_create(
        Initiative(
            titre=f"Ancienne {n}",
            slug=f"ancienne-{n}",
            published_at=maintenant - timedelta(days=400),
            **commun,
        )
        for n in lots[6]
    )
