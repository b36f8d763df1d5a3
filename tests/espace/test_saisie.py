"""A sheet filled step by step: several sittings, several people, what is kept, what is refused."""

import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from espace.copie import commencer_amendement
from espace.models import Amendement, Demande, Depot, Message
from fabrique.models import Initiative
from redaction.models import Revision
from solidaires.publication import Etat
from tests.courriels import courriels
from tests.espace.saisies import (
    adresse,
    champs,
    commencer,
    connecter,
    lu,
    nouvelle_fiche,
    remplir,
)
from tests.factories import (
    make_agent,
    make_initiative,
    make_lien,
    make_territoire,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """An agent of Gironde, signed in. `.user` is her."""
    return connecter(make_agent(make_user("ada@gironde.example", nom="Ada Lovelace")).user)


@pytest.fixture
def blaise():
    """Her colleague, on another machine."""
    return connecter(make_agent(make_user("blaise@gironde.example", nom="Blaise Pascal")).user)


def test_a_sheet_in_three_sittings_from_two_machines_by_two_people(ada, blaise):
    alimentation = make_theme("Alimentation")
    commencer(ada, "Caisse commune de l’alimentation")
    fiche = Initiative.objects.get()
    remplir(
        ada,
        fiche,
        "essentiel",
        chapo="Des foyers cotisent selon leurs moyens.",
        stade="experimentation",
        themes=[alimentation.pk],
        **{"etapes-0-stade": "experimentation", "etapes-0-annee": "2024"},
    )
    remplir(connecter(ada.user), fiche, "probleme-solution", probleme="Manger coûte cher.")
    remplir(blaise, fiche, "moyens", cout_euros="543 000 €", cout_annee="2024")
    remplir(
        blaise,
        fiche,
        "resultats",
        **{
            "chiffres-0-libelle": "foyers",
            "chiffres-0-valeur": "400",
            "chiffres-0-source": "https://www.gironde.fr/caisse",
        },
    )

    recu = blaise.post(reverse("espace:envoyer", args=[fiche.pk]), follow=True)

    fiche.refresh_from_db()
    depot = Depot.objects.get()
    assert fiche.etat == Etat.A_RELIRE
    assert fiche.probleme == "<p>Manger coûte cher.</p>"
    assert (fiche.cout_euros, fiche.cout_annee) == (543000, 2024)
    assert [str(e) for e in fiche.etapes.all()] == ["Expérimentation (2024)"]
    assert [str(c) for c in fiche.chiffres.all()] == ["foyers : 400"]
    assert list(fiche.themes.all()) == [alimentation]
    assert depot.numero in recu.text
    assert (depot.auteur, depot.par_la_coordination) == (ada.user, False)
    assert [(c.gabarit, c.destinataire) for c in courriels()] == [
        ("depot_recu", "blaise@gironde.example")
    ]


def test_sending_twice_gives_one_receipt_and_one_mail(ada):
    fiche = nouvelle_fiche(ada)

    for _ in range(2):
        ada.post(reverse("espace:envoyer", args=[fiche.pk]))

    assert Depot.objects.count() == 1
    assert len(courriels(gabarit="depot_recu")) == 1
    assert Message.objects.filter(etat=Etat.A_RELIRE).count() == 1


def test_a_wrong_answer_keeps_the_good_ones_and_what_was_typed(ada):
    fiche = nouvelle_fiche(ada)

    page = remplir(
        ada, fiche, "essentiel", porteur="La Ville", annee="l’an dernier", pour_qui="Tous"
    )

    fiche.refresh_from_db()
    assert (fiche.porteur, fiche.pour_qui, fiche.annee) == ("La Ville", "Tous", None)
    assert "Une année s’écrit en quatre chiffres." in page.text
    assert 'value="l’an dernier"' in page.text
    assert "Rien n’est perdu" in page.text
    assert "Le reste de la page est enregistré." in page.text


def test_a_wrong_line_is_shown_again_and_the_others_wait_with_it(ada):
    fiche = nouvelle_fiche(ada)

    page = remplir(
        ada,
        fiche,
        "resultats",
        **{
            "chiffres-0-libelle": "foyers",
            "chiffres-0-valeur": "beaucoup",
            "chiffres-1-libelle": "communes",
            "chiffres-1-valeur": "12",
        },
    )

    assert "Une valeur s’écrit en chiffres" in page.text.replace("\u00a0", " ")
    assert 'value="beaucoup"' in page.text
    assert 'value="communes"' in page.text
    assert fiche.chiffres.count() == 0


def test_second_to_save_the_same_answer_sees_both_and_chooses(ada, blaise):
    fiche = nouvelle_fiche(ada)
    page = blaise.get(adresse(fiche, "essentiel"))
    vieux = champs(page)
    remplir(ada, fiche, "essentiel", porteur="La Ville", lieux="Bordeaux")

    conflit = blaise.post(adresse(fiche, "essentiel"), {**vieux, "porteur": "Le Département"})
    fiche.refresh_from_db()
    assert fiche.porteur == "La Ville"
    assert "Ada Lovelace a changé les mêmes réponses" in conflit.text
    assert "La Ville" in conflit.text
    assert 'value="Le Département"' in conflit.text

    blaise.post(
        adresse(fiche, "essentiel"),
        {**vieux, "porteur": "Le Département", "lu": lu(conflit)},
    )
    fiche.refresh_from_db()
    # What only she changed stays, though his form still says it was empty.
    assert (fiche.porteur, fiche.lieux) == ("Le Département", "Bordeaux")


def test_rich_text_of_the_coordination_survives_the_change_of_another_answer(ada):
    riche = (
        '<h2>Titre</h2><p>Un <strong>mot</strong> et <a href="https://example.org/">un lien'
        "</a>.</p><ul><li><p>Premier</p></li></ul>"
    )
    fiche = make_initiative(etat=Etat.BROUILLON, published_at=None, presentation=riche)

    remplir(ada, fiche, "probleme-solution", probleme="Nouveau.")

    fiche.refresh_from_db()
    assert (fiche.presentation, fiche.probleme) == (riche, "<p>Nouveau.</p>")


@pytest.mark.parametrize(
    "hostile",
    ["<script>alert(1)</script>", "<p class=MsoNormal onclick=x>", "[a](javascript:alert(1))"],
)
def test_hostile_text_is_words(ada, hostile):
    fiche = nouvelle_fiche(ada)

    remplir(ada, fiche, "probleme-solution", probleme=hostile)

    fiche.refresh_from_db()
    assert not re.search(r"<script|onclick=\"|href=\"javascript", fiche.probleme)
    assert ada.get(adresse(fiche, "relecture")).status_code == 200


def test_word_list_pasted_becomes_a_list(ada):
    fiche = nouvelle_fiche(ada)

    remplir(ada, fiche, "probleme-solution", solution="·  Cotiser\r\n·  Acheter")

    fiche.refresh_from_db()
    assert "<ul><li>" in fiche.solution
    assert [mot in fiche.solution for mot in ("Cotiser", "Acheter")] == [True, True]


def test_territories_are_found_without_a_script_and_all_is_kept(ada):
    landes = make_territoire("40", "Landes")
    fiche = nouvelle_fiche(ada)

    trouve = remplir(
        ada,
        fiche,
        "essentiel",
        bouton="_chercher",
        porteur="La Ville",
        territoires_recherche="lande",
    )
    remplir(ada, fiche, "essentiel", territoires_associes=[landes.pk])

    assert f'value="{landes.pk}"> Landes (40)' in trouve.text
    assert 'value="La Ville"' in trouve.text
    assert list(fiche.territoires_associes.all()) == [landes]


def test_near_titles_are_shown_before_a_new_sheet_and_do_not_block(ada):
    make_initiative(
        "Caisse commune de l’alimentation", etat=Etat.REFUSEE, published_at=None, motif="-"
    )
    make_initiative(
        "La caisse commune d’alimentation", territoire=make_territoire("40", "Landes")
    )
    make_initiative(
        "Caisse commune alimentation",
        territoire=make_territoire("24", "Dordogne"),
        etat=Etat.BROUILLON,
        published_at=None,
    )

    page = commencer(ada, "Caisse commune de l'alimentation")
    assert "Elle existe peut-être déjà" in page.text
    assert {str(i.territoire.nom) for i in page.context["trouvees"]} == {"Gironde", "Landes"}

    commencer(ada, "Caisse commune de l'alimentation", quand_meme="1")
    assert (
        Initiative.objects.filter(etat=Etat.BROUILLON, territoire=make_territoire()).count()
        == 1
    )


def test_deployed_sheet_without_result_nor_limit_is_not_sent(ada):
    fiche = nouvelle_fiche(ada)
    remplir(ada, fiche, "essentiel", stade="deployee")

    page = ada.post(reverse("espace:envoyer", args=[fiche.pk]), follow=True)

    fiche.refresh_from_db()
    assert fiche.etat == Etat.BROUILLON
    assert "dit au moins un résultat ou une limite" in page.text.replace("\u00a0", " ")
    assert courriels() == []


def test_sheet_under_review_is_not_written_any_more(ada):
    fiche = make_initiative(etat=Etat.A_RELIRE, published_at=None)

    page = ada.get(adresse(fiche, "essentiel"), follow=True)

    assert page.redirect_chain[-1][0] == reverse("espace:fiche", args=[fiche.pk])
    assert Initiative.objects.get().titre == "Caisse commune de l’alimentation"


def test_what_was_asked_stands_beside_the_field_and_is_done_when_it_changes(ada):
    fiche = make_initiative(etat=Etat.A_COMPLETER, published_at=None, motif="Préciser.")
    message = Message.objects.create(
        initiative=fiche, cote=Message.Cote.COORDINATION, etat=Etat.A_COMPLETER
    )
    demande = Demande.objects.create(message=message, champ="porteur", texte="Qui exactement ?")

    page = ada.get(adresse(fiche, "essentiel"))
    remplir(ada, fiche, "essentiel", lieux="Bordeaux")
    demande.refresh_from_db()
    assert "Qui exactement" in page.text
    assert demande.faite_at is None

    remplir(ada, fiche, "essentiel", porteur="La Ville")
    demande.refresh_from_db()
    assert demande.faite_at is not None


def test_amendment_fills_beside_the_page_and_says_why(ada):
    fiche = make_initiative(porteur="La Ville")
    copie = commencer_amendement(fiche, ada.user)
    remplir(ada, fiche, "essentiel", porteur="Le Département")

    relecture = ada.get(adresse(fiche, "relecture"))
    muet = ada.post(reverse("espace:envoyer", args=[fiche.pk]), {"resume": " "})
    envoi = ada.post(
        reverse("espace:envoyer", args=[fiche.pk]), {"resume": "Le porteur a changé."}
    )

    fiche.refresh_from_db()
    amendement = Amendement.objects.get(pk=copie.amendement.pk)
    assert fiche.porteur == "La Ville"
    assert "Le Département" in relecture.text
    assert "Dites en une phrase ce qui change" in muet.text
    assert envoi.url == reverse("espace:amendement", args=[amendement.pk])
    assert (amendement.etat, amendement.resume) == (
        Amendement.Etat.PROPOSE,
        "Le porteur a changé.",
    )


def test_amendment_that_changes_nothing_is_not_sent(ada):
    fiche = make_initiative()
    commencer_amendement(fiche, ada.user)

    page = ada.post(
        reverse("espace:envoyer", args=[fiche.pk]), {"resume": "Rien."}, follow=True
    )

    assert "Vous n’avez encore rien changé." in page.text
    assert Amendement.objects.get().etat == Amendement.Etat.BROUILLON


def test_preview_is_the_public_page_of_the_copy(ada):
    fiche = make_initiative(porteur="La Ville")
    commencer_amendement(fiche, ada.user)
    remplir(ada, fiche, "essentiel", porteur="Le Département")

    page = ada.get(reverse("espace:apercu", args=[fiche.pk]))

    assert "Le Département" in page.text
    assert page["Cache-Control"] == "private, no-store"
    assert "Le Département" not in Client().get(fiche.get_absolute_url()).text


def test_coordination_submits_on_behalf(coordinatrice):
    commencer(coordinatrice)

    depot = Depot.objects.get()
    assert (depot.par_la_coordination, depot.auteur) == (True, coordinatrice.user)
    assert depot.initiative.territoire == make_territoire()


def test_found_text_is_shown_and_not_saved(ada):
    fiche = nouvelle_fiche(ada)
    page = ada.get(adresse(fiche, "essentiel"))

    reprise = ada.post(
        adresse(fiche, "essentiel"),
        {**champs(page), "porteur": "Retrouvé", "annee": "vieux", "_reprendre": "1"},
    )

    fiche.refresh_from_db()
    assert 'value="Retrouvé"' in reprise.text
    assert "Il n’est pas encore enregistré." in reprise.text
    assert "Le reste de la page est enregistré." not in reprise.text
    assert fiche.porteur == ""


@pytest.mark.parametrize("marques", ["", "[]", "{", '{"titre": 3}', json.dumps({"x": "y"})])
def test_marks_that_nobody_can_read_do_not_stop_saving(ada, marques):
    fiche = nouvelle_fiche(ada)

    remplir(ada, fiche, "probleme-solution", probleme="Cher.", lu=marques)

    fiche.refresh_from_db()
    assert fiche.probleme == "<p>Cher.</p>"


def test_a_step_costs_the_same_with_one_line_or_three(ada):
    fiche = nouvelle_fiche(ada)
    comptes = []
    for rang in range(3):
        remplir(
            ada,
            fiche,
            "resultats",
            **{
                f"chiffres-{rang}-libelle": f"foyers {rang}",
                f"chiffres-{rang}-valeur": "4",
                f"chiffres-{rang}-source": f"https://example.org/{rang}",
            },
        )
        with CaptureQueriesContext(connection) as requetes:
            ada.get(adresse(fiche, "resultats"))
        comptes.append(len(requetes))

    assert fiche.chiffres.count() == 3
    assert len(set(comptes)) == 1


def test_each_save_is_a_version_and_nothing_changed_is_none(ada):
    fiche = nouvelle_fiche(ada)
    remplir(ada, fiche, "moyens", moyens_humains="Deux personnes")
    remplir(ada, fiche, "moyens")

    versions = Revision.objects.of(fiche)
    assert [(r.numero, r.auteur) for r in versions] == [(2, ada.user), (1, ada.user)]


def test_a_cost_left_alone_keeps_its_source(ada):
    source = make_lien("https://www.gironde.fr/budget", titre="Le budget")
    fiche = make_initiative(
        etat=Etat.BROUILLON, published_at=None, cout_euros="12.50", cout_source=source
    )

    remplir(ada, fiche, "moyens", moyens_humains="Deux")

    fiche.refresh_from_db()
    assert (fiche.cout_euros, fiche.cout_source) == (Decimal("12.50"), source)
    assert (fiche.cout_annee, fiche.cout_perimetre, fiche.moyens_humains) == (None, "", "Deux")


def test_associates_have_a_limit_and_say_what_to_do(ada):
    fiche = nouvelle_fiche(ada)
    pks = [make_territoire(f"{n:05}", f"Commune {n}", "commune").pk for n in range(61)]

    page = remplir(ada, fiche, "essentiel", territoires_associes=pks)

    assert "Gardez 60 territoires au plus" in page.text
    assert page.text.count("Commune 6") >= 2
    assert fiche.territoires_associes.count() == 0
