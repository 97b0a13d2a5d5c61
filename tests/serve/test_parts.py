"""Small parts: charts, pieces of a text, numbers, days, words."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from greffier.analyse.tension import Point
from greffier.cli import main
from greffier.errors import UsageError
from greffier.serve import charts, i18n
from greffier.serve.marked import Mark, layers_of, pieces
from greffier.serve.period import days
from greffier.serve.queries import context

WORDS = i18n.words("en")


@given(st.lists(st.tuples(*[st.floats(0, 50)] * 4), min_size=1, max_size=40), st.sampled_from([960, 420]))
def test_a_timeline_is_well_formed_and_stays_inside(values: list[tuple[float, ...]], width: int) -> None:
    points = [Point(date(2019, 1, 7) + timedelta(days=7 * i), *some) for i, some in enumerate(values)]
    svg = ET.fromstring(charts.timeline(points, [points[-1].start], WORDS, "week", width))
    for rect in svg.iter("rect"):
        assert 0 <= float(rect.get("x", "")) <= width
        assert float(rect.get("y", "")) + float(rect.get("height", "")) <= charts.HEIGHT + 1


def test_places_stand_where_the_map_draws_them() -> None:
    assert charts.natural_earth(0, 0) == (480, 250)
    x, y = charts.natural_earth(-66.9, 10.5)  # Caracas
    assert 300 < x < 320
    assert 210 < y < 230


@given(st.text(min_size=1, max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=8))
def test_all_pieces_together_are_the_text(text: str, spans: list[tuple[int, int]]) -> None:
    marks = [Mark(min(a, len(text) - 1), min(a + n, len(text)), "actor", "why", None) for a, n in spans]
    assert "".join(piece.text for piece in pieces(text, marks)) == text


def test_context_keeps_apostrophes_and_cuts_between_words() -> None:
    assert context("M. Guaido n'a pas été arrêté.", 12, 28) == ("M. Guaido n'", "a pas été arrêté", ".")
    before, _, after = context("word " * 60 + "accuse" + " other" * 60, 300, 306)
    assert before.startswith("…word")
    assert after.endswith("other…")


@pytest.mark.parametrize(
    ("value", "first", "last"),
    [("2019-03-29", date(2019, 3, 29), date(2019, 3, 29)), ("2019-02", date(2019, 2, 1), date(2019, 2, 28)),
     ("2019", date(2019, 1, 1), date(2019, 12, 31)), ("", None, None)],
)  # fmt: skip
def test_days(value: str, first: date | None, last: date | None) -> None:
    assert days(value, "first") == (first, last)


@pytest.mark.parametrize("value", ["x", "2019-13", "20190329", "201", "2019-3-29", "0000", "٢٠١٩-٠٣"])
def test_no_days(value: str) -> None:
    with pytest.raises(UsageError, match="write it like"):
        days(value, "first")


def test_numbers_are_written_as_each_language_does() -> None:
    i18n.NUMBERS.set("fr")
    assert (i18n.count(12345), i18n.decimal(-1.25), i18n.decimal(2, 1, True)) == ("12\u202f345", "-1,2", "+2,0")
    i18n.NUMBERS.set("en")
    assert (i18n.count(12345), i18n.decimal(-0.04)) == ("12,345", "0.0")


def test_both_languages_have_all_words() -> None:
    assert i18n.words("fr").keys() == i18n.words("en").keys()


def test_every_word_that_a_page_asks_for_is_there() -> None:
    from importlib.resources import files

    asked = set()
    for file in (files("greffier.serve") / "templates").iterdir():
        asked |= set(re.findall(r"\bw\.([a-z_]+)\b", file.read_text(encoding="utf-8")))
    assert asked - i18n.words("en").keys() - {"replace"} == set()


def test_the_report_command(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "report.html"
    assert main(["report", str(built), "--pair", "usa", "VEN", "--from", "2019-01", "--language", "fr", "-o", str(out)]) == 0
    page = out.read_text(encoding="utf-8")
    assert re.findall(r"<(?:script|img|link|iframe|use|object|image)\b", page) == []
    assert "@import" not in page
    assert "url(" not in page
    assert "Degrés de l&#39;escalade" in page or "Degrés de l'escalade" in page
    assert main(["report", str(built), "--pair", "USA", "VEN", "--from", "soon", "-o", str(out)]) == 2
    assert "write it like" in capsys.readouterr().err


def test_a_name_within_a_quotation_does_not_make_two_of_it() -> None:
    marks = [Mark(0, 9, "quote", "", None), Mark(3, 6, "actor", "", None), Mark(10, 12, "quote", "", None)]
    page = SimpleNamespace(pieces=pieces("a" * 20, marks))
    assert {k: n for k, n in layers_of(page).items() if n} == {"quote": 2, "actor": 1}  # type: ignore[arg-type]
