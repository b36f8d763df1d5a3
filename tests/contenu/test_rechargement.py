"""Loading again: nothing moves, what somebody changed or deleted stays so, the rest follows content/."""

import pytest
from django.apps import apps
from django.core.management import call_command

from chantiers.models import Theme
from evenements.models import Journees
from fabrique.models import Initiative
from mediatheque.models import Lien
from pages.models import FicheChargee, Page
from publications.models import Podcast
from solidaires.publication import Etat
from tests.factories import make_idee

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("charge")]

TOTAL = 257


@pytest.fixture
def recharger(capsys):
    """Run the command; returns the lines that it prints, no-break spaces made plain."""

    def recharger(*args, **options):
        call_command("charger_contenu", *args, **options)
        return capsys.readouterr().out.replace("\u00a0", " ").splitlines()

    return recharger


def _lignes():
    """Every row of every table of the project, dates included, keys of relations too."""
    return {
        modele._meta.label: list(modele.objects.order_by("pk").values_list())
        for modele in apps.get_models(include_auto_created=True)
        if not modele.__module__.startswith("django.")
    }


def test_loading_twice_changes_nothing(recharger):
    avant = _lignes()

    sortie = recharger()

    assert sortie == [f"Contenu : 0 créé, 0 modifié, {TOTAL} inchangés."]
    assert _lignes() == avant
    assert len(avant["fabrique.Initiative"]) == 21


def test_report_by_type_on_demand(recharger):
    sortie = recharger(verbosity=2)

    assert sortie[0] == "  liens : 0 créé, 0 modifié, 106 inchangés"
    assert sortie[-1] == f"Contenu : 0 créé, 0 modifié, {TOTAL} inchangés."
    assert len(sortie) == 16


def test_edit_of_the_coordinator_survives(recharger):
    initiative = Initiative.objects.get(slug="ssa-gironde")
    initiative.titre = "La caisse commune de Gironde"
    initiative.save()
    avant = _lignes()

    sortie = recharger()

    assert sortie == [
        f"Contenu : 0 créé, 0 modifié, {TOTAL - 1} inchangés, 1 conservé.",
        "Conservées telles quelles, car modifiées dans l’administration (--remplacer les récrit) :",
        "  - initiative « La caisse commune de Gironde »",
    ]
    assert _lignes() == avant


def test_edits_of_what_belongs_to_a_sheet_survive(recharger):
    initiatives = {i.slug: i for i in Initiative.objects.all()}
    initiatives["ssa-gironde"].themes.remove(Theme.objects.get(slug="alimentation"))
    initiatives["imagine-la-nievre"].mots_cles.add("entraide")
    initiatives["revenu-jeunes-44"].chiffres.first().delete()
    initiatives["pass-mirail-33"].chiffres.create(libelle="jeunes reçus", valeur=12)
    initiatives["tznr-54"].chiffres.update(periode="2024")
    initiatives["cheque-alim-93"].etapes.create(stade="experimentation", annee=2022)
    initiatives["eusko"].sources.clear()
    avant = _lignes()

    sortie = recharger()

    assert sortie[0] == f"Contenu : 0 créé, 0 modifié, {TOTAL - 7} inchangés, 7 conservés."
    assert _lignes() == avant


def test_new_address_of_a_sheet_makes_no_second_sheet(recharger):
    Initiative.objects.filter(slug="ssa-gironde").update(slug="caisse-commune")

    recharger()

    assert Initiative.objects.filter(slug__in=["caisse-commune", "ssa-gironde"]).count() == 1


def test_what_the_content_does_not_speak_of_is_free(recharger):
    initiative = Initiative.objects.get(slug="ssa-gironde")
    initiative.limites = "<p>Le financement n’est pas assuré.</p>"
    initiative.save()
    initiative.retire("Relue par le Département.")

    sortie = recharger("--remplacer")

    initiative.refresh_from_db()
    assert sortie == [f"Contenu : 0 créé, 0 modifié, {TOTAL} inchangés."]
    assert initiative.etat == Etat.RETIREE
    assert initiative.limites == "<p>Le financement n’est pas assuré.</p>"


def test_deleted_sheet_stays_deleted(recharger):
    Journees.objects.get(annee=2020).delete()

    sortie = recharger()

    assert sortie == [f"Contenu : 0 créé, 0 modifié, {TOTAL - 1} inchangés, 1 écarté."]
    assert not Journees.objects.filter(annee=2020).exists()


def test_deleted_theme_is_not_put_back_on_the_sheets(recharger):
    Theme.objects.get(slug="alimentation").delete()

    sortie = recharger()

    assert sortie == [f"Contenu : 0 créé, 0 modifié, {TOTAL - 1} inchangés, 1 écarté."]
    assert not Theme.objects.filter(slug="alimentation").exists()


