"""solidaires/texte.py by table: what is refused, kept, cut and spaced."""

import pytest

from solidaires.texte import (
    assainir,
    en_paragraphes,
    en_texte,
    extrait,
    replier,
    slugifier,
    typographier,
    une_ligne,
)

HOSTILES = {
    "<p>Bon<script>alert(1)</script></p>": "<p>Bon</p>",
    "<p>Bon</p><SCRIPT SRC=//mal.example/x.js></SCRIPT>": "<p>Bon</p>",
    "<scr<script>ipt>alert(1)</script><p>Bon</p>": "ipt&gt;alert(1)<p>Bon</p>",
    '<p onclick="alert(1)" style="color:red" class="x" id="y">Bon</p>': "<p>Bon</p>",
    '<p><img src=x onerror="alert(1)">Bon</p>': "<p>Bon</p>",
    '<p><a href="javascript:alert(1)">Bon</a></p>': "<p><a>Bon</a></p>",
    '<p><a href="JaVa\tScript:alert(1)">Bon</a></p>': "<p><a>Bon</a></p>",
    '<p><a href="&#106;avascript:alert(1)">Bon</a></p>': "<p><a>Bon</a></p>",
    '<p><a href="data:text/html,<script>1</script>">Bon</a></p>': "<p><a>Bon</a></p>",
    '<p><a href="vbscript:x">Bon</a></p>': "<p><a>Bon</a></p>",
    '<p><a href="https://a.fr" target="_blank" onmouseover="x()">Bon</a></p>': (
        '<p><a href="https://a.fr">Bon</a></p>'
    ),
    "<p>Bon</p><svg><a xlink:href='javascript:1'><text>Mal</text></a></svg>": "<p>Bon</p>",
    "<p>Bon</p><svg><style><img src=x onerror=alert(1)></style></svg>": "<p>Bon</p>",
    "<p>Bon</p><math><mtext><table><mglyph><style><img src=x onerror=1>": "<p>Bon</p>",
    "<p>Bon</p><style>p{display:none}</style>": "<p>Bon</p>",
    '<p>Bon</p><iframe src="https://mal.example">Mal</iframe>': "<p>Bon</p>",
    '<p>Bon</p><object data="x.swf">Mal</object>': "<p>Bon</p>",
    '<form action="/admin/"><input name="x"><p>Bon</p></form>': "<p>Bon</p>",
    "<p>Bon<!-- <script>alert(1)</script> --></p>": "<p>Bon</p>",
    "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>": "<p>&lt;script&gt;alert(1)&lt;/script&gt;</p>",
    '<base href="https://mal.example/"><p>Bon</p>': "<p>Bon</p>",
    '<meta http-equiv="refresh" content="0;url=//mal.example"><p>Bon</p>': "<p>Bon</p>",
}

PROPRES = {
    "": "",
    "<p></p>": "",
    "<p>&nbsp;</p><p><br></p><ul><li></li></ul>": "",
    "<script>seul</script>": "",
    "<p>Un <strong>mot</strong>.</p>": "<p>Un <strong>mot</strong>.</p>",
    "<p><b>Gras</b> et <i>penché</i></p>": "<p><strong>Gras</strong> et <em>penché</em></p>",
    "<p>Un<br>retour</p>": "<p>Un<br>retour</p>",
    "<h1>Grand</h1><h4>Petit</h4>": "<h2>Grand</h2><h3>Petit</h3>",
    '<h1 class="x">Grand</h1>': "<h2>Grand</h2>",
    "<p>Un</p><p> </p><p>Deux</p>": "<p>Un</p><p>Deux</p>",
    "<blockquote><p></p></blockquote><p>Reste</p>": "<p>Reste</p>",
    "<p>Un</p><p><strong> </strong></p>": "<p>Un</p>",
    "<p>Un<strong> </strong>mot</p>": "<p>Un mot</p>",
    '<p><span lang="fr">Nu</span></p>': "<p>Nu</p>",
    "Sans balise": "Sans balise",
    '<p><a href="/journees/">Ici</a></p>': '<p><a href="/journees/">Ici</a></p>',
    '<p><a href="mailto:a@b.fr">a</a> <a href="tel:+33556">t</a></p>': (
        '<p><a href="mailto:a@b.fr">a</a> <a href="tel:+33556">t</a></p>'
    ),
    # Word: a bullet, no-break spaces, one paragraph per item.
    '<p class="MsoListParagraph">·<span>&nbsp;&nbsp; </span>Un</p>\n'
    '<p class="MsoListParagraph">·<span>&nbsp;&nbsp; </span><b>Deux</b></p>': (
        "<ul><li>Un</li><li><strong>Deux</strong></li></ul>"
    ),
    "<p>Intro</p><p>• Un</p><p>• Deux</p><p>Fin</p>": (
        "<p>Intro</p><ul><li>Un</li><li>Deux</li></ul><p>Fin</p>"
    ),
    "<p>• Un</p><p>Entre deux</p><p>• Deux</p>": "<p>• Un</p><p>Entre deux</p><p>• Deux</p>",
    "<p>– Une réplique seule</p>": "<p>– Une réplique seule</p>",
    "<p>-12 degrés</p><p>-5 degrés</p>": "<p>-12 degrés</p><p>-5 degrés</p>",
}


