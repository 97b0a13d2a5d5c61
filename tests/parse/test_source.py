"""The reading copy, and the way back to the characters as given."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greffier.parse.source import Source

SPECIAL = "\r\n\t\u00a0\u202f\u00ad\u200b\u200f\u202e\ufeff\u0301\u0327’‘´é😀👩\u200d👩«»\u2028\x00aAé'\" ."
texts = st.text(alphabet=st.one_of(st.sampled_from(SPECIAL), st.characters()), max_size=80)


@pytest.mark.parametrize(
    ("given", "clean"),
    [
        ("l’arrivée", "l'arrivée"),
        ("« oui »", "« oui »"),
        ("‘Allah’", "‘Allah’"),
        ("ligne\r\nligne\rfin", "ligne\nligne\nfin"),
        ("pre\u00admier", "premier"),
        ("e\u0301te\u0301", "été"),
        ("\u200fשלום\u200e", "שלום"),
        ("tab\there", "tab here"),
        ("plain text, nothing to do.", "plain text, nothing to do."),
    ],
)
def test_the_reading_copy_has_one_spelling(given: str, clean: str) -> None:
    assert Source(given).clean == clean


@pytest.mark.parametrize(
    ("given", "word", "original"),
    [
        ("Il dit\u00a0: l’e\u0301te\u0301 vient.", "été", "e\u0301te\u0301"),
        ("le pre\u00admier jour", "premier", "pre\u00admier"),
        ("\ufeff\r\nA\r\nfin", "fin", "fin"),
        ("👩\u200d🚒 arrive", "arrive", "arrive"),
    ],
)
def test_a_word_of_the_copy_leads_back_to_its_characters(given: str, word: str, original: str) -> None:
    source = Source(given)
    at = source.clean.index(word)
    span = source.span(at, at + len(word))
    assert span.text == original
    assert given[span.start : span.end] == original


@given(texts)
def test_every_stretch_of_the_copy_leads_back(text: str) -> None:
    source = Source(text)
    before = 0
    for i in range(len(source.clean)):
        span = source.span(i, i + 1)
        assert text[span.start : span.end] == span.text
        assert before <= span.start < span.end <= len(text)
        assert source.clean_offset(span.start) <= i
        before = span.start


@given(texts)
def test_the_copy_has_no_special_space_or_line_end(text: str) -> None:
    assert not set(Source(text).clean) & set("\r\u00a0\u202f\u00ad\u200b\ufeff\u2028\x00\t")
