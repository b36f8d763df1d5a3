"""Images, documents and links in the back office: whole or not at all, and where they are used."""

import pytest
from django.contrib.admin.models import LogEntry
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from mediatheque.models import Document, Image, Lien
from tests.factories import (
    make_idee,
    make_initiative,
    make_intervention,
    make_journees,
    make_lien,
)
from tests.mediatheque import fichiers

pytestmark = [pytest.mark.django_db, pytest.mark.ignore_template_errors]


def _url(nom, page, *args):
    return reverse(f"admin:mediatheque_{nom}_{page}", args=args)


@pytest.fixture
def ajouter(coordinatrice, validation):
    """Send the form of a new image or document as the coordinator; returns the response."""

    def ajouter(nom, upload, **champs):
        valeurs = {"titre": "Place du village", "fichier": upload}
        if nom == "image":
            valeurs |= {"credit": "Photo A. Lovelace", "foyer_x": "0.5", "foyer_y": "0.5"}
        with validation():
            return coordinatrice.post(_url(nom, "add"), valeurs | champs)

    return ajouter


def test_an_image_is_added_previewed_and_listed(coordinatrice, ajouter, stockage):
    reponse = ajouter("image", fichiers.image(taille=(1000, 800), nom="../../x.jpeg"))

    assert reponse.status_code == 302
    image = Image.objects.get()
    assert stockage() == sorted(image.fichiers())
    base = image.fichier.url.removesuffix(".jpg")
    fiche = coordinatrice.get(_url("image", "change", image.pk)).content.decode()
    alt = "Aperçu de « Place du village »"
    assert f'<img src="{base}-entier-320.webp" alt="{alt}" width="320" height="256"' in fiche
    assert f'<img src="{base}-3x2-50-50-320.webp" alt="{alt}" width="320" height="213"' in fiche
    assert "1000 × 800 pixels" in fiche
    liste = coordinatrice.get(_url("image", "changelist")).content.decode()
    assert f'<img src="{base}-entier-320.webp" alt="{alt}" width="96" height="77"' in liste


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("photo.jpg", b"Bonjour"), "pas une image lisible"),
        (SimpleUploadedFile("photo.jpg", b""), "vide"),
        (SimpleUploadedFile("i.heic", b"\0\0\0\x18ftypheic" + b"\0" * 64), "HEIC"),
        (SimpleUploadedFile("i.svg", b"<svg onload='alert(1)'/>"), "Le format SVG"),
        (SimpleUploadedFile("t.jpg", fichiers.image().read()[:2000]), "incomplète"),
        (fichiers.bombe(10_000, 6_000), "40 mégapixels"),
        (fichiers.bombe(20_000, 20_000), "40 mégapixels"),
    ],
)
def test_a_bad_image_keeps_the_form_and_stores_nothing(ajouter, stockage, upload, message):
    reponse = ajouter("image", upload)

    html = reponse.content.decode()
    assert reponse.status_code == 200
    assert message in "".join(reponse.context["adminform"].form.errors["fichier"])
    assert message in html
    assert 'value="Place du village"' in html
    assert 'value="Photo A. Lovelace"' in html
    assert not Image.objects.exists()
    assert stockage() == []


@pytest.mark.parametrize("champs", [{"credit": ""}, {"foyer_x": "1.2"}, {"foyer_y": "nan"}])
def test_an_error_elsewhere_stores_no_file(ajouter, stockage, champs):
    reponse = ajouter("image", fichiers.image(), **champs)

    assert reponse.context["errors"]
    assert not Image.objects.exists()
    assert stockage() == []


def test_a_bad_replacement_keeps_the_image_as_it_was(
    coordinatrice, ajouter, stockage, validation
):
    ajouter("image", fichiers.image())
    image, avant = Image.objects.get(), stockage()
    valeurs = {"titre": "Autre", "credit": "Autre", "foyer_x": "0.1", "foyer_y": "0.1"}

    with validation():
        reponse = coordinatrice.post(
            _url("image", "change", image.pk), valeurs | {"fichier": fichiers.image("GIF")}
        )

    assert "Le format GIF" in reponse.content.decode()
    image.refresh_from_db()
    assert image.titre == "Place du village"
    assert stockage() == avant


def test_a_long_name_of_file_is_no_obstacle(ajouter):
    ajouter("image", fichiers.image(nom="é" * 200 + ".jpg"))
    ajouter("document", fichiers.pdf(nom="é" * 200 + ".pdf"))

    assert Image.objects.count() == Document.objects.count() == 1


