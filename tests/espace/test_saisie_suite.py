"""The steps of a sheet, further: what others did meanwhile, corrections, sources, sending again."""

import pytest
from django.test import Client
from django.urls import reverse

from espace.copie import commencer_amendement
from espace.models import Demande, Depot, Message
from fabrique.models import Initiative
from mediatheque.models import Lien
from solidaires.publication import Etat
from tests.courriels import courriels
from tests.espace.saisies import adresse, champs, connecter, nouvelle_fiche, remplir
from tests.factories import (
    make_agent,
    make_chantier,
    make_initiative,
    make_lien,
    make_territoire,
    make_user,
)
from tests.lecteur import mots as mots_de

pytestmark = pytest.mark.django_db


@pytest.fixture
def ada():
    """An agent of Gironde, signed in. `.user` is her."""
    return connecter(make_agent(make_user("ada@gironde.example", nom="Ada Lovelace")).user)


@pytest.fixture
def blaise():
    """Her colleague, on another machine."""
    return connecter(make_agent(make_user("blaise@gironde.example", nom="Blaise Pascal")).user)


def _lu_a_voix_haute(page):
    """The page with plain spaces."""
    return page.text.replace("\u00a0", " ").replace("&nbsp;", " ")


# What others did meanwhile


def test_what_a_colleague_changed_meanwhile_is_kept_and_told(ada, blaise):
    fiche = nouvelle_fiche(ada)
    ouverte = champs(blaise.get(adresse(fiche, "essentiel")))
    remplir(ada, fiche, "essentiel", porteur="La Ville", pour_qui="Tous")

    suite = blaise.post(
        adresse(fiche, "essentiel"), {**ouverte, "lieux": "Langon"}, follow=True
    )

    fiche.refresh_from_db()
    assert (fiche.porteur, fiche.pour_qui, fiche.lieux) == ("La Ville", "Tous", "Langon")
    assert (
        "Ada Lovelace a changé « Porteur », « Pour qui » pendant que vous écriviez : c’est gardé."
        in _lu_a_voix_haute(suite)
    )


def test_lines_that_two_people_changed_are_both_shown(ada, blaise):
    fiche = nouvelle_fiche(ada)
    ouverte = champs(blaise.get(adresse(fiche, "resultats")))
    remplir(
        ada, fiche, "resultats", **{"chiffres-0-libelle": "foyers", "chiffres-0-valeur": "400"}
    )

    conflit = blaise.post(
        adresse(fiche, "resultats"),
        {**ouverte, "chiffres-0-libelle": "communes", "chiffres-0-valeur": "12"},
    )

    assert "Ada Lovelace a changé les mêmes réponses" in conflit.text
    assert "Indicateur : foyers" in _lu_a_voix_haute(conflit)
    assert 'value="communes"' in conflit.text
    assert [str(c) for c in fiche.chiffres.all()] == ["foyers : 400"]


def test_the_same_person_in_two_windows_is_told_so(ada):
    fiche = make_initiative()
    commencer_amendement(fiche, ada.user)
    ouverte = champs(ada.get(adresse(fiche, "moyens")))
    remplir(ada, fiche, "moyens", moyens_humains="Deux personnes")

    conflit = ada.post(adresse(fiche, "moyens"), {**ouverte, "moyens_humains": "Trois"})

    assert "Une autre fenêtre où vous êtes a changé les mêmes réponses" in conflit.text
    assert "Deux personnes" in conflit.text
    assert 'value="Trois"' in conflit.text


def test_what_is_typed_in_a_sheet_that_has_left_is_shown_to_be_copied(ada, blaise):
    fiche = nouvelle_fiche(ada)
    ouverte = champs(blaise.get(adresse(fiche, "essentiel")))
    ada.post(reverse("espace:envoyer", args=[fiche.pk]))

    page = blaise.post(adresse(fiche, "essentiel"), {**ouverte, "porteur": "Le Département"})

    fiche.refresh_from_db()
    assert page.status_code == 409
    assert "<dt>Porteur</dt><dd>Le Département</dd>" in page.text
    assert fiche.porteur == ""


# Where a button leads


