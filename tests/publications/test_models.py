"""Focus issues, notes and podcasts: their order, what the rows refuse, what cards say."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from mediatheque.models import Lien
from publications.models import Article, FocusLibe, Note, Podcast
from tests.factories import (
    make_article,
    make_focus,
    make_journees,
    make_lien,
    make_note,
    make_podcast,
    make_rendezvous,
)

pytestmark = pytest.mark.django_db


def test_focus_are_listed_latest_month_first():
    make_focus("Février", annee=2024, mois=2)
    make_focus("Novembre", annee=2024, mois=11)
    make_focus("Ancien", annee=2021, mois=12)
    make_focus("Novembre bis", annee=2024, mois=11, theme="Autre sujet")

    assert [f.titre for f in FocusLibe.objects.for_list()] == [
        "Novembre bis",
        "Novembre",
        "Février",
        "Ancien",
    ]


def test_notes_are_listed_latest_year_first_undated_last():
    make_note("Sans date")
    make_note("B", annee=2022)
    make_note("A", annee=2022)
    make_note("Juin", annee=2022, date=date(2022, 6, 1))
    make_note("Récente", annee=2023)

    assert [n.titre for n in Note.objects.for_list()] == [
        "Récente",
        "Juin",
        "A",
        "B",
        "Sans date",
    ]


def test_podcasts_are_listed_latest_first_undated_last():
    make_podcast("Sans date")
    make_podcast("Ancien", date=date(2022, 1, 1))
    make_podcast("Récent", date=date(2023, 1, 1))

    assert [p.titre for p in Podcast.objects.for_list()] == ["Récent", "Ancien", "Sans date"]


CAHIER = "Cochez « un cahier a paru » pour le décrire."
MOIS = "Le mois va de 1 à 12."
MOIS_DE_LA_DATE = "L’année et le mois sont ceux de la date exacte."


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"mois": 0}, MOIS),
        ({"mois": 13}, MOIS),
        ({"cahier_pages": 8}, CAHIER),
        ({"cahier_date": date(2024, 2, 1)}, CAHIER),
    ],
)
def test_focus_refuses_what_cannot_be(champs, message):
    champs = {"titre": "Titre", "theme": "Sujet", "annee": 2024, "mois": 2, **champs}
    focus = FocusLibe(slug="impossible", **champs)

    with pytest.raises(ValidationError) as refus:
        focus.full_clean()
    assert message in refus.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        focus.save()


def test_a_month_has_one_focus_on_a_subject():
    make_focus(annee=2024, mois=2, theme="Travail")

    with pytest.raises(ValidationError, match="Un focus sur ce sujet existe déjà ce mois-là"):
        FocusLibe(titre="Autre", slug="autre", annee=2024, mois=2, theme="Travail").full_clean()
    make_focus("Autre sujet", annee=2024, mois=2, theme="Aidants")


@pytest.mark.parametrize(
    ("champs", "message"),
    [
        ({"mois": 13}, MOIS),
        ({"date": date(2024, 2, 1)}, MOIS_DE_LA_DATE),
        ({"date": date(2024, 2, 1), "annee": 2024}, MOIS_DE_LA_DATE),
        ({"date": date(2024, 2, 1), "annee": 2024, "mois": 3}, MOIS_DE_LA_DATE),
        ({"date": date(2024, 2, 1), "annee": 2023, "mois": 2}, MOIS_DE_LA_DATE),
    ],
)
def test_article_refuses_a_month_that_is_not_its_date(champs, message):
    article = Article(focus=make_focus(), **champs)

    with pytest.raises(ValidationError) as refus:
        article.full_clean()
    assert message in refus.value.messages
    with pytest.raises(IntegrityError), transaction.atomic():
        article.save()


@pytest.mark.parametrize("annee", [None, 2023])
def test_note_refuses_a_year_that_is_not_its_date(annee):
    note = Note(titre="Note", slug="note", annee=annee, date=date(2024, 2, 1))

    with pytest.raises(ValidationError) as refus:
        note.full_clean()
    assert refus.value.messages == ["L’année est celle de la date exacte."]
    with pytest.raises(IntegrityError), transaction.atomic():
        note.save()


@pytest.mark.parametrize(
    ("champs", "accroche", "etiquettes"),
    [
        ({"titre": "Revenu de base", "theme": "revenu de base"}, "", []),
        (
            {"theme": "Travail", "sujets": "salaires\nrecrutement\n"},
            "salaires, recrutement",
            ["Travail"],
        ),
        ({"theme": "Travail", "presentation": "<p>Un</p>"}, "<p>Un</p>", ["Travail"]),
        ({"theme": "Travail", "has_cahier": True}, "", ["Travail", "Cahier"]),
        (
            {"theme": "Travail", "has_cahier": True, "cahier_pages": 8},
            "",
            ["Travail", "Cahier de 8 pages"],
        ),
    ],
)
def test_card_of_a_focus_says_only_what_is_known(champs, accroche, etiquettes):
    focus = make_focus(**champs)

    assert focus.surtitre == "Focus Libé · février 2024"
    assert focus.accroche == accroche
    assert focus.etiquettes == etiquettes


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, "Note"),
        ({"type": "essai", "annee": 2021}, "Essai · 2021"),
        (
            {"auteurs": "Fabien Bazin, président\nThomas Larrieu", "annee": 2022},
            "Note · Fabien Bazin, Thomas Larrieu · 2022",
        ),
    ],
)
def test_note_is_signed_above_its_title(champs, attendu):
    assert make_note(**champs).surtitre == attendu


@pytest.mark.parametrize(
    ("champs", "surtitre", "accroche"),
    [
        ({}, "Podcast", ""),
        ({"date": date(2024, 2, 1), "question": "Pourquoi ?"}, "Podcast · 2024", "Pourquoi ?"),
        ({"presentation": "<p>Un</p>"}, "Podcast", "<p>Un</p>"),
    ],
)
def test_card_of_a_podcast_says_only_what_is_known(champs, surtitre, accroche):
    podcast = make_podcast(**champs)

    assert podcast.surtitre == surtitre
    assert podcast.accroche == accroche


def test_podcast_has_three_voices():
    assert make_podcast(elu="Ada", expert="Zoé").voix == [
        ("L’élu ou l’élue", "Ada"),
        ("Le porteur ou la porteuse d’initiative", ""),
        ("L’expert ou l’experte", "Zoé"),
    ]


@pytest.mark.parametrize(
    ("lien", "source", "attendu"),
    [
        (None, None, ""),
        ("a_verifier", None, ""),
        ("verifie", None, "https://example.org/lien"),
        ("verifie", "verifie", "https://example.org/lien"),
        ("a_verifier", "verifie", "https://example.org/source"),
        ("inverifiable", "mort", ""),
        (None, "verifie", "https://example.org/source"),
        ("redirige", "verifie", "https://example.org/nouvelle"),
    ],
)
def test_article_leads_to_its_public_address_then_to_its_source(lien, source, attendu):
    adresses = {
        nom: make_lien(
            f"https://example.org/{nom}",
            Lien.Etat(etat),
            redirige_vers="https://example.org/nouvelle" if etat == "redirige" else "",
        )
        for nom, etat in {"lien": lien, "source": source}.items()
        if etat
    }

    assert make_article(**adresses).href == attendu


@pytest.mark.parametrize(
    ("champs", "attendu"),
    [
        ({}, False),
        ({"forum_titre": "Trois débats"}, True),
        ({"forum_date": date(2024, 2, 9)}, True),
        ({"forum_journees": make_journees}, True),
        ({"forum_rendez_vous": make_rendezvous}, True),
    ],
)
def test_has_forum_when_anything_is_known_of_it(champs, attendu):
    champs = {nom: valeur() if callable(valeur) else valeur for nom, valeur in champs.items()}

    assert make_focus(**champs).has_forum is attendu


@pytest.mark.parametrize(
    ("objet", "attendu"),
    [
        (FocusLibe(titre="La France qui essaie"), "La France qui essaie"),
        (Article(titre="Un titre"), "Un titre"),
        (Article(type="tribune"), "Tribune sans titre connu"),
        (Note(titre="Une note"), "Une note"),
        (Podcast(titre="Un podcast"), "Un podcast"),
    ],
)
def test_rows_name_themselves(objet, attendu):
    assert str(objet) == attendu


def test_lists_of_words_are_one_per_line_without_blanks():
    assert FocusLibe(partenaires="Gironde\n\n CESE ").liste_partenaires == ["Gironde", "CESE"]
    assert Article(auteurs="Ada, autrice\n").liste_auteurs == ["Ada, autrice"]
    assert Note(auteurs="\nAda\n").liste_auteurs == ["Ada"]