@pytest.mark.parametrize(
    ("upload", "message"),
    [
        (SimpleUploadedFile("d.pdf", b"<html>%PDF-</html>"), "pas un PDF"),
        (fichiers.pdf(nom="cahier.docx"), "pas un PDF"),
        (fichiers.pdf(b"/Encrypt 4 0 R"), "mot de passe"),
        (fichiers.pdf(b"/OpenAction << /S /JavaScript /JS (app.alert) >>"), "programme"),
    ],
)
def test_a_bad_document_keeps_the_form_and_stores_nothing(ajouter, stockage, upload, message):
    reponse = ajouter("document", upload)

    html = reponse.content.decode()
    assert message in html
    assert 'value="Place du village"' in html
    assert not Document.objects.exists()
    assert stockage() == []


def test_a_document_is_listed_with_its_weight(coordinatrice, ajouter):
    ajouter("document", fichiers.pdf())
    Document.objects.update(poids=1_850_000)

    liste = coordinatrice.get(_url("document", "changelist")).content.decode()

    assert "1,9 Mo" in liste


def test_a_used_image_says_where_and_cannot_be_deleted(
    coordinatrice, ajouter, stockage, validation
):
    ajouter("image", fichiers.image())
    image = Image.objects.get()
    idee = make_idee("Une place pour tous", image=image, image_decorative=True)
    initiative = make_initiative("Tables ouvertes")
    initiative.illustrations.create(image=image, image_alt="Une table", legende="Le soir")

    fiche = coordinatrice.get(_url("image", "change", image.pk)).content.decode()
    with validation():
        refus = coordinatrice.post(_url("image", "delete", image.pk), {"post": "yes"})

    part = "illustration : Le soir (initiative : Tables ouvertes)"
    liens = [
        f'<a href="{idee.get_admin_url()}">idée : Une place pour tous</a>',
        f'<a href="{initiative.get_admin_url()}">{part}</a>',
    ]
    for lien in liens:
        assert lien in fiche
        assert refus.content.decode().count(lien) == 1
    assert Image.objects.get() == image
    assert stockage() == sorted(image.fichiers())


def test_a_link_of_a_part_leads_to_the_sheet_that_holds_it(coordinatrice):
    lien = make_lien()
    journees = make_journees(2024)
    make_intervention(journees=journees, source=lien)

    fiche = coordinatrice.get(_url("lien", "change", lien.pk)).content.decode()

    assert f'<li><a href="{journees.get_admin_url()}">intervention : ' in fiche


def test_an_unused_image_says_so_and_is_deleted_with_its_files(
    coordinatrice, ajouter, stockage, validation
):
    ajouter("image", fichiers.image())
    image = Image.objects.get()

    fiche = coordinatrice.get(_url("image", "change", image.pk)).content.decode()
    with validation():
        coordinatrice.post(_url("image", "delete", image.pk), {"post": "yes"})

    assert "Nulle part pour l’instant." in fiche
    assert not Image.objects.exists()
    assert stockage() == []


def test_a_bulk_deletion_takes_the_files_and_spares_the_used(
    coordinatrice, ajouter, stockage, validation
):
    for titre in ("Une", "Deux", "Trois"):
        ajouter("image", fichiers.image(), titre=titre)
    une, deux, trois = Image.objects.order_by("pk")
    make_idee(image=trois, image_decorative=True)
    demande = {"action": "delete_selected", "post": "yes"}

    def supprimer(*choisies):
        with validation():
            coordinatrice.post(
                _url("image", "changelist"),
                demande | {"_selected_action": [image.pk for image in choisies]},
            )

    supprimer(deux, trois)
    assert Image.objects.count() == 3
    supprimer(une, deux)

    assert Image.objects.get() == trois
    assert stockage() == sorted(trois.fichiers())


def test_a_cited_document_or_link_cannot_be_deleted(coordinatrice, ajouter, validation):
    ajouter("document", fichiers.pdf())
    document, lien, libre = (
        Document.objects.get(),
        make_lien(),
        make_lien("https://example.org/b"),
    )
    initiative = make_initiative("Tables ouvertes")
    initiative.documents.add(document)
    initiative.sources.add(lien)

    with validation():
        for nom, objet in (("document", document), ("lien", lien), ("lien", libre)):
            coordinatrice.post(_url(nom, "delete", objet.pk), {"post": "yes"})

    assert list(initiative.documents.all()) == [document]
    assert list(initiative.sources.all()) == [lien]
    assert list(Lien.objects.all()) == [lien]