@pytest.mark.parametrize(
    ("bouton", "vers"),
    [
        ({}, "saisie/resultats/"),
        ({"_vers": "essentiel"}, "saisie/essentiel/"),
        ({"_vers": "relecture"}, "saisie/relecture/"),
        ({"_vers": "ailleurs"}, "saisie/resultats/"),
        ({"_vers": "apercu"}, "apercu/"),
        ({"_plus_tard": "1"}, ""),
        ({"_lignes": "chiffres"}, "saisie/moyens/#chiffres"),
        ({"_lignes": "//ailleurs.example/"}, "saisie/moyens/#ailleurs_example"),
    ],
)
def test_every_button_saves_then_leads_where_it_says(ada, bouton, vers):
    fiche = nouvelle_fiche(ada)

    reponse = remplir(ada, fiche, "moyens", suivre=False, moyens_humains="Deux", **bouton)

    fiche.refresh_from_db()
    assert reponse.url == f"/espace/fiches/{fiche.pk}/{vers}"
    assert fiche.moyens_humains == "Deux"
    assert reponse.cookies.get("saisie_faite") is None


def test_a_saved_form_tells_the_browser_that_its_copy_may_go(ada):
    fiche = nouvelle_fiche(ada)
    numero = "6f1c1c2e-0d2b-4a52-9c5e-5f1c1f0d6a11"

    garde = remplir(ada, fiche, "moyens", suivre=False, _saisie=numero)
    faux = remplir(
        ada, fiche, "moyens", suivre=False, _saisie=numero, cout_annee="l’an dernier"
    )

    assert (garde.cookies["saisie_faite"].value, garde.cookies["saisie_faite"]["path"]) == (
        numero,
        "/espace/",
    )
    assert "saisie_faite" not in faux.cookies


# What the coordination asked


def _demander(fiche, **demandes):
    message = Message.objects.create(
        initiative=fiche, cote=Message.Cote.COORDINATION, etat=Etat.A_COMPLETER
    )
    for champ, texte in demandes.items():
        Demande.objects.create(message=message, champ=champ, texte=texte)


def test_each_correction_stands_in_its_step_only_until_done(ada):
    fiche = make_initiative(etat=Etat.A_COMPLETER, published_at=None, motif="Trois choses.")
    _demander(fiche, porteur="Qui ?", sources="D’où ?", documents="Le bilan ?")
    mots = ("Trois choses.", "Qui ?", "D’où ?", "Le bilan ?")

    def dits(slug):
        texte = _lu_a_voix_haute(ada.get(adresse(fiche, slug)))
        return [mot for mot in mots if mot in texte]

    assert dits("essentiel") == ["Trois choses.", "Qui ?"]
    assert dits("moyens") == ["Trois choses."]
    assert dits("resultats") == ["Trois choses.", "D’où ?"]
    assert dits("images-documents") == ["Trois choses.", "Le bilan ?"]
    assert dits("relecture") == ["Qui ?", "D’où ?", "Le bilan ?"]
    assert mots_de(ada.get(adresse(fiche, "moyens")).text).count("1 à corriger") == 3

    remplir(
        ada, fiche, "resultats", **{"nouvelles_sources-0-adresse": "https://www.gironde.fr/"}
    )
    assert dits("relecture") == ["Qui ?", "Le bilan ?"]


def test_only_what_was_asked_last_is_shown(ada):
    fiche = make_initiative(etat=Etat.A_COMPLETER, published_at=None, motif="-")
    _demander(fiche, porteur="Ancienne demande")
    _demander(fiche, lieux="Nouvelle demande")

    page = ada.get(adresse(fiche, "essentiel"))

    assert "Nouvelle demande" in page.text
    assert "Ancienne demande" not in page.text


def test_a_sheet_sent_again_keeps_its_number_and_has_a_receipt_each_time(ada, coordinatrice):
    fiche = nouvelle_fiche(ada)
    recus = []
    for _ in range(2):
        recus.append(ada.post(reverse("espace:envoyer", args=[fiche.pk]), follow=True))
        fiche.refresh_from_db()
        fiche.ask_changes("Précisez.")

    depot = Depot.objects.get()
    assert [depot.numero in recu.text for recu in recus] == [True, True]
    assert len(courriels(gabarit="depot_recu")) == 2


def test_the_second_press_leads_to_the_same_receipt(ada):
    fiche = nouvelle_fiche(ada)
    envoi = reverse("espace:envoyer", args=[fiche.pk])

    assert [ada.post(envoi).url for _ in range(2)] == [
        reverse("espace:recu", args=[fiche.pk])
    ] * 2


def test_a_sheet_never_sent_has_no_receipt_and_sending_is_a_post(ada):
    fiche = nouvelle_fiche(ada)

    assert ada.get(reverse("espace:recu", args=[fiche.pk])).url == reverse(
        "espace:fiche", args=[fiche.pk]
    )
    assert ada.get(reverse("espace:envoyer", args=[fiche.pk])).status_code == 405


