"""The coordination decides about whoever came by ProConnect, and says whose SIREN is whose."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission

from courrier.models import Courriel
from espace.models import DemandeAcces, Etablissement, Invitation
from espace.proconnect.protocole import Personne
from espace.proconnect.rattachement import reconnaitre
from espace.taches import oublier_les_demandes
from tests.bureau import texte
from tests.factories import make_agent, make_territoire, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

DEMANDES = "/admin/espace/demandeacces/"
ETABLISSEMENTS = "/admin/espace/etablissement/"
GIRONDE = "22330001300016"


def _demande(email="camille@example.org", nom="Camille Dupont", siret=GIRONDE, **champs):
    champs = {"emetteur": "https://proconnect.example", "sub": email, **champs}
    return DemandeAcces.objects.create(email=email, nom=nom, siret=siret, **champs)


def _page(demande):
    return f"{DEMANDES}{demande.pk}/change/"


def _inviter(client, demande, territoire, **champs):
    champs = {"territoire": territoire.pk, "role": "agent", "_inviter": "Inviter", **champs}
    return client.post(_page(demande), champs, follow=True)


def _dits(reponse):
    return [str(message).replace("\u00a0", " ") for message in reponse.context["messages"]]


def _revient(demande):
    """Whoever asked, back by ProConnect."""
    return reconnaitre(
        Personne(demande.emetteur, demande.sub, demande.email, demande.nom, demande.siret)
    )


# The list


def test_list_shows_what_waits_first(coordinatrice, today):
    ancienne = _demande("a@example.org", "")
    ancienne.traiter()
    invitee = _demande("b@example.org", "Bo")
    invitee.traiter(
        Invitation.objects.create(territoire=make_territoire(), email="b@example.org")
    )
    _demande("c@example.org", "Camille", siret="")

    reponse = coordinatrice.get(DEMANDES)

    assert [
        (demande.personne, demande.siret, demande.etat.label)
        for demande in reponse.context["cl"].result_list
    ] == [
        ("Camille", "", "En attente"),
        ("a@example.org", GIRONDE, "Sans suite"),
        ("Bo", GIRONDE, "Invitation envoyée"),
    ]
    assert "<h1>Demandes d’accès</h1>" in reponse.content.decode()


@pytest.mark.parametrize(
    ("etat", "attendues"),
    [
        ("attente", ["c@example.org"]),
        ("invitee", ["b@example.org"]),
        ("sans_suite", ["a@example.org"]),
        ("nimporte", ["c@example.org", "a@example.org", "b@example.org"]),
    ],
)
def test_list_is_filtered_by_state(coordinatrice, today, etat, attendues):
    _demande("a@example.org").traiter()
    _demande("b@example.org").traiter(
        Invitation.objects.create(territoire=make_territoire(), email="b@example.org")
    )
    _demande("c@example.org")

    reponse = coordinatrice.get(DEMANDES, {"etat": etat})

    assert [demande.email for demande in reponse.context["cl"].result_list] == attendues


@pytest.mark.parametrize("nombre", [1, 3])
def test_lists_have_a_constant_number_of_queries(
    coordinatrice, django_assert_num_queries, nombre
):
    for rang in range(nombre):
        territoire = make_territoire(f"4{rang}", f"Territoire {rang}")
        invitation = Invitation.objects.create(territoire=territoire, email="a@example.org")
        _demande(f"{rang}@example.org").traiter(invitation)
        Etablissement.objects.create(siren=f"00000000{rang}", territoire=territoire)

    for liste in (DEMANDES, ETABLISSEMENTS):
        with django_assert_num_queries(REQUETES[liste]):
            reponse = coordinatrice.get(liste)
        assert len(reponse.context["cl"].result_list) == nombre


REQUETES = {DEMANDES: 7, ETABLISSEMENTS: 7}


# The page that decides


def test_page_says_what_is_known(coordinatrice, today):
    Etablissement.objects.create(siren=GIRONDE[:9], territoire=make_territoire())
    make_agent("camille@example.org", make_territoire("40", "Landes"))

    contenu = texte(coordinatrice.get(_page(_demande())))

    assert "Agit déjà pour Landes (40)." in contenu
    assert "Le SIREN est celui de Gironde (33)." in contenu
    assert "annuaire-entreprises.data.gouv.fr/etablissement/22330001300016" in contenu
    assert "selected>Gironde (33)" in contenu
    assert "Retenir que le SIREN" not in contenu


def test_page_says_what_is_not_known(coordinatrice):
    contenu = texte(coordinatrice.get(_page(_demande())))
    muette = texte(coordinatrice.get(_page(_demande("b@example.org", siret=""))))

    assert "Personne n’agit aujourd’hui avec cette adresse." in contenu
    assert "Le SIREN 223300013 n’est celui d’aucun territoire connu du portail." in contenu
    assert "Retenir que le SIREN 223300013 est celui de ce territoire" in contenu
    assert "ProConnect ne l’a pas dit." in muette
    assert "Retenir" not in muette


def test_inviting_writes_to_the_person_and_remembers_the_siren(coordinatrice):
    demande, territoire = _demande(), make_territoire()

    reponse = _inviter(coordinatrice, demande, territoire, role="referent", retenir="on")

    assert _dits(reponse) == [
        "Camille Dupont est invitée à agir pour Gironde (33) : le courriel part."
    ]
    demande.refresh_from_db()
    assert demande.etat.label == "Invitation envoyée"
    assert (demande.invitation.email, demande.invitation.role) == (
        "camille@example.org",
        "referent",
    )
    assert Courriel.objects.get().destinataire == "camille@example.org"
    assert list(Etablissement.objects.values_list("siren", "territoire__nom")) == [
        ("223300013", "Gironde")
    ]
    assert LogEntry.objects.get().change_message == "Invitation pour Gironde (33)."
    assert _revient(demande).email == "camille@example.org"
    demande = DemandeAcces.objects.get()
    assert demande.etat.label == "Invitation acceptée"


def test_inviting_without_keeping_the_siren_serves_this_person_only(coordinatrice):
    demande = _demande()
    collegue = _demande("collegue@example.org")
    Invitation.objects.create(territoire=make_territoire(), email=collegue.email)

    _inviter(coordinatrice, demande, make_territoire())

    assert not Etablissement.objects.exists()
    assert _revient(demande).email == "camille@example.org"
    assert _revient(collegue) is None


def test_agent_with_another_number_is_let_in_and_told(coordinatrice):
    agent = make_agent("camille@example.org")
    demande = _demande(siret="99999999900011")
    assert _revient(demande) is None

    reponse = _inviter(coordinatrice, demande, agent.territoire)

    assert "Camille Dupont agissait déjà pour Gironde (33)" in _dits(reponse)[0]
    assert Courriel.objects.get().sujet == "ProConnect ouvre maintenant votre espace"
    assert _revient(demande) == agent.user


def test_deactivated_account_is_not_invited(coordinatrice):
    make_user("Camille@example.org", is_active=False)
    demande = _demande()

    reponse = _inviter(coordinatrice, demande, make_territoire(), retenir="on")

    assert "Le compte de cette adresse est désactivé" in texte(reponse)
    assert not Invitation.objects.exists()
    assert not Etablissement.objects.exists()


def test_what_was_chosen_is_kept_when_something_lacks(coordinatrice):
    demande = _demande()

    reponse = coordinatrice.post(_page(demande), {"role": "referent", "_inviter": "Inviter"})

    contenu = texte(reponse)
    assert reponse.status_code == 200
    assert "Personne n’est encore invité." in contenu
    assert "Choisissez le territoire." in contenu
    assert reponse.context["formulaire"]["role"].value() == "referent"
    demande.refresh_from_db()
    assert demande.traitee_at is None


def test_setting_aside_writes_to_nobody(coordinatrice):
    demande = _demande()

    reponse = coordinatrice.post(_page(demande), {"_classer": "1"}, follow=True)

    assert _dits(reponse) == ["La demande de Camille Dupont est classée sans suite."]
    demande.refresh_from_db()
    assert demande.etat.label == "Sans suite"
    assert not Courriel.objects.exists()
    assert LogEntry.objects.get().change_message == "Classée sans suite."


def test_decision_is_taken_once(coordinatrice):
    demande = _demande()
    demande.traiter()

    classee = coordinatrice.post(_page(demande), {"_classer": "1"}, follow=True)
    invitee = _inviter(coordinatrice, demande, make_territoire(), retenir="on")

    assert _dits(classee) == ["Quelqu’un l’avait déjà traitée."]
    assert "Quelqu’un vient de traiter cette demande." in texte(invitee)
    assert not Invitation.objects.exists()
    assert not Courriel.objects.exists()
    assert not Etablissement.objects.exists()


def test_decided_request_asks_nothing_more(coordinatrice):
    demande = _demande()
    demande.traiter()

    contenu = texte(coordinatrice.get(_page(demande)))

    assert "Sans suite" in contenu
    assert "Classer sans suite" not in contenu


def test_decision_leads_back_to_the_queue_it_came_from(coordinatrice):
    reponse = coordinatrice.post(f"{_page(_demande())}?file", {"_classer": "1"})

    assert reponse["Location"] == "/admin/"


def test_reading_is_not_deciding(coordinatrice):
    coordinatrice.user.groups.clear()
    coordinatrice.user.user_permissions.add(
        Permission.objects.get(codename="view_demandeacces")
    )
    demande = _demande()

    contenu = texte(coordinatrice.get(_page(demande)))

    assert "Camille Dupont" in contenu
    assert 'value="Inviter"' not in contenu
    assert coordinatrice.post(_page(demande), {"_classer": "1"}).status_code == 403
    demande.refresh_from_db()
    assert demande.traitee_at is None


def test_others_read_nothing(coordinatrice, agent, visitor):
    demande = _demande()
    coordinatrice.user.groups.clear()

    assert coordinatrice.get(_page(demande)).status_code == 403
    for client in (agent, visitor):
        assert client.get(_page(demande)).status_code in {302, 403, 404}
    for page in ("add/", f"{demande.pk}/delete/"):
        assert coordinatrice.get(DEMANDES + page).status_code == 403


@pytest.mark.parametrize("pk", ["999999", "x"])
def test_request_that_does_not_exist(coordinatrice, pk):
    assert coordinatrice.get(f"{DEMANDES}{pk}/change/").status_code == 404


# Establishments


@pytest.mark.parametrize("saisie", ["223300013", " 223 300 013 ", "22330001300016"])
def test_siren_is_typed_as_one_finds_it(coordinatrice, saisie):
    territoire = make_territoire()

    coordinatrice.post(f"{ETABLISSEMENTS}add/", {"siren": saisie, "territoire": territoire.pk})

    assert list(Etablissement.objects.values_list("siren", "territoire")) == [
        ("223300013", territoire.pk)
    ]


@pytest.mark.parametrize(
    ("saisie", "message"),
    [
        ("22330001", "Un numéro SIREN a neuf chiffres, un SIRET quatorze."),
        ("22330001A", "Un numéro SIREN a neuf chiffres, un SIRET quatorze."),
        ("٢٢٣٣٠٠٠١٣", "Un numéro SIREN a neuf chiffres, un SIRET quatorze."),
        ("223300014", "Ce numéro n’existe pas : vérifiez chaque chiffre."),
        ("", "Ce champ est obligatoire."),
    ],
)
def test_wrong_siren_is_refused(coordinatrice, saisie, message):
    reponse = coordinatrice.post(
        f"{ETABLISSEMENTS}add/", {"siren": saisie, "territoire": make_territoire().pk}
    )

    assert message in texte(reponse)
    assert not Etablissement.objects.exists()


def test_siren_belongs_to_one_territory(coordinatrice):
    Etablissement.objects.create(siren="223300013", territoire=make_territoire())

    reponse = coordinatrice.post(
        f"{ETABLISSEMENTS}add/",
        {"siren": "223 300 013", "territoire": make_territoire("40", "Landes").pk},
    )

    assert "existe déjà" in texte(reponse)
    assert Etablissement.objects.count() == 1


def test_decided_requests_are_forgotten_after_a_year(today):
    _demande("attend@example.org")
    _demande("recente@example.org", traitee_at=today - timedelta(days=364))
    _demande("ancienne@example.org", traitee_at=today - timedelta(days=365))

    assert oublier_les_demandes(today) == "1 demande effacée."
    assert oublier_les_demandes(today) == ""
    restantes = DemandeAcces.objects.order_by("email").values_list("email", flat=True)
    assert list(restantes) == ["attend@example.org", "recente@example.org"]
