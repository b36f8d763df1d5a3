"""A bad record stops the loading: which file, which record, why; and nothing is written."""

import pytest
from django.core.management import CommandError, call_command

from chantiers.models import MotCle
from fabrique.models import Initiative
from mediatheque.models import Lien
from pages.contenu.assemblage import assembler
from pages.contenu.lecture import ContenuInvalide
from pages.models import FicheChargee, Page
from tests.contenu.conftest import TERRITOIRES
from tests.contenu.refus import REFUS, REFUS_TARDIF


@pytest.mark.parametrize(("fichier", "avant", "apres", "raison"), REFUS.values(), ids=REFUS)
def test_bad_record_is_refused_with_its_reason(dossier, changer, fichier, avant, apres, raison):
    changer(fichier, avant, apres)

    with pytest.raises(ContenuInvalide) as refus:
        assembler(dossier, TERRITOIRES)

    assert str(refus.value).replace("\u00a0", " ") == fichier + raison


def _message(dossier):
    with pytest.raises(CommandError) as arret:
        call_command("charger_contenu", dossier=dossier, verbosity=0)
    return str(arret.value).replace("\u00a0", " ")


def _ecrites():
    return [m.objects.count() for m in (Lien, MotCle, Initiative, Page, FicheChargee)]


ARRETS = {"part_impossible": REFUS_TARDIF} | {
    nom: REFUS[nom] for nom in ("cle_inconnue", "cle_manquante", "evenement_inconnu")
}


@pytest.mark.usefixtures("geographie")
@pytest.mark.parametrize(("fichier", "avant", "apres", "raison"), ARRETS.values(), ids=ARRETS)
def test_bad_record_stops_everything(dossier, changer, fichier, avant, apres, raison):
    changer(fichier, avant, apres)

    message = _message(dossier)

    assert message == f"content/{fichier}{raison}. Rien n’a été écrit."
    assert _ecrites() == [0, 0, 0, 0, 0]


def test_missing_file_is_refused(dossier):
    (dossier / "series.yaml").unlink()

    with pytest.raises(ContenuInvalide, match=r"^series\.yaml\s: fichier illisible \("):
        assembler(dossier, TERRITOIRES)


def test_empty_file_is_refused(dossier):
    (dossier / "series.yaml").write_text("", encoding="utf-8")

    with pytest.raises(
        ContenuInvalide, match=r"^series\.yaml\s: des rubriques sont attendues$"
    ):
        assembler(dossier, TERRITOIRES)


@pytest.mark.django_db
def test_geography_comes_first(dossier):
    assert _message(dossier) == (
        "La géographie officielle n’est pas chargée. Lancez d’abord : "
        "python manage.py charger_territoires"
    )


@pytest.mark.django_db
@pytest.mark.usefixtures("geographie")
def test_missing_folder_says_so(tmp_path):
    assert _message(tmp_path / "absent").endswith("absent n’existe pas.")
