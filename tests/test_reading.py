"""The main flow, from text to a reading that keeps the contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from typing import Any

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greffier import Article, Reading, read, read_many
from greffier.errors import EmptyInput, InputError, TooLong, UnservedLanguage
from greffier.model import json_schema, reading_from_json, to_json
from greffier.settings import SETTINGS

EXAMPLE = (
    " date 2019-03 Le ministre de la Défense, Vladimir Padrino, a déclaré vendredi que « personne ne doit "
    "s’inquiéter ».\r\n\r\nMoscou accuse Washington de préparer un coup d’Etat à Caracas.\r\n"
)


def spans(value: Any) -> Iterator[dict[str, Any]]:
    """Every object with start, end and text in a reading."""
    if isinstance(value, dict):
        if {"start", "end", "text"} <= value.keys():
            yield value
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from spans(inner)


def assert_true_offsets(reading: Reading, text: str) -> None:
    for span in spans(msgspec.to_builtins(reading)):
        assert text[span["start"] : span["end"]] == span["text"]
        assert span["start"] < span["end"]


def test_a_reading_is_valid_against_the_published_schema(reading_of: Callable[..., Reading]) -> None:
    reading = reading_of(EXAMPLE)
    jsonschema.validate(json.loads(to_json(reading)), json_schema())
    assert reading.published == "2019-03"
    assert reading.language == "fr"
    assert reading.quotes
    assert reading.events
    assert reading_from_json(to_json(reading)) == reading


def test_all_offsets_are_true(reading_of: Callable[..., Reading]) -> None:
    assert_true_offsets(reading_of(EXAMPLE), EXAMPLE)


def test_the_same_text_gives_the_same_reading() -> None:
    assert read(Article(EXAMPLE)) == read(Article(EXAMPLE))


def test_many_articles_read_as_they_would_alone() -> None:
    articles = [Article(EXAMPLE, id="a"), Article("Moscow accused Washington of lying.", id="b"), Article(EXAMPLE[15:], id="c")]
    assert list(read_many(articles, pytest.fail)) == [read(article) for article in articles]


@pytest.mark.parametrize(
    ("article", "error", "words"),
    [
        (Article("  \n "), EmptyInput, "no text"),
        (Article("x" * (SETTINGS.max_article_chars + 1)), TooLong, "split it into articles"),
        (Article("El ministro de Defensa dijo ayer que nadie debe preocuparse por los aviones."), UnservedLanguage, "'es'"),
        (Article("Guten Tag", language="de"), UnservedLanguage, "--language"),
    ],
)
def test_what_cannot_be_read_says_what_to_do(article: Article, error: type[InputError], words: str) -> None:
    with pytest.raises(error, match=words):
        read(article)


def test_a_rejected_article_does_not_stop_the_others() -> None:
    rejected: list[str] = []
    readings = read_many([Article(""), Article(EXAMPLE)], lambda article, error: rejected.append(str(error)))
    assert len(list(readings)) == 1
    assert len(rejected) == 1


PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        [" Moscou accuse Washington de mentir. ", "\r\n\r\n", "« ", " »", '"', "\u00a0", "e\u0301", "😀", "\u202e", " a dit vendredi que ",
         "Le 3 mai 2019", ", selon Paris, ", "(...)", "\t", "1" * 40, "de " * 20]
    ),
)  # fmt: skip


@given(st.lists(PIECES, max_size=12).map("".join), st.sampled_from(["fr", "en"]))
@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_gives_a_reading_with_true_offsets(text: str, language: str) -> None:
    try:
        reading = read(Article(text, language=language, published="2019-03"))
    except InputError:
        assert not text.strip()
        return
    assert_true_offsets(reading, text)