def test_a_sheet_begun_by_the_coordination_has_its_number_when_it_is_sent(ada):
    fiche = make_initiative(etat=Etat.BROUILLON, published_at=None)

    recu = ada.post(reverse("espace:envoyer", args=[fiche.pk]), follow=True)

    assert Depot.objects.get().numero in recu.text


# Answers


def test_sources_are_known_ones_found_again_or_new_ones_to_check(ada):
    connue = make_lien("https://www.gironde.fr/budget", titre="Le budget")
    fiche = nouvelle_fiche(ada)
    remplir(
        ada,
        fiche,
        "moyens",
        cout_euros="10",
        cout_source="https://www.gironde.fr/budget",
        cout_source_libelle="Autre titre",
    )
    remplir(
        ada,
        fiche,
        "resultats",
        **{
            "nouvelles_sources-0-adresse": "https://www.gironde.fr/bilan",
            "nouvelles_sources-0-libelle": "Le bilan",
            "nouvelles_sources-1-adresse": "Rapport papier",
        },
    )

    fiche.refresh_from_db()
    connue.refresh_from_db()
    assert (fiche.cout_source, connue.titre) == (connue, "Le budget")
    assert [(s.titre, s.etat) for s in fiche.sources.order_by("titre")] == [
        ("Le bilan", Lien.Etat.A_VERIFIER),
        ("Rapport papier", Lien.Etat.A_VERIFIER),
    ]

    remplir(ada, fiche, "resultats", sources=[fiche.sources.get(url="").pk])
    assert [s.titre for s in fiche.sources.all()] == ["Rapport papier"]


@pytest.mark.parametrize(
    ("reponses", "phrase"),
    [
        ({"cout_annee": "2024"}, "Donnez le montant, ou effacez"),
        ({"cout_euros": "-3"}, "Un coût n’est pas négatif."),
        ({"cout_euros": "cher"}, "Un montant s’écrit en chiffres"),
        ({"cout_euros": "10", "cout_source": "javascript:x"}, "Une adresse commence par"),
        ({"cout_euros": "10", "cout_perimetre": "x" * 201}, "Ce texte compte 201 signes"),
    ],
)
def test_a_cost_is_kept_whole_or_not_at_all_and_creates_no_link(ada, reponses, phrase):
    fiche = nouvelle_fiche(ada)

    page = remplir(ada, fiche, "moyens", moyens_humains="Deux", **reponses)

    fiche.refresh_from_db()
    assert phrase in _lu_a_voix_haute(page)
    assert (fiche.cout_euros, fiche.cout_annee, fiche.moyens_humains) == (None, None, "Deux")
    assert Lien.objects.count() == 0


def test_emptied_and_removed_lines_go(ada):
    fiche = nouvelle_fiche(ada)
    etapes = {
        f"etapes-{rang}-{nom}": dit
        for rang, (stade, annee) in enumerate([("idee", "2020"), ("experimentation", "2022")])
        for nom, dit in (("stade", stade), ("annee", annee))
    }
    remplir(ada, fiche, "essentiel", **etapes)
    assert [e.annee for e in fiche.etapes.all()] == [2020, 2022]

    remplir(ada, fiche, "essentiel", **{"etapes-0-stade": "", "etapes-0-annee": ""})
    assert [e.annee for e in fiche.etapes.all()] == [2022]

    remplir(ada, fiche, "essentiel", **{"etapes-0-DELETE": "on"})
    assert fiche.etapes.count() == 0


@pytest.mark.parametrize(
    ("etape", "phrase"),
    [
        ({"annee": "2024"}, "Choisissez le stade."),
        ({"stade": "idee"}, "Donnez l’année, ou la date exacte."),
        ({"stade": "idee", "annee": "2023", "date": "2024-01-01"}, "celle de la date exacte"),
        ({"stade": "idee", "date": "31/02/2024"}, "Cette date n’existe pas"),
    ],
)
def test_a_stage_says_when(ada, etape, phrase):
    fiche = nouvelle_fiche(ada)

    page = remplir(
        ada, fiche, "essentiel", **{f"etapes-0-{nom}": dit for nom, dit in etape.items()}
    )

    assert phrase in page.text
    assert fiche.etapes.count() == 0


@pytest.mark.parametrize("pk", ["abc", "9" * 30, "-1", "0", "\u0663"])
def test_nonsense_in_the_boxes_of_territories_is_told(ada, pk):
    fiche = nouvelle_fiche(ada)

    page = remplir(ada, fiche, "essentiel", territoires_associes=[pk], porteur="La Ville")

    fiche.refresh_from_db()
    assert "Un territoire coché n’existe pas" in page.text
    assert fiche.porteur == "La Ville"


