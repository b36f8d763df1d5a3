"""An account is an e-mail address, whatever its case."""

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from comptes.models import User
from tests.factories import make_user


def test_account_is_found_whatever_the_case_of_its_address(db):
    user = make_user("Ada@Example.org")

    assert user.email == "Ada@example.org"
    assert User.objects.get_by_natural_key("ada@EXAMPLE.org") == user


def test_no_password_opens_an_account(db):
    user = User.objects.create_superuser("ada@example.org", "trois-mots-solidaires")
    assert not user.has_usable_password()
    user.set_password("trois-mots-solidaires")
    user.save()

    assert authenticate(email="ada@example.org", password="trois-mots-solidaires") is None
    assert authenticate(username="ada@example.org", password="trois-mots-solidaires") is None


def test_second_account_for_the_same_address_is_refused_in_french(db):
    make_user("ada@example.org")
    jumelle = User(email="Ada@example.org", password="-")

    with pytest.raises(ValidationError, match="Un compte existe déjà avec cette adresse"):
        jumelle.full_clean()
    with pytest.raises(IntegrityError):
        jumelle.save()


def test_account_without_address_is_refused(db):
    with pytest.raises(ValueError, match="Une adresse électronique est nécessaire"):
        make_user("")


def test_superuser_has_every_right_and_an_ordinary_account_none(db):
    tout, rien = User.objects.create_superuser("root@example.org", "x"), make_user()

    assert (tout.is_staff, tout.has_perm("fabrique.publish_initiative")) == (True, True)
    assert (rien.is_staff, rien.has_perm("fabrique.publish_initiative")) == (False, False)


@pytest.mark.parametrize(("nom", "affiche"), [("Ada Lovelace", "Ada Lovelace"), ("", "a@b.fr")])
def test_account_shows_its_name_or_its_address(nom, affiche):
    user = User(email="a@b.fr", nom=nom)

    assert (str(user), user.get_full_name(), user.get_short_name()) == (affiche,) * 3
