"""What is typed in the back office survives: the number of each form, the cookie, the text posted back."""

from uuid import UUID, uuid4

import pytest
from django.urls import reverse

from chantiers.models import Theme
from fabrique.models import Initiative
from tests.factories import make_initiative, make_territoire, make_theme

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

AJOUT = reverse("admin:chantiers_theme_add")
RETROUVE = "Voici le texte retrouvé. Il n’est pas encore enregistré."


def _theme(**champs):
    return {"nom": "Logement", "slug": "logement", "description": "", "ordre": "1", **champs}


def _initiative(**champs):
    """What the browser posts for an initiative with one number typed beside it."""
    parties = {
        f"{prefixe}-{nom}": nombre
        for prefixe in ("chiffres", "etapes", "illustrations")
        for nom, nombre in (
            ("TOTAL_FORMS", "1" if prefixe == "chiffres" else "0"),
            ("INITIAL_FORMS", "0"),
        )
    }
    return {
        "titre": "Texte retrouvé",
        "slug": "texte-retrouve",
        "nature": "experimentation",
        "territoire": str(make_territoire().pk),
        "presentation": "<p>Trois foyers.</p>",
        **parties,
        "chiffres-0-ordre": "0",
        "chiffres-0-valeur": "193",
        "chiffres-0-libelle": "foyers suivis",
        **champs,
    }


def test_each_form_carries_a_number_of_its_own(coordinatrice):
    premier, second = (coordinatrice.get(AJOUT).context["saisie"] for _ in range(2))

    assert premier != second
    assert UUID(premier).version == 4


def test_form_is_without_number_for_who_may_only_look(coordinatrice):
    territoire = make_territoire()
    coordinatrice.user.groups.get().permissions.filter(
        content_type__app_label="territoires", codename="change_territoire"
    ).delete()

    page = coordinatrice.get(
        reverse("admin:territoires_territoire_change", args=[territoire.pk])
    )

    assert page.status_code == 200
    assert "saisie" not in page.context


def test_saved_form_says_its_number_in_a_short_lived_cookie(coordinatrice):
    numero = str(uuid4())

    response = coordinatrice.post(AJOUT, _theme(_saisie=numero))

    assert response.status_code == 302
    cookie = response.cookies["saisie_faite"]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == (numero, 60, "/admin/")
    assert (cookie["samesite"], cookie["httponly"], cookie["secure"]) == ("Lax", "", "")


def test_cookie_is_secure_when_the_session_is(coordinatrice, settings):
    settings.SESSION_COOKIE_SECURE = True

    response = coordinatrice.post(AJOUT, _theme(_saisie=str(uuid4())))

    assert response.cookies["saisie_faite"]["secure"] is True


@pytest.mark.parametrize("publiee", [True, False], ids=["online", "draft"])
def test_saved_sheet_says_its_number_too(coordinatrice, publiee):
    initiative = make_initiative(**({} if publiee else {"etat": "brouillon"}))
    numero = str(uuid4())

    response = coordinatrice.post(
        initiative.get_admin_url(), _initiative(_saisie=numero, _continue="1")
    )

    assert response.status_code == 302
    assert response.cookies["saisie_faite"].value == numero


def test_refused_form_keeps_its_number_and_says_nothing(coordinatrice):
    numero = str(uuid4())

    response = coordinatrice.post(AJOUT, _theme(nom="", _saisie=numero))

    assert response.context["saisie"] == numero
    assert "saisie_faite" not in response.cookies
    assert Theme.objects.count() == 0


def test_number_that_is_none_is_replaced(coordinatrice):
    response = coordinatrice.post(AJOUT, _theme(nom="", _saisie="<script>"))

    assert UUID(response.context["saisie"]).version == 4


def test_form_without_number_is_saved_without_cookie(coordinatrice):
    response = coordinatrice.post(AJOUT, _theme())

    assert response.status_code == 302
    assert "saisie_faite" not in response.cookies


def test_form_of_what_has_disappeared_keeps_its_copy(coordinatrice):
    theme = make_theme("Logement")
    url = reverse("admin:chantiers_theme_change", args=[theme.pk])
    theme.delete()

    response = coordinatrice.post(url, _theme(_saisie=str(uuid4())))

    assert response.status_code == 302
    assert "saisie_faite" not in response.cookies


def test_found_text_fills_the_form_and_saves_nothing(coordinatrice):
    theme = make_theme("Logement", description="Avant.")
    numero = str(uuid4())

    response = coordinatrice.post(
        reverse("admin:chantiers_theme_change", args=[theme.pk]),
        _theme(description="Écrit hier.", _saisie=numero, _reprendre="1"),
    )

    assert response.status_code == 200
    assert response.context["adminform"].form["description"].value() == "Écrit hier."
    assert [str(message) for message in response.context["messages"]] == [RETROUVE]
    assert response.context["saisie"] == numero
    assert "data-a-enregistrer" in response.text
    assert "saisie_faite" not in response.cookies
    theme.refresh_from_db()
    assert theme.description == "Avant."


@pytest.mark.parametrize("publiee", [True, False], ids=["online", "draft"])
def test_found_sheet_is_shown_whole_with_its_parts(coordinatrice, publiee):
    initiative = make_initiative("Avant", **({} if publiee else {"etat": "brouillon"}))

    response = coordinatrice.post(
        initiative.get_admin_url(), _initiative(_saisie=str(uuid4()), _reprendre="1")
    )

    assert response.status_code == 200
    assert 'value="Texte retrouvé"' in response.text
    assert 'value="foyers suivis"' in response.text
    assert "&lt;p&gt;Trois foyers.&lt;/p&gt;" in response.text
    assert RETROUVE in response.text
    initiative.refresh_from_db()
    assert initiative.titre == "Avant"
    assert initiative.chiffres.count() == 0


def test_found_new_sheet_is_not_created(coordinatrice):
    response = coordinatrice.post(
        reverse("admin:fabrique_initiative_add"),
        _initiative(_saisie=str(uuid4()), _reprendre="1", _verbe_publish="1"),
    )

    assert response.status_code == 200
    assert 'value="foyers suivis"' in response.text
    assert Initiative.objects.count() == 0
