"""« Ça intéresse notre territoire »: two territories write to each other and see no address."""

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from courrier import expedition
from courrier.models import Courriel
from espace.models import Interet, MessageInteret
from territoires.models import Agent
from tests.espace.entre_territoires import (
    NIEVRE,
    lettres,
    lire,
    personne,
    voisins,
)
from tests.factories import (
    ETATS_CACHES,
    make_agent,
    make_initiative,
    make_territoire,
)

pytestmark = pytest.mark.django_db

ECRIRE = "/espace/interet/caisse/"
BONJOUR = "Bonjour, peut-on vous rendre visite ?"


@pytest.fixture
def deux():
    """Gironde and Landes, and the sheet « Caisse » of Gironde."""
    v = voisins()
    v.caisse = make_initiative("Caisse", territoire=v.gironde)
    return v


def _ecrire(client, texte=BONJOUR, url=ECRIRE, **champs):
    return client.post(url, {"texte": texte, **champs})


def _page(interet):
    return f"/espace/interets/{interet.pk}/"


def _textes():
    return list(MessageInteret.objects.order_by("pk").values_list("cote", "texte"))


# Writing first


def test_a_visitor_signs_in_first(client, deux):
    reponse = client.get(ECRIRE)

    assert reponse.status_code == 302
    assert reponse.url.endswith("?next=/espace/interet/caisse/")


def test_an_agent_writes_and_the_owner_is_told(deux):
    page = lire(deux.lou, ECRIRE)
    reponse = _ecrire(deux.lou)

    assert "Ça intéresse notre territoire Écrivez à Gironde" in page
    assert "Votre message Dix messages par jour et par personne. 5 000 signes au plus." in page
    interet = Interet.objects.get()
    assert (interet.initiative, interet.territoire) == (deux.caisse, deux.landes)
    assert reponse.url == _page(interet)
    assert _textes() == [("demandeur", BONJOUR)]
    assert "Votre message est transmis à Gironde." in deux.lou.get(reponse.url).content.decode()
    assert lettres() == [
        ("camille@gironde.example", "Landes s’intéresse à «\u00a0Caisse\u00a0»")
    ]
    texte = Courriel.objects.get().texte
    assert "Lou Petit, pour Landes (40), vous écrit" in texte
    assert f"> {BONJOUR}".replace(" ?", "\u00a0?") in texte
    assert _page(interet) in texte


def test_every_agent_in_force_of_the_owner_receives_it_once(deux):
    hier = timezone.localdate() - timedelta(days=1)
    make_agent("alix@gironde.example", deux.gironde, role=Agent.Role.REFERENT)
    make_agent("partie@gironde.example", deux.gironde, date_fin=hier)

    _ecrire(deux.lou)

    assert [a for a, _ in lettres()] == ["alix@gironde.example", "camille@gironde.example"]


def test_a_button_pressed_twice_sends_once(deux):
    _ecrire(deux.lou)
    _ecrire(deux.lou)

    assert _textes() == [("demandeur", BONJOUR)]
    assert len(lettres()) == 1


def test_one_conversation_for_a_territory_and_a_sheet(deux):
    collegue = personne("max@landes.example", deux.landes)
    _ecrire(deux.lou)
    interet = Interet.objects.get()

    reponse = collegue.get(ECRIRE)

    assert reponse.url == _page(interet)
    assert "Votre territoire a déjà écrit" in collegue.get(reponse.url).content.decode()
    assert _ecrire(collegue, "Et notre question ?").url == _page(interet)
    assert _textes() == [("demandeur", BONJOUR), ("demandeur", "Et notre question ?")]


