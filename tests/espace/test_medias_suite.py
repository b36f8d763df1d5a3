"""Images and documents, further: together, in a proposal, up to the limits, undone whole."""

import pytest
from django.urls import reverse

from espace.copie import commencer_amendement
from espace.forms.medias import DOCUMENTS_AU_PLUS, IMAGES_AU_PLUS
from espace.models import Amendement
from espace.views.saisie import TELEVERSEMENTS
from fabrique.models import IllustrationInitiative, Initiative
from mediatheque.models import Document, Image
from protection import quotas
from solidaires.publication import Etat
from tests.espace.saisies import adresse, champs, connecter, remplir
from tests.factories import make_agent, make_initiative
from tests.mediatheque.fichiers import image, pdf

pytestmark = pytest.mark.django_db

ETAPE = "images-documents"


@pytest.fixture
def stockage(settings, tmp_path):
    """The folder where uploads of the test go, empty."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.MEDIA_ROOT.mkdir()
    return settings.MEDIA_ROOT


@pytest.fixture
def ada():
    return connecter(make_agent("ada@gironde.example").user)


@pytest.fixture
def blaise():
    """Her colleague, on another machine."""
    return connecter(make_agent("blaise@gironde.example").user)


@pytest.fixture
def fiche():
    return make_initiative(etat=Etat.BROUILLON, published_at=None)


def _image(mots, **suite):
    return {
        "nouvelle_image-fichier": image(),
        "nouvelle_image-credit": "Photo Anaïs Sibelait",
        "nouvelle_image-alt": mots,
        "nouvelle_image-droits": "on",
        "_action": "nouvelle_image",
        **suite,
    }


def _document(titre):
    return {
        "nouveau_document-titre": titre,
        "nouveau_document-fichier": pdf(),
        "_action": "nouveau_document",
    }


def _ajouter(client, fiche, *noms):
    for nom in noms:
        remplir(client, fiche, ETAPE, **_image(nom))


def _alternatives(fiche):
    """What is said of the main image, then of the others, in order."""
    fiche = Initiative.objects.get(pk=fiche.pk)
    principale = [fiche.image_alt] if fiche.image else []
    return principale + [i.image_alt for i in fiche.illustrations.all()]


def _fichiers(stockage):
    return [f for f in stockage.rglob("*") if f.is_file()]


def test_an_illustration_takes_the_place_of_the_main_image_and_back(ada, fiche, stockage):
    _ajouter(ada, fiche, "Un", "Deux", "Trois")
    deux = fiche.illustrations.get(image_alt="Deux")

    remplir(ada, fiche, ETAPE, _action=f"principale:{deux.pk}")
    assert _alternatives(fiche) == ["Deux", "Un", "Trois"]

    remplir(ada, fiche, ETAPE, _action="retirer:principale")
    assert _alternatives(fiche) == ["Un", "Trois"]
    un = fiche.illustrations.get(image_alt="Un")
    remplir(ada, fiche, ETAPE, _action=f"principale:{un.pk}")
    assert _alternatives(fiche) == ["Un", "Trois"]
    assert fiche.illustrations.count() == 1


def test_an_illustration_is_taken_away_and_its_file_stays_for_the_history(ada, fiche, stockage):
    _ajouter(ada, fiche, "Un", "Deux")
    deux = fiche.illustrations.get()

    remplir(ada, fiche, ETAPE, _action=f"retirer:{deux.pk}")

    assert _alternatives(fiche) == ["Un"]
    assert Image.objects.count() == 2


@pytest.mark.parametrize(
    "action",
    [
        "monter:0",
        "descendre:999999",
        "retirer:abc",
        "principale:",
        "retirer-document:7",
        "x:y",
        ":",
    ],
)
def test_a_move_of_what_is_not_there_moves_nothing(ada, fiche, stockage, action):
    _ajouter(ada, fiche, "Un", "Deux")

    remplir(ada, fiche, ETAPE, _action=action)

    assert _alternatives(fiche) == ["Un", "Deux"]


def test_ends_of_the_list_do_not_move_further(ada, fiche, stockage):
    _ajouter(ada, fiche, "Un", "Deux", "Trois")
    deux, trois = fiche.illustrations.all()

    remplir(ada, fiche, ETAPE, _action=f"monter:{deux.pk}")
    remplir(ada, fiche, ETAPE, _action=f"descendre:{trois.pk}")

    assert _alternatives(fiche) == ["Un", "Deux", "Trois"]


def test_moving_keeps_what_was_typed_beside(ada, fiche, stockage):
    _ajouter(ada, fiche, "Un", "Deux")
    deux = fiche.illustrations.get()

    remplir(
        ada,
        fiche,
        ETAPE,
        _action=f"principale:{deux.pk}",
        **{f"image-{deux.pk}-alt": "Deux, corrigé", "image-principale-alt": "Un, corrigé"},
    )

    assert _alternatives(fiche) == ["Deux, corrigé", "Un, corrigé"]


def test_a_wrong_description_does_not_stop_the_file_beside(ada, fiche, stockage):
    _ajouter(ada, fiche, "Un")

    page = remplir(ada, fiche, ETAPE, **_image("Deux"), **{"image-principale-alt": ""})

    assert _alternatives(fiche) == ["Un", "Deux"]
    assert "Dites en une phrase ce que l’image apprend" in page.text
    # The image added is in its place, and its form is empty for the next one.
    assert page.text.count("Photo Anaïs Sibelait") >= 2
    assert page.context["saisie"].nouvelle_image.is_bound is False


def test_two_people_add_an_image_at_the_same_time(ada, blaise, fiche, stockage):
    ouverte = champs(blaise.get(adresse(fiche, ETAPE)))
    _ajouter(ada, fiche, "La sienne")

    blaise.post(adresse(fiche, ETAPE), {**ouverte, **_image("La mienne")})

    assert _alternatives(fiche) == ["La sienne", "La mienne"]


def test_second_to_describe_an_image_is_told_and_keeps_what_was_typed(
    ada, blaise, fiche, stockage
):
    _ajouter(ada, fiche, "Un")
    ouverte = champs(blaise.get(adresse(fiche, ETAPE)))
    remplir(ada, fiche, ETAPE, **{"image-principale-alt": "Un marché"})
    mienne = {**ouverte, "image-principale-alt": "Une halle"}

    conflit = blaise.post(adresse(fiche, ETAPE), mienne)
    assert "Quelqu’un l’a décrite autrement" in conflit.text
    assert "Un marché" in conflit.text
    assert 'value="Une halle"' in conflit.text
    assert _alternatives(fiche) == ["Un marché"]

    blaise.post(adresse(fiche, ETAPE), {**champs(conflit)})
    assert _alternatives(fiche) == ["Une halle"]


def test_nonsense_about_an_image_is_told_and_changes_nothing(ada, fiche, stockage):
    _ajouter(ada, fiche, "Un")

    page = remplir(
        ada, fiche, ETAPE, **{"image-principale-alt": "a\0b", "image-principale-vu": "\0"}
    )

    assert page.context["saisie"].images[0].errors["alt"]
    assert _alternatives(fiche) == ["Un"]


def test_a_proposal_has_its_own_images_and_the_page_online_does_not_move(
    ada, fiche, stockage, visitor
):
    fiche = make_initiative("Revenu jeunes")
    commencer_amendement(fiche, ada.user)
    _ajouter(ada, fiche, "Un", "Deux", "Trois")
    page = ada.get(adresse(fiche, ETAPE))
    trois = page.context["saisie"].images[-1].cle

    remplir(ada, fiche, ETAPE, _action=f"monter:{trois}")
    remplir(ada, fiche, ETAPE, **_document("Bilan 2024"))

    amendement = Amendement.objects.get()
    assert _alternatives(fiche) == []
    assert amendement.instantane["champs"]["image_alt"] == "Un"
    assert [
        partie["champs"]["image_alt"]
        for partie in amendement.instantane["parties"]["illustrations"]
    ] == ["Trois", "Deux"]
    assert amendement.instantane["relations"]["documents"] == [Document.objects.get().pk]
    apercu = ada.get(reverse("espace:apercu", args=[fiche.pk])).text
    assert 'alt="Trois"' in apercu
    assert 'alt="Trois"' not in visitor.get(fiche.get_absolute_url()).text


def test_the_tenth_image_is_the_last(ada, fiche, stockage):
    _ajouter(ada, fiche, "Un")
    photo = Image.objects.get()
    for rang in range(1, IMAGES_AU_PLUS):
        IllustrationInitiative.objects.create(
            initiative=fiche, image=photo, image_alt=f"Image {rang}", ordre=rang
        )

    page = remplir(ada, fiche, ETAPE, **_image("De trop"))

    assert "Une fiche a 10 images au plus" in page.text
    assert 'value="De trop"' in page.text
    assert (Image.objects.count(), len(_alternatives(fiche))) == (1, IMAGES_AU_PLUS)


def test_the_tenth_document_is_the_last(ada, fiche, stockage):
    remplir(ada, fiche, ETAPE, **_document("Un"))
    un = Document.objects.get()
    for rang in range(1, DOCUMENTS_AU_PLUS):
        fiche.documents.create(titre=f"Document {rang}", fichier=un.fichier.name)

    page = remplir(ada, fiche, ETAPE, **_document("De trop"))

    assert "Une fiche a 10 documents au plus" in page.text
    assert 'value="De trop"' in page.text
    assert Document.objects.count() == DOCUMENTS_AU_PLUS


def test_a_territory_sends_so_many_files_a_day(ada, fiche, stockage):
    for _ in range(TELEVERSEMENTS.nombre):
        quotas.consommer("televersement", str(fiche.territoire_id), TELEVERSEMENTS)

    page = remplir(ada, fiche, ETAPE, **_image("Une de trop"))

    assert "recommencez demain" in page.text
    assert 'value="Une de trop"' in page.text
    assert (Image.objects.count(), _fichiers(stockage)) == (0, [])


def test_a_file_goes_with_the_answers_that_cannot_be_kept(ada, fiche, stockage):
    # Not an address that the rows may say: the version is refused once the file is stored.
    Initiative.objects.filter(pk=fiche.pk).update(slug="Été")

    page = remplir(ada, fiche, ETAPE, **_image("Un"))

    assert 'value="Un"' in page.text
    assert (Image.objects.count(), _alternatives(fiche), _fichiers(stockage)) == (0, [], [])


@pytest.mark.parametrize("nombre", [1, 3])
def test_the_step_costs_the_same_with_one_image_or_three(
    ada, fiche, stockage, django_assert_num_queries, nombre
):
    _ajouter(ada, fiche, *(f"Image {rang}" for rang in range(nombre)))

    with django_assert_num_queries(22):
        ada.get(adresse(fiche, ETAPE))
