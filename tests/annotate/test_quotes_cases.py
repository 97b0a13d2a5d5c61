"""A table of sentences in both languages, every way of quoting in it; at least 97 of 100 must be read as marked."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from .quoting import failures

_CASES = Path(__file__).parent.parent / "cases"


def _cases(language: str) -> list[str]:
    table = tomllib.loads((_CASES / f"quotes_{language}.toml").read_text(encoding="utf-8"))
    return [case for group in table.values() for case in group["cases"]]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_sentences_are_read_as_marked(language: str) -> None:
    cases = _cases(language)
    wrong = failures(cases, language)
    assert len(wrong) <= 0.03 * len(cases), f"{len(wrong)} of {len(cases)}:\n" + "\n".join(wrong)


def test_the_table_is_large_enough() -> None:
    cases = [*_cases("fr"), *_cases("en")]
    assert len(set(cases)) == len(cases) >= 150
