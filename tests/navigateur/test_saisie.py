"""What is typed in a form survives: a lost session, a closed tab, two tabs; signing out leaves nothing."""

import json

import pytest
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from chantiers.models import Theme
from fabrique.models import Initiative
from tests.connexions import passer_la_connexion
from tests.factories import make_initiative, make_territoire, make_theme

pytestmark = pytest.mark.django_db(transaction=True)

AJOUT = "/admin/fabrique/initiative/add/"
RETROUVE = "Voici le texte retrouvé. Il n’est pas encore enregistré."


def _copies(page):
    """Address and named fields of each copy kept in this browser."""
    brut = page.evaluate(
        "Object.keys(localStorage).filter((cle) => cle.startsWith('saisie:'))"
        ".map((cle) => [cle.split(':')[2], localStorage.getItem(cle)])"
    )
    return {chemin: dict(json.loads(copie)["champs"]) for chemin, copie in brut}


def _attendre_la_copie(page, morceau):
    page.wait_for_function(
        "(morceau) => Object.values(localStorage).some((copie) => copie.includes(morceau))",
        arg=morceau,
    )


def _bandeau(page):
    return page.get_by_text("Un texte non enregistré du")


def _ecrire_une_initiative(page):
    """Title, territory from the search list, a rich text and one line of numbers."""
    page.locator("#id_titre").fill("Une épicerie à prix libre")
    page.locator("#id_slug").fill("epicerie-prix-libre")
    page.locator(".field-territoire .select2-selection").click()
    page.locator(".select2-search__field:focus").press_sequentially("giron")
    page.get_by_role("option", name="Gironde (33)").click()
    page.get_by_role("textbox", name="Présentation").click()
    page.keyboard.type("Chacun paie ce qu’il peut.")
    page.get_by_role("button", name="Ajouter : chiffre").click()
    page.get_by_role("spinbutton", name="Valeur, ligne 1").fill("193")
    page.get_by_role("textbox", name="Indicateur, ligne 1").fill("foyers servis")


def test_text_survives_a_session_lost_while_writing(page, connexion, coordinatrice):
    make_territoire()
    connexion(coordinatrice.user)
    page.goto(AJOUT)
    _ecrire_une_initiative(page)
    _attendre_la_copie(page, "foyers servis")

    Session.objects.all().delete()
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    passer_la_connexion(page, coordinatrice.user)
    expect(_bandeau(page)).to_be_visible()
    page.get_by_role("button", name="Le reprendre").click()

    expect(page.get_by_text(RETROUVE)).to_be_visible()
    expect(_bandeau(page)).to_have_count(0)
    expect(page.locator("#id_titre")).to_have_value("Une épicerie à prix libre")
    expect(page.get_by_role("combobox", name="Territoire Gironde (33)")).to_be_visible()
    expect(page.get_by_role("textbox", name="Présentation")).to_have_text(
        "Chacun paie ce qu’il peut."
    )
    expect(page.get_by_role("textbox", name="Indicateur, ligne 1")).to_have_value(
        "foyers servis"
    )
    assert Initiative.objects.count() == 0

    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("est enregistrée.")).to_be_visible()
    initiative = Initiative.objects.get()
    assert initiative.presentation == "<p>Chacun paie ce qu’il peut.</p>"
    assert initiative.chiffres.get().libelle == "foyers servis"
    assert _copies(page) == {}


def test_text_survives_a_closed_tab_and_can_be_thrown_away(
    page, context, connexion, coordinatrice
):
    connexion(coordinatrice.user)
    page.goto("/admin/chantiers/theme/add/")
    page.get_by_label("Nom").fill("Logement")
    page.get_by_label("Description").fill("Un toit pour chacun.")
    _attendre_la_copie(page, "Un toit")
    page.close()

    onglet = context.new_page()
    onglet.goto("/admin/chantiers/theme/add/")
    expect(_bandeau(onglet)).to_be_visible()
    onglet.get_by_role("button", name="L’effacer").click()

    expect(_bandeau(onglet)).to_have_count(0)
    assert _copies(onglet) == {}
    onglet.reload()
    expect(_bandeau(onglet)).to_have_count(0)


def test_two_tabs_on_two_sheets_keep_two_texts(page, context, connexion, coordinatrice):
    themes = [make_theme("Logement"), make_theme("Mobilités")]
    connexion(coordinatrice.user)
    onglets = [page, context.new_page()]
    adresses = [f"/admin/chantiers/theme/{theme.pk}/change/" for theme in themes]
    for onglet, adresse, texte in zip(onglets, adresses, ["Un toit.", "Un bus."], strict=True):
        onglet.goto(adresse)
        onglet.get_by_label("Description").fill(texte)
        _attendre_la_copie(onglet, texte)

    copies = _copies(page)
    assert {chemin: copie["description"] for chemin, copie in copies.items()} == {
        adresses[0]: "Un toit.",
        adresses[1]: "Un bus.",
    }

    # Saving one forgets it and leaves the other.
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("a été modifié avec succès")).to_be_visible()
    assert list(_copies(page)) == [adresses[1]]
    assert Theme.objects.get(pk=themes[0].pk).description == "Un toit."
    page.goto(adresses[0])
    expect(_bandeau(page)).to_have_count(0)


