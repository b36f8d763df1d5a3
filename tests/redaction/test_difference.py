"""The difference between two texts: right on every shape of change, quick on long ones."""

import time
from itertools import pairwise, product
from zlib import crc32

import pytest

from redaction.difference import Segment, abreger, mots

NOTATION = {"egal": "{}", "ajout": "[+{}]", "retrait": "[-{}]"}


def _ecrire(segments):
    """« le [-chat][+chien] dort »."""
    return "".join(NOTATION[segment.nature].format(segment.texte) for segment in segments)


@pytest.mark.parametrize(
    ("avant", "apres", "attendu"),
    [
        ("", "", ""),
        ("", "Un mot", "[+Un mot]"),
        ("Un mot", "", "[-Un mot]"),
        ("Le chat dort", "Le chat dort", "Le chat dort"),
        ("Le chat dort ici", "Le chien dort ici", "Le [-chat ][+chien] dort ici"),
        ("Le chat dort", "Le chat noir dort", "Le chat [+noir] dort"),
        ("Le chat noir", "Le chat", "Le chat[- noir]"),
        ("Le chat", "Le chat noir", "Le chat [+noir]"),
        ("Il dort.", "Il dort !", "Il dort [-.][+!]"),
        # Blanks are not words.
        ("Il dort !", "Il dort\u00a0!", "Il dort\u00a0!"),
        ("Un  mot", "Un mot", "Un mot"),
        # A crumb between two changes is read with them.
        (
            "avec un chat et un chien ici",
            "avec deux oies et deux loups ici",
            "avec [-un chat et un chien ][+deux oies et deux loups] ici",
        ),
        # Texts with nothing in common are not woven together.
        (
            "Des foyers cotisent de leurs moyens",
            "La région finance de ses deniers publics",
            "[-Des foyers cotisent de leurs moyens][+La région finance de ses deniers publics]",
        ),
        # Paragraphs.
        ("Un\nDeux\nTrois", "Un\nTrois", "Un\n[-Deux\n]Trois"),
        ("Un\nTrois", "Un\nDeux\nTrois", "Un\n[+Deux\n]Trois"),
        (
            "Un loup passe ici\nDeux ours dorment là",
            "Un loup reste ici\nDeux ours chantent là",
            "Un loup [-passe ][+reste] ici\nDeux ours [-dorment ][+chantent] là",
        ),
        (
            "Un loup passe.\nIl dort.",
            "Un loup passe. Il dort.",
            "Un loup passe. [-\n]Il dort.",
        ),
        ("l’eau d’ici", "l’eau de là", "l’eau [-d’ici][+de là]"),
    ],
)
def test_words(avant, apres, attendu):
    segments = mots(avant, apres)

    assert _ecrire(segments) == attendu
    assert _rejouer(segments, sans="retrait") == _sans_blanc(apres)
    assert _rejouer(segments, sans="ajout") == _sans_blanc(avant)


def test_words_give_both_texts_back_whatever_they_are():
    morceaux = ["chat", " ", "\n", "l’eau, "]
    textes = ["".join(mot) for mot in product(morceaux, repeat=3)]

    for avant, apres in product(textes, repeat=2):
        segments = mots(avant, apres)

        assert "".join(s.texte for s in segments if s.nature != "retrait") == apres
        assert _rejouer(segments, sans="ajout") == _sans_blanc(avant)
        assert all(un.nature != autre.nature for un, autre in pairwise(segments))


@pytest.mark.parametrize("en_paragraphes", [True, False], ids=["paragraphs", "one paragraph"])
def test_ten_thousand_words_take_a_moment(en_paragraphes):
    # As in a language, few words come back all the time and most are rare; always the same text.
    tirages = [crc32(str(rang).encode()) for rang in range(10_000)]
    avant = [f"mot{tirage % 89 * (tirage // 89 % 97)}" for tirage in tirages]
    apres = ["autre" if rang % 20 == 0 else mot for rang, mot in enumerate(avant)]
    separateurs = "\n" if en_paragraphes else " "
    textes = [
        separateurs.join(" ".join(tous[i : i + 80]) for i in range(0, len(tous), 80))
        for tous in (avant, apres)
    ]

    debut = time.process_time()
    segments = mots(*textes)
    duree = time.process_time() - debut

    assert "".join(s.texte for s in segments if s.nature != "retrait") == textes[1]
    assert 400 < sum(s.nature == "ajout" for s in segments) <= 500
    # A tenth of a second here; difflib alone takes three.
    assert duree < 1


def _compter(n, depuis=1):
    return " ".join(f"m{rang}" for rang in range(depuis, depuis + n))


@pytest.mark.parametrize(
    ("segments", "attendu", "contexte"),
    [
        ([], "", 3),
        ([("egal", _compter(40))], _compter(40), 3),
        ([("ajout", _compter(40))], f"[+{_compter(40)}]", 3),
        ([("egal", _compter(9) + " "), ("ajout", "X")], "… m7 m8 m9 [+X]", 3),
        ([("ajout", "X"), ("egal", " " + _compter(9))], "[+X] m1 m2 m3 …", 3),
        (
            [("retrait", "X"), ("egal", f" {_compter(9)} "), ("ajout", "Y")],
            "[-X] m1 m2 m3 … m7 m8 m9 [+Y]",
            3,
        ),
        # Two words spared are not worth a cut.
        (
            [("retrait", "X"), ("egal", f" {_compter(8)} "), ("ajout", "Y")],
            f"[-X] {_compter(8)} [+Y]",
            3,
        ),
        ([("egal", f"{_compter(5)}\nfin "), ("ajout", "X")], "… m5\nfin [+X]", 2),
    ],
)
def test_long_equal_runs_are_cut(segments, attendu, contexte):
    segments = [Segment(*segment) for segment in segments]

    assert _ecrire(abreger(segments, contexte)) == attendu


def test_twelve_words_are_kept_on_each_side():
    segments = [Segment("egal", _compter(30) + " "), Segment("ajout", "X")]

    assert _ecrire(abreger(segments)) == f"… {_compter(12, 19)} [+X]"


def _rejouer(segments, *, sans):
    return _sans_blanc("".join(s.texte for s in segments if s.nature != sans))


def _sans_blanc(texte):
    return "".join(texte.split())
