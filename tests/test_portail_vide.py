"""A portal without any content still speaks."""

import pytest
from django.urls import reverse

from solidaires.sitemaps import ListeSitemap

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("nom", ListeSitemap().items())
def test_an_empty_portal_answers_with_words(client, nom):
    reponse = client.get(reverse(nom))

    assert reponse.status_code == 200
    assert reponse.content.decode().count("<h1") == 1