def test_remplacer_puts_back_what_was_changed_or_deleted(recharger):
    premiere = Initiative.objects.get(slug="ssa-gironde")
    mise_en_ligne = premiere.published_at
    Initiative.objects.filter(pk=premiere.pk).update(titre="Autre titre", annee=1999)
    premiere.chiffres.all().delete()
    Page.objects.get(slug="manifeste").delete()

    sortie = recharger("--remplacer")

    premiere.refresh_from_db()
    assert sortie == [f"Contenu : 1 créé, 1 modifié, {TOTAL - 2} inchangés."]
    assert (premiere.titre, premiere.annee) == ("Sécurité sociale de l’alimentation", 2024)
    assert premiere.chiffres.count() == 3
    assert premiere.published_at == mise_en_ligne
    assert Page.objects.published().filter(slug="manifeste").exists()


def test_untouched_sheets_follow_their_file(recharger, dossier, changer):
    changer(
        "initiatives.yaml", "titre: Smicval Market", "titre: Smicval Market, le libre-échange"
    )
    changer(
        "barometre.yaml",
        "    - option: D’accord\n      valeur: 84",
        """    - option: Pas d’accord
      valeur: 16
      sources:
      - https://www.solutions-solidaires.fr/barometre-des-solutions-solidaires-2023
    - option: D’accord
      valeur: 84""",
    )
    mise_en_ligne = Initiative.objects.get(slug="smicval-market-33").published_at

    sortie = recharger(dossier=dossier)
    ensuite = recharger(dossier=dossier)

    initiative = Initiative.objects.get(slug="smicval-market-33")
    assert sortie == [f"Contenu : 0 créé, 2 modifiés, {TOTAL - 2} inchangés."]
    assert ensuite == [f"Contenu : 0 créé, 0 modifié, {TOTAL} inchangés."]
    assert initiative.titre == "Smicval Market, le libre-échange"
    assert initiative.published_at == mise_en_ligne


def test_changed_sheets_do_not_follow_their_file(recharger, dossier, changer):
    changer(
        "initiatives.yaml", "titre: Smicval Market", "titre: Smicval Market, le libre-échange"
    )
    Initiative.objects.filter(slug="smicval-market-33").update(porteur="Le Smicval")

    sortie = recharger(dossier=dossier)

    initiative = Initiative.objects.get(slug="smicval-market-33")
    assert sortie[0] == f"Contenu : 0 créé, 0 modifié, {TOTAL - 1} inchangés, 1 conservé."
    assert (initiative.titre, initiative.porteur) == ("Smicval Market", "Le Smicval")


def test_new_records_are_created_and_published(recharger, dossier, changer):
    changer(
        "podcasts.yaml",
        "podcasts: []",
        """podcasts:
- id: mieux-manger
  titre: 'Peut-on mieux manger ensemble ?'
  elu: Une élue
  themes: [alimentation]
  date: 2026-03-02
  url: https://example.org/ecouter
  source: document-fondateur""",
    )
    changer(
        "barometre.yaml",
        "    note: 'Intitulé de modalité reconstitué",
        """    ventilation:
    - groupe: Moins de 35 ans
      modalite: D’accord
      valeur: 90
      sources: [document-fondateur]
    note: 'Intitulé de modalité reconstitué""",
    )

    sortie = recharger(dossier=dossier)

    podcast = Podcast.objects.published().get()
    assert sortie == [f"Contenu : 2 créés, 1 modifié, {TOTAL - 1} inchangés."]
    assert podcast.titre == "Peut-on mieux manger ensemble\u00a0?"
    assert (podcast.elu, podcast.porteur) == ("Une élue", "")
    assert (podcast.lien.etat, podcast.lien.href) == ("a_verifier", "")
    assert [t.slug for t in podcast.themes.all()] == ["alimentation"]


def test_row_made_by_hand_is_adopted_not_overwritten(recharger, dossier, changer):
    make_idee("Ma version", slug="nouvelle-idee", corps="<p>À la main.</p>")
    changer(
        "idees.yaml",
        "- id: essayer-ensemble\n",
        """- id: nouvelle-idee
  titre: La version du contenu
  resume: Un résumé.
  sur_site: false
  source: document-fondateur
- id: essayer-ensemble
""",
    )

    sortie = recharger(dossier=dossier)

    assert sortie[0] == f"Contenu : 0 créé, 0 modifié, {TOTAL} inchangés, 1 conservé."
    assert sortie[-1] == "  - idée « Ma version »"


def test_link_that_the_coordinator_checked_stays_checked(recharger):
    Lien.objects.filter(url__endswith="le-replay-2024").update(etat="mort")

    sortie = recharger()

    assert sortie[-1] == "  - lien « Rediffusion des Journées 2024 »"
    assert Lien.objects.get(url__endswith="le-replay-2024").etat == "mort"


def test_without_the_ledger_nothing_is_overwritten(recharger):
    """A base restored without it: what is the same is known again, what differs is left alone."""
    FicheChargee.objects.all().delete()
    Initiative.objects.filter(slug="ssa-gironde").update(titre="Autre titre")

    sortie = recharger()

    assert sortie[0] == f"Contenu : 0 créé, 0 modifié, {TOTAL - 1} inchangés, 1 conservé."
    assert FicheChargee.objects.count() == TOTAL - 1