def test_who_acts_for_several_territories_chooses(deux):
    nievre = make_territoire(*NIEVRE)
    make_agent(deux.lou.user, nievre)

    sans_choix = _ecrire(deux.lou)
    assert "Choisissez le territoire pour lequel vous écrivez." in sans_choix.content.decode()
    assert BONJOUR in sans_choix.content.decode()
    ailleurs = _ecrire(deux.lou, territoire=deux.gironde.pk)
    assert "Choisissez l’un de vos territoires." in ailleurs.content.decode()
    assert _textes() == []

    _ecrire(deux.lou, territoire=nievre.pk)
    assert Interet.objects.get().territoire == nievre


def test_its_own_initiative_is_refused_with_the_reason(deux):
    assert "Cette initiative est celle de Gironde, votre territoire" in lire(
        deux.camille, ECRIRE
    )
    _ecrire(deux.camille)
    assert _textes() == []

    make_agent(deux.camille.user, make_territoire(*NIEVRE))
    refusee = _ecrire(deux.camille, territoire=deux.gironde.pk).content.decode()
    assert "Cette initiative est celle de Gironde : choisissez un autre territoire." in refusee
    assert BONJOUR in refusee
    assert _textes() == []


def test_an_account_without_territory_is_told_why(agent, deux):
    assert "Votre compte n’agit pour aucun territoire." in lire(agent, ECRIRE)
    _ecrire(agent)
    assert _textes() == []


@pytest.mark.parametrize("etat", ETATS_CACHES)
def test_a_sheet_that_is_not_public_receives_nothing(deux, etat):
    make_initiative("Secrète", territoire=deux.gironde, **ETATS_CACHES[etat])

    assert deux.lou.get("/espace/interet/secrete/").status_code == 404
    assert _ecrire(deux.lou, url="/espace/interet/secrete/").status_code == 404
    assert deux.lou.get(ECRIRE).status_code == 200
    assert _textes() == []


@pytest.mark.parametrize("texte", ["", "   ", "x" * 5001])
def test_a_message_says_something_and_not_too_much(deux, texte):
    reponse = _ecrire(deux.lou, texte)

    page = reponse.content.decode()
    assert "Rien n’est perdu" in page
    assert texte.strip() in page
    assert _textes() == lettres() == []


def test_a_request_without_body_writes_nothing(deux):
    reponse = deux.lou.post(ECRIRE)

    assert "Écrivez votre message." in reponse.content.decode()
    assert _textes() == []


def test_a_person_sends_ten_messages_a_day(deux):
    for rang in range(10):
        _ecrire(deux.lou, f"Message {rang}")

    refuse = _ecrire(deux.lou, "Le onzième")
    page = refuse.content.decode()

    assert refuse.status_code == 429
    assert "dix messages en un jour" in page
    assert "Le onzième" in page
    assert len(_textes()) == 10
    # Nobody else is limited for it.
    assert _ecrire(personne("max@landes.example", deux.landes), "Le mien").status_code == 302


# Nobody there to receive


def test_without_agent_the_coordination_is_told_and_the_asker_too(coordinatrice, deux):
    Agent.objects.filter(user=deux.camille.user).delete()

    page = lire(deux.lou, ECRIRE)
    suite = deux.lou.get(_ecrire(deux.lou).url).content.decode()

    assert "Personne n’agit encore pour Gironde sur le portail" in page
    assert "votre message est transmis à la coordination" in suite
    assert lettres() == [
        ("coordination@example.org", "Un message de Landes n’a pas de destinataire")
    ]
    interet = Interet.objects.get()
    assert Courriel.objects.get().suivi == f"/admin/espace/interet/{interet.pk}/change/"
    liste = coordinatrice.get("/admin/espace/interet/").content.decode()
    assert "Attendue : personne n’agit pour ce territoire" in liste
    assert BONJOUR in coordinatrice.get(Courriel.objects.get().suivi).content.decode()


# The conversation


