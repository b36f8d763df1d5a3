"""Colleagues: who sees whom, who decides, what stays when somebody leaves."""

import re
import threading

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from espace import invitations
from espace.models import Amendement, Invitation, Message
from solidaires.publication import Etat
from territoires.models import Agent
from tests.conftest import AUJOURD_HUI
from tests.connexions import se_connecter
from tests.courriels import courriels
from tests.factories import make_agent, make_initiative, make_territoire, make_user

pytestmark = pytest.mark.django_db

AGENT, REFERENT = Agent.Role.AGENT, Agent.Role.REFERENT


@pytest.fixture
def gironde():
    return make_territoire()


def _client(agent):
    client = Client()
    se_connecter(client, agent.user)
    client.agent = agent
    return client


@pytest.fixture
def ada(gironde):
    """Référente of Gironde, signed in."""
    user = make_user("ada@gironde.example", nom="Ada Lovelace")
    return _client(make_agent(user, gironde, role=REFERENT))


@pytest.fixture
def blaise(gironde):
    """Agent of Gironde, signed in."""
    return _client(make_agent(make_user("blaise@gironde.example", nom="Blaise"), gironde))


@pytest.fixture
def lou():
    """Référent of Landes, signed in."""
    landes = make_territoire("40", "Landes")
    return _client(make_agent("lou@landes.example", landes, role=REFERENT))


def _page(territoire):
    return reverse("espace:collegues", args=[territoire.pk])


def _fin(agent, territoire=None):
    return reverse("espace:collegue_fin", args=[(territoire or agent.territoire).pk, agent.pk])


def _inviter(client, territoire, **donnees):
    donnees = {"email": "cora@gironde.example", "nom": "Cora", "role": "agent", **donnees}
    return client.post(_page(territoire), donnees, follow=True)


def _lignes(page):
    """[(who, role)] of each line, as read."""
    return re.findall(r"<p><strong>([^<]+)</strong> <span class=\"badge\">([^<]+)<", page.text)


# What is seen


def test_visitor_signs_in_and_comes_back(visitor, gironde):
    page = visitor.get(_page(gironde))

    assert page.status_code == 302
    assert page.url.endswith(f"?next={_page(gironde)}")


def test_referente_sees_who_acts_who_is_invited_and_what_to_do(ada, blaise, gironde, lou):
    _inviter(ada, gironde)
    make_agent("parti@gironde.example", gironde, date_fin=AUJOURD_HUI.date())
    make_agent("ferme@gironde.example", gironde).user.__class__.objects.filter(
        email="ferme@gironde.example"
    ).update(is_active=False)

    page = ada.get(_page(gironde))

    assert _lignes(page) == [
        ("Ada Lovelace", "Référent ou référente"),
        ("Blaise", "Agent ou agente"),
        ("Cora", "Agent ou agente"),
    ]
    assert "blaise@gironde.example, depuis le" in page.text
    assert "Valable jusqu’au" in page.text
    assert _gestes(page) == [
        "Quitter cet espace",
        "Nommer référent·e : Blaise",
        "Mettre fin à l’accès de Blaise",
        "Envoyer de nouveau à cora@gironde.example",
        "Annuler l’invitation de cora@gironde.example",
        "Envoyer l’invitation",
    ]


def test_agent_sees_who_acts_and_decides_nothing(ada, blaise, gironde):
    _inviter(ada, gironde)

    page = blaise.get(_page(gironde))

    assert [qui for qui, _ in _lignes(page)] == ["Ada Lovelace", "Blaise"]
    assert "cora@gironde.example" not in page.text
    assert _gestes(page) == ["Quitter cet espace"]


def test_coordination_decides_as_a_referente(coordinatrice, blaise, gironde):
    page = coordinatrice.get(_page(gironde))

    assert _gestes(page) == [
        "Nommer référent·e : Blaise",
        "Mettre fin à l’accès de Blaise",
        "Envoyer l’invitation",
    ]


def test_empty_territory_says_so(coordinatrice, gironde):
    assert (
        "Personne n’agit encore pour ce territoire." in coordinatrice.get(_page(gironde)).text
    )


