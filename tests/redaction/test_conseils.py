"""The advice on a rich text: each rule, what it says and what it lets pass."""

from datetime import date

import pytest

from redaction.conseils import Conseil, conseils, sigles_expliques
from solidaires.texte import INSECABLE, assainir, typographier

AUJOURD_HUI = date(2026, 3, 10)
TRENTE_CINQ = "mot " * 34 + "fin."
TRENTE_SIX = "mot " * 35 + "fin."


def _messages(html):
    """What is said of `html`, with plain spaces; it is rich text as the site keeps it."""
    assert assainir(html) == html
    return [
        conseil.message.replace(INSECABLE, " ")
        for conseil in conseils(html, aujourd_hui=AUJOURD_HUI)
    ]


@pytest.mark.parametrize(
    ("html", "message"),
    [
        (
            '<p>Lisez <a href="/a/">la tribune</a>, <a href="/b/">cliquez ici</a>.</p>',
            (
                "Le lien « cliquez ici » ne dit pas où il mène : écrivez le nom de la page, qui se "
                "comprend sans la phrase."
            ),
        ),
        (
            '<p><a href="/a/"><strong>En savoir plus</strong> &gt;</a></p>',
            (
                "Le lien « En savoir plus > » ne dit pas où il mène : écrivez le nom de la page, qui "
                "se comprend sans la phrase."
            ),
        ),
        (
            '<p><a href="/a/">→</a></p>',
            (
                "Le lien « → » ne dit pas où il mène : écrivez le nom de la page, qui se comprend "
                "sans la phrase."
            ),
        ),
        (
            '<p>Voir <a href="https://a.fr/b">https://a.fr/b</a></p>',
            "Le lien « https://a.fr/b » montre son adresse : écrivez plutôt le nom de la page.",
        ),
        (
            '<p>Voir <a href="/a/"></a>la suite</p>',
            "Un lien n’a pas de texte : dites où il mène, ou supprimez-le.",
        ),
        (
            "<p>Voir <a>la tribune</a></p>",
            "Le lien « la tribune » n’a pas d’adresse : donnez-la, ou retirez le lien.",
        ),
        (
            "<p>Bonjour.</p><h3>Le projet</h3><p>Texte.</p>",
            (
                "Le titre « Le projet » est de niveau 3 sans titre de niveau 2 au-dessus : passez-le "
                "au niveau 2."
            ),
        ),
        (
            '<h2><a href="/a/"></a></h2><p>Texte.</p>',
            "Un titre est vide : écrivez-le, ou supprimez la ligne.",
        ),
        (
            "<h2>Le projet</h2><h2>La suite du projet</h2><p>Texte.</p>",
            "Rien ne suit le titre « Le projet » : ajoutez un texte, ou retirez-le.",
        ),
        (
            "<p>Texte.</p><h2>Le projet</h2>",
            "Rien ne suit le titre « Le projet » : ajoutez un texte, ou retirez-le.",
        ),
        (
            "<p><strong>Le projet</strong></p><p>Texte.</p>",
            (
                "Le paragraphe « Le projet » est tout en gras : si c’est un titre, choisissez le "
                "style « titre »."
            ),
        ),
        (
            "<p>Les droits au RSA, puis encore au RSA.</p>",
            "« RSA » n’est pas expliqué : la première fois, écrivez le nom entier, puis (RSA).",
        ),
        (
            "<p>Avec l’ARS (Bordeaux).</p>",
            "« ARS » n’est pas expliqué : la première fois, écrivez le nom entier, puis (ARS).",
        ),
        (
            f"<p>{TRENTE_SIX} Court.</p>",
            (
                "La phrase « mot mot mot mot mot mot mot mot mot mot mot mot… » compte 36 mots : "
                "coupez-la en deux."
            ),
        ),
        (
            "<p>Le lieu a récemment ouvert.</p>",
            "« récemment » ne dira plus rien dans un an : écrivez le mois et l’année.",
        ),
        (
            "<p>Cette année, dix foyers cotisent.</p>",
            "« Cette année » ne dira plus rien dans un an : écrivez « en 2026 ».",
        ),
        (
            "<p>Fondée il y a&nbsp;dix ans.</p>",
            "« il y a dix ans » ne dira plus rien dans un an : écrivez le mois et l’année.",
        ),
        (
            "<p>Le lieu ouvrira à l’été 2019.</p>",
            (
                "« ouvrira à l’été 2019 » annonce une date passée : dites ce qui a eu lieu, ou ce "
                "qu’on en sait."
            ),
        ),
        (
            "<p>Lancement visé en mars 2022.</p>",
            (
                "« visé en mars 2022 » annonce une date passée : dites ce qui a eu lieu, ou ce qu’on "
                "en sait."
            ),
        ),
        (
            "<p>INSCRIPTION OBLIGATOIRE À LA MAIRIE avant lundi.</p>",
            (
                "« INSCRIPTION OBLIGATOIRE À LA MAIRIE » est tout en majuscules, plus dur à lire : "
                "écrivez-le en minuscules, en gras s’il le faut."
            ),
        ),
    ],
)
def test_conseils_say_what_to_do(html, message):
    assert _messages(html) == [message]


