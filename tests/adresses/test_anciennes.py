"""Every address of the former site leads to a page of today, in one hop."""

import pytest

from tests.contenu.conftest import charge

__all__ = ["charge"]

PDF = (
    "/sites/default/files/2021-10/"
    "Cahier%208%20pages%20Solutions%20Solidaires%20-%20Revenu%20de%20base%2011%20juin%2021.pdf"
)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("ancienne", "nouvelle"),
    [
        ("/barometre-des-solutions-solidaires-2021", "/barometre/2021/"),
        ("/barometre-des-solutions-solidaires-2022", "/barometre/2022/"),
        ("/barometre-des-solutions-solidaires-2023/", "/barometre/2023/"),
        ("/barometre-des-solutions-solidaires-2031", "/barometre/"),
        ("/le-forum", "/forum/idees/"),
        ("/le-forum/mobilites-un-reve-immobile", "/forum/idees/mobilites-un-reve-immobile/"),
        ("/le-forum/conclusion-des-journees", "/forum/idees/conclusion-des-journees/"),
        (
            "/le-forum/1er-barometre-des-solutions-solidaires",
            "/forum/idees/1er-barometre-des-solutions-solidaires/",
        ),
        (
            "/le-forum/imaginer-de-nouvelles-solidarites-pour-redonner-aux-jeunes-espoir-dans-lavenir",
            "/forum/idees/imaginer-de-nouvelles-solidarites-pour-redonner-aux-jeunes-espoir-dans-lavenir/",
        ),
        ("/le-forum/oubliee", "/forum/idees/"),
        ("/Le-Forum/Mobilites-un-reve-immobile/", "/forum/idees/mobilites-un-reve-immobile/"),
        (
            "/les-actualites/la-france-qui-essaie-cest-nous",
            "/forum/idees/la-france-qui-essaie-cest-nous/",
        ),
        ("/les-actualites/oubliee", "/"),
        ("/la-fabrique", "/fabrique/initiatives/"),
        ("/la-fabrique/oubliee", "/fabrique/initiatives/"),
        ("/les-cahiers-speciaux", "/publications/focus/"),
        ("/les-evenements/le-replay-2024", "/journees/2024/"),
        (PDF, "/publications/focus/focus-2021-revenu-de-base/"),
        ("/sites/default/files/2022-01/autre.pdf", "/publications/focus/"),
    ],
)
@pytest.mark.usefixtures("charge")
def test_a_former_address_leads_to_a_page_in_one_hop(client, ancienne, nouvelle):
    reponse = client.get(ancienne)

    assert (reponse.status_code, reponse["Location"]) == (301, nouvelle)
    assert client.get(nouvelle).status_code == 200


@pytest.mark.django_db
@pytest.mark.parametrize(
    "chemin",
    ["/le-forum/a/b/", "/barometre-des-solutions-solidaires-abc/", "/sites/default/x.php/"],
)
def test_what_looks_like_it_is_not_it(client, chemin):
    assert client.get(chemin).status_code == 404
