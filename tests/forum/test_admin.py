"""What the coordination sees of proposals: from the idea to what was sent, read only."""

import pytest
from django.urls import reverse

from tests.bureau import remplir, texte
from tests.factories import make_idee
from tests.forum.citoyenne import confirmee, proposer

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

LISTE = "/admin/forum/proposition/"


def test_an_idea_leads_to_the_proposal_it_was_made_from(coordinatrice, visitor, today):
    proposition, _ = confirmee(visitor)

    page = coordinatrice.get(proposition.idee.get_admin_url()).content.decode()

    assert (
        f'<a href="{proposition.get_admin_url()}">{proposition.numero}</a>, confirmée le 10/03/2026'
        in page
    )


def test_an_idea_of_the_coordination_has_none(coordinatrice):
    for url in (make_idee().get_admin_url(), reverse("admin:forum_idee_add")):
        assert (
            LISTE not in coordinatrice.get(url).content.decode().partition('id="idee_form"')[2]
        )


def test_the_list_shows_what_is_confirmed_and_where_it_stands(coordinatrice, visitor, today):
    proposer(visitor, titre="Jamais confirmée")
    proposition, _ = confirmee(visitor)
    proposition.idee.refuse("Hors sujet.")

    page = texte(coordinatrice.get(LISTE))

    assert proposition.numero in page
    assert "Des bancs partout !" in page
    assert '<span class="etat etat--refusee">Refusée</span>' in page
    assert "10/03/2026" in page
    assert "Jamais confirmée" not in page


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_runs_the_same_queries(
    coordinatrice, visitor, today, django_assert_num_queries, nombre
):
    for n in range(nombre):
        confirmee(visitor, texte=f"Idée {n}")
    coordinatrice.get(LISTE)

    with django_assert_num_queries(9):
        page = coordinatrice.get(LISTE)

    assert len(page.context["cl"].result_list) == nombre


def test_the_proposal_is_read_with_its_address_and_never_edited(coordinatrice, visitor, today):
    proposition, _ = confirmee(visitor)
    url = proposition.get_admin_url()

    page = coordinatrice.get(url)
    reponse = coordinatrice.post(url, {"titre": "Autre", "email": ""})

    html = page.content.decode()
    assert "Ada@Example.org" in html
    assert "Partout &lt;b&gt;vraiment&lt;/b&gt;." in html
    assert f'<a href="{proposition.idee.get_admin_url()}">' in html
    assert 'name="_save"' not in html
    assert reponse.status_code == 403
    proposition.refresh_from_db()
    assert proposition.titre == "Des bancs partout !"


def test_what_is_not_confirmed_or_not_hers_does_not_open(coordinatrice, agent, visitor, today):
    url = proposer(visitor).get_admin_url()

    assert coordinatrice.get(url).status_code == 302
    assert agent.get(url)["Location"].startswith("/admin/login/")
    assert visitor.get(url)["Location"].startswith("/admin/login/")


def test_reviewing_and_publishing_the_idea_is_as_for_any_other(coordinatrice, visitor, today):
    proposition, page = confirmee(visitor)
    url = proposition.idee.get_admin_url()

    coordinatrice.post(url, remplir(coordinatrice, url) | {"_verbe_publish": "Publier"})

    assert "Lire l’idée sur le portail" in visitor.get(page).content.decode()
    assert "Des bancs partout" in visitor.get("/forum/idees/").content.decode()