@pytest.mark.parametrize("html", HOSTILES)
def test_assainir_removes_what_could_act(html):
    assert assainir(html) == HOSTILES[html]


@pytest.mark.parametrize("html", PROPRES)
def test_assainir_keeps_what_an_editor_writes(html):
    assert assainir(html) == PROPRES[html]


@pytest.mark.parametrize(
    "html",
    [
        *HOSTILES,
        *PROPRES,
        "<ul><li><p>· a</p><p>· b</p></li></ul>",
        "<p>a < b && c > d</p>",
        "<p>un<p>deux<li>trois",
        "<blockquote><ul><li><strong></strong></li></ul></blockquote><p>x</p>",
        "<p>· <b></b></p><p>· x</p><p>· </p>",
    ],
)
def test_assainir_twice_changes_nothing(html):
    assert assainir(assainir(html)) == assainir(html)


@pytest.mark.parametrize("nombre", [500, 4000])
def test_assainir_stays_quick_on_many_bullets(nombre):
    """A list broken by ordinary paragraphs is read once, not once per bullet."""
    html = "<p>• a</p><p>b</p>" * nombre

    assert assainir(html) == html


@pytest.mark.parametrize(
    ("html", "attendu"),
    [
        ("", ""),
        ("<p>Un</p><p>Deux</p>", "Un Deux"),
        ("<h2>Titre</h2><ul><li>Un</li><li>Deux</li></ul>", "Titre Un Deux"),
        ("<p>Un<br>deux</p>", "Un deux"),
        ("<p>R&amp;D &lt;b&gt; l&#8217;été</p>", "R&D <b> l’été"),
        ("<p>M.&nbsp;Dupont</p>", "M.\u00a0Dupont"),
        ("<p>a</p><script>alert(1)</script>", "a"),
        ("  deux   espaces \n ", "deux espaces"),
    ],
)
def test_en_texte_keeps_the_words(html, attendu):
    assert en_texte(html) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("", ""),
        ("Un\n\tdeux\r\n", "Un deux"),
        ("Un\x0bdeux\x00\x08trois\x7f", "Un deux trois"),
        ("M.\u00a0Dupont", "M.\u00a0Dupont"),
    ],
)
def test_une_ligne_is_fit_for_xml(texte, attendu):
    assert une_ligne(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("", ""),
        (" \n\n ", ""),
        ("Un seul.", "<p>Un seul.</p>"),
        ("Une ligne\ncoupée.\n\nDeux !", "<p>Une ligne coupée.</p><p>Deux\u00a0!</p>"),
        ("<b>R&D</b>", "<p>&lt;b&gt;R&amp;D&lt;/b&gt;</p>"),
        ("« Oui »", "<p>«\u00a0Oui\u00a0»</p>"),
    ],
)
def test_en_paragraphes_escapes_and_spaces(texte, attendu):
    assert en_paragraphes(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "longueur", "attendu"),
    [
        ("", 10, ""),
        ("Dix signes", 10, "Dix signes"),
        ("Onze signes", 10, "Onze…"),
        ("Onze signes", 5, "Onze…"),
        ("Un, deux, trois", 10, "Un, deux…"),
        ("Un « deux » trois", 6, "Un…"),
        ("Anticonstitutionnellement", 10, "Anticonst…"),
        ("<p>Un</p><p>Deux trois</p>", 8, "Un Deux…"),
        ("3 < 5 et 5 > 3", 20, "3 < 5 et 5 > 3"),
        ("L'été, quoi?", 20, "L’été, quoi\u00a0?"),
        ("Une   ligne\ncoupée", 20, "Une ligne coupée"),
    ],
)
def test_extrait_holds_its_length(texte, longueur, attendu):
    assert extrait(texte, longueur) == attendu
    assert len(attendu) <= longueur


