"""The back office as the coordinator uses it: lists, buttons, actions, rights, previews."""

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse

from fabrique.models import Initiative
from solidaires.publication import Etat, Publiable
from tests.bureau import remplir, texte
from tests.connexions import se_connecter
from tests.factories import (
    FABRIQUES,
    make_focus,
    make_initiative,
    make_reprise,
    make_territoire,
    make_theme,
    make_user,
    make_vague,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

PUBLIABLES = sorted(
    (m for m in apps.get_models() if issubclass(m, Publiable)), key=lambda m: m._meta.label
)
EDITES = sorted(
    (m for m in admin.site._registry if m._meta.app_label not in {"auth", "comptes"}),
    key=lambda m: m._meta.label,
)

# Loaded, or edited with what they are a part of.
SANS_AJOUT = {
    "agent",
    "amendement",
    "courriel",
    "demandeacces",
    "interet",
    "logentry",
    "modalite",
    "proposition",
    "question",
    "reponseapercu",
    "seance",
    "signalement",
    "tache",
    "territoire",
    "verification",
}
# One query to fill each filter of a list: themes, chantiers, years.
FILTRES = {
    "chantier": 1,
    "citation": 2,
    "focuslibe": 2,
    "idee": 2,
    "initiative": 2,
    "note": 1,
    "podcast": 1,
    "rendezvous": 1,
}


def _url(model, page, *args):
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


@pytest.mark.parametrize("model", PUBLIABLES, ids=lambda m: m._meta.model_name)
def test_every_publishable_type_has_an_admin_and_a_factory(model):
    assert model in admin.site._registry
    assert model._meta.model_name in FABRIQUES


@pytest.mark.parametrize("model", EDITES, ids=lambda m: m._meta.label_lower)
def test_coordinatrice_opens_the_list_and_the_empty_form(coordinatrice, model):
    liste = coordinatrice.get(_url(model, "changelist"))
    ajout = coordinatrice.get(_url(model, "add"))

    assert liste.status_code == 200
    assert ajout.status_code == (403 if model._meta.model_name in SANS_AJOUT else 200)


@pytest.mark.parametrize("model", PUBLIABLES, ids=lambda m: m._meta.model_name)
def test_coordinatrice_saves_an_unchanged_form_without_loss(coordinatrice, model):
    objet = FABRIQUES[model._meta.model_name]()
    avant = model.objects.values().get(pk=objet.pk)
    url = objet.get_admin_url()

    response = coordinatrice.post(url, remplir(coordinatrice, url))

    assert response.status_code == 302, response.context["errors"]
    apres = model.objects.values().get(pk=objet.pk)
    avant.pop("updated_at"), apres.pop("updated_at")
    assert apres == avant


def test_coordinatrice_creates_publishes_and_withdraws(coordinatrice, client):
    theme = make_theme()
    territoire = make_territoire()
    ajout = _url(Initiative, "add")
    valeurs = remplir(coordinatrice, ajout) | {
        "titre": "Épicerie du cœur",
        "slug": "epicerie-du-coeur",
        "territoire": territoire.pk,
        "themes": [theme.pk],
        "mots_cles": "aide alimentaire, revenu de base",
        "presentation": "<p>Bonjour</p><script>alert(1)</script>",
        "_verbe_publish": "Enregistrer et publier",
    }

    reponse = coordinatrice.post(ajout, valeurs, follow=True)

    initiative = Initiative.objects.get()
    assert "« Épicerie du cœur » est publiée." in texte(reponse)
    assert initiative.presentation == "<p>Bonjour</p>"
    assert sorted(initiative.mots_cles.names()) == ["aide alimentaire", "revenu de base"]
    publiques = [
        reverse("accueil"),
        reverse("fabrique:initiative_list"),
        territoire.get_absolute_url(),
        theme.get_absolute_url(),
        reverse("fabrique:initiative_feed"),
        reverse("sitemap"),
    ]
    for url in publiques:
        assert "epicerie-du-coeur" in client.get(url).content.decode(), url

    edition = initiative.get_admin_url()
    valeurs = remplir(coordinatrice, edition) | {
        "_verbe_retire": "Retirer du site",
        "retire-motif": "La source a été corrigée.",
    }
    coordinatrice.post(edition, valeurs)

    initiative.refresh_from_db()
    assert initiative.etat == Etat.RETIREE
    for url in publiques:
        assert "epicerie-du-coeur" not in client.get(url).content.decode(), url
    assert client.get(initiative.get_absolute_url()).status_code == 410


def test_publish_button_says_why_a_wave_without_mentions_stays_a_draft(coordinatrice):
    vague = make_vague(etat=Etat.BROUILLON, published_at=None)
    url = vague.get_admin_url()

    reponse = coordinatrice.post(
        url, remplir(coordinatrice, url) | {"_verbe_publish": "Publier"}, follow=True
    )

    assert "Il manque des mentions légales" in reponse.content.decode()
    vague.refresh_from_db()
    assert vague.etat == Etat.BROUILLON


def test_a_form_with_an_error_keeps_what_was_typed_and_stores_nothing(coordinatrice):
    ajout = _url(Initiative, "add")
    valeurs = remplir(coordinatrice, ajout) | {
        "titre": "Sans territoire",
        "presentation": "<p>Un texte déjà long.</p>",
    }

    reponse = coordinatrice.post(ajout, valeurs)

    contenu = reponse.content.decode()
    assert reponse.status_code == 200
    assert "Ce champ est obligatoire" in contenu
    assert "Sans territoire" in contenu
    assert "Un texte déjà long." in contenu
    assert not Initiative.objects.exists()


def test_bulk_actions_publish_and_withdraw_with_a_count(coordinatrice):
    brouillon = make_initiative("Premier", etat=Etat.BROUILLON, published_at=None)
    refusee = make_initiative("Second", etat=Etat.REFUSEE, published_at=None, motif="Non.")
    url = _url(Initiative, "changelist")

    reponse = coordinatrice.post(
        url,
        {"action": "publish", "_selected_action": [brouillon.pk, refusee.pk]},
        follow=True,
    )

    contenu = texte(reponse)
    assert "1 fiche publiée." in contenu
    assert "« Second » est à l’état « Refusée »" in contenu
    retrait = {"action": "retire", "_selected_action": [brouillon.pk]}
    question = coordinatrice.post(url, retrait)
    assert "Il sera transmis au territoire" in question.content.decode()
    brouillon.refresh_from_db()
    assert brouillon.etat == Etat.PUBLIEE
    coordinatrice.post(url, retrait | {"_confirmer": "1", "retire-motif": "Doublon."})
    brouillon.refresh_from_db()
    assert (brouillon.etat, brouillon.motif) == (Etat.RETIREE, "Doublon.")


def test_staff_without_the_right_to_publish_sees_no_button_and_is_refused(client):
    user = make_user("redaction@example.org", is_staff=True)
    user.user_permissions.set(
        [
            p
            for p in Group.objects.get(name="Coordination").permissions.all()
            if not p.codename.startswith("publish_")
        ]
    )
    se_connecter(client, user)
    initiative = make_initiative(etat=Etat.BROUILLON, published_at=None)
    url = initiative.get_admin_url()

    contenu = client.get(url).content.decode()
    reponse = client.post(url, remplir(client, url) | {"_verbe_publish": "Publier"})

    assert "_verbe_publish" not in contenu
    assert "_verbe_submit" in contenu
    assert reponse.status_code == 403
    initiative.refresh_from_db()
    assert initiative.etat == Etat.BROUILLON


@pytest.mark.parametrize("chemin", ["", "fabrique/initiative/", "fabrique/initiative/add/"])
def test_visitor_and_plain_agent_are_sent_to_the_login(client, agent, chemin):
    url = reverse("admin:index") + chemin

    for qui in (client, agent):
        reponse = qui.get(url)
        assert reponse.status_code == 302
        assert reponse["Location"].startswith(reverse("admin:login"))


def test_coordination_group_has_every_content_and_no_account():
    droits = {
        f"{p.content_type.app_label}.{p.codename}"
        for p in Group.objects.get(name="Coordination").permissions.select_related(
            "content_type"
        )
    }

    for model in PUBLIABLES:
        for droit in ("add", "change", "delete", "view", "publish"):
            assert f"{model._meta.app_label}.{droit}_{model._meta.model_name}" in droits
    assert {d for d in droits if d.startswith(("comptes.", "auth."))} == {"comptes.view_user"}
    assert "territoires.delete_territoire" not in droits


def _faire(nom, rang):
    """One more row of the type called `nom`, told apart by `rang`."""
    if nom in {"journees", "vague"}:
        return FABRIQUES[nom](2020 + rang)
    if nom == "focuslibe":
        return make_focus(f"Focus {rang}", mois=rang + 1)
    if nom == "reprise":
        return make_reprise(
            Initiative.objects.first(), make_territoire(f"4{rang}", f"Département {rang}")
        )
    return FABRIQUES[nom](f"Titre {rang}")


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize("model", PUBLIABLES, ids=lambda m: m._meta.model_name)
def test_lists_have_a_constant_number_of_queries(
    coordinatrice, django_assert_num_queries, model, nombre
):
    for rang in range(nombre):
        _faire(model._meta.model_name, rang)

    with django_assert_num_queries(7 + FILTRES.get(model._meta.model_name, 0)):
        reponse = coordinatrice.get(_url(model, "changelist"))

    assert len(reponse.context["cl"].result_list) == nombre


def test_a_list_of_a_thousand_sheets_stays_light(coordinatrice, django_assert_num_queries):
    modele = make_initiative("Numéro 0")
    Initiative.objects.bulk_create(
        Initiative(
            titre=f"Numéro {n}",
            slug=f"numero-{n}",
            territoire=modele.territoire,
            etat=Etat.PUBLIEE,
            published_at=modele.published_at,
        )
        for n in range(1, 1000)
    )

    with django_assert_num_queries(9):
        reponse = coordinatrice.get(_url(Initiative, "changelist"))

    assert reponse.context["cl"].result_count == 1000
    assert len(reponse.context["cl"].result_list) == 50


def test_search_ignores_accents_and_capitals(coordinatrice):
    make_initiative("Précarité énergétique")
    make_initiative("Mobilités")

    for recherche in ("precarite", "PRÉCARITÉ", "précarité"):
        reponse = coordinatrice.get(_url(Initiative, "changelist"), {"q": recherche})
        titres = [i.titre for i in reponse.context["cl"].result_list]
        assert titres == ["Précarité énergétique"], recherche
