"""Dates as sets of days: what they print, what is read back, what they contain, the arithmetic of periods."""

from __future__ import annotations

from datetime import date
from typing import get_args

import pytest
from edtf import parse_edtf as parse_with_edtf_package
from hypothesis import given
from hypothesis import strategies as st

from greffier.when import (
    FIRST_YEAR,
    LAST_YEAR,
    Grain,
    Interval,
    When,
    day,
    day_of,
    iso,
    months,
    parse_edtf,
    period,
    shifted,
    years,
)

GRAINS: tuple[Grain, ...] = get_args(Grain)
ORDINALS = st.integers(date(1000, 1, 1).toordinal(), date(2199, 12, 31).toordinal())


def of(text: str) -> int:
    """The ordinal of an ISO date."""
    return date.fromisoformat(text).toordinal()


@pytest.mark.parametrize(
    ("edtf", "first", "last"),
    [
        ("2019-03-29", "2019-03-29", "2019-03-29"),
        ("2019-03", "2019-03-01", "2019-03-31"),
        ("2020-02", "2020-02-01", "2020-02-29"),
        ("2019", "2019-01-01", "2019-12-31"),
        ("199X", "1990-01-01", "1999-12-31"),
        ("14XX", "1400-01-01", "1499-12-31"),
        ("2018~", "2018-01-01", "2018-12-31"),
        ("2019-21", "2019-03-01", "2019-05-31"),
        ("2019-24", "2019-12-01", "2020-02-29"),
        ("2019-34", "2019-04-01", "2019-06-30"),
        ("2019-41", "2019-07-01", "2019-12-31"),
        ("1999/2013", "1999-01-01", "2013-12-31"),
        ("2019-03-03/2019-03-05", "2019-03-03", "2019-03-05"),
        ("[2019-03-01,2019-03-08]", "2019-03-01", "2019-03-08"),
        ("[2018-09,2018-10]", "2018-09-01", "2018-10-31"),
        ("2001/..", "2001-01-01", "2001-12-31"),
        ("../2020-05", "2020-05-01", "2020-05-31"),
    ],
)
def test_what_is_read_is_printed_again(edtf: str, first: str, last: str) -> None:
    when = parse_edtf(edtf)
    assert when is not None
    assert when.edtf == edtf
    assert (iso(when.cover.start), iso(when.cover.end)) == (first, last)


@pytest.mark.parametrize("text", [None, "", "vendredi", "2019-02-30", "2019-13", "XXXX-07-03", "2013/1999", "../..", "[2019,]", "2019-03-29/x"])
def test_what_has_no_days_is_not_read(text: str | None) -> None:
    assert parse_edtf(text) is None


@pytest.mark.parametrize(
    ("when", "edtf"),
    [
        (When((Interval(of("2019-03-25"), of("2019-03-31")),), "week"), "2019-03-25/2019-03-31"),
        (When((years(1979),), "year", approximate=True, open_end=True), "1979~/.."),
        (When((years(2011),), "year", open_start=True), "../2011"),
        (When((months(2019, 3),), "month", uncertain=True), "2019-03?"),
        (When((years(2018),), "year", approximate=True, uncertain=True), "2018%"),
        (When((period(of("2019-03-01"), "week"), period(of("2019-03-29"), "week")), "week"), "2019"),
        (When((Interval(of("2018-08-28"), of("2018-09-01")), Interval(of("2018-10-27"), of("2018-10-31"))), "day", "day"), "2018-08/2018-10"),
        (When(tuple(Interval(of(d), of(d)) for d in ("2019-03-01", "2019-03-08")), open_end=True), "2019-03/.."),
    ],
)
def test_what_is_printed(when: When, edtf: str) -> None:
    assert when.edtf == edtf


