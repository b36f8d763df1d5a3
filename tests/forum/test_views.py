"""The list of ideas and the page of one."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from tests.factories import (
    ETATS_CACHES,
    make_chantier,
    make_idee,
    make_initiative,
    make_journees,
    make_rendezvous,
)

pytestmark = pytest.mark.django_db


def _html(client, idee):
    return client.get(idee.get_absolute_url()).content.decode()


def test_list_shows_the_latest_year_first(client):
    make_idee("Ancienne", annee=2021)
    make_idee("Récente", annee=2024)
    make_idee("Cachée", annee=2025, etat="brouillon", published_at=None)

    reponse = client.get("/forum/idees/")

    assert [idee.titre for idee in reponse.context["page"]] == ["Récente", "Ancienne"]
    assert "2 idées" in reponse.content.decode()


def test_page_says_who_speaks_or_that_nobody_is_named(client):
    signee = make_idee("Signée", auteur="Ada Lovelace", organisation="La Fabrique")
    anonyme = make_idee("Anonyme", partenaire=True, annee=2024)

    assert "Par Ada Lovelace, La Fabrique" in _html(client, signee)
    html = _html(client, anonyme)
    assert "Auteur non précisé" in html
    assert "Partenaire · 2024" in html


def test_page_shows_the_answer_and_its_date(client):
    idee = make_idee(
        suite="experimentee",
        reponse="<p>Essayée en Gironde.</p>",
        date_reponse=date(2024, 3, 1),
    )

    html = _html(client, idee)

    assert "Expérimentée" in html
    assert "<p>Essayée en Gironde.</p>" in html
    assert 'datetime="2024-03-01"' in html


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_page_hides_what_is_not_online_around_it(client, etat):
    cache = ETATS_CACHES[etat]
    idee = make_idee(
        chantiers=[make_chantier("Chantier secret", **cache), make_chantier("Chantier visible")]
    )
    make_initiative("Initiative secrète", idees=[idee], **cache)
    make_initiative("Initiative visible", idees=[idee])
    make_journees(2021, idees=[idee], **cache)
    make_journees(2022, idees=[idee])
    make_rendezvous("Rendez-vous secret", idees=[idee], **cache)

    html = _html(client, idee)

    for visible in ("Chantier visible", "Initiative visible", "Journées 2022"):
        assert visible in html
    for secret in ("secret", "secrète", "Journées 2021"):
        assert secret not in html


def test_an_answer_date_needs_an_answer():
    idee = make_idee()
    idee.date_reponse = date(2024, 1, 1)

    with pytest.raises(ValidationError, match="Une date de réponse accompagne une réponse"):
        idee.validate_constraints()
    with pytest.raises(IntegrityError), transaction.atomic():
        idee.save()


def test_feed_lists_the_published_with_their_author(client):
    make_idee("Visible", auteur="Ada Lovelace")
    make_idee("Cachée", etat="refusee", published_at=None, motif="Hors sujet.")

    contenu = client.get("/forum/idees/atom.xml").content.decode()

    assert "<title>Visible</title>" in contenu
    assert "<name>Ada Lovelace</name>" in contenu
    assert "Cachée" not in contenu
