"""A sheet filled step by step in a real browser: keyboard, word processor, lost session, every screen."""

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse
from playwright.sync_api import expect

from espace.copie import commencer_amendement, commencer_fiche
from espace.etapes import ETAPES
from mediatheque.forms import DocumentForm, ImageForm
from tests.factories import (
    make_agent,
    make_chantier,
    make_initiative,
    make_lien,
    make_territoire,
    make_theme,
    make_user,
)
from tests.mediatheque.fichiers import image, pdf

pytestmark = pytest.mark.django_db(transaction=True)

TITRE = "Une caisse commune de l’alimentation pour les communes rurales du Haut-Médoc"
# What a word processor puts beside its plain text.
MOT = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p{color:red}</style></head>
<body><!--StartFragment--><h2 style='mso-margin:0'>Le cadre</h2>
<p class=MsoNormal style='color:red'><b style="font-weight:normal">Des</b> <b>foyers</b> et <a href="https://example.org/">une loi</a><o:p></o:p></p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;&nbsp; </span></span>Cotiser</p>
<p class=MsoListParagraph><span style='mso-list:Ignore'>·<span>&nbsp;&nbsp;&nbsp; </span></span>Acheter</p>
<ol><li><p>Un</p></li><li>Deux<ul><li>et demi</li></ul></li></ol><script>alert(1)</script><!--EndFragment--></body></html>"""


@pytest.fixture
def ada(db):
    return make_agent(make_user("ada@gironde.example", nom="Ada Lovelace")).user


def _adresse(fiche, slug):
    return reverse("espace:etape", args=[fiche.pk, slug])


def test_a_step_is_filled_with_the_keyboard_alone(page, connexion, ada):
    landes = make_territoire("40", "Landes")
    make_territoire("40001", "Lande-en-Born", "commune", departement=landes)
    fiche = commencer_fiche(make_territoire(), ada, titre=TITRE, slug="caisse").initiative
    connexion(ada)
    page.goto(_adresse(fiche, "essentiel"))

    page.get_by_label("Porteur").press_sequentially("La Ville")
    recherche = page.get_by_role("combobox", name="Chercher un département")
    recherche.press_sequentially("lande")
    trouves = page.get_by_role("listbox", name="Territoires trouvés")
    expect(trouves.get_by_role("option")).to_have_count(2)
    expect(page.get_by_text("2 territoires : flèches pour choisir.")).to_be_attached()
    recherche.press("ArrowDown")
    expect(recherche).to_have_attribute(
        "aria-activedescendant", "territoires_recherche-liste-0"
    )
    recherche.press("Enter")
    expect(page.get_by_role("checkbox", name="Landes")).to_be_checked()
    expect(recherche).to_have_value("")
    recherche.press_sequentially("lande")
    recherche.press("Escape")
    expect(trouves).to_be_hidden()
    recherche.fill("")
    titre = page.get_by_label("Titre", exact=True)
    titre.fill("x" * 190)
    expect(page.get_by_text("Encore 10 signes")).to_be_visible()
    titre.fill("Caisse commune")
    titre.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Le problème et la solution")
    fiche.refresh_from_db()
    assert (fiche.titre, fiche.porteur) == ("Caisse commune", "La Ville")
    assert list(fiche.territoires_associes.all()) == [landes]


def test_a_word_processor_s_text_keeps_its_titles_and_lists(page, connexion, ada):
    fiche = commencer_fiche(make_territoire(), ada, titre=TITRE, slug="caisse").initiative
    connexion(ada)
    page.goto(_adresse(fiche, "probleme-solution"))

    page.get_by_label("Le problème").evaluate(
        """(champ, html) => {
            champ.focus();
            const presse = new DataTransfer();
            presse.setData("text/html", html);
            champ.dispatchEvent(new ClipboardEvent("paste", { clipboardData: presse, bubbles: true, cancelable: true }));
        }""",
        MOT,
    )
    page.get_by_role("button", name="Les moyens").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Les moyens")
    fiche.refresh_from_db()
    assert fiche.probleme == (
        "<h2>Le cadre</h2>"
        '<p>Des <strong>foyers</strong> et <a href="https://example.org/">une loi</a></p>'
        "<ul><li>Cotiser</li><li>Acheter</li></ul>"
        "<ol><li>Un</li><li>Deux</li></ol><ul><li>et demi</li></ul>"
    )


def test_text_typed_in_a_lost_session_is_back_after_signing_in(page, connexion, ada):
    fiche = commencer_fiche(make_territoire(), ada, titre=TITRE, slug="caisse").initiative
    connexion(ada)
    page.goto(_adresse(fiche, "essentiel"))
    page.get_by_label("Porteur").fill("La Ville de Langon")
    page.wait_for_function(
        "(mots) => Object.values(localStorage).some((copie) => copie.includes(mots))",
        arg="La Ville de Langon",
    )
    Session.objects.all().delete()

    page.get_by_role("button", name="Enregistrer et continuer").last.click()
    page.wait_for_url("**/?next=**")
    connexion(ada)
    page.goto(_adresse(fiche, "essentiel"))
    page.get_by_role("button", name="Le reprendre").click()
    expect(page.get_by_text("Il n’est pas encore enregistré.")).to_be_visible()
    expect(page.get_by_label("Porteur")).to_have_value("La Ville de Langon")
    page.get_by_role("button", name="Enregistrer et continuer").last.click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Le problème et la solution")
    page.goto(_adresse(fiche, "essentiel"))
    expect(page.get_by_text("Un texte non enregistré du")).to_have_count(0)
    fiche.refresh_from_db()
    assert fiche.porteur == "La Ville de Langon"


def test_steps_have_no_violation_and_never_scroll_sideways(
    page, connexion, examiner_partout, ada
):
    fiche = _fiche_remplie()
    commencer_amendement(fiche, ada)
    connexion(ada)

    adresses = [_adresse(fiche, etape.slug) for etape in ETAPES]
    adresses.append(reverse("espace:nouvelle", args=[fiche.territoire_id]))
    for adresse in adresses:
        page.goto(adresse)
        examiner_partout(page)


def _fiche_remplie():
    """A sheet online with a long title and something in every step."""
    photo = ImageForm(
        {"titre": "Photo", "credit": "Anaïs Sibelait", "foyer_x": 0.5, "foyer_y": 0.5},
        {"fichier": image()},
    )
    bilan = DocumentForm({"titre": "Bilan " * 12}, {"fichier": pdf()})
    photo.full_clean()
    bilan.full_clean()
    fiche = make_initiative(
        TITRE,
        themes=[make_theme("Alimentation")],
        chantiers=[make_chantier()],
        territoires_associes=[make_territoire("40", "Landes")],
        image=photo.save(),
        image_alt="Un marché",
        porteur="La Ville",
        limites="<p>Rien n’est mesuré.</p>",
        cout_euros=543000,
        cout_source=make_lien("https://example.org/" + "budget/" * 20),
    )
    fiche.illustrations.create(image=fiche.image, image_alt="Une halle", legende="La halle")
    fiche.documents.add(bilan.save())
    fiche.sources.add(make_lien("https://example.org/" + "rapport-" * 20))
    fiche.chiffres.create(libelle="foyers", valeur=400)
    fiche.etapes.create(stade="idee", annee=2020)
    return fiche