def test_a_set_contains_the_days_of_its_candidates_only() -> None:
    fridays = parse_edtf("[2019-03-01,2019-03-08]")
    assert fridays is not None
    assert fridays.single is None
    assert [iso(d) for d in fridays.days()] == ["2019-03-01", "2019-03-08"]
    assert fridays.contains(of("2019-03-08"))
    assert not fridays.contains(of("2019-03-04"))
    left = fridays.keep(fridays.candidates[1:])
    assert left.single == Interval(of("2019-03-08"), of("2019-03-08"))
    assert left.edtf == "2019-03-08"


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        ("2019-03", "2019-03-29", True),
        ("2019-03", "2019-04", False),
        ("2001/..", "2019-03-29", True),
        ("2001/..", "1999", False),
        ("../2020-05", "1999", True),
        ("../2020-05", "2020-06/..", False),
        ("[2019-03-01,2019-03-08]", "2019-03-04", False),
    ],
)
def test_overlap_goes_both_ways(one: str, other: str, meet: bool) -> None:
    a, b = parse_edtf(one), parse_edtf(other)
    assert a is not None
    assert b is not None
    assert a.overlaps(b) is b.overlaps(a) is meet


def test_an_open_end_contains_all_days_after() -> None:
    since, until = parse_edtf("2001/.."), parse_edtf("../2020-05")
    assert since is not None
    assert until is not None
    assert since.contains(of("2019-03-29"))
    assert not since.contains(of("2000-12-31"))
    assert until.contains(of("1789-07-14"))
    assert not until.contains(of("2020-06-01"))


@given(ORDINALS, st.sampled_from(GRAINS), st.booleans(), st.booleans(), st.sampled_from(["", "start", "end"]))
def test_every_period_is_printed_as_others_read_it_and_read_back(ordinal: int, grain: Grain, approximate: bool, uncertain: bool, side: str) -> None:
    when = When((period(ordinal, grain),), grain, None, approximate, uncertain, open_start=side == "start", open_end=side == "end")
    if grain != "semester":  # the package knows no codes of semesters
        parse_with_edtf_package(when.edtf)
    back = parse_edtf(when.edtf)
    assert back is not None
    assert (back.open_start, back.open_end) == (when.open_start, when.open_end)
    assert (back.approximate, back.uncertain) == (approximate, uncertain)
    assert back.edtf == when.edtf
    if not side:
        assert back.cover == when.cover


@given(st.sets(ORDINALS, min_size=2, max_size=6), st.sampled_from(GRAINS))
def test_every_set_is_read_back_with_all_its_days(ordinals: set[int], grain: Grain) -> None:
    """What is printed may be wider than what is meant, never narrower."""
    when = When(tuple(sorted({period(o, grain) for o in ordinals})), grain)
    back = parse_edtf(when.edtf)
    assert back is not None
    assert back.cover.start <= when.cover.start
    assert when.cover.end <= back.cover.end


@given(ORDINALS, st.sampled_from(GRAINS), st.integers(-8, 8))
def test_periods_tile_the_calendar(ordinal: int, grain: Grain, by: int) -> None:
    here = period(ordinal, grain)
    assert here.start <= ordinal <= here.end or grain == "season"  # the winter of January began the year before
    assert shifted(ordinal, grain, 0) == here
    assert shifted(ordinal, grain, by + 1).start == shifted(ordinal, grain, by).end + 1


@given(st.integers(-20_000, 20_000), st.integers(-500, 500), st.integers(1, 50))
def test_nothing_leaves_the_calendar(year: int, month: int, count: int) -> None:
    for interval in (months(year, month, count), years(year, count)):
        assert date(FIRST_YEAR, 1, 1) <= day_of(interval.start) <= day_of(interval.end) <= date(LAST_YEAR, 12, 31)
    assert day(year, month, count) is None or FIRST_YEAR <= year <= LAST_YEAR


@given(st.text(max_size=20) | st.from_regex(r"[\[{.]?[0-9X.,/~?%-]{1,24}[\]}]?", fullmatch=True))
def test_any_text_is_read_or_not(text: str) -> None:
    when = parse_edtf(text)
    assert when is None or when.cover.start <= when.cover.end
