"""The public page of any version, in the back office, without the public noticing."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from redaction import versions
from redaction.models import LienApercu, ReponseApercu, Revision
from solidaires.publication import Etat
from tests.connexions import se_connecter
from tests.factories import (
    FABRIQUES,
    make_chantier,
    make_citation,
    make_focus,
    make_initiative,
    make_page,
    make_reprise,
    make_territoire,
    make_user,
    make_vague,
)

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

# For each type that has a page of its own or shows in one, the field that can be read there.
MONTRES = {
    "initiative": "titre",
    "reprise": "adaptation",
    "idee": "titre",
    "journees": "theme",
    "rendezvous": "nom",
    "citation": "texte",
    "focuslibe": "titre",
    "note": "titre",
    "podcast": "titre",
    "vague": "titre",
    "chantier": "titre",
    "page": "titre",
}


def url_apercu(objet, page, *args):
    """The address of a page of the previews of an object in the back office."""
    opts = objet._meta
    return reverse(f"admin:{opts.app_label}_{opts.model_name}_{page}", args=[objet.pk, *args])


def modifier(objet, auteur=None, **champs):
    """A new version of the object with these fields changed."""
    instantane = versions.courante(objet).instantane
    instantane["champs"] |= champs
    return versions.enregistrer(
        objet,
        instantane,
        auteur=auteur or make_user("redaction@example.org"),
        resume="Modification",
    )


def employee(email, *droits):
    """A signed-in person of the back office with these rights only."""
    user = make_user(email, is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=droits))
    client = Client()
    se_connecter(client, user)
    return client


def test_every_type_is_previewed_below():
    # A « une » has no words of its own: the home page shows what it chose.
    assert {*FABRIQUES} - {"une"} == {*MONTRES}


@pytest.mark.parametrize("nom", MONTRES)
def test_preview_shows_the_changed_words_of_every_type_and_the_public_page_does_not_move(
    coordinatrice, visitor, nom
):
    objet = FABRIQUES[nom]()
    publique = objet.get_absolute_url()
    avant = visitor.get(publique).content
    revision = modifier(objet, **{MONTRES[nom]: "Des mots tout neufs"})
    assert revision.statut == Revision.Statut.EN_ATTENTE

    apercu = coordinatrice.get(url_apercu(objet, "apercu_page", revision.numero))

    assert apercu.status_code == 200
    assert "Des mots tout neufs" in apercu.content.decode()
    assert visitor.get(publique).content == avant
    assert "Des mots tout neufs" not in avant.decode()


@pytest.mark.parametrize("nom", MONTRES)
def test_preview_shows_what_was_never_published(coordinatrice, visitor, nom):
    modele = FABRIQUES[nom]()
    type(modele).objects.update(
        **{"etat": Etat.BROUILLON, "published_at": None, MONTRES[nom]: "Des mots tout neufs"}
    )
    modele.refresh_from_db()

    apercu = coordinatrice.get(url_apercu(modele, "apercu_page", 0))

    assert "Des mots tout neufs" in apercu.content.decode()
    modele.refresh_from_db()
    assert (modele.etat, modele.published_at) == (Etat.BROUILLON, None)
    assert "Des mots tout neufs" not in visitor.get(modele.get_absolute_url()).content.decode()


def test_a_waiting_version_moves_no_list_feed_or_sitemap(coordinatrice, visitor):
    initiative = make_initiative("Avant", slug="avant")
    adresses = [
        reverse("accueil"),
        reverse("fabrique:initiative_list"),
        reverse("fabrique:initiative_feed"),
        reverse("sitemap"),
        initiative.territoire.get_absolute_url(),
        initiative.get_absolute_url(),
    ]
    avant = {adresse: visitor.get(adresse).content for adresse in adresses}
    revision = modifier(initiative, titre="Après", slug="apres")

    for page in ("apercu", "apercu_page"):
        coordinatrice.get(url_apercu(initiative, page, revision.numero))

    assert {adresse: visitor.get(adresse).content for adresse in adresses} == avant
    assert visitor.get("/fabrique/initiatives/apres/").status_code == 404


def test_preview_is_what_a_visitor_would_get_and_not_a_person_of_the_back_office(
    coordinatrice,
):
    initiative = make_initiative("Cadre")
    make_reprise(initiative, make_territoire("40", "Landes"))
    cachee = make_reprise(
        initiative,
        make_territoire("47", "Lot-et-Garonne"),
        etat=Etat.BROUILLON,
        published_at=None,
    )

    page = coordinatrice.get(url_apercu(initiative, "apercu_page", 0)).content.decode()

    assert "Landes" in page
    assert cachee.territoire.nom not in page
    assert "/admin/" not in page


def test_the_frame_is_for_this_site_only_and_kept_nowhere(coordinatrice):
    initiative = make_initiative()

    page = coordinatrice.get(url_apercu(initiative, "apercu_page", 0))
    entourage = coordinatrice.get(url_apercu(initiative, "apercu", 0))
    ailleurs = coordinatrice.get(initiative.get_admin_url())

    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert _directive(page, "frame-ancestors") == "'self'"
    assert _directive(page, "frame-src") is None
    assert page["Cache-Control"] == "private, no-store"
    assert page["X-Robots-Tag"] == "noindex, nofollow"
    assert _directive(entourage, "frame-src") == "'self'"
    for reponse in (entourage, ailleurs):
        assert reponse["X-Frame-Options"] == "DENY"
        assert _directive(reponse, "frame-ancestors") == "'none'"
    assert _directive(ailleurs, "frame-src") is None


def _directive(reponse, nom):
    regles = dict(
        regle.strip().split(" ", 1) for regle in reponse["Content-Security-Policy"].split(";")
    )
    return regles.get(nom)


@pytest.mark.parametrize(
    ("demandee", "largeur"),
    [("390", 390), ("768", 768), ("1280", 1280), ("", 1280), ("x", 1280)],
)
def test_the_frame_has_the_width_asked_for(coordinatrice, demandee, largeur):
    initiative = make_initiative()
    url = url_apercu(initiative, "apercu", 0)

    page = coordinatrice.get(url, {"largeur": demandee, "file": "1"}).content.decode()

    assert (
        f'<iframe src="{url_apercu(initiative, "apercu_page", 0)}?cadre=1" width="{largeur}"'
        in (page)
    )
    assert page.count('aria-current="true"') == 1
    assert f'href="{url}?largeur=390&amp;file=1#page-publique"' in page


def test_what_shows_inside_another_page_is_led_to(coordinatrice):
    citation = make_citation()

    page = coordinatrice.get(url_apercu(citation, "apercu_page", 0)).content.decode()
    entourage = coordinatrice.get(url_apercu(citation, "apercu", 0)).content.decode()

    assert f'<a href="#citation-{citation.slug}">Voir le passage à relire</a>' in page
    assert f"?cadre=1#citation-{citation.slug}" in entourage


def test_a_reprise_of_a_hidden_sheet_says_why_there_is_nothing_to_see(coordinatrice):
    initiative = make_initiative(etat=Etat.BROUILLON, published_at=None)
    reprise = make_reprise(initiative)

    page = coordinatrice.get(url_apercu(reprise, "apercu_page", 0))

    assert page.status_code == 404
    assert "Elle se montre sur la page d’une autre fiche" in page.content.decode()


def test_a_version_whose_address_was_taken_since_says_so(coordinatrice):
    initiative = make_initiative("Avant", slug="avant")
    revision = modifier(initiative, slug="apres")
    make_initiative("Autre", slug="apres")

    page = coordinatrice.get(url_apercu(initiative, "apercu_page", revision.numero))

    assert page.status_code == 404
    assert "une autre fiche a peut-être pris son adresse" in page.content.decode()


def test_a_version_that_lost_what_it_cannot_do_without_says_so(coordinatrice):
    territoire = make_territoire("47", "Lot-et-Garonne")
    initiative = make_initiative("Avant")
    revision = modifier(initiative, territoire=territoire.pk)
    territoire.delete()

    page = coordinatrice.get(url_apercu(initiative, "apercu_page", revision.numero))

    assert page.status_code == 404
    assert "Cette version n’a rien à montrer" in page.content.decode()


def test_preview_says_which_version_it_is(coordinatrice, today):
    initiative = make_initiative("Avant")
    revision = modifier(initiative, titre="Après")

    entourage = coordinatrice.get(url_apercu(initiative, "apercu", 2)).content.decode()
    page = coordinatrice.get(url_apercu(initiative, "apercu_page", 2)).content.decode()
    en_ligne = coordinatrice.get(url_apercu(initiative, "apercu_page", 1)).content.decode()

    assert "<strong>Version 2</strong>" in entourage
    assert "En attente" in entourage
    assert "10 mars 2026 à 10:00" in entourage
    assert str(revision.auteur) in entourage
    assert "Aperçu\u00a0: cette version n’est pas encore publique" in page
    assert "Version 2, enregistrée le" in page
    assert "Aperçu\u00a0: le public lit déjà cette version" in en_ligne


def test_a_version_of_something_else_does_not_exist_here(coordinatrice):
    initiative, autre = make_initiative("Une"), make_initiative("Autre")
    for rang in range(2):
        modifier(autre, auteur=coordinatrice.user, titre=f"Autre {rang}")
    lien = LienApercu.objects.create(
        revision=Revision.objects.of(autre).first(),
        destinataire="Presse",
        empreinte="0" * 64,
        auteur=coordinatrice.user,
        expires_at=timezone.now() + timedelta(days=1),
    )

    for page in ("apercu", "apercu_page"):
        assert coordinatrice.get(url_apercu(initiative, page, 2)).status_code == 404
    assert coordinatrice.post(url_apercu(initiative, "lien", 2)).status_code == 404
    revocation = url_apercu(initiative, "lien_revoquer", lien.pk)
    assert coordinatrice.post(revocation).status_code == 404
    lien.refresh_from_db()
    assert lien.revoked_at is None


# Rights


@pytest.mark.parametrize("page", ["apercu", "apercu_page", "lien", "lien_revoquer"])
def test_previews_are_for_those_who_have_the_right(visitor, agent, coordinatrice, page):
    initiative = make_initiative()
    versions.saisir(initiative)
    url = url_apercu(initiative, page, 1)
    methode = "post" if page.startswith("lien") else "get"
    autre = "get" if methode == "post" else "post"
    sans_droit = employee("sans-droit@example.org", "view_page", "change_page")
    lectrice = employee("lectrice@example.org", "view_initiative")

    for personne in (visitor, agent):
        reponse = getattr(personne, methode)(url)
        assert reponse.status_code == 302
        assert reponse["Location"].startswith(reverse("admin:login"))
    assert getattr(sans_droit, methode)(url).status_code == 403
    assert getattr(lectrice, methode)(url).status_code == (403 if methode == "post" else 200)
    assert getattr(coordinatrice, autre)(url).status_code == 405
    attendu = {"apercu": 200, "apercu_page": 200, "lien": 200, "lien_revoquer": 404}
    assert getattr(coordinatrice, methode)(url).status_code == attendu[page]
    assert not LienApercu.objects.exists()


def test_who_may_only_read_sees_no_button(coordinatrice):
    initiative = make_initiative()
    lectrice = employee("lectrice@example.org", "view_initiative")
    url = url_apercu(initiative, "apercu", 0)

    assert "Créer un lien" in coordinatrice.get(url).content.decode()
    assert "Créer un lien" not in lectrice.get(url).content.decode()


# Answers


def _reponse(objet, auteur, texte="À préciser", **champs):
    lien = LienApercu.objects.create(
        revision=versions.saisir(objet),
        destinataire="Service des Landes",
        empreinte=f"{LienApercu.objects.count():064}",
        auteur=auteur,
        expires_at=timezone.now() + timedelta(days=1),
    )
    return ReponseApercu.objects.create(lien=lien, verdict="remarques", texte=texte, **champs)


def test_an_answer_is_read_as_text_and_dealt_with(coordinatrice, today):
    reponse = _reponse(make_initiative("Cadre"), coordinatrice.user, "<b>Gras</b>\nsuite")
    url = reverse("admin:redaction_reponseapercu_change", args=[reponse.pk])

    page = coordinatrice.get(url).content.decode()
    suite = coordinatrice.post(
        reverse("admin:redaction_reponseapercu_traiter", args=[reponse.pk])
    )

    assert "&lt;b&gt;Gras&lt;/b&gt;<br>suite" in page
    assert "J’ai des remarques" in page
    assert "Marquer comme traitée" in page
    assert reponse.lien.revision.objet.get_admin_url() in page
    assert suite["Location"] == reverse("admin:redaction_reponseapercu_changelist")
    reponse.refresh_from_db()
    assert reponse.traitee_at == today
    assert "Marquer comme traitée" not in coordinatrice.get(url).content.decode()
    assert LogEntry.objects.get().get_change_message() == (
        "Réponse à un aperçu marquée comme traitée."
    )


def test_the_page_that_the_queue_opens_shows_the_answer_and_goes_back_to_the_queue(
    coordinatrice,
):
    initiative = make_initiative()
    reponse = _reponse(initiative, coordinatrice.user)
    traiter = reverse("admin:redaction_reponseapercu_traiter", args=[reponse.pk])
    apercu = url_apercu(initiative, "apercu", 1)

    depuis_la_file = coordinatrice.get(apercu, {"file": "1"}).content.decode()
    seule = coordinatrice.get(apercu).content.decode()

    assert "À préciser" in depuis_la_file
    assert f'action="{traiter}?file=1"' in depuis_la_file
    assert f'action="{traiter}?apercu=1"' in seule
    assert coordinatrice.post(f"{traiter}?file=1")["Location"] == reverse("admin:index")
    assert coordinatrice.post(f"{traiter}?apercu=1")["Location"] == f"{apercu}#reponses"


def test_a_selection_of_answers_is_dealt_with_at_once(coordinatrice):
    initiative = make_initiative()
    reponses = [_reponse(initiative, coordinatrice.user) for _ in range(2)]
    url = reverse("admin:redaction_reponseapercu_changelist")

    page = coordinatrice.post(
        url,
        {"action": "marquer_traitees", "_selected_action": [r.pk for r in reponses]},
        follow=True,
    ).content.decode()

    assert "2 réponses marquées comme traitées." in page
    assert not ReponseApercu.objects.filter(traitee_at__isnull=True).exists()
    a_traiter = coordinatrice.get(url, {"suite": "a_traiter"}).context["cl"].result_list
    traitees = coordinatrice.get(url, {"suite": "traitees"}).context["cl"].result_list
    assert (len(a_traiter), len(traitees)) == (0, 2)


def test_answers_are_for_those_who_may_change_the_sheet(visitor, agent, coordinatrice):
    sienne = _reponse(make_page("La sienne"), coordinatrice.user)
    autre = _reponse(make_initiative("Une autre"), coordinatrice.user)
    redactrice = employee("redactrice@example.org", "change_page", "view_initiative")
    lectrice = employee("lectrice@example.org", "view_page")
    liste = reverse("admin:redaction_reponseapercu_changelist")
    traiter = reverse("admin:redaction_reponseapercu_traiter", args=[autre.pk])

    for personne in (visitor, agent):
        for reponse in (personne.get(liste), personne.post(traiter)):
            assert reponse.status_code == 302
            assert reponse["Location"].startswith(reverse("admin:login"))
    assert lectrice.get(liste).status_code == 403
    assert lectrice.post(traiter).status_code == 403
    assert list(redactrice.get(liste).context["cl"].result_list) == [sienne]
    assert redactrice.post(traiter).status_code == 404
    autre.refresh_from_db()
    assert autre.traitee_at is None


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_list_of_answers_has_a_constant_number_of_queries(
    coordinatrice, django_assert_num_queries, nombre
):
    initiative = make_initiative()
    for _ in range(nombre):
        _reponse(initiative, coordinatrice.user)

    with django_assert_num_queries(7):
        reponse = coordinatrice.get(reverse("admin:redaction_reponseapercu_changelist"))

    assert len(reponse.context["cl"].result_list) == nombre


def test_a_wave_and_a_chantier_preview_without_writing_anything(coordinatrice):
    for objet in (make_vague(), make_chantier(), make_focus()):
        avant = type(objet).objects.values().get(pk=objet.pk)

        coordinatrice.get(url_apercu(objet, "apercu_page", 0))

        assert type(objet).objects.values().get(pk=objet.pk) == avant
        assert not Revision.objects.of(objet).exists()
