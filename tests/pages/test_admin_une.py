"""The coordinator composes the home page in the back office."""

import pytest
from django.urls import reverse

from pages.models import ChoixDeUne, Une
from solidaires.publication import Etat
from tests.bureau import remplir, texte
from tests.factories import (
    ETATS_CACHES,
    make_citation,
    make_idee,
    make_initiative,
    make_question,
    make_rendezvous,
    make_une,
    make_vague,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

AJOUT = reverse("admin:pages_une_add")
LISTE = reverse("admin:pages_une_changelist")


def _lignes(cle, *choix, initial=0):
    """What the browser sends for the lines of one block: (order, pk) each."""
    valeurs = {f"choix_{cle}-TOTAL_FORMS": len(choix), f"choix_{cle}-INITIAL_FORMS": initial}
    for rang, (ordre, pk) in enumerate(choix):
        valeurs[f"choix_{cle}-{rang}-ordre"] = ordre
        valeurs[f"choix_{cle}-{rang}-{cle}"] = pk
    return valeurs


def _choix(une):
    return [(choix.ordre, choix.objet) for choix in une.choix.all()]


def test_coordinatrice_composes_and_publishes_a_une(coordinatrice, client):
    premiere, seconde, _ = (make_initiative(f"Initiative {i}") for i in range(3))
    idee = make_idee()
    valeurs = (
        remplir(coordinatrice, AJOUT)
        | {
            "titre": "Une de mars",
            "slug": "une-de-mars",
            "_verbe_publish": "Enregistrer et publier",
        }
        | _lignes("initiative", (2, premiere.pk), (1, seconde.pk))
        | _lignes("idee", (1, idee.pk))
    )

    reponse = coordinatrice.post(AJOUT, valeurs, follow=True)

    une = Une.objects.get()
    assert "« Une de mars » est publiée." in texte(reponse)
    assert une.etat == Etat.PUBLIEE
    assert _choix(une) == [(1, seconde), (1, idee), (2, premiere)]
    montrees = list(client.get("/").context["initiatives"])
    assert montrees[:2] == [seconde, premiere]


def test_changes_of_a_une_in_force_wait_until_they_are_published(coordinatrice, client):
    ancienne, neuve = make_citation(annee=2020), make_citation(annee=2021)
    une = make_une(choix=[ancienne])
    url = une.get_admin_url()
    ligne = une.choix.get()
    valeurs = remplir(coordinatrice, url) | {"choix_citation-0-citation": neuve.pk}

    reponse = coordinatrice.post(url, valeurs, follow=True)

    assert "Le public ne les voit pas encore." in (
        reponse.content.decode().replace("\xa0", " ")
    )
    assert client.get("/").context["citation"] == ancienne
    coordinatrice.post(
        url, remplir(coordinatrice, url) | {"_verbe_appliquer": "Publier les modifications"}
    )
    assert client.get("/").context["citation"] == neuve
    assert une.choix.get().pk == ligne.pk


def test_the_form_has_one_group_of_lines_per_block_with_the_state_of_each(coordinatrice):
    cachee = make_initiative("Cachée", **ETATS_CACHES["brouillon"])
    visible = make_initiative("Visible")
    question = make_question(make_vague(2023), libelle="Quels changements ?")
    une = make_une(choix=[cachee, visible, question, make_rendezvous(annee=2999)])

    reponse = coordinatrice.get(une.get_admin_url())

    groupes = [
        (str(groupe.opts.verbose_name_plural), len(groupe.formset.initial_forms))
        for groupe in reponse.context["inline_admin_formsets"]
    ]
    assert groupes == [
        ("La Fabrique : les initiatives, trois places", 2),
        ("Le baromètre : la question, une place", 1),
        ("Les Journées : la citation, une place", 0),
        ("Le Forum : les idées, trois places", 0),
        ("À lire : le focus Libé, une place", 0),
        ("Le calendrier : les rendez-vous à venir, trois places", 1),
    ]
    html = reponse.content.decode()
    assert html.count('<span class="etat etat--brouillon">Brouillon</span>') == 1
    assert html.count('<span class="etat etat--publiee">Publiée</span>') == 4
    assert ">None<" not in html


def test_questions_offered_have_figures_and_say_their_year(coordinatrice):
    for annee in (2022, 2023):
        make_question(make_vague(annee), libelle="Quels changements ?")
    make_question(make_vague(2021), libelle="Sans chiffre", reponses={"Une": None})
    longue = make_question(make_vague(2020), libelle="Très " * 40 + "longue")

    groupes = coordinatrice.get(AJOUT).context["inline_admin_formsets"]
    champ = groupes[1].formset.empty_form.fields["question"]

    offertes = [str(libelle) for _, libelle in champ.choices][1:]
    assert offertes[:2] == ["2023\xa0: Quels changements ?", "2022\xa0: Quels changements ?"]
    assert len(offertes) == 3
    assert offertes[2].startswith("2020\xa0: Très Très")
    assert offertes[2].endswith("…")
    assert len(offertes[2]) < len(str(longue))


def test_a_line_left_empty_and_a_thing_chosen_twice_are_explained_in_place(coordinatrice):
    initiative = make_initiative()
    valeurs = remplir(coordinatrice, AJOUT) | {"titre": "Une", "slug": "une"}

    vide = coordinatrice.post(AJOUT, valeurs | _lignes("idee", (2, "")))
    doublon = coordinatrice.post(
        AJOUT, valeurs | _lignes("initiative", (1, initiative.pk), (2, initiative.pk))
    )

    groupes = vide.context["inline_admin_formsets"]
    assert groupes[3].formset.errors == [
        {"idee": ["Choisissez une idée, ou supprimez la ligne."]}
    ]
    groupe = doublon.context["inline_admin_formsets"][0].formset
    assert groupe.non_form_errors() == [
        "La même chose est choisie deux fois : gardez une seule ligne."
    ]
    assert groupe.errors[1] == {
        "__all__": ["Déjà choisi plus haut : choisissez autre chose ou supprimez cette ligne."]
    }
    assert not Une.objects.exists()
    assert not ChoixDeUne.objects.exists()


def test_the_list_says_which_une_the_home_page_follows(coordinatrice):
    make_une("Ancienne")
    recente = make_une("Récente")
    make_une("Brouillon", **ETATS_CACHES["brouillon"])

    def en_vigueur():
        lignes = coordinatrice.get(LISTE).context["cl"].result_list
        return {une.titre: une.in_force for une in lignes}

    assert en_vigueur() == {"Ancienne": False, "Récente": True, "Brouillon": False}
    recente.retire()
    assert en_vigueur() == {"Ancienne": True, "Récente": False, "Brouillon": False}


def test_the_form_says_that_its_name_and_identifier_are_internal(coordinatrice):
    formulaire = coordinatrice.get(AJOUT).context["adminform"].form

    assert formulaire.fields["slug"].label == "Identifiant"
    assert formulaire.fields["slug"].help_text == (
        "Un nom court sans accent. Le public ne le voit pas."
    )
    assert "Le public ne le voit pas." in formulaire.fields["titre"].help_text


def test_the_preview_is_the_home_page(coordinatrice, client):
    a, b = make_citation("Alpha.", annee=2020), make_citation("Bêta.", annee=2021)
    make_une("En ligne", choix=[b])
    brouillon = make_une("Brouillon", choix=[a], **ETATS_CACHES["brouillon"])
    url = reverse("admin:pages_une_apercu_page", args=[brouillon.pk, 0])

    html = coordinatrice.get(url).content.decode()

    assert "Alpha." in html
    assert "Bêta." not in html
    assert "Bêta." in client.get("/").content.decode()
