"""The guide is one click away from every page of the back office, with its pictures."""

import re

import pytest
from django.contrib.staticfiles import finders
from django.urls import reverse

from redaction.guide import GUIDE, en_html
from tests.factories import make_initiative

pytestmark = pytest.mark.ignore_template_errors


@pytest.mark.django_db
def test_every_page_leads_to_the_guide(coordinatrice):
    initiative = make_initiative()
    pages = [
        reverse("admin:index"),
        reverse("admin:fabrique_initiative_changelist"),
        initiative.get_admin_url(),
        reverse("admin:corbeille"),
    ]

    for page in pages:
        assert '<a href="/admin/guide/">Guide</a>' in coordinatrice.get(page).content.decode()


@pytest.mark.django_db
def test_the_guide_has_a_table_of_contents_that_leads_somewhere(coordinatrice):
    page = coordinatrice.get(reverse("admin:guide"))

    html = page.content.decode()
    assert len(page.context["sommaire"]) >= 8
    for ancre, titre in page.context["sommaire"]:
        assert f'<h2 id="{ancre}">{titre}</h2>' in html
    assert html.count("<h1>") == 1


@pytest.mark.django_db
def test_the_guide_belongs_to_the_team(client, agent):
    for qui in (client, agent):
        assert qui.get(reverse("admin:guide"))["Location"].startswith("/admin/login/")


def test_every_picture_of_the_guide_exists_and_says_what_it_shows():
    source = GUIDE.read_text(encoding="utf-8")
    images = re.findall(r"!\[(.*?)\]\(\.\./static/(.*?)\)", source)

    assert len(images) >= 6
    for alternative, chemin in images:
        assert len(alternative) > 20, chemin
        assert finders.find(chemin), chemin


def test_markup_in_the_guide_is_shown_as_text():
    html, sommaire = en_html("# Guide\n\n## Un <b>titre</b>\n\n<script>alert(1)</script>")

    assert "<script" not in html
    assert "<b>" not in html
    assert "<h1>" not in html
    assert sommaire == [("un-b-titre-b", "Un <b>titre</b>")]