@pytest.mark.parametrize("longueur", range(2, 40))
def test_extrait_never_overruns(longueur):
    texte = "« Pourquoi? Comment? Pour qui? » : trois débats, 15 000 personnes; et après…"

    assert len(extrait(texte, longueur)) <= longueur


TYPOGRAPHIES = {
    "": "",
    "L'idée": "L’idée",
    "Et puis...": "Et puis…",
    "Quoi?": "Quoi\u00a0?",
    "Quoi ?": "Quoi\u00a0?",
    "Quoi\u202f?": "Quoi\u00a0?",
    "Quoi ?!": "Quoi\u00a0?!",
    "Quoi ? Non !": "Quoi\u00a0? Non\u00a0!",
    "Un ; deux": "Un\u00a0; deux",
    "Titre : suite": "Titre\u00a0: suite",
    "Titre: suite": "Titre\u00a0: suite",
    "« Oui »": "«\u00a0Oui\u00a0»",
    "«Oui».": "«\u00a0Oui\u00a0».",
    "« Oui ? »": "«\u00a0Oui\u00a0?\u00a0»",
    "Dire «oui»: bien": "Dire «\u00a0oui\u00a0»\u00a0: bien",
    "Attendre… ; puis": "Attendre…\u00a0; puis",
    "15 000 €": "15\u00a0000\u00a0€",
    "1 000 000 d’euros": "1\u00a0000\u00a0000 d’euros",
    "28% ou 28 %": "28\u00a0% ou 28\u00a0%",
    "3 millions et 12 ans": "3\u00a0millions et 12\u00a0ans",
    "15\u202f000": "15\u00a0000",
    # Left as typed.
    "https://a.fr/?q=1&r=a%20b": "https://a.fr/?q=1&r=a%20b",
    "à 14:00 (sûr ?)": "à 14:00 (sûr\u00a0?)",
    "(?) [!]": "(?) [!]",
    "! seul": "! seul",
    "l’été": "l’été",
}


@pytest.mark.parametrize("texte", TYPOGRAPHIES)
def test_typographier_is_french_and_stable(texte):
    assert typographier(texte) == TYPOGRAPHIES[texte]
    assert typographier(TYPOGRAPHIES[texte]) == TYPOGRAPHIES[texte]


@pytest.mark.parametrize(
    ("texte", "attendu"),
    [
        ("", ""),
        ("Évreux", "evreux"),
        ("CŒUR", "coeur"),
        ("ex æquo", "ex aequo"),
        ("L’Haÿ-les-Roses", "l'hay-les-roses"),
        ("m²", "m2"),
    ],
)
def test_replier_forgets_case_and_accents(texte, attendu):
    assert replier(texte) == attendu


@pytest.mark.parametrize(
    ("texte", "longueur", "attendu"),
    [
        ("", 100, ""),
        ("!!!", 100, ""),
        ("Cœur de l’été : 2024 !", 100, "coeur-de-l-ete-2024"),
        ("L'Œil & l’œuvre", 100, "l-oeil-l-oeuvre"),
        ("un deux trois", 7, "un-deux"),
        ("un deux trois", 8, "un-deux"),
        ("un deux trois", 6, "un"),
        ("anticonstitutionnellement", 10, "anticonsti"),
    ],
)
def test_slugifier_writes_an_address(texte, longueur, attendu):
    assert slugifier(texte, longueur) == attendu
