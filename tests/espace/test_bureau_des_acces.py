"""Who acts for whom, in the back office: inviting, sending again, cancelling, naming, ending."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from espace import invitations
from espace.models import Invitation
from territoires.models import Agent
from tests.bureau import texte
from tests.conftest import AUJOURD_HUI
from tests.connexions import se_connecter
from tests.courriels import courriels
from tests.factories import make_agent, make_territoire, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

AJOUT = reverse("admin:espace_invitation_add")
INVITATIONS = reverse("admin:espace_invitation_changelist")
AGENTS = reverse("admin:territoires_agent_changelist")


@pytest.fixture
def gironde():
    return make_territoire()


def _inviter(client, territoire, **donnees):
    donnees = {"email": "ada@gironde.example", "nom": "Ada", "role": "referent", **donnees}
    return client.post(AJOUT, {"territoire": territoire.pk, **donnees}, follow=True)


def _agir(client, liste, action, *objets):
    return client.post(
        liste,
        {"action": action, "_selected_action": [objet.pk for objet in objets]},
        follow=True,
    )


def test_form_proposes_a_referent_and_saving_sends(coordinatrice, gironde, today):
    page = coordinatrice.get(AJOUT)
    suite = _inviter(coordinatrice, gironde)

    assert page.context["adminform"].form.initial["role"] == Agent.Role.REFERENT
    assert [
        page.context["title"],
        *re.findall(r'<input type="submit".*?value="(.+?)"', page.text),
    ] == [
        "Inviter une personne",
        "Envoyer l’invitation",
        "Envoyer et inviter quelqu’un d’autre",
    ]
    (message,) = suite.context["messages"]
    assert str(message) == (
        "Invitation à agir pour Gironde (33)\u00a0: le courriel part vers ada@gironde.example, son "
        "lien vaut jusqu’au 24 mars 2026."
    )
    (courriel,) = courriels()
    assert (courriel.gabarit, courriel.destinataire) == ("invitation", "ada@gironde.example")
    assert Invitation.objects.get().invite_par == coordinatrice.user


def test_several_people_are_invited_one_after_the_other(coordinatrice, gironde):
    suite = _inviter(coordinatrice, gironde, _addanother="1")

    assert suite.redirect_chain == [(AJOUT, 302)]
    assert suite.context["adminform"].form.initial["role"] == Agent.Role.REFERENT


@pytest.mark.parametrize(
    ("champs", "suivi"),
    [
        ({}, ["En attente", "Envoyée le", "Valable jusqu’au", "Invitation de"]),
        (
            {"accepted_at": AUJOURD_HUI},
            ["Acceptée", "Envoyée le", "Acceptée le", "Invitation de"],
        ),
        ({"revoked_at": AUJOURD_HUI}, ["Annulée", "Envoyée le", "Annulée le", "Invitation de"]),
    ],
    ids=["waits", "accepted", "cancelled"],
)
def test_page_of_an_invitation_says_what_became_of_it(coordinatrice, gironde, champs, suivi):
    invitation = Invitation.objects.create(territoire=gironde, email="ada@x.example", **champs)

    page = coordinatrice.get(reverse("admin:espace_invitation_change", args=[invitation.pk]))

    (etat,) = re.findall(r'<span class="etat [^>]+>(.+?)</span>', page.text)
    labels = re.findall(r"<label>(.+?)\s*:</label>", page.text)
    assert [etat, *labels[labels.index("État") + 1 :]] == suivi
    assert "La personne reçoit un courriel" not in texte(page)


@pytest.mark.parametrize(
    ("preparer", "phrase"),
    [
        (
            lambda t: make_agent("ADA@gironde.example", t),
            "Cette personne agit déjà pour Gironde.",
        ),
        (
            lambda t: Invitation.objects.create(territoire=t, email="Ada@gironde.example"),
            "Une invitation attend déjà cette personne",
        ),
        (
            lambda t: make_user("ada@gironde.example", is_active=False),
            "Le compte de cette adresse est désactivé",
        ),
    ],
    ids=["agent", "invited", "deactivated"],
)
def test_why_somebody_is_not_invited_is_told_beside_the_address(
    coordinatrice, gironde, preparer, phrase
):
    preparer(gironde)
    avant = Invitation.objects.count()

    page = _inviter(coordinatrice, gironde)

    assert phrase in page.context["errors"][0][0]
    assert 'value="ada@gironde.example"' in page.text
    assert Invitation.objects.count() == avant
    assert courriels() == []


def test_what_waits_is_sent_again_and_cancelled_the_rest_is_not(coordinatrice, gironde):
    attend, acceptee = (
        Invitation.objects.create(
            territoire=gironde,
            email=f"{nom}@gironde.example",
            created_at=AUJOURD_HUI - timedelta(days=30),
            expires_at=AUJOURD_HUI - timedelta(days=16),
            accepted_at=le,
        )
        for nom, le in [("attend", None), ("acceptee", AUJOURD_HUI - timedelta(days=20))]
    )

    renvoi = _agir(coordinatrice, INVITATIONS, "renouveler", attend, acceptee)
    ouverte = Invitation.objects.get(pk=attend.pk).is_open
    annulation = _agir(coordinatrice, INVITATIONS, "annuler", attend, acceptee)

    assert (
        "L’invitation de attend@gironde.example pour Gironde (33) est envoyée de nouveau."
        in texte(renvoi)
    )
    assert "acceptee@gironde.example pour Gironde (33) est déjà acceptée ou annulée" in texte(
        renvoi
    )
    assert ouverte
    assert "attend@gironde.example pour Gironde (33) est annulée." in texte(annulation)
    assert [c.destinataire for c in courriels()] == ["attend@gironde.example"]
    assert not Invitation.objects.get(pk=attend.pk).is_open


@pytest.mark.parametrize(
    ("etat", "adresses"),
    [
        (None, ["attend", "perimee", "acceptee", "annulee"]),
        ("attente", ["attend", "perimee"]),
        ("acceptee", ["acceptee"]),
        ("annulee", ["annulee"]),
    ],
)
def test_list_says_and_filters_states(coordinatrice, gironde, etat, adresses):
    maintenant = timezone.now()
    for rang, (nom, champs) in enumerate(
        {
            "attend": {},
            "perimee": {"expires_at": maintenant - timedelta(days=1)},
            "acceptee": {"accepted_at": maintenant},
            "annulee": {"revoked_at": maintenant},
        }.items()
    ):
        Invitation.objects.create(
            territoire=gironde,
            email=nom,
            created_at=maintenant - timedelta(days=rang),
            **champs,
        )

    page = coordinatrice.get(INVITATIONS, {"etat": etat} if etat else {})

    assert [i.email for i in page.context["cl"].result_list] == adresses
    mots = {
        "attend": "En attente",
        "perimee": "Périmée",
        "acceptee": "Acceptée",
        "annulee": "Annulée",
    }
    for nom in adresses:
        assert f">{mots[nom]}</span>" in page.text


def test_what_was_sent_is_read_and_not_typed_over(coordinatrice, gironde):
    _inviter(coordinatrice, gironde)
    adresse = reverse("admin:espace_invitation_change", args=[Invitation.objects.get().pk])

    page = coordinatrice.get(adresse)
    refus = coordinatrice.post(adresse, {"email": "x@y.example"})

    assert "Valable jusqu’au" in texte(page)
    assert "_save" not in page.text
    assert refus.status_code == 403
    assert Invitation.objects.get().email == "ada@gironde.example"


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize("liste", [INVITATIONS, AGENTS])
def test_lists_cost_the_same_whatever_the_number(
    coordinatrice, gironde, django_assert_max_num_queries, liste, nombre
):
    for rang in range(nombre):
        make_agent(f"a{rang}@gironde.example", make_territoire(f"4{rang}", f"Nord {rang}"))
        Invitation.objects.create(
            territoire=gironde, email=f"i{rang}@example.org", invite_par=coordinatrice.user
        )

    with django_assert_max_num_queries(9):
        page = coordinatrice.get(liste)

    assert len(page.context["cl"].result_list) == nombre


def test_agents_are_named_and_ended_by_actions_that_tell_them(coordinatrice, gironde):
    ada = make_agent(make_user("ada@gironde.example", nom="Ada"), gironde)
    ancien = make_agent("ancien@gironde.example", gironde, date_fin=AUJOURD_HUI.date())

    nommee = _agir(coordinatrice, AGENTS, "nommer_referent", ada, ancien)
    finie = _agir(coordinatrice, AGENTS, "mettre_fin", ada)
    ouverts = coordinatrice.get(AGENTS, {"acces": "ouvert"})
    finis = coordinatrice.get(AGENTS, {"acces": "fini"})

    assert "Ada décide maintenant aussi qui agit pour Gironde." in texte(nommee)
    assert "Cette personne est déjà référente, ou n’agit plus ici." in texte(nommee)
    assert "Ada n’agit plus pour Gironde." in texte(finie)
    assert [(c.gabarit, c.destinataire) for c in courriels()] == [
        ("collegue_referent", "ada@gironde.example"),
        ("collegue_fin", "ada@gironde.example"),
    ]
    assert list(ouverts.context["cl"].result_list) == []
    assert [a.user for a in finis.context["cl"].result_list] == [ada.user, ancien.user]


def test_agents_are_neither_typed_nor_deleted(coordinatrice, gironde):
    ada = make_agent("ada@gironde.example", gironde)
    page = reverse("admin:territoires_agent_change", args=[ada.pk])
    suppression = reverse("admin:territoires_agent_delete", args=[ada.pk])

    assert coordinatrice.get(reverse("admin:territoires_agent_add")).status_code == 403
    assert coordinatrice.post(page, {"role": "referent"}).status_code == 403
    assert coordinatrice.post(suppression, {"post": "yes"}).status_code == 403
    _agir(coordinatrice, AGENTS, "delete_selected", ada)
    assert Agent.objects.get().role == Agent.Role.AGENT


def test_who_may_only_read_decides_nothing(client, gironde):
    lectrice = make_user("lectrice@example.org", is_staff=True)
    lectrice.user_permissions.set(
        Permission.objects.filter(codename__in=["view_invitation", "view_agent"])
    )
    se_connecter(client, lectrice)
    invitation = Invitation.objects.create(territoire=gironde, email="a@example.org")
    agent = make_agent("ada@gironde.example", gironde)

    _agir(client, INVITATIONS, "annuler", invitation)
    _agir(client, AGENTS, "mettre_fin", agent)

    assert client.get(INVITATIONS).status_code == 200
    assert client.get(AJOUT).status_code == 403
    assert Invitation.objects.get().is_open
    assert Agent.objects.in_force().count() == 1
    assert courriels() == []


def test_who_invites_without_being_the_coordination_has_the_limit(client, gironde):
    """Somebody with the rights on invitations only, which the group is not."""
    personne = make_user("acces@example.org", is_staff=True)
    personne.user_permissions.set(
        Permission.objects.filter(
            content_type__app_label="espace", content_type__model="invitation"
        )
    )
    se_connecter(client, personne)
    for rang in range(invitations.PAR_PERSONNE.nombre):
        invitations.inviter(gironde, f"p{rang}@gironde.example", "", "agent", personne)
    premiere = Invitation.objects.order_by("pk").first()

    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        page = _agir(client, INVITATIONS, "renouveler", premiere)
        formulaire = _inviter(client, gironde, nom="Une de trop")

    assert "attendez une heure" in texte(page)
    assert "attendez une heure" in texte(formulaire)
    assert 'value="Une de trop"' in formulaire.text
    assert len(courriels()) == invitations.PAR_PERSONNE.nombre
