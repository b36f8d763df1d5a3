"""A day of the coordinator: ten things of six kinds wait in the queue; she leaves it empty."""

import re
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone
from playwright.sync_api import expect

from fabrique.models import Initiative
from forum.models import Idee
from mediatheque.models import Lien
from publications.models import Note, Podcast
from redaction import versions
from redaction.models import LienApercu, ReponseApercu, Revision
from solidaires.publication import Etat
from tests.factories import (
    make_idee,
    make_initiative,
    make_lien,
    make_note,
    make_page,
    make_podcast,
)

pytestmark = pytest.mark.django_db(transaction=True)

A_RELIRE = {"etat": Etat.A_RELIRE, "published_at": None}


def _modifier(objet, auteur, **champs):
    """A version of an online object that waits, with other words."""
    contenu = versions.courante(objet).instantane
    contenu["champs"] |= champs
    return versions.enregistrer(objet, contenu, auteur=auteur, resume="Modification")


def _dix_affaires(auteur):
    """Ten things of six kinds that wait, as other people leave them."""
    # To review.
    make_idee("Un pôle de l’habitat", **A_RELIRE)
    make_note("L’écoute des aidants", **A_RELIRE)
    make_idee("Une monnaie locale", **A_RELIRE)
    # Corrections that came back.
    corrigee = make_initiative("Garage solidaire", **A_RELIRE)
    corrigee.ask_changes("Précisez le public.")
    corrigee.submit()
    # Changes beside what is online.
    _modifier(make_page("Manifeste"), auteur, chapo="Le texte fondateur.")
    entretien = make_page("Entretien")
    _modifier(entretien, auteur, chapo="Une conversation.")
    # An answer to a preview link, for a version that waits too: one object, two lines.
    revision = versions.en_attente(entretien)
    lien = LienApercu.objects.create(
        revision=revision,
        destinataire="Service communication",
        empreinte="0" * 64,
        auteur=auteur,
        expires_at=timezone.now() + timedelta(days=7),
    )
    ReponseApercu.objects.create(lien=lien, verdict=ReponseApercu.Verdict.BON)
    # Links.
    make_lien("https://example.org/mort", Lien.Etat.MORT, titre="Rapport de 2019")
    make_lien("https://example.org/a-voir", Lien.Etat.A_VERIFIER, titre="Article de presse")
    # Media without what deaf people need.
    make_podcast("Peut-on mieux manger ensemble ?", transcription="")


@pytest.fixture
def file(page, connexion, coordinatrice):
    """Opens the first line of the queue whose title is given, by its main action."""
    _dix_affaires(coordinatrice.user)
    call_command("travailleur", "--une-fois")
    connexion(coordinatrice.user)

    def ouvrir(titre, section=None):
        page.goto("/admin/")
        lignes = page.get_by_role("region", name=section) if section else page
        ligne = lignes.get_by_role("listitem").filter(has_text=titre).first
        ligne.get_by_role("link").first.click()

    return ouvrir


def test_coordinatrice_empties_her_queue(page, file):
    page.goto("/admin/")
    expect(page.locator(".file-sommaire li")).to_have_text(
        [
            "Corrections revenues 1",
            "À relire 3",
            "Réponses à un lien d’aperçu 1",
            "Modifications en attente 2",
            "Podcasts sans transcription 1",
            "Liens morts 1",
            "Liens à vérifier 1",
        ]
    )

    for titre in ("Un pôle de l’habitat", "L’écoute des aidants", "Garage solidaire"):
        file(titre)
        if titre == "Garage solidaire":
            # What was asked, before and after; then the sheet.
            page.get_by_role("link", name="Ouvrir la fiche pour la publier").click()
        page.get_by_role("button", name="Enregistrer et publier").click()
        expect(page.get_by_text(f"« {titre} » est publiée.")).to_be_visible()
        expect(page).to_have_url(re.compile(r"/admin/$"))

    file("Une monnaie locale")
    page.get_by_text("Refuser", exact=True).click()
    page.get_by_role("group").filter(has_text="Refuser").get_by_label("Motif").fill("Doublon.")
    page.get_by_role("button", name="Enregistrer et refuser").click()
    expect(page.get_by_text("« Une monnaie locale » est refusée.")).to_be_visible()

    file("Entretien", section="Réponses à un lien d’aperçu")
    expect(page.get_by_text("C’est bon").first).to_be_visible()
    page.get_by_role("button", name="Marquer comme traitée").click()

    for titre in ("Manifeste", "Entretien"):
        file(titre)
        page.get_by_role("button", name="Publier les modifications").click()
        expect(page.get_by_text("est publiée avec ses modifications.")).to_be_visible()

    file("Peut-on mieux manger ensemble")
    editeur = page.locator(".field-transcription .tiptap")
    editeur.click()
    editeur.press_sequentially("Bonjour à toutes et à tous.")
    page.get_by_role("button", name="Publier les modifications").click()
    expect(page.get_by_text("est publiée avec ses modifications.")).to_be_visible()

    file("Article de presse")
    page.get_by_label("État").select_option("Vérifié")
    page.get_by_role("button", name="Enregistrer", exact=True).first.click()

    page.goto("/admin/")
    page.get_by_role("listitem").filter(has_text="Rapport de 2019").get_by_role(
        "link", name="Plus tard"
    ).click()
    page.get_by_label("dans une semaine").check()
    page.get_by_label("Pourquoi attendre").fill("J’attends la nouvelle adresse.")
    page.get_by_role("button", name="Mettre en sommeil").click()

    page.goto("/admin/")
    expect(page.get_by_text("Rien n’attend.")).to_be_visible()
    expect(page.get_by_text("En sommeil (1)")).to_be_visible()
    assert sorted(Idee.objects.values_list("titre", "etat")) == [
        ("Un pôle de l’habitat", "publiee"),
        ("Une monnaie locale", "refusee"),
    ]
    assert Note.objects.published().count() == 1
    assert Initiative.objects.published().count() == 1
    assert Podcast.objects.get().transcription == "<p>Bonjour à toutes et à tous.</p>"
    assert not Revision.objects.waiting().exists()
