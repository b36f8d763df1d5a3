"""The queue at any volume: ten lines per group, pages beyond, as many queries for 10 as for 1,000."""

from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.utils import timezone

from courrier.taches import executer_dues
from fabrique.models import Initiative
from forum.models import Idee
from mediatheque.models import Lien
from pages.models import Page
from publications.models import Podcast
from redaction.models import LienApercu, ReponseApercu, Revision, Sommeil
from solidaires.publication import Etat
from tests.factories import make_lien, make_page, make_territoire

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]

ACCUEIL = "/admin/"


@pytest.fixture
def portail_en_ordre(today):
    """The clock stopped, the worker just passed: nothing waits."""
    list(executer_dues())


def test_a_group_shows_ten_lines_then_leads_to_all(coordinatrice, portail_en_ordre):
    for rang in range(11):
        make_page(f"Page {rang}", etat=Etat.A_RELIRE, published_at=None)
        make_lien(f"https://{rang}.example/", Lien.Etat.MORT)

    reponse = coordinatrice.get(ACCUEIL)

    contenu = reponse.content.decode()
    assert [len(s.extrait.lignes) for s in reponse.context["file"].sections] == [10, 10]
    assert 'href="/admin/mediatheque/lien/?etat__exact=mort">Voir les 11<' in contenu
    assert 'href="/admin/file/a-relire/">Voir les 11<' in contenu
    toutes = coordinatrice.get("/admin/file/a-relire/").context["section"]
    assert [ligne.titre for ligne in toutes.extrait.lignes] == [f"Page {r}" for r in range(11)]


def test_a_group_alone_goes_by_pages(coordinatrice, portail_en_ordre):
    _remplir(coordinatrice.user, 8 * 101)

    premiere = coordinatrice.get("/admin/file/a-relire/")
    seconde = coordinatrice.get("/admin/file/a-relire/?page=2")

    assert len(premiere.context["section"].extrait.lignes) == 100
    assert "?page=2" in premiere.content.decode()
    (derniere,) = seconde.context["section"].extrait.lignes
    assert derniere not in premiere.context["section"].extrait.lignes
    assert coordinatrice.get("/admin/file/a-relire/?page=abc").status_code == 200
    assert coordinatrice.get("/admin/file/inconnu/").status_code == 404


@pytest.mark.parametrize("nombre", [10, 1000])
def test_the_home_page_costs_the_same_at_any_volume(
    coordinatrice, portail_en_ordre, django_assert_num_queries, nombre
):
    _remplir(coordinatrice.user, nombre)

    # The session, the person, their rights (2), what sleeps, one per source (6).
    with django_assert_num_queries(11):
        reponse = coordinatrice.get(ACCUEIL)

    lue = reponse.context["file"]
    assert sum(s.extrait.total for s in lue.sections) == nombre
    assert not any(s.erreur for s in lue.sections)


def _remplir(user, nombre):
    """`nombre` lines of eight kinds, and as many asleep as one eighth of them."""
    lots = [range(sorte, nombre, 8) for sorte in range(8)]
    territoire, heure = make_territoire(), timezone.now()

    def fiches(model, lot, **champs):
        return model.objects.bulk_create(
            model(titre=f"Fiche {n:04}", slug=f"fiche-{n}", **champs) for n in lot
        )

    a_relire = {"etat": Etat.A_RELIRE, "territoire": territoire}
    fiches(Initiative, lots[0], **a_relire)
    fiches(Idee, lots[1], etat=Etat.A_RELIRE, motif="À préciser.", annee=2023)
    fiches(Page, lots[2], etat=Etat.PROGRAMMEE, published_at=heure + timedelta(days=2))
    fiches(Podcast, lots[3], etat=Etat.PUBLIEE, published_at=heure)
    Lien.objects.bulk_create(Lien(url=f"https://{n}.example/", etat="mort") for n in lots[4])
    ancienne = {"published_at": heure - timedelta(days=400), "territoire": territoire}
    fiches(Initiative, lots[5], etat=Etat.PUBLIEE, **ancienne)
    en_ligne = fiches(Page, [*lots[6], *lots[7]], etat=Etat.PUBLIEE, published_at=heure)
    type_ = ContentType.objects.get_for_model(Page)
    versions = Revision.objects.bulk_create(
        Revision(
            content_type=type_,
            objet_pk=page.pk,
            numero=1,
            statut="en_attente" if rang < len(lots[6]) else "ecartee",
            instantane={},
            empreinte="0" * 64,
            titre=page.titre,
            auteur=user,
        )
        for rang, page in enumerate(en_ligne)
    )
    liens = LienApercu.objects.bulk_create(
        LienApercu(
            revision=version,
            destinataire="Service",
            empreinte=f"{version.pk}",
            auteur=user,
            expires_at=heure + timedelta(days=7),
        )
        for version in versions[len(lots[6]) :]
    )
    ReponseApercu.objects.bulk_create(ReponseApercu(lien=li, verdict="bon") for li in liens)
    endormies = fiches(Initiative, (10_000 + n for n in lots[0]), **a_relire)
    Sommeil.objects.bulk_create(
        Sommeil(
            cle=f"a-relire:fabrique.initiative:{fiche.pk}",
            titre=fiche.titre,
            motif="Plus tard.",
            jusqu_au=heure.date() + timedelta(days=2),
            auteur=user,
        )
        for fiche in endormies
    )