def test_refused_form_offers_nothing_and_is_forgotten_once_saved(
    page, connexion, coordinatrice
):
    connexion(coordinatrice.user)
    page.goto("/admin/chantiers/theme/add/")
    page.get_by_label("Description").fill("Un toit.")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(page.locator(".errornote")).to_be_visible()
    expect(_bandeau(page)).to_have_count(0)
    page.get_by_label("Nom").fill("Logement")
    page.get_by_role("button", name="Enregistrer", exact=True).click()
    expect(page.get_by_text("a été ajouté avec succès")).to_be_visible()
    assert _copies(page) == {}


def test_password_files_and_token_are_never_copied(page, connexion, coordinatrice):
    connexion(coordinatrice.user)
    page.goto("/admin/mediatheque/document/add/")
    page.evaluate(
        "document.querySelector('[name=titre]').insertAdjacentHTML('afterend',"
        " '<input type=password name=secret value=xyz>')"
    )
    page.locator("[name=titre]").fill("Rapport annuel")
    page.locator("input[type=file]").set_input_files(
        {"name": "rapport.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4"}
    )
    _attendre_la_copie(page, "Rapport annuel")

    [copie] = _copies(page).values()
    assert copie["titre"] == "Rapport annuel"
    assert not {"secret", "fichier", "csrfmiddlewaretoken", "_saisie"} & set(copie)


def test_signing_out_clears_the_copies_of_this_person_only(
    page, base_url, connexion, coordinatrice
):
    connexion(coordinatrice.user)
    page.goto("/admin/chantiers/theme/add/")
    page.evaluate(
        "localStorage.setItem('saisie:0:/admin/:a', JSON.stringify("
        "{le: new Date().toISOString(), champs: [['nom', 'Autre personne']]}))"
    )
    page.get_by_label("Nom").fill("Logement")
    _attendre_la_copie(page, "Logement")

    page.get_by_role("button", name="Déconnexion").click()
    expect(page).to_have_url(f"{base_url}/")

    assert _copies(page) == {"/admin/": {"nom": "Autre personne"}}


def test_old_copies_go_and_twenty_stay(page, connexion, coordinatrice):
    connexion(coordinatrice.user)
    page.goto("/admin/")
    page.evaluate(
        """(qui) => {
            const jours = (n) => new Date(Date.now() - n * 86_400_000).toISOString();
            const copie = (le) => JSON.stringify({ le, champs: [] });
            for (let i = 0; i < 25; i++) localStorage.setItem(`saisie:${qui}:/p${i}/:a`, copie(jours(i)));
            localStorage.setItem(`saisie:${qui}:/vieille/:a`, copie(jours(31)));
        }""",
        coordinatrice.user.pk,
    )

    page.goto("/admin/chantiers/theme/")

    assert sorted(_copies(page)) == sorted(f"/p{i}/" for i in range(20))


@pytest.mark.parametrize("modifie", [True, False], ids=["changed", "untouched"])
def test_leaving_warns_only_when_something_would_be_lost(
    page, connexion, coordinatrice, modifie
):
    initiative = make_initiative()
    connexion(coordinatrice.user)
    page.goto(initiative.get_admin_url())
    expect(page.get_by_role("textbox", name="Présentation")).to_be_visible()
    questions = []

    def repondre(question):
        questions.append(question.type)
        question.accept()

    page.on("dialog", repondre)
    # The browser only asks somebody who has touched the page.
    page.locator("#id_titre").click()
    if modifie:
        page.keyboard.type("Nouvelle ")
    page.goto("/admin/fabrique/initiative/")

    assert questions == (["beforeunload"] if modifie else [])


def test_form_works_without_storage(page, surveillance, connexion, coordinatrice):
    # Django's own sidebar and theme complain; ours must not stop for it.
    surveillance.tolere("exception: blocked")
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage',"
        " { get() { throw new DOMException('blocked', 'SecurityError'); } })"
    )
    connexion(coordinatrice.user)
    page.goto("/admin/chantiers/theme/add/")
    page.get_by_label("Nom").fill("Logement")
    page.get_by_label("Ordre").fill("1")
    page.get_by_role("button", name="Enregistrer", exact=True).click()

    expect(page.get_by_text("a été ajouté avec succès")).to_be_visible()
    assert Theme.objects.get().slug == "logement"