@pytest.mark.parametrize("nombre", [1, 3])
def test_page_costs_the_same_whatever_the_number(
    ada, gironde, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        make_agent(f"a{rang}@gironde.example", gironde)
        invitations.inviter(gironde, f"i{rang}@gironde.example", "", AGENT, ada.agent.user)

    # Session, person; territory, agent, référent; people, invitations.
    with django_assert_num_queries(7):
        page = ada.get(_page(gironde))

    assert len(_lignes(page)) == 1 + 2 * nombre


# Inviting


def test_referente_invites_sends_again_and_cancels(ada, gironde):
    invitee = _inviter(ada, gironde)
    invitation = Invitation.objects.get()
    Invitation.objects.update(created_at=AUJOURD_HUI)
    args = [gironde.pk, invitation.pk]
    renvoi = ada.post(reverse("espace:invitation_renouveler", args=args), follow=True)
    annulation = ada.post(reverse("espace:invitation_annuler", args=args), follow=True)
    encore = ada.post(reverse("espace:invitation_renouveler", args=args), follow=True)

    assert "L’invitation est envoyée à cora@gironde.example." in invitee.text
    assert "L’invitation est envoyée de nouveau à cora@gironde.example." in renvoi.text
    assert "L’invitation de cora@gironde.example est annulée." in annulation.text
    assert "Cette invitation a été acceptée ou annulée entre-temps." in encore.text
    assert [c.destinataire for c in courriels()] == ["cora@gironde.example"] * 2
    assert "Invitations en attente" not in encore.text


@pytest.mark.parametrize(
    ("donnees", "phrase"),
    [
        ({"email": ""}, "Donnez son adresse électronique."),
        ({"email": "cora@"}, "Cette adresse n’est pas complète"),
        ({"role": ""}, "Choisissez un rôle."),
        ({"role": "admin"}, "Sélectionnez un choix valide"),
        ({"nom": "x" * 151}, "au plus 150"),
        ({"email": "blaise@gironde.example"}, "Cette personne agit déjà pour Gironde."),
    ],
)
@pytest.mark.usefixtures("blaise")
def test_what_is_wrong_is_told_and_what_was_typed_is_kept(ada, gironde, donnees, phrase):
    page = (
        _inviter(ada, gironde, nom="Cora", **donnees)
        if "nom" not in donnees
        else _inviter(ada, gironde, **donnees)
    )

    assert phrase in page.text
    assert f'value="{donnees.get("nom", "Cora")}"' in page.text
    assert Invitation.objects.count() == 0
    assert courriels() == []


# Refusals


def test_another_territory_and_a_simple_agent_are_refused_and_logged(
    ada, blaise, lou, gironde, caplog
):
    _inviter(ada, gironde)
    invitation = Invitation.objects.get()
    gestes = [
        (_page(gironde), {"email": "x@gironde.example", "role": "agent"}),
        (_fin(ada.agent), {}),
        (reverse("espace:collegue_referent", args=[gironde.pk, blaise.agent.pk]), {}),
        (reverse("espace:invitation_renouveler", args=[gironde.pk, invitation.pk]), {}),
        (reverse("espace:invitation_annuler", args=[gironde.pk, invitation.pk]), {}),
    ]

    statuts = [
        client.post(adresse, donnees).status_code
        for client in (blaise, lou)
        for adresse, donnees in gestes
    ]

    assert statuts == [404] * 10
    assert caplog.text.count("not a référent of territory") == 5
    assert caplog.text.count(f"territory {gironde.pk} is not theirs") == 5
    assert [i.email for i in Invitation.objects.all()] == ["cora@gironde.example"]
    assert Agent.objects.in_force().filter(territoire=gironde).count() == 2
    assert len(courriels()) == 1


def test_numbers_of_another_territory_are_not_found_in_ones_own(ada, lou, gironde, caplog):
    landes = lou.agent.territoire
    invitation = invitations.inviter(landes, "x@landes.example", "", AGENT, lou.agent.user)

    statuts = [
        ada.post(adresse).status_code
        for adresse in (
            _fin(lou.agent, gironde),
            reverse("espace:collegue_referent", args=[gironde.pk, lou.agent.pk]),
            reverse("espace:invitation_renouveler", args=[gironde.pk, invitation.pk]),
            reverse("espace:invitation_annuler", args=[gironde.pk, invitation.pk]),
        )
    ]

    assert statuts == [404] * 4
    assert caplog.text.count(f"is not of territory {gironde.pk}") == 4
    assert Agent.objects.in_force().filter(pk=lou.agent.pk).exists()
    assert Invitation.objects.get().is_open


@pytest.mark.parametrize(
    "nom", ["collegue_referent", "invitation_annuler", "invitation_renouveler"]
)
def test_a_link_alone_decides_nothing(ada, gironde, nom):
    assert ada.get(reverse(f"espace:{nom}", args=[gironde.pk, 1])).status_code == 405


# Naming, ending


def test_referente_names_another_who_is_told(ada, blaise, gironde):
    adresse = reverse("espace:collegue_referent", args=[gironde.pk, blaise.agent.pk])

    page = ada.post(adresse, follow=True)
    encore = ada.post(adresse, follow=True)

    assert "Blaise décide maintenant aussi qui agit ici." in page.text
    assert "Cette personne est déjà référente" in encore.text
    assert [(c.destinataire, c.sujet) for c in courriels()] == [
        ("blaise@gironde.example", "Vous êtes personne référente pour Gironde")
    ]
    assert "Envoyer l’invitation" in blaise.get(_page(gironde)).text


def test_who_leaves_loses_access_at_once_and_orphans_nothing(ada, blaise, gironde):
    """Same session, next request; what they wrote stays, and their colleagues go on with it."""
    fiche = make_initiative("Caisse", etat=Etat.BROUILLON, published_at=None)
    en_ligne = make_initiative("Épicerie")
    Amendement.objects.create(
        initiative=en_ligne, auteur=blaise.agent.user, base={}, instantane={}
    )
    Message.objects.create(
        initiative=fiche, cote="territoire", auteur=blaise.agent.user, texte="Une question."
    )
    siennes = [
        reverse("espace:tableau", args=[gironde.pk]),
        reverse("espace:fiche", args=[fiche.pk]),
        reverse("espace:etape", args=[fiche.pk, "essentiel"]),
        _page(gironde),
    ]
    avant = [blaise.get(adresse).status_code for adresse in siennes]

    confirmation = ada.get(_fin(blaise.agent))
    fin = ada.post(_fin(blaise.agent), follow=True)

    assert avant == [200] * 4
    assert "n’ouvrira plus l’espace de Gironde" in confirmation.text
    assert "Blaise n’agit plus pour Gironde." in fin.text
    assert [blaise.get(adresse).status_code for adresse in siennes] == [404] * 4
    tableau = ada.get(siennes[0]).text
    assert "Caisse" in tableau
    assert "Proposition par Blaise" in tableau
    assert "Une question." in ada.get(siennes[1]).text
    assert ada.get(siennes[2]).status_code == 200
    assert "non lu" not in fin.text
    (courriel,) = courriels()
    assert courriel.destinataire == "blaise@gironde.example"
    assert courriel.sujet == "Vous n’agissez plus pour Gironde"


def test_asking_is_not_ending(ada, blaise):
    ada.get(_fin(blaise.agent))

    assert Agent.objects.in_force().filter(pk=blaise.agent.pk).exists()


def test_ending_twice_says_so_and_tells_once(ada, blaise):
    ada.post(_fin(blaise.agent))

    assert ada.post(_fin(blaise.agent)).status_code == 404
    with pytest.raises(invitations.InvitationRefusee, match="n’agit déjà plus"):
        invitations.mettre_fin(blaise.agent, ada.agent.user)
    assert len(courriels()) == 1


def test_agent_may_leave(blaise, ada, gironde):
    page = blaise.post(_fin(blaise.agent), follow=True)

    assert "Vous n’agissez plus pour Gironde." in page.text
    assert "Votre compte n’agit pour aucun territoire" in page.text


@pytest.mark.parametrize("seule", [True, False], ids=["alone", "with an agent"])
def test_last_referente_stays_until_another_is_named(ada, gironde, seule):
    if not seule:
        make_agent("blaise@gironde.example", gironde)

    page = ada.get(_fin(ada.agent))
    refus = ada.post(_fin(ada.agent), follow=True)

    assert "Vous êtes la seule personne référente de Gironde" in page.text
    assert "<form" not in page.text[page.text.index("Vous êtes la seule") :]
    assert "Ada Lovelace est la seule personne référente" in refus.text
    assert Agent.objects.in_force().filter(pk=ada.agent.pk).exists()


def test_referente_leaves_once_another_is_named(ada, blaise, gironde):
    invitations.nommer_referent(blaise.agent)

    ada.post(_fin(ada.agent))

    assert ada.get(_page(gironde)).status_code == 404


def test_coordination_ends_even_the_last_referente(coordinatrice, ada, gironde):
    page = coordinatrice.post(_fin(ada.agent), follow=True)

    assert "Ada Lovelace n’agit plus pour Gironde." in page.text
    assert ada.get(_page(gironde)).status_code == 404


def test_invitation_that_would_bring_somebody_back_is_cancelled(ada, gironde):
    """Invited, then let in by another way: the link in their mailbox still served."""
    user = ada.agent.user
    invitation = invitations.inviter(gironde, "Cora@gironde.example", "", AGENT, user)
    autre = invitations.inviter(gironde, "dora@gironde.example", "", AGENT, user)
    cora = make_agent(make_user("cora@gironde.example"), gironde)

    invitations.mettre_fin(cora, user)

    invitation.refresh_from_db()
    autre.refresh_from_db()
    assert (invitation.is_open, autre.is_open) == (False, True)


@pytest.mark.django_db(transaction=True)
def test_two_referents_ending_each_other_leave_one(gironde):
    # SQLite has one writer at a time.
    un, deux = (
        make_agent(f"{nom}@gironde.example", gironde, role=REFERENT) for nom in ("un", "deux")
    )

    def finir(agent, par):
        try:
            invitations.mettre_fin(agent, par.user)
        except invitations.InvitationRefusee:
            pass
        finally:
            connection.close()

    essais = [threading.Thread(target=finir, args=paire) for paire in ((un, deux), (deux, un))]
    for essai in essais:
        essai.start()
    for essai in essais:
        essai.join()

    assert Agent.objects.in_force().count() == 1


def _gestes(page):
    """The words of what can be done in the page, in order, hidden ones included."""
    contenu = page.text[page.text.index('class="espace__menu') : page.text.index("<footer")]
    contenu = contenu[contenu.index("</nav>") :]
    mots = re.findall(
        r'(?:<a class="personnes__geste"[^>]*>|<button[^>]*>)(.*?)</(?:a|button)>',
        contenu,
        re.DOTALL,
    )
    return [re.sub(r"<[^>]+>", "", mot).replace("&nbsp;", " ") for mot in mots]