@pytest.mark.parametrize(
    ("etape", "nom"),
    [("essentiel", "themes"), ("essentiel", "chantiers"), ("resultats", "sources")],
)
@pytest.mark.parametrize("pk", ["abc", "9" * 30, "-1"])
def test_nonsense_in_other_boxes_is_told_too(ada, etape, nom, pk):
    make_chantier()
    fiche = nouvelle_fiche(ada)
    fiche.sources.add(make_lien())

    page = remplir(ada, fiche, etape, **{nom: [pk]})

    assert page.context["saisie"].champs.errors[nom]


def test_its_own_territory_is_not_an_associate(ada):
    fiche = nouvelle_fiche(ada)

    remplir(ada, fiche, "essentiel", territoires_associes=[make_territoire().pk])

    assert fiche.territoires_associes.count() == 0


def test_words_left_in_the_search_are_searched_once(ada):
    make_territoire("40", "Landes")
    fiche = nouvelle_fiche(ada)

    trouve = remplir(ada, fiche, "essentiel", territoires_recherche="land")
    suite = remplir(
        ada, fiche, "essentiel", territoires_recherche="land", _cherche="land", suivre=False
    )
    rien = remplir(ada, fiche, "essentiel", territoires_recherche="zz")

    assert "Landes (40)" in trouve.text
    assert suite.status_code == 302
    assert "Aucun territoire trouvé pour" in rien.text


@pytest.mark.parametrize(
    ("mots", "phrase"),
    [
        ("a" * 101, "Un mot-clé compte 100 signes au plus"),
        (", ".join(f"mot{n}" for n in range(16)), "Gardez 15 mots-clés au plus."),
    ],
)
def test_keywords_have_limits(ada, mots, phrase):
    fiche = nouvelle_fiche(ada)

    page = remplir(ada, fiche, "essentiel", mots_cles=mots)

    assert phrase in _lu_a_voix_haute(page)
    assert fiche.mots_cles.count() == 0


def test_keywords_are_cut_at_commas_only(ada):
    fiche = nouvelle_fiche(ada)

    remplir(ada, fiche, "essentiel", mots_cles="revenu de base, aidants")

    assert sorted(fiche.mots_cles.names()) == ["aidants", "revenu de base"]


# The preview


def test_a_sheet_under_review_is_previewed_as_it_is(ada):
    fiche = make_initiative(etat=Etat.A_RELIRE, published_at=None, porteur="La Ville")

    page = ada.get(reverse("espace:apercu", args=[fiche.pk]))

    assert "La Ville" in page.text
    assert "cette version n’est pas encore publique" in page.text
    assert Client().get(fiche.get_absolute_url()).status_code == 404


def test_a_sheet_online_that_nobody_amends_is_its_own_preview(ada):
    fiche = make_initiative()

    assert ada.get(reverse("espace:apercu", args=[fiche.pk])).url == fiche.get_absolute_url()


# Beginning


@pytest.mark.parametrize("titre", ["", "   ", "x" * 201, "a\0b"])
def test_a_sheet_is_not_begun_without_a_fit_title(ada, titre):
    page = ada.post(reverse("espace:nouvelle", args=[make_territoire().pk]), {"titre": titre})

    assert page.context["formulaire"].errors["titre"]
    assert Initiative.objects.count() == 0


def test_two_sheets_of_one_title_have_two_addresses(ada):
    landes = make_territoire("40", "Landes")
    make_initiative("Caisse commune", territoire=landes, slug="caisse-commune")

    adresse_ = reverse("espace:nouvelle", args=[make_territoire().pk])
    ada.post(adresse_, {"titre": "Caisse commune", "quand_meme": "1"})
    ada.post(adresse_, {"titre": "😀", "quand_meme": "1"})

    notres = Initiative.objects.filter(territoire=make_territoire()).order_by("pk")
    assert [i.slug for i in notres] == ["caisse-commune-2", "initiative"]


def test_a_visitor_is_asked_to_sign_in_then_comes_back(visitor):
    fiche = make_initiative(etat=Etat.BROUILLON, published_at=None)

    reponse = visitor.post(adresse(fiche, "essentiel"), {"titre": "Pris"})

    assert reponse.status_code == 302
    assert reponse.url.endswith(f"?next={adresse(fiche, 'essentiel')}")