def test_the_owner_answers_and_the_asker_is_told(deux):
    _ecrire(deux.lou)
    url = _page(Interet.objects.get())

    assert "Écrire à Landes" in lire(deux.camille, url)
    reponse = _ecrire(deux.camille, "Avec plaisir.", url)

    assert reponse.url == f"{url}#dernier"
    assert _textes() == [("demandeur", BONJOUR), ("porteur", "Avec plaisir.")]
    assert lettres()[1:] == [
        ("lou@landes.example", "Gironde vous a écrit à propos de «\u00a0Caisse\u00a0»")
    ]
    lu = lire(deux.lou, url)
    assert "Lou Petit, Landes" in lu
    assert "Camille Durand, Gironde" in lu
    assert lu.index("peut-on vous rendre visite") < lu.index("Avec plaisir.")
    assert "Écrire à Gironde" in lu


def test_the_same_rules_hold_for_an_answer(deux):
    _ecrire(deux.lou)
    url = _page(Interet.objects.get())

    assert "Écrivez votre message." in deux.camille.post(url).content.decode()
    for rang in range(10):
        _ecrire(deux.camille, f"Réponse {rang}", url)
    refusee = _ecrire(deux.camille, "La onzième", url)

    assert refusee.status_code == 429
    assert "La onzième" in refusee.content.decode()
    assert len(_textes()) == 11


def test_only_its_two_territories_and_the_coordination_open_it(caplog, coordinatrice, deux):
    _ecrire(deux.lou)
    interet = Interet.objects.get()
    nievre = personne("noa@nievre.example", make_territoire(*NIEVRE))
    partie = personne(
        "partie@landes.example", deux.landes, date_fin=timezone.localdate() - timedelta(days=1)
    )

    assert Client().get(_page(interet)).status_code == 302
    for intrus in (nievre, partie):
        assert intrus.get(_page(interet)).status_code == 404
        assert _ecrire(intrus, "Intrusion", _page(interet)).status_code == 404
    assert f"conversation {interet.pk} is not theirs" in caplog.text
    assert nievre.get("/espace/interets/999999/").status_code == 404

    lue = lire(coordinatrice, _page(interet))
    assert "peut-on vous rendre visite" in lue
    assert "La coordination lit cet échange sans y prendre part." in lue
    _ecrire(coordinatrice, "Je m’en mêle", _page(interet))
    assert _textes() == [("demandeur", BONJOUR)]


def test_a_conversation_outlives_the_page(deux):
    _ecrire(deux.lou)
    deux.caisse.retire("Terminée.")

    lue = lire(deux.camille, _page(Interet.objects.get()))

    assert "peut-on vous rendre visite" in lue
    assert "La fiche n’est pas en ligne aujourd’hui." in lue


def test_hostile_words_stay_words(deux):
    mechant = '<script>alert("x")</script>\nhttps://piege.example/'
    _ecrire(deux.lou, mechant)
    interet = Interet.objects.get()

    page = deux.camille.get(_page(interet)).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    # No line of a mail is an address alone, which would become its button, but the portal's own.
    seules = re.findall(r"^https?://\S+$", Courriel.objects.get().texte, re.MULTILINE)
    assert seules == [f"http://127.0.0.1:8000{_page(interet)}"]


# No address, in either direction


def _partis(mailoutbox):
    """The mails as they left, headers then decoded parts, in the order of their writing."""
    expedition.envoyer(timezone.now())
    lettres = []
    for lettre in mailoutbox:
        message = lettre.message()
        entetes = [f"{nom}: {valeur}" for nom, valeur in message.items()]
        parties = [
            partie.get_payload(decode=True).decode()
            for partie in message.walk()
            if not partie.is_multipart()
        ]
        lettres.append("\n".join([*entetes, *parties]))
    return lettres


