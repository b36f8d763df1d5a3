"""Accounts as the maintainer sees them: no password, no secret, sessions that end with the right."""

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from comptes.models import User
from tests.connexions import se_connecter
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def test_account_is_created_without_password(admin_client):
    admin_client.post(
        reverse("admin:comptes_user_add"), {"email": "ada@Example.org", "is_active": "on"}
    )

    ada = User.objects.get(email__iexact="ada@example.org")
    assert not ada.has_usable_password()


@pytest.mark.parametrize(
    ("champs", "reste"),
    [
        ({"nom": "Ada L."}, True),
        ({"is_active": ""}, False),
        ({"email": "ada.lovelace@example.org"}, False),
    ],
)
def test_changing_who_signs_in_ends_their_sessions(admin_client, champs, reste):
    ada = make_user("ada@example.org")
    se_connecter(client := Client(), ada)

    admin_client.post(
        reverse("admin:comptes_user_change", args=[ada.pk]),
        {"email": ada.email, "is_active": "on", **champs},
    )

    assert (client.get("/compte/").status_code == 200) is reste


def test_no_page_of_the_desk_shows_a_password_or_a_secret(admin_client):
    page = admin_client.get(reverse("admin:comptes_user_change", args=[admin_client.user.pk]))

    assert 'name="password"' not in page.content.decode()
    assert (
        admin_client.get(f"/admin/comptes/user/{admin_client.user.pk}/password/").status_code
        == 302
    )
    assert {model._meta.app_label for model in admin.site._registry} & {
        "account",
        "mfa",
    } == set()


@pytest.mark.parametrize("nombre", [1, 3])
def test_list_of_accounts_runs_the_same_queries(
    admin_client, django_assert_num_queries, nombre
):
    for i in range(nombre):
        make_user(f"a{i}@example.org")

    with django_assert_num_queries(6):
        admin_client.get(reverse("admin:comptes_user_changelist"))
