"""The words found, in their sentence."""

import pytest

from recherche.extraits import extraire, marquer


def _dire(segments):
    return "".join(f"[{s.texte}]" if s.trouve else s.texte for s in segments)


def test_found_words_are_marked_whatever_their_form():
    segments = marquer("L’aide aux Aidants, à l’école.", frozenset({"aid"}))

    assert _dire(segments) == "L’[aide] aux [Aidants], à l’école."


def test_extract_is_where_most_words_are():
    texte = f"Un aidant seul. {'Autre chose ici. ' * 40}Le répit des aidants compte."

    extrait = _dire(extraire(texte, frozenset({"aid", "repit"})))

    assert extrait.startswith("… ")
    assert extrait.endswith("Le [répit] des [aidants] compte")


def test_extract_without_word_is_the_beginning():
    assert _dire(extraire("Une phrase courte", frozenset({"aid"}))) == "Une phrase courte"


@pytest.mark.parametrize("texte", ["", "a" * 5000, " " * 500])
def test_extract_of_odd_texts_is_short(texte):
    assert len(_dire(extraire(texte, frozenset({"a"})))) <= 260


def test_markup_stays_text():
    assert _dire(marquer("<b>aide</b>", frozenset({"aid"}))) == "<b>[aide]</b>"