def test_no_address_is_ever_shown_to_the_other_side(deux, mailoutbox):
    deux.lou.user.nom = "lou@landes.example"
    deux.lou.user.save()
    deux.camille.user.nom = ""
    deux.camille.user.save()
    _ecrire(deux.lou)
    url = _page(Interet.objects.get())
    _ecrire(deux.camille, "Avec plaisir.", url)

    a_gironde, a_landes = _partis(mailoutbox)
    assert "To: camille@gironde.example" in a_gironde
    assert "Une personne qui agit pour Landes (40) vous écrit" in a_gironde
    assert "landes.example" not in a_gironde
    assert "To: lou@landes.example" in a_landes
    assert "gironde.example" not in a_landes
    for lecteur in (deux.camille, deux.lou):
        page = lecteur.get(url).content.decode()
        liste = lecteur.get(
            f"/espace/{lecteur.user.agents.get().territoire_id}/reprises/"
        ).content.decode()
        assert "landes.example" not in page + liste
        assert "gironde.example" not in page + liste


# The list


def test_the_list_puts_first_what_nobody_answered(deux):
    for titre in ("ancienne", "repondue", "recente"):
        make_initiative(titre.title(), territoire=deux.gironde)
        _ecrire(deux.lou, url=f"/espace/interet/{titre}/")
    _ecrire(deux.camille, "Oui.", _page(Interet.objects.get(initiative__titre="Repondue")))

    recus = lire(deux.camille, f"/espace/{deux.gironde.pk}/reprises/")
    envoyes = lire(deux.lou, f"/espace/{deux.landes.pk}/reprises/")

    ordre = r"Ancienne .*À vous de répondre Recente .*À vous de répondre Repondue"
    assert re.search(rf"Messages reçus {ordre} .*Messages envoyés Vous n’avez encore", recus)
    assert re.search(
        r"Messages envoyés Ancienne .*Réponse attendue Recente .*Réponse attendue Repondue",
        envoyes,
    )
    assert "Aucun territoire ne vous a encore écrit" in envoyes


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_conversation_runs_the_same_queries_whatever_its_length(
    deux, django_assert_num_queries, nombre
):
    _ecrire(deux.lou)
    interet = Interet.objects.get()
    for rang in range(nombre):
        MessageInteret.objects.create(
            interet=interet, cote="porteur", auteur=deux.camille.user, texte=str(rang)
        )

    with django_assert_num_queries(5):
        deux.camille.get(_page(interet))


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_admin_lists_conversations_with_the_same_queries(
    coordinatrice, deux, django_assert_max_num_queries, nombre
):
    for rang in range(nombre):
        make_initiative(f"Fiche {rang}", territoire=deux.gironde)
        _ecrire(deux.lou, url=f"/espace/interet/fiche-{rang}/")

    with django_assert_max_num_queries(12):
        page = coordinatrice.get("/admin/espace/interet/?reponse=attendue").content.decode()

    assert page.count("Attendue</td>") == nombre
    assert (
        "Fiche 0"
        not in coordinatrice.get("/admin/espace/interet/?reponse=donnee").content.decode()
    )


def test_the_admin_reads_the_conversation_at_the_hour_of_paris(coordinatrice, deux, today):
    _ecrire(deux.lou)
    interet = Interet.objects.get()
    _ecrire(deux.camille, "Avec plaisir.", _page(interet))

    page = coordinatrice.get(f"/admin/espace/interet/{interet.pk}/change/").content.decode()

    assert re.findall(r"<strong>(.+?)</strong>.*?>([^<]+)</time>", page) == [
        ("Lou Petit, Landes", "10 mars 2026 à 10:00"),
        ("Camille Durand, Gironde", "10 mars 2026 à 10:00"),
    ]
    assert page.index(BONJOUR) < page.index("Avec plaisir.")
    assert str(MessageInteret.objects.last()) == "Le territoire porteur, 10/03/2026 10:00"


def test_the_admin_changes_nothing(coordinatrice, deux):
    _ecrire(deux.lou)
    interet = Interet.objects.get()

    assert coordinatrice.get("/admin/espace/interet/add/").status_code == 403
    url = f"/admin/espace/interet/{interet.pk}/"
    assert coordinatrice.post(f"{url}delete/", {"post": "yes"}).status_code == 403
    coordinatrice.post(f"{url}change/", {"fiche": "Autre"})
    assert Interet.objects.get() == interet
