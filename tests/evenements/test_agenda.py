"""What calendars are told: where, when, at which hour, and when it changes."""

from datetime import UTC, date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from comptes.models import User
from evenements import agenda
from evenements.models import Annonce, Journees, RendezVous, Tenue
from redaction import instantane, versions
from solidaires.publication import dire_change
from tests.factories import (
    FUTUR,
    make_journees,
    make_rendezvous,
    make_seance,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _portail(settings):
    settings.ADRESSE_DU_PORTAIL = "https://portail.example/"


def _un(**champs):
    """A rendez-vous of one day, announced to calendars."""
    champs = {"annee": 2026, "date_debut": date(2026, 6, 1), **champs}
    rendez_vous = make_rendezvous("Festival", **champs)
    dire_change(rendez_vous)
    return rendez_vous


def _entree(evenement, rang=0):
    evenement.refresh_from_db()
    return agenda.de_l_evenement(evenement)[rang]


@pytest.mark.parametrize(
    ("jour", "heure", "instant"),
    [
        (date(2026, 2, 9), time(14), datetime(2026, 2, 9, 13, tzinfo=UTC)),
        (date(2026, 7, 9), time(14), datetime(2026, 7, 9, 12, tzinfo=UTC)),
        # Clocks go forward in the night of 28 to 29 March, back in that of 24 to 25 October.
        (date(2026, 3, 28), time(23, 30), datetime(2026, 3, 28, 22, 30, tzinfo=UTC)),
        (date(2026, 3, 29), time(1, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(3), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 3, 29), time(9), datetime(2026, 3, 29, 7, tzinfo=UTC)),
        (date(2026, 10, 24), time(9), datetime(2026, 10, 24, 7, tzinfo=UTC)),
        (date(2026, 10, 25), time(1), datetime(2026, 10, 24, 23, tzinfo=UTC)),
        (date(2026, 10, 25), time(9), datetime(2026, 10, 25, 8, tzinfo=UTC)),
        (date(2026, 1, 1), time(0, 30), datetime(2025, 12, 31, 23, 30, tzinfo=UTC)),
    ],
)
def test_an_hour_of_paris_is_the_same_instant_everywhere(jour, heure, instant):
    journees = make_journees(2026)
    make_seance(journees, date=jour, heure_debut=heure)

    [entree] = agenda.de_l_evenement(journees)

    assert entree.debut == instant
    assert entree.fin is None


def test_an_edition_is_its_days_then_its_seances_whose_hour_is_known():
    journees = make_journees(
        2026,
        theme="Le soin",
        date_debut=date(2026, 2, 9),
        lieu="Rocher de Palmer",
        ville="Cenon",
        presentation="<p>Deux mots.</p>",
        themes=[make_theme("Santé")],
    )
    seance = make_seance(
        journees,
        titre="Se déplacer",
        heure_debut=time(14),
        heure_fin=time(15, 30),
        salle="Salle 650",
        resume="<p>Qui, où ?</p>",
    )
    make_seance(journees, titre="Heure non connue", date=date(2026, 2, 9))
    make_seance(make_journees(2025), titre="Ailleurs", heure_debut=time(14))

    jours, moment = agenda.de_l_evenement(journees)

    assert jours.titre == "Journées 2026 – Le soin"
    assert (jours.debut, jours.fin) == (date(2026, 2, 9), None)
    assert jours.lieu == "Rocher de Palmer, Cenon"
    assert jours.categories == ("Santé",)
    assert jours.description == ("", "Deux mots.", "https://portail.example/journees/2026/")
    assert jours.uid == f"journees-{journees.pk}@portail.example"
    # Its day is that of an edition of one day.
    assert moment.titre == "Se déplacer (Journées 2026)"
    assert moment.debut == datetime(2026, 2, 9, 13, tzinfo=UTC)
    assert moment.fin == datetime(2026, 2, 9, 14, 30, tzinfo=UTC)
    assert moment.lieu == "Salle 650, Rocher de Palmer, Cenon"
    assert moment.categories == ("Table ronde",)
    assert moment.url == f"https://portail.example/journees/2026/#seance-{seance.pk}"
    assert moment.description == ("", "Qui, où\u00a0?", moment.url)
    assert moment.uid == f"seance-{seance.pk}@portail.example"


def test_what_is_online_only_takes_place_online():
    assert _entree(make_journees(date_debut=date(2024, 2, 9), format="en_ligne")).lieu == (
        "En ligne"
    )


def test_the_name_of_an_entry_survives_its_address():
    rendez_vous = _un()
    avant = _entree(rendez_vous)

    rendez_vous.slug = "autre-adresse"
    rendez_vous.save()
    apres = _entree(rendez_vous)

    assert apres.uid == avant.uid
    assert apres.url == "https://portail.example/calendrier/autre-adresse/"


CHANGEMENTS = {
    "un autre jour": {"date_debut": date(2026, 6, 2)},
    "un jour de plus": {"date_fin": date(2026, 6, 2)},
    "une autre ville": {"ville": "Niort"},
    "un autre lieu": {"lieu": "Salle des fêtes"},
    "une annulation": {"tenue": Tenue.ANNULE, "raison": "Tempête."},
    "un report": {"tenue": Tenue.REPORTE, "raison": "Tempête."},
}
SANS_EFFET = {
    "un autre nom": {"nom": "Le festival"},
    "un texte": {"presentation": "<p>Autrement.</p>"},
    "une adresse": {"slug": "ailleurs"},
    "le même lieu": {"ville": ""},
}


@pytest.mark.parametrize("cas", CHANGEMENTS)
def test_what_makes_people_come_otherwise_has_a_new_number(cas):
    rendez_vous = _un()

    for champ, valeur in CHANGEMENTS[cas].items():
        setattr(rendez_vous, champ, valeur)
    rendez_vous.save()
    dire_change(rendez_vous)
    dire_change(rendez_vous)  # twice told, once changed

    assert _entree(rendez_vous).sequence == 1


@pytest.mark.parametrize("cas", SANS_EFFET)
def test_what_changes_nothing_of_when_and_where_keeps_its_number(cas):
    rendez_vous = _un()

    for champ, valeur in SANS_EFFET[cas].items():
        setattr(rendez_vous, champ, valeur)
    rendez_vous.save()
    dire_change(rendez_vous)

    assert _entree(rendez_vous).sequence == 0


@pytest.mark.parametrize(
    ("tenue", "annulee", "titre", "phrase"),
    [
        ("", False, "Festival 2026", ""),
        (Tenue.ANNULE, True, "Annulé\u00a0: Festival 2026", "Annulé. Tempête."),
        (
            Tenue.REPORTE,
            True,
            "Reporté\u00a0: Festival 2026",
            "Reporté\u00a0: date à venir. Tempête.",
        ),
        (Tenue.DEPLACE, False, "Festival 2026", "Reporté\u00a0: nouvelle date. Tempête."),
    ],
)
def test_a_cancellation_is_a_status_and_words(tenue, annulee, titre, phrase):
    rendez_vous = _un(tenue=tenue, raison="Tempête." if tenue else "")

    entree = _entree(rendez_vous)

    assert entree.is_annulee is annulee
    assert entree.titre == titre
    assert entree.description[0] == phrase


def test_a_seance_is_not_held_when_its_event_is_not():
    journees = make_journees(2026, date_debut=date(2026, 2, 9))
    make_seance(journees, titre="Tenue", heure_debut=time(9))
    make_seance(
        journees, titre="Non", heure_debut=time(10), tenue=Tenue.ANNULE, raison="Malade."
    )
    dire_change(journees)
    avant = agenda.de_l_evenement(journees)

    journees.tenue, journees.raison = Tenue.ANNULE, "Tempête."
    journees.save()
    dire_change(journees)

    apres = agenda.de_l_evenement(journees)
    assert [e.is_annulee for e in avant] == [False, False, True]
    assert [e.is_annulee for e in apres] == [True, True, True]
    # What was already cancelled is told nothing new.
    assert [e.sequence for e in apres] == [1, 1, 0]
    assert apres[1].titre == "Annulées\u00a0: Tenue (Journées 2026)"


def _version(objet, **champs):
    """The snapshot of `objet` with other values."""
    contenu = instantane.prendre(objet)
    contenu["champs"] |= champs
    return contenu


def test_a_version_counts_when_it_is_applied_not_when_it_waits():
    rendez_vous = _un()
    auteur = User.objects.automate()
    contenu = _version(rendez_vous, date_debut="2026-06-08")

    revision = versions.enregistrer(rendez_vous, contenu, auteur=auteur, resume="")
    attend = _entree(rendez_vous)
    versions.appliquer(revision)

    assert (attend.debut, attend.sequence) == (date(2026, 6, 1), 0)
    entree = _entree(rendez_vous)
    assert (entree.debut, entree.sequence) == (date(2026, 6, 8), 1)
    assert entree.modifie_le > attend.modifie_le


def test_a_seance_that_moves_in_a_version_is_the_only_one_renumbered():
    journees = make_journees(2026, date_debut=date(2026, 2, 9))
    premiere = make_seance(journees, heure_debut=time(9))
    make_seance(journees, heure_debut=time(10))
    dire_change(journees)
    contenu = instantane.prendre(journees)
    for partie in contenu["parties"]["seances"]:
        if partie["pk"] == premiere.pk:
            partie["champs"]["heure_debut"] = "11:00:00"

    revision = versions.enregistrer(
        journees, contenu, auteur=User.objects.automate(), resume=""
    )
    versions.appliquer(revision)

    numeros = {e.uid.partition("@")[0]: e.sequence for e in agenda.de_l_evenement(journees)}
    assert numeros == {
        f"journees-{journees.pk}": 0,
        f"seance-{premiere.pk}": 1,
        f"seance-{premiere.pk + 1}": 0,
    }


def test_a_seance_taken_out_and_put_back_goes_on_counting():
    journees = make_journees(2026, date_debut=date(2026, 2, 9))
    seance = make_seance(journees, heure_debut=time(9))
    dire_change(journees)
    avec = instantane.prendre(journees)
    versions.saisir(journees)

    def appliquer(contenu):
        auteur = User.objects.automate()
        versions.appliquer(
            versions.enregistrer(journees, contenu, auteur=auteur, resume="Essai")
        )
        return agenda.de_l_evenement(journees)[1:]

    avec["parties"]["seances"][0]["champs"]["heure_debut"] = "10:00:00"
    deplacee = appliquer(avec)
    retiree = appliquer({**avec, "parties": {**avec["parties"], "seances": []}})
    avec["parties"]["seances"][0]["champs"]["heure_debut"] = "11:00:00"
    remise = appliquer(avec)

    assert [entree.sequence for entree in deplacee] == [1]
    assert retiree == []
    assert [(entree.uid, entree.sequence) for entree in remise] == [
        (f"seance-{seance.pk}@portail.example", 2)
    ]


def test_what_is_not_online_is_not_followed():
    brouillon = make_rendezvous(
        annee=2026, date_debut=date(2026, 6, 1), etat="brouillon", published_at=None
    )

    dire_change(brouillon)

    assert list(Annonce.objects.all()) == []


def test_what_moved_while_it_was_withdrawn_is_told_when_it_comes_back():
    rendez_vous = _un()
    rendez_vous.retire()
    rendez_vous.date_debut = date(2026, 6, 8)
    rendez_vous.save()
    dire_change(rendez_vous)
    hors_ligne = Annonce.objects.get().sequence

    rendez_vous.publish()

    assert hors_ligne == 0
    assert _entree(rendez_vous).sequence == 1


def test_what_was_online_before_numbers_is_told_again_at_its_next_change():
    """The migration knows that it was told, not what: in doubt, a new number."""
    rendez_vous = make_rendezvous(annee=2026, date_debut=date(2026, 6, 1))
    Annonce.objects.create(cle=agenda.cle(rendez_vous), empreinte="")

    dire_change(rendez_vous)

    assert _entree(rendez_vous).sequence == 1


def test_an_entry_was_last_changed_when_it_was_put_online_or_after():
    rendez_vous = _un(published_at=FUTUR)

    assert _entree(rendez_vous).modifie_le == FUTUR


def test_dates_that_are_not_known_make_no_entry():
    assert agenda.de_l_evenement(make_rendezvous("Chaque année")) == []
    assert agenda.de_l_evenement(make_rendezvous("En 2026", annee=2026)) == []


def test_the_whole_calendar_is_in_order_and_has_no_seance():
    make_rendezvous("Juin", annee=2026, date_debut=date(2026, 6, 1))
    make_rendezvous("Sans date", annee=2026)
    journees = make_journees(2026, theme="", date_debut=date(2026, 2, 9))
    make_seance(journees, heure_debut=time(9))

    make_rendezvous("Mai", annee=2026, date_debut=date(2026, 5, 1))

    tout = agenda.de_tous(RendezVous.objects.all(), Journees.objects.all())

    assert [e.titre for e in tout] == ["Journées 2026", "Mai 2026", "Juin 2026"]


@pytest.mark.parametrize("faire", [make_journees, make_rendezvous, make_seance])
def test_a_cancellation_says_why(faire):
    objet = faire()
    objet.tenue = Tenue.ANNULE

    with pytest.raises(ValidationError) as refus:
        objet.validate_constraints()
    assert refus.value.messages == ["Dites pourquoi, en une phrase : le public la lit."]
    with pytest.raises(IntegrityError), transaction.atomic():
        objet.save()


@pytest.mark.parametrize(
    ("faire", "mots"),
    [
        (make_journees, "Annulées"),
        (make_rendezvous, "Annulé"),
        (make_seance, "Annulée"),
    ],
)
def test_the_word_agrees(faire, mots):
    assert faire(tenue=Tenue.ANNULE, raison="Tempête.").tenue_en_clair == mots
