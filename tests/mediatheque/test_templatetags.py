"""The tags that print an image: complete, described, without a query."""

import pytest
from django.template import Context, Template
from django.utils.html import escape

from forum.models import Idee
from mediatheque.forms import ImageForm
from tests.factories import make_idee
from tests.mediatheque import fichiers

pytestmark = pytest.mark.django_db


def _afficher(balise, usage):
    return Template("{% load images %}" + balise).render(Context({"usage": usage})).strip()


def _image(taille=(1000, 800), **champs):
    valeurs = {"titre": "Place", "credit": "Photo A. & B.", "foyer_x": 0.5, "foyer_y": 0.5}
    formulaire = ImageForm(valeurs | champs, {"fichier": fichiers.image(taille=taille)})
    return formulaire.save()


def test_image_prints_both_formats_in_every_width():
    image = _image()
    idee = make_idee(image=image, image_alt="Des tables « dehors » & des gens")
    base = image.fichier.url.removesuffix(".jpg")

    html = _afficher(
        '{% image usage ratio="3/2" sizes="(min-width: 60rem) 24rem, 100vw" %}', idee
    )

    largeurs = (320, 640, 960)
    webp = ", ".join(f"{base}-3x2-50-50-{n}.webp {n}w" for n in largeurs)
    jpeg = ", ".join(f"{base}-3x2-50-50-{n}.jpg {n}w" for n in largeurs)
    sizes = 'sizes="(min-width: 60rem) 24rem, 100vw"'
    assert html == (
        "<picture>\n"
        f'  <source type="image/webp" srcset="{webp}" {sizes}>\n'
        f'  <img src="{base}-3x2-50-50-960.jpg" srcset="{jpeg}" {sizes} width="960" height="640" '
        f'alt="{escape(idee.image_alt)}" loading="lazy" decoding="async">\n'
        "</picture>"
    )


def test_every_address_printed_is_a_stored_file(validation, stockage):
    with validation():
        idee = make_idee(image=_image(), image_decorative=True)

    for balise in ("{% image usage %}", '{% image usage ratio="3/2" %}'):
        adresses = [
            morceau
            for morceau in _afficher(balise, idee).replace('"', " ").replace(",", " ").split()
            if morceau.startswith("/media/")
        ]
        assert len(adresses) == 7
        assert {adresse.removeprefix("/media/") for adresse in adresses} <= set(stockage())


def test_a_decorative_image_has_an_empty_alternative():
    idee = make_idee(image=_image(), image_decorative=True)

    assert ' alt="" ' in _afficher("{% image usage %}", idee)


def test_the_first_image_of_a_page_is_not_lazy():
    idee = make_idee(image=_image(), image_decorative=True)

    html = _afficher("{% image usage priorite=True %}", idee)

    assert 'loading="eager" fetchpriority="high"' in html
    assert "lazy" not in html


def test_figure_prints_its_credit_and_repeats_its_caption_as_its_name():
    idee = make_idee(image=_image(), image_alt="Des tables")

    avec = _afficher('{% image_figure usage legende="La place un soir d’été." %}', idee)
    sans = _afficher("{% image_figure usage %}", idee)

    assert 'role="figure" aria-label="La place un soir d’été. Photo A. &amp; B."' in avec
    assert (
        '<figcaption class="figure__legende">La place un soir d’été. '
        '<small class="figure__credit">Photo A. &amp; B.</small></figcaption>'
    ) in avec
    assert 'aria-label="Photo A. &amp; B."' in sans
    assert '<figcaption class="figure__legende"><small' in sans


@pytest.mark.parametrize("balise", ["{% image usage %}", "{% image_figure usage %}"])
def test_nothing_is_printed_without_image(balise):
    assert _afficher(balise, make_idee()) == ""
    assert _afficher(balise, None) == ""


def test_a_ratio_whose_files_are_never_made_is_an_error():
    with pytest.raises(ValueError, match="17/3"):
        _afficher('{% image usage ratio="17/3" %}', make_idee())


@pytest.mark.parametrize("nombre", [1, 3])
def test_a_list_of_images_costs_no_query(django_assert_num_queries, nombre):
    for rang in range(nombre):
        make_idee(f"Idée {rang}", image=_image(), image_decorative=True)

    with django_assert_num_queries(1):
        for idee in Idee.objects.select_related("image"):
            assert "<picture>" in _afficher("{% image usage %}", idee)
            assert "<figure" in _afficher('{% image_figure usage ratio="3/2" %}', idee)