@pytest.mark.parametrize("nombre", [1, 3])
@pytest.mark.parametrize("nom", ["image", "document", "lien"])
def test_lists_have_a_constant_number_of_queries(
    coordinatrice, ajouter, django_assert_num_queries, nom, nombre
):
    for rang in range(nombre):
        if nom == "lien":
            make_lien(f"https://example.org/{rang}")
        else:
            ajouter(nom, fichiers.image() if nom == "image" else fichiers.pdf())

    with django_assert_num_queries(9 if nom == "image" else 7):
        reponse = coordinatrice.get(_url(nom, "changelist"))

    assert len(reponse.context["cl"].result_list) == nombre


@pytest.mark.parametrize(
    ("recherche", "trouves"),
    [
        ("liberation", ["https://example.org/a"]),
        ("coupée", ["https://example.org/b"]),
        ("x9", []),
    ],
)
def test_links_are_searched_by_address_label_and_remark(coordinatrice, recherche, trouves):
    make_lien("https://example.org/a", titre="liberation.fr")
    make_lien("https://example.org/b", remarque="page coupée")

    reponse = coordinatrice.get(_url("lien", "changelist"), {"q": recherche})

    assert [lien.url for lien in reponse.context["cl"].result_list] == trouves


def test_the_list_of_links_leads_to_their_addresses(coordinatrice):
    long = "https://example.org/" + "a" * 80
    make_lien(long, titre="<Article>")
    make_lien("", titre="Rapport sur papier")

    html = coordinatrice.get(_url("lien", "changelist")).content.decode()

    court = "example.org/" + "a" * 47 + "…"
    assert f'<a href="{long}" rel="noopener noreferrer">{court}</a>' in html
    assert "&lt;Article&gt;" in html
    assert '<td class="field-adresse">–</td>' in html


def test_links_are_filtered_by_state(coordinatrice):
    mort = make_lien("https://example.org/a", Lien.Etat.MORT)
    make_lien("https://example.org/b")

    reponse = coordinatrice.get(_url("lien", "changelist"), {"etat__exact": "mort"})

    assert list(reponse.context["cl"].result_list) == [mort]
    assert '<span class="etat etat--mort">Mort, confirmé</span>' in reponse.content.decode()


@pytest.mark.parametrize(
    ("action", "etat"),
    [("marquer_verifies", Lien.Etat.VERIFIE), ("marquer_morts", Lien.Etat.MORT)],
)
def test_marking_links_stamps_the_day_and_leaves_a_trace(coordinatrice, today, action, etat):
    choisis = [make_lien(f"https://example.org/{n}", Lien.Etat.A_VERIFIER) for n in range(2)]
    papier = make_lien("", Lien.Etat.A_VERIFIER, titre="Rapport sur papier")
    autre = make_lien("https://example.org/autre", Lien.Etat.A_VERIFIER)

    reponse = coordinatrice.post(
        # As from the list filtered on the state that the action changes.
        _url("lien", "changelist") + "?etat__exact=a_verifier",
        {"action": action, "_selected_action": [lien.pk for lien in [*choisis, papier]]},
        follow=True,
    )

    contenu = reponse.content.decode()
    assert f"2 liens marqués « {etat.label} »." in contenu
    assert "1 référence sans adresse laissée en l’état." in contenu
    for lien in choisis:
        lien.refresh_from_db()
        assert (lien.etat, lien.date_verification) == (etat, today.date())
    for lien in (papier, autre):
        lien.refresh_from_db()
        assert (lien.etat, lien.date_verification) == (Lien.Etat.A_VERIFIER, None)
    assert sorted(LogEntry.objects.values_list("object_id", "user")) == sorted(
        (str(lien.pk), coordinatrice.user.pk) for lien in choisis
    )


def test_images_and_links_are_offered_while_typing(coordinatrice, ajouter):
    ajouter("image", fichiers.image())
    demande = {
        "app_label": "forum",
        "model_name": "idee",
        "field_name": "image",
        "term": "villa",
    }

    reponse = coordinatrice.get(reverse("admin:autocomplete"), demande)

    assert [choix["text"] for choix in reponse.json()["results"]] == ["Place du village"]