@pytest.mark.parametrize(
    "html",
    [
        "",
        "<p>Une phrase.</p>",
        '<p>Lisez <a href="/a/">la tribune du 8 mars</a>.</p>',
        '<p>Écrivez à <a href="mailto:a@example.org">a@example.org</a>.</p>',
        '<p>Sur <a href="https://example.org/">example.org</a>.</p>',
        "<h2>Un</h2><p>Texte.</p><h3>Deux</h3><p>Texte.</p><h2>Trois</h2><h3>Quatre</h3><p>T.</p>",
        "<p><strong>Voilà pourquoi nous agissons.</strong></p><p>Texte.</p>",
        "<p><strong>Non conforme.</strong> Aucun audit.</p><p>Texte.</p>",
        "<ul><li><p><strong>Hébergeur</strong></p></li></ul><p>Texte.</p>",
        # Who speaks, in an interview.
        (
            "<p><strong>Ada</strong></p><p>Oui.</p><p><strong>Bob</strong></p><p>Non.</p>"
            "<p><strong>Ada</strong></p><p>Si.</p><p><strong>Bob</strong></p><p>Bon.</p>"
        ),
        "<p>Le revenu de solidarité active (RSA) ouvre des droits. Le RSA est demandé en ligne.</p>",
        "<p>Le RSA (revenu de solidarité active).</p>",
        "<p>Le RSA, revenu de solidarité active, est versé.</p>",
        "<p>Le revenu de solidarité active, ou RSA, est versé.</p>",
        "<p>Le SCOT (schéma de cohérence territoriale).</p>",
        "<p>La Commission nationale de l’informatique et des libertés (CNIL).</p>",
        "<p>Un PDF du XXI<strong>e</strong> siècle, de J.-L. Gleyze, sous licence CC BY 4.0.</p>",
        "<p>Le CO2, la SNCF, ATD Quart Monde et l’adresse www.CESE.fr.</p>",
        f"<p>{TRENTE_CINQ}</p>",
        f"<p>{'mot ' * 20}; {'mot ' * 20}fin.</p>",
        f"<p>{'mot ' * 20}<br>{'mot ' * 20}fin.</p>",
        f"<ul><li>{'mot ' * 20}</li><li>{'mot ' * 20}</li></ul>",
        "<p>En 2019, le lieu a ouvert ; il sera agrandi en 2027.</p>",
        "<p>L’opéra de 2019 et la caméra de 2020.</p>",
        "<p>Elle dit : « cette année, il ouvrira en 2019 ».</p>",
        "<p>La CAF (caisse d’allocations familiales) et la MSA (mutualité sociale agricole).</p>",
        # A quotation is nobody's to rewrite.
        f"<blockquote><p>Récemment, le RSA DISPARAISSAIT PARTOUT. {TRENTE_SIX}</p></blockquote>",
    ],
)
def test_conseils_let_pass_what_reads_well(html):
    assert _messages(html) == []


def test_the_same_advice_is_given_once():
    assert len(_messages("<p>Le RSA récemment.</p><p>Le RSA, récemment.</p>")) == 2


def test_conseils_tell_their_rule_and_use_french_spaces():
    assert conseils("<p>Le RSA.</p>", aujourd_hui=AUJOURD_HUI) == [
        Conseil(
            typographier(
                "« RSA » n’est pas expliqué : la première fois, écrivez le nom entier, puis (RSA)."
            ),
            "sigle",
        )
    ]


def test_an_acronym_explained_elsewhere_on_the_page_passes():
    connus = sigles_expliques("<p>Le revenu de solidarité active (RSA) et le CDI.</p>")

    assert connus == {"RSA"}
    assert conseils("<p>Le RSA.</p>", aujourd_hui=AUJOURD_HUI, sigles_connus=connus) == []


def test_the_point_of_an_initial_does_not_end_a_sentence():
    html = f"<p>{'mot ' * 30}J.-L. Gleyze défend l’échelle du département.</p>"

    assert _messages(html)[0].endswith("compte 36 mots : coupez-la en deux.")
