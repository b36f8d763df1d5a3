"""The calendar and its entries, as a reader sees them."""

from datetime import date

import pytest

from tests.factories import (
    ETATS_CACHES,
    make_intervention,
    make_lien,
    make_personne,
    make_rendezvous,
    make_seance,
)
from tests.lecteur import liens, mots

pytestmark = pytest.mark.django_db

CALENDRIER = "/calendrier/"


def _html(client, objet):
    return client.get(objet.get_absolute_url()).content.decode()


@pytest.mark.usefixtures("today")
def test_calendar_tells_the_coming_the_yearly_and_the_past(client):
    make_rendezvous("Demain", annee=2026, date_debut=date(2026, 3, 11), ville="Niort")
    make_rendezvous("Sans date", annee=2026)
    make_rendezvous("Festival VYV", participation="présence annuelle annoncée")
    make_rendezvous("Hier", annee=2026, date_debut=date(2026, 3, 9), ville="Paris")
    make_rendezvous("Jadis", annee=2020)
    make_rendezvous("Zcaché", annee=2026, **ETATS_CACHES["brouillon"])

    texte = mots(client.get(CALENDRIER).content.decode())

    assert "À venir 11 mars 2026 Demain Niort 2026, dates non connues Sans date" in texte
    assert "Chaque année Festival VYV Présence annuelle annoncée Passés" in texte
    assert "Passés 2026 9 mars 2026 Paris Hier 2020 Dates non connues Jadis" in texte
    assert "Zcaché" not in texte


def test_calendar_without_anything_coming_says_so(client):
    texte = mots(client.get(CALENDRIER).content.decode())

    assert "À venir Aucun rendez-vous n’est annoncé pour l’instant." in texte
    assert "Chaque année" not in texte
    assert "Passés" not in texte


@pytest.mark.usefixtures("today")
def test_calendar_pages_its_past_and_shows_the_rest_once(client):
    make_rendezvous("Festival VYV")
    for rang in range(30):
        make_rendezvous(f"Jadis {rang:02}", annee=2020, date_debut=date(2020, 1, rang + 1))

    une, deux = (client.get(CALENDRIER, {"page": n}) for n in ("abc", "99"))

    assert [r.nom for r in une.context["page"]] == [f"Jadis {n:02}" for n in range(29, 5, -1)]
    assert [r.nom for r in deux.context["page"]] == [f"Jadis {n:02}" for n in range(5, -1, -1)]
    assert "Festival VYV" in mots(une.content.decode())
    assert "Festival VYV" not in mots(deux.content.decode())


def test_rendezvous_detail_tells_the_day(client):
    rendez_vous = make_rendezvous(
        "La France qui essaie",
        titre_edition="Expérimentations locales",
        annee=2023,
        date_debut=date(2023, 10, 26),
        lieu="Palais d’Iéna",
        ville="Paris",
        organisateurs="Libération\nCESE",
        coorganise=True,
        note="Date du site.",
        lien=make_lien("https://example.org/cese", titre="Le CESE"),
    )
    make_seance(rendez_vous=rendez_vous, titre="Vers une société d’expérimentation")
    make_intervention(
        make_personne("Thierry Beaudet"), rendez_vous=rendez_vous, role="Président du CESE"
    )
    make_rendezvous("La France qui essaie", annee=2024, ville="Lyon")
    make_rendezvous("La France qui essaie", annee=2025, **ETATS_CACHES["brouillon"])

    html = _html(client, rendez_vous)

    texte = mots(html)
    assert texte.startswith(
        "26 octobre 2023 La France qui essaie Expérimentations locales "
        "La présence de Solutions solidaires "
        "Ce rendez-vous est coorganisé par Solutions solidaires. "
        "Le programme 26 octobre 2023 Heure non connue Table ronde "
        "Vers une société d’expérimentation"
    )
    assert "Thierry Beaudet , Président du CESE" in texte
    assert (
        "Dates 26 octobre 2023 Lieu Palais d’Iéna Ville Paris Organisation Libération CESE "
        "Site Le CESE Mettre dans mon agenda (.ics)" in texte
    )
    assert "Autres éditions 2024 Lyon" in texte
    assert "https://example.org/cese" in liens(html)


def test_rendezvous_detail_of_a_yearly_meeting_invents_no_date(client):
    texte = mots(_html(client, make_rendezvous("Festival VYV")))

    assert texte.startswith(
        "Chaque année Festival VYV La présence de Solutions solidaires "
        "Non précisée par les sources lues. Sources"
    )
    assert (
        "Dates Chaque année prochaines dates non connues Lieu non communiqué "
        "Ville non communiquée Organisation non communiquée Site non communiqué" in texte
    )
    assert "Le programme" not in texte
