"""A version shown before it is public: to the coordinator in a frame, to an outsider by a link."""

import pytest
from playwright.sync_api import expect

from redaction import versions
from redaction.apercus import creer_lien
from redaction.models import ReponseApercu
from tests.factories import make_initiative
from tests.navigateur.conftest import ECRANS, debordement
from tests.redaction.test_apercus import modifier, url_apercu

pytestmark = pytest.mark.django_db(transaction=True)

# What axe-core itself tries in a frame without scripts; the other tests watch the frame for real.
AXE_DANS_LE_CADRE = "Applying inline style|preload assets"
POLICES = "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family).sort()"


@pytest.fixture
def initiative(coordinatrice):
    """An online initiative with a waiting version, the second, titled « Après »."""
    initiative = make_initiative("Avant", slug="avant")
    modifier(initiative, auteur=coordinatrice.user, titre="Après")
    return initiative


@pytest.fixture
def exterieur(browser, browser_context_args, surveillance):
    """The page of somebody else's telephone, without any account, watched like the other."""
    telephone = {**browser_context_args, "viewport": {"width": 360, "height": ECRANS[360]}}
    contexte = browser.new_context(**telephone)
    with surveillance.suivre(contexte):
        yield contexte.new_page()
    contexte.close()


def test_an_outsider_opens_a_link_on_a_telephone_and_answers(
    page, exterieur, examiner, surveillance, connexion, coordinatrice, initiative
):
    surveillance.tolere(AXE_DANS_LE_CADRE)
    connexion(coordinatrice.user)
    page.goto(url_apercu(initiative, "apercu", 2))
    page.get_by_label("Pour qui").fill("Service des Landes")
    page.get_by_role("button", name="Créer un lien").click()
    champ = page.get_by_label("Adresse à copier et à envoyer")
    expect(champ).not_to_be_editable()
    adresse = champ.input_value()
    examiner(page)

    exterieur.goto(adresse)
    expect(exterieur.get_by_role("heading", level=1)).to_have_text("Après")
    expect(exterieur.get_by_text("cette version n’est pas encore publique")).to_be_in_viewport()
    examiner(exterieur)
    exterieur.get_by_role("link", name="Donner votre avis").click()
    exterieur.get_by_label("J’ai des remarques").check()
    exterieur.get_by_role("button", name="Envoyer").click()
    expect(exterieur.get_by_role("link", name="Écrivez vos remarques.")).to_be_visible()
    examiner(exterieur)
    exterieur.get_by_label("Vos remarques").fill("Le coût a changé.")
    exterieur.get_by_role("button", name="Envoyer").click()
    expect(exterieur.get_by_text("votre réponse est transmise. Vous")).to_be_in_viewport()
    assert debordement(exterieur) <= 0
    assert exterieur.context.cookies() == []

    page.goto(url_apercu(initiative, "apercu", 2))
    expect(page.get_by_text("Le coût a changé.")).to_be_visible()
    expect(page.get_by_label("Adresse à copier et à envoyer")).to_have_count(0)
    examiner(page)
    page.get_by_role("button", name="Marquer comme traitée").click()
    expect(page.get_by_text("La réponse est marquée comme traitée.")).to_be_visible()
    assert ReponseApercu.objects.filter(traitee_at__isnull=False).count() == 1


@pytest.mark.parametrize(("nom", "attendue"), [("Téléphone", 390), ("Tablette", 768)])
def test_the_frame_shows_the_page_as_a_screen_of_that_width_would(
    page, connexion, coordinatrice, initiative, nom, attendue
):
    connexion(coordinatrice.user)
    page.goto(url_apercu(initiative, "apercu", 2))
    page.get_by_role("link", name=nom).click()

    cadre = page.frame_locator("iframe")
    expect(cadre.get_by_role("heading", level=1)).to_have_text("Après")
    interieur = next(f for f in page.frames if f != page.main_frame)
    interieur.wait_for_function("document.fonts.status === 'loaded'")
    assert interieur.evaluate("innerWidth") == attendue
    assert interieur.evaluate(POLICES) == ["Atkinson Hyperlegible Next", "Bricolage Grotesque"]


def test_the_preview_page_of_the_back_office_never_scrolls_sideways(
    page, examiner_partout, surveillance, connexion, coordinatrice, initiative
):
    surveillance.tolere(AXE_DANS_LE_CADRE)
    creer_lien(
        versions.en_attente(initiative),
        destinataire="Service communication des Landes",
        jours=7,
        auteur=coordinatrice.user,
    )
    connexion(coordinatrice.user)

    page.goto(url_apercu(initiative, "apercu", 2))

    examiner_partout(page)


def test_a_link_of_the_frame_opens_the_site_beside(page, connexion, coordinatrice, initiative):
    connexion(coordinatrice.user)
    page.goto(url_apercu(initiative, "apercu", 2))

    with page.expect_popup() as ouverte:
        page.frame_locator("iframe").get_by_role("link", name="Le Forum").first.click()

    expect(ouverte.value.get_by_role("heading", level=1)).to_have_text("Le Forum")
