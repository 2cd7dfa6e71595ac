"""Words of characters: the letters that one glyph draws belong to the word around them."""

from __future__ import annotations

from extractors.pdf.words import Character, whole_glyphs


def character(text: str, x0: float, x1: float, size: float, origin: float) -> Character:
    top = 100 - size
    return Character(text, x0, top, x1, 100.0, 98.0, size, False, (origin, 98.0))


def test_letters_of_one_glyph_are_as_high_as_those_beside_them():
    plain, tail = character("o", 10, 15, 10, 10), character("t", 20, 24, 10, 20)
    pieces = [character("f", 15, 17.5, 6.5, 15), character("i", 17.5, 20, 6.5, 15)]
    assert [one.size for one in whole_glyphs([plain, *pieces, tail])] == [10, 10, 10, 10]
    assert [one.size for one in whole_glyphs([*pieces, tail])] == [10, 10, 10]


def test_a_small_mark_of_its_own_stays_small():
    mark = character("1", 15, 17.5, 6.5, 15)
    found = list(whole_glyphs([character("o", 10, 15, 10, 10), mark]))
    assert [one.size for one in found] == [10, 6.5]
