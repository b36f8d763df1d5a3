"""« Courriels » in the back office: what was sent and what was not, read and decided on."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.urls import reverse

from courrier.admin.courriel import RISQUE
from courrier.models import Courriel, Tache
from courrier.poste import TACHE
from tests.bureau import texte
from tests.connexions import se_connecter
from tests.courriels import courriels, make_courriel
from tests.factories import make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

Etat = Courriel.Etat
LISTE = "/admin/courrier/courriel/"
JOUR = timedelta(days=1)


def _fiche(courriel):
    return reverse("admin:courrier_courriel_change", args=[courriel.pk])


def _agir(client, action, *cibles, **champs):
    return client.post(
        LISTE,
        {"action": action, "_selected_action": [c.pk for c in cibles], **champs},
        follow=True,
    )


def _sujets(reponse):
    return [courriel.sujet for courriel in reponse.context["cl"].result_list]


def _un_de_chaque(today):
    tenu = {"pris_at": today}
    return [
        make_courriel(
            etat.label,
            etat=etat,
            envoye_at=today if etat == Etat.ENVOYE else None,
            **(tenu if etat in {Etat.PRIS, Etat.REMIS} else {}),
        )
        for etat in Etat
    ]


def test_list_says_what_was_sent_and_what_was_not(coordinatrice, today):
    make_courriel("Parti", etat=Etat.ENVOYE, envoye_at=today, created_at=today - JOUR)
    make_courriel("Refusé", etat=Etat.ECHEC, erreur="Le serveur refuse cette adresse : 550 Non")

    reponse = coordinatrice.get(LISTE)

    contenu = texte(reponse)
    assert _sujets(reponse) == ["Refusé", "Parti"]
    assert "<h1>Courriels</h1>" in contenu
    assert '<span class="etat etat--publiee">Envoyé</span>' in contenu
    assert '<span class="etat etat--refusee">En échec</span>' in contenu
    assert "Le serveur refuse cette adresse : 550 Non" in contenu
    assert "10/03/2026 à 10:00" in contenu


@pytest.mark.parametrize("nombre", [1, 3])
def test_list_has_a_constant_number_of_queries(
    coordinatrice, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        make_courriel(f"Lettre {rang}")

    with django_assert_num_queries(7):
        reponse = coordinatrice.get(LISTE)

    assert len(_sujets(reponse)) == nombre


def test_list_is_filtered_by_state_and_searched(coordinatrice, today):
    _un_de_chaque(today)
    make_courriel("Précarité énergétique", destinataire="mairie@example.org")

    assert _sujets(coordinatrice.get(LISTE, {"etat__exact": "incertain"})) == [
        "Peut-être envoyé"
    ]
    for recherche in ("précarité", "mairie@"):
        assert _sujets(coordinatrice.get(LISTE, {"q": recherche})) == ["Précarité énergétique"]
    assert len(_sujets(coordinatrice.get(LISTE))) == 9


def test_sheet_shows_the_words_and_is_not_typed_over(coordinatrice):
    courriel = make_courriel(
        "Non retenue",
        texte="Bonjour <b>,\n\nVoici pourquoi.",
        etat=Etat.ECHEC,
        erreur="Le serveur refuse cette adresse : 550 5.1.1 No such user",
        suivi="/admin/fabrique/initiative/3/change/",
    )

    contenu = texte(coordinatrice.get(_fiche(courriel)))
    reponse = coordinatrice.post(_fiche(courriel), {"sujet": "Autre"})

    assert "Bonjour &lt;b&gt;,<br><br>Voici pourquoi." in contenu
    assert "Le serveur refuse cette adresse : 550 5.1.1 No such user" in contenu
    assert '<a href="/admin/fabrique/initiative/3/change/">Voir ce dont il parle</a>' in contenu
    assert 'name="_save"' not in contenu
    assert reponse.status_code == 403
    for page in ("add/", f"{courriel.pk}/delete/"):
        assert coordinatrice.get(LISTE + page).status_code == 403
    courriel.refresh_from_db()
    assert courriel.sujet == "Non retenue"


@pytest.mark.parametrize("etat", [Etat.A_ENVOYER, Etat.ECHEC])
def test_words_of_a_secret_mail_are_shown_to_nobody(coordinatrice, etat):
    courriel = make_courriel("Votre code", texte="1234-5678", secret=True, etat=etat)

    pages = [coordinatrice.get(url) for url in (LISTE, _fiche(courriel))]
    pages.append(coordinatrice.get(LISTE, {"q": "1234"}))

    assert all("1234-5678" not in texte(page) for page in pages)
    assert _sujets(pages[0]) == ["Votre code"]
    assert _sujets(pages[2]) == []
    assert "il n’est montré à personne" in texte(pages[1])


def test_emptied_mail_says_so(coordinatrice, today):
    courriel = make_courriel(texte="", destinataire="", etat=Etat.ENVOYE, envoye_at=today)

    contenu = texte(coordinatrice.get(_fiche(courriel)))

    assert "Effacé : un courriel est vidé 90 jours après son envoi." in contenu


def test_failed_mail_is_sent_again_at_once_and_it_is_logged(coordinatrice, today):
    Tache.objects.create(nom=TACHE, libelle="-", periode_minutes=1, prochain_at=today + JOUR)
    courriel = make_courriel(
        etat=Etat.ECHEC, essais=4, erreur="Non.", prochain_essai_at=today - JOUR
    )

    contenu = texte(_agir(coordinatrice, "renvoyer", courriel))

    assert "1 courriel partira dans quelques secondes." in contenu
    courriel.refresh_from_db()
    assert (courriel.etat, courriel.essais) == (Etat.A_ENVOYER, 0)
    assert courriel.prochain_essai_at == today
    assert Tache.objects.get(nom=TACHE).prochain_at == today
    entree = LogEntry.objects.get()
    assert (entree.user, entree.change_message) == (
        coordinatrice.user,
        "Nouvel envoi demandé.",
    )


def test_uncertain_mail_is_sent_again_only_by_who_was_told_the_risk(coordinatrice):
    douteux = make_courriel("Premier", etat=Etat.INCERTAIN)
    refuse = make_courriel("Deuxième", etat=Etat.ECHEC)

    question = _agir(coordinatrice, "renvoyer", douteux, refuse)

    assert RISQUE in texte(question)
    assert "Premier, à agent@example.org (Peut-être envoyé)" in texte(question)
    assert [c.etat for c in courriels()] == [Etat.INCERTAIN, Etat.ECHEC]
    reponse = _agir(coordinatrice, "renvoyer", douteux, refuse, _confirmer="1")
    assert "2 courriels partiront dans quelques secondes." in texte(reponse)
    assert [c.etat for c in courriels()] == [Etat.A_ENVOYER, Etat.A_ENVOYER]


@pytest.mark.parametrize(
    "champs",
    [
        {"etat": Etat.A_ENVOYER},
        {"etat": Etat.ABANDONNE},
        {"etat": Etat.ECHEC, "texte": ""},
        {"etat": Etat.ECHEC, "destinataire": ""},
        {"etat": Etat.ECHEC, "expire_at": "2026-03-10T09:00:00Z"},
    ],
)
def test_what_cannot_be_sent_again_is_said_and_offers_no_button(coordinatrice, today, champs):
    courriel = make_courriel("Code", **champs)

    contenu = texte(_agir(coordinatrice, "renvoyer", courriel))

    assert "« Code » ne peut pas être envoyé de nouveau" in contenu
    assert Courriel.objects.get().etat == champs["etat"]
    assert 'value="renvoyer"' not in texte(coordinatrice.get(_fiche(courriel)))


def test_mails_are_abandoned_unless_they_left(coordinatrice, today):
    tous = _un_de_chaque(today)
    Courriel.objects.filter(etat=Etat.ECHEC).update(secret=True)

    contenu = texte(_agir(coordinatrice, "abandonner", *tous))

    assert "3 courriels ne seront pas envoyés." in contenu
    assert contenu.count("ne peut pas être abandonné") == 5
    assert [c.sujet for c in courriels(etat=Etat.ABANDONNE)] == [
        "À envoyer",
        "Peut-être envoyé",
        "En échec",
        "Abandonné",
    ]
    assert [c.sujet for c in courriels(texte="")] == ["En échec"]


@pytest.mark.parametrize(
    ("etat", "boutons"),
    [
        (Etat.A_ENVOYER, ["abandonner"]),
        (Etat.REMIS, []),
        (Etat.ENVOYE, []),
        (Etat.INCERTAIN, ["renvoyer", "abandonner"]),
        (Etat.ECHEC, ["renvoyer", "abandonner"]),
    ],
)
def test_sheet_offers_what_can_be_decided(coordinatrice, today, etat, boutons):
    courriel = make_courriel(
        etat=etat, pris_at=today, envoye_at=today if etat == Etat.ENVOYE else None
    )

    contenu = texte(coordinatrice.get(_fiche(courriel)))

    assert [b for b in ("renvoyer", "abandonner") if f'value="{b}"' in contenu] == boutons


def test_who_may_only_read_is_offered_nothing_and_refused(client):
    lectrice = make_user("lecture@example.org", is_staff=True)
    lectrice.user_permissions.add(Permission.objects.get(codename="view_courriel"))
    se_connecter(client, lectrice)
    courriel = make_courriel("Refusé", etat=Etat.ECHEC)

    contenu = texte(client.get(_fiche(courriel)))
    _agir(client, "abandonner", courriel)

    assert "Refusé" in contenu
    assert 'value="abandonner"' not in contenu
    assert courriels()[0].etat == Etat.ECHEC


def test_visitor_agent_and_staff_without_the_right_read_nothing(visitor, agent, client):
    courriel = make_courriel("Refusé", etat=Etat.ECHEC)
    se_connecter(client, make_user("stagiaire@example.org", is_staff=True))

    for url in (LISTE, _fiche(courriel)):
        for qui in (visitor, agent):
            assert qui.get(url).status_code == 302
        assert client.get(url).status_code == 403
    for qui in (visitor, agent, client):
        _agir(qui, "abandonner", courriel)
    assert courriels()[0].etat == Etat.ECHEC
