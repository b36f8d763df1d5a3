"""What an editor types becomes a version: beside what is online, in the rows of what is not."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.admin.models import LogEntry
from django.core.exceptions import ValidationError
from django.urls import reverse

from fabrique.models import ChiffreCle, Initiative
from redaction import versions
from redaction.models import Revision
from solidaires.publication import Etat
from tests.bureau import remplir, texte
from tests.connexions import se_connecter
from tests.factories import (
    make_initiative,
    make_journees,
    make_question,
    make_seance,
    make_theme,
    make_user,
    make_vague,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def _titres(objet):
    return list(Revision.objects.of(objet).values_list("numero", "statut"))


def test_saving_an_online_sheet_leaves_the_public_page_alone(coordinatrice, visitor):
    initiative = make_initiative("Avant", slug="avant")
    url = initiative.get_admin_url()

    page = texte(
        coordinatrice.post(url, remplir(coordinatrice, url) | {"titre": "Après"}, follow=True)
    )

    assert (
        "Vos modifications de « Avant » sont gardées. Le public ne les voit pas encore." in page
    )
    assert 'value="Après"' in page
    assert ">Avant</h1>" in visitor.get("/fabrique/initiatives/avant/").content.decode()
    assert "Après" not in visitor.get(reverse("fabrique:initiative_list")).content.decode()
    assert _titres(initiative) == [(2, "en_attente"), (1, "appliquee")]


def test_publishing_the_changes_puts_relations_keywords_and_parts_online(
    coordinatrice, visitor
):
    initiative = make_initiative(slug="caisse")
    garde = ChiffreCle.objects.create(initiative=initiative, libelle="foyers", valeur=90)
    retire = ChiffreCle.objects.create(initiative=initiative, libelle="paniers", valeur=12)
    theme = make_theme("Alimentation")
    url = initiative.get_admin_url()
    valeurs = remplir(coordinatrice, url) | {
        "themes": [theme.pk],
        "mots_cles": "caisse commune, aidants",
        "chiffres-TOTAL_FORMS": 3,
        "chiffres-1-DELETE": "on",
        "chiffres-2-libelle": "bénévoles",
        "chiffres-2-valeur": "7",
        "chiffres-2-ordre": "1",
        "chiffres-2-initiative": initiative.pk,
    }
    coordinatrice.post(url, valeurs)
    # The new figure is not online: the form must find it again all the same.
    attente = remplir(coordinatrice, url)
    assert attente["chiffres-1-libelle"] == "bénévoles"
    assert ChiffreCle.objects.filter(pk=retire.pk).exists()

    coordinatrice.post(
        url,
        attente
        | {
            "chiffres-1-libelle": "bénévoles actifs",
            "_verbe_appliquer": "Publier les modifications",
        },
    )

    assert list(initiative.chiffres.values_list("libelle", flat=True)) == [
        "foyers",
        "bénévoles actifs",
    ]
    assert initiative.chiffres.first() == garde
    assert [t.nom for t in initiative.themes.all()] == ["Alimentation"]
    assert sorted(initiative.mots_cles.names()) == ["aidants", "caisse commune"]
    assert "bénévoles actifs" in visitor.get("/fabrique/initiatives/caisse/").content.decode()
    assert versions.en_attente(initiative) is None


def test_saving_a_draft_writes_its_rows_and_keeps_every_version(coordinatrice):
    initiative = make_initiative("Un", etat=Etat.BROUILLON, published_at=None)
    url = initiative.get_admin_url()

    for titre in ("Deux", "Trois", "Trois"):
        coordinatrice.post(url, remplir(coordinatrice, url) | {"titre": titre})

    initiative.refresh_from_db()
    assert initiative.titre == "Trois"
    assert list(
        Revision.objects.of(initiative).values_list("titre", "resume", "auteur__email")
    ) == [
        ("Trois", "Modification", "coordination@example.org"),
        ("Deux", "Modification", "coordination@example.org"),
        ("Un", "Contenu d’origine", "portail@solidaires.invalid"),
    ]


def test_giving_up_the_changes_keeps_them_in_the_history(coordinatrice):
    initiative = make_initiative("Avant")
    url = initiative.get_admin_url()
    coordinatrice.post(url, remplir(coordinatrice, url) | {"titre": "Après"})

    coordinatrice.post(url, remplir(coordinatrice, url) | {"_verbe_abandonner": "Abandonner"})

    assert remplir(coordinatrice, url)["titre"] == "Avant"
    assert _titres(initiative) == [(2, "ecartee"), (1, "appliquee")]


def test_scheduled_changes_are_applied_once_their_hour_has_come(coordinatrice, today):
    initiative = make_initiative("Avant")
    url = initiative.get_admin_url()
    valeurs = remplir(coordinatrice, url) | {
        "titre": "Après",
        "programmer_modifications-quand_0": "2026-03-11",
        "programmer_modifications-quand_1": "09:00",
        "_verbe_programmer_modifications": "Programmer",
    }
    coordinatrice.post(url, valeurs)
    (revision,) = Revision.objects.waiting()
    assert revision.pour_le.isoformat() == "2026-03-11T08:00:00+00:00"

    assert versions.appliquer_dues(today + timedelta(hours=22)) == []
    assert versions.appliquer_dues(today + timedelta(hours=23)) == [revision]

    initiative.refresh_from_db()
    assert initiative.titre == "Après"
    derniere = LogEntry.objects.order_by("-pk").first()
    assert (str(derniere.user), derniere.get_change_message()) == (
        "Le portail",
        "Modifications programmées mises en ligne (version 2).",
    )


def test_scheduled_changes_keep_their_hour_when_corrected_and_lose_it_when_asked(
    coordinatrice, today
):
    initiative = make_initiative("Avant")
    url = initiative.get_admin_url()
    heure = {
        "programmer_modifications-quand_0": "2026-03-11",
        "programmer_modifications-quand_1": "09:00",
        "_verbe_programmer_modifications": "Programmer",
    }
    assert "sans date" not in texte(coordinatrice.get(url))
    coordinatrice.post(url, remplir(coordinatrice, url) | {"titre": "Après"} | heure)

    coordinatrice.post(url, remplir(coordinatrice, url) | {"titre": "Encore après"})

    (revision,) = Revision.objects.waiting()
    assert revision.instantane["champs"]["titre"] == "Encore après"
    assert revision.pour_le == today + timedelta(hours=23)
    assert "seront publiées le 11 mars 2026 à 09:00" in texte(coordinatrice.get(url))

    coordinatrice.post(
        url, remplir(coordinatrice, url) | {"_verbe_deprogrammer": "Laisser attendre"}
    )

    (revision,) = Revision.objects.waiting()
    assert revision.pour_le is None


def test_a_scheduled_change_that_cannot_be_applied_waits_and_says_why(today):
    vague = make_vague(mentions_manquantes_motif="Notice perdue.")
    revision = versions.enregistrer(
        vague,
        versions.courante(vague).instantane,
        auteur=versions.saisir(vague).auteur,
        resume="Essai",
    )
    versions.programmer(revision, today + timedelta(hours=1))
    revision.instantane["champs"]["mentions_manquantes_motif"] = ""
    revision.save()

    with pytest.raises(ValidationError, match="Il manque des mentions légales"):
        versions.appliquer_dues(today + timedelta(hours=2))

    vague.refresh_from_db()
    assert vague.mentions_manquantes_motif == "Notice perdue."
    assert versions.en_attente(vague) == revision


@pytest.mark.parametrize(
    ("jour", "heure", "message"),
    [
        ("", "", "Donnez un jour et une heure."),
        ("2026-03-09", "09:00", "Choisissez une heure à venir."),
        ("mardi", "09:00", "Donnez un jour, par exemple 15/03/2027."),
    ],
)
def test_a_bad_hour_keeps_what_was_typed_and_stores_nothing(
    coordinatrice, today, jour, heure, message
):
    initiative = make_initiative("Avant", etat=Etat.BROUILLON, published_at=None)
    url = initiative.get_admin_url()
    valeurs = remplir(coordinatrice, url) | {
        "titre": "Un long titre tapé",
        "programmer-quand_0": jour,
        "programmer-quand_1": heure,
        "_verbe_programmer": "Programmer",
    }

    page = coordinatrice.post(url, valeurs).content.decode()

    assert message in page
    assert "Un long titre tapé" in page
    initiative.refresh_from_db()
    assert (initiative.titre, initiative.etat) == ("Avant", Etat.BROUILLON)
    assert not Revision.objects.exists()


def test_a_reason_is_asked_before_refusing(coordinatrice):
    initiative = make_initiative(etat=Etat.A_RELIRE, published_at=None)
    url = initiative.get_admin_url()

    page = coordinatrice.post(url, remplir(coordinatrice, url) | {"_verbe_refuse": "Refuser"})
    assert "« Refuser » attend une réponse" in texte(page)
    assert "Écrivez le motif : il sera transmis." in page.content.decode().replace(
        "\u00a0", " "
    )
    coordinatrice.post(
        url,
        remplir(coordinatrice, url)
        | {"_verbe_refuse": "Refuser", "refuse-motif": "Hors du champ des solidarités."},
    )

    initiative.refresh_from_db()
    assert (initiative.etat, initiative.motif) == (
        Etat.REFUSEE,
        "Hors du champ des solidarités.",
    )


def test_the_second_of_two_people_chooses_field_by_field_and_nothing_is_lost(coordinatrice):
    initiative = make_initiative("Avant", porteur="Ville", lieux="Bordeaux")
    url = initiative.get_admin_url()
    la_sienne = remplir(coordinatrice, url)
    la_mienne = remplir(coordinatrice, url)
    coordinatrice.post(url, la_sienne | {"titre": "Son titre", "porteur": "Métropole"})

    reponse = coordinatrice.post(url, la_mienne | {"titre": "Mon titre", "lieux": "Pessac"})

    choix = reponse["Location"]
    assert list(Revision.objects.of(initiative).values_list("titre", "statut")[:2]) == [
        ("Avant", "ecartee"),
        ("Avant", "en_attente"),
    ]
    page = coordinatrice.get(choix)
    assert [(ligne["champ"].name, ligne["retenue"]) for ligne in page.context["lignes"]] == [
        ("titre", ""),
        ("lieux", "mienne"),
        ("porteur", "autre"),
    ]
    refuse = coordinatrice.post(choix, {"lieux": "mienne", "porteur": "autre"})
    assert "Choisissez l’une des deux versions." in refuse.content.decode()
    coordinatrice.post(choix, {"titre": "mienne", "lieux": "mienne", "porteur": "autre"})

    champs = versions.en_attente(initiative).instantane["champs"]
    assert (champs["titre"], champs["lieux"], champs["porteur"]) == (
        "Mon titre",
        "Pessac",
        "Métropole",
    )


def test_two_people_who_typed_the_same_do_not_collide(coordinatrice):
    initiative = make_initiative("Avant")
    url = initiative.get_admin_url()
    premiere, seconde = (remplir(coordinatrice, url) for _ in range(2))
    coordinatrice.post(url, premiere | {"titre": "Pareil"})

    reponse = coordinatrice.post(url, seconde | {"titre": "Pareil"})

    assert reponse["Location"] == url


def test_a_change_made_by_a_command_meanwhile_is_not_overwritten(coordinatrice):
    initiative = make_initiative("Avant", etat=Etat.BROUILLON, published_at=None)
    url = initiative.get_admin_url()
    valeurs = remplir(coordinatrice, url)
    Initiative.objects.update(porteur="Chargé entre-temps")

    reponse = coordinatrice.post(url, valeurs | {"titre": "Après"})

    assert "/conflit/" in reponse["Location"]
    initiative.refresh_from_db()
    assert (initiative.titre, initiative.porteur) == ("Avant", "Chargé entre-temps")


def test_the_page_of_a_seance_makes_a_version_of_its_edition(coordinatrice, visitor):
    journees = make_journees(2024, slug="2024")
    seance = make_seance(journees, titre="Se déplacer")
    url = reverse("admin:evenements_seance_change", args=[seance.pk])

    coordinatrice.post(url, remplir(coordinatrice, url) | {"titre": "Bouger autrement"})

    assert remplir(coordinatrice, url)["titre"] == "Bouger autrement"
    assert "Se déplacer" in visitor.get("/journees/2024/").content.decode()
    edition = journees.get_admin_url()
    coordinatrice.post(
        edition, remplir(coordinatrice, edition) | {"_verbe_appliquer": "Publier"}
    )
    seance.refresh_from_db()
    assert seance.titre == "Bouger autrement"


def test_the_page_of_an_answer_makes_a_version_of_its_wave(coordinatrice):
    vague = make_vague(mentions_manquantes_motif="Notice perdue.")
    question = make_question(vague, reponses={"Oui": 55, "Non": 45})
    modalite = question.modalites.first()
    url = reverse("admin:barometre_modalite_change", args=[modalite.pk])

    coordinatrice.post(url, remplir(coordinatrice, url) | {"resultats-0-part_pct": "56.5"})

    assert modalite.resultats.get().part_pct == 55
    versions.appliquer(versions.en_attente(vague))
    assert float(modalite.resultats.get().part_pct) == 56.5
    assert question.modalites.count() == 2


def test_a_withdrawal_is_scheduled_whatever_the_sheet_still_lacks(
    coordinatrice, visitor, today
):
    initiative = make_initiative("Passagère", slug="passagere", stade="deployee")
    url = initiative.get_admin_url()
    coordinatrice.post(
        url,
        remplir(coordinatrice, url)
        | {
            "_verbe_programmer_retrait": "Programmer le retrait",
            "programmer_retrait-quand_0": "2026-03-12",
            "programmer_retrait-quand_1": "18:00",
        },
    )

    assert visitor.get("/fabrique/initiatives/passagere/").status_code == 200
    with time_machine.travel(today + timedelta(days=2, hours=9)):
        assert visitor.get("/fabrique/initiatives/passagere/").status_code == 410


@pytest.mark.parametrize(("methode", "statut"), [("get", 200), ("post", 302)])
def test_a_conflict_is_settled_by_those_who_may_change_the_sheet(
    client, agent, coordinatrice, methode, statut
):
    initiative = make_initiative("Avant")
    revision = versions.mettre_de_cote(
        initiative,
        versions.courante(initiative).instantane,
        auteur=coordinatrice.user,
        resume="Saisie",
    )
    url = reverse("admin:fabrique_initiative_conflit", args=[initiative.pk, revision.numero])
    autre = reverse(
        "admin:fabrique_initiative_conflit", args=[make_initiative("B").pk, revision.numero]
    )
    sans_droit = make_user("equipe@example.org", is_staff=True)

    for qui in (client, agent):
        assert getattr(qui, methode)(url)["Location"].startswith("/admin/login/")
    se_connecter(client, sans_droit)
    assert getattr(client, methode)(url).status_code == 403
    assert getattr(coordinatrice, methode)(url).status_code == statut
    assert getattr(coordinatrice, methode)(autre).status_code == 404


def test_going_offline_keeps_the_waiting_changes_for_later(coordinatrice):
    initiative = make_initiative("Avant")
    url = initiative.get_admin_url()
    coordinatrice.post(url, remplir(coordinatrice, url) | {"titre": "Après"})
    coordinatrice.post(
        url,
        remplir(coordinatrice, url) | {"_verbe_retire": "Retirer", "retire-motif": "Doublon."},
    )

    valeurs = remplir(coordinatrice, url)
    assert valeurs["titre"] == "Après"
    coordinatrice.post(url, valeurs | {"_verbe_publish": "Publier"})

    initiative.refresh_from_db()
    assert (initiative.titre, initiative.etat) == ("Après", Etat.PUBLIEE)
