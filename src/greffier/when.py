"""Dates as sets of days: what a time expression can mean, no more and no less.

A `When` is a set of candidate intervals of days, of which one is meant. Days are proleptic Gregorian ordinals
(`datetime.date.toordinal`), so that comparing dates costs nothing. EDTF (ISO 8601-2 level 2) is printed and read here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from typing import Literal, NamedTuple

Grain = Literal["day", "week", "month", "season", "quarter", "semester", "year", "decade", "century"]

_ROUGH: tuple[Grain, ...] = ("month", "year", "decade")
FIRST_YEAR, LAST_YEAR = 1, 9990
_SEASON_MONTH = {21: 3, 22: 6, 23: 9, 24: 12}
_SEASON_CODE = {month: code for code, month in _SEASON_MONTH.items()}
_LISTED: frozenset[Grain] = frozenset({"day", "month", "year", "decade"})
_WIDTH: dict[Grain, int] = {
    "day": 1, "week": 7, "month": 31, "quarter": 92, "season": 92, "semester": 184,
    "year": 366, "decade": 3653, "century": 36525,
}  # fmt: skip


class Interval(NamedTuple):
    """First and last day, both included, as ordinals."""

    start: int
    end: int


@lru_cache(maxsize=8192)
def day_of(ordinal: int) -> date:
    """The date of an ordinal; beyond the calendar, its first or last day."""
    return date.fromordinal(min(max(ordinal, 1), date.max.toordinal()))


def iso(ordinal: int) -> str:
    """`2019-03-29`."""
    return day_of(ordinal).isoformat()


@lru_cache(maxsize=8192)
def day(year: int, month: int, number: int) -> Interval | None:
    """One day, None if the calendar has none such."""
    if not (FIRST_YEAR <= year <= LAST_YEAR and 1 <= month <= 12 and 1 <= number <= monthrange(year, month)[1]):
        return None
    ordinal = date(year, month, number).toordinal()
    return Interval(ordinal, ordinal)


@lru_cache(maxsize=8192)
def months(year: int, month: int, count: int = 1) -> Interval:
    """`count` whole months from this one on; `month` may lie outside 1–12 and then counts into other years."""
    first, last = (min(max(m, 12 * FIRST_YEAR), 12 * LAST_YEAR + 11) for m in (year * 12 + month - 1, year * 12 + month + count - 2))
    end = monthrange(last // 12, last % 12 + 1)[1]
    return Interval(date(first // 12, first % 12 + 1, 1).toordinal(), date(last // 12, last % 12 + 1, end).toordinal())


@lru_cache(maxsize=8192)
def years(year: int, count: int = 1) -> Interval:
    """`count` whole years from this one on."""
    return Interval(
        date(_clamp(year), 1, 1).toordinal(), date(_clamp(year + count - 1), 12, 31).toordinal()
    )


def week(ordinal: int) -> Interval:
    """The ISO week (Monday to Sunday) of a day."""
    monday = ordinal - (ordinal - 1) % 7
    return Interval(max(1, monday), monday + 6)


def period(ordinal: int, grain: Grain) -> Interval:
    """The calendar period of a size that holds a day."""
    when = day_of(ordinal)
    if grain == "day":
        return Interval(ordinal, ordinal)
    if grain == "week":
        return week(ordinal)
    if grain == "month":
        return months(when.year, when.month)
    if grain == "quarter":
        return months(when.year, (when.month - 1) // 3 * 3 + 1, 3)
    if grain == "semester":
        return months(when.year, 1 if when.month < 7 else 7, 6)
    if grain == "season":
        return months(when.year, when.month // 3 * 3, 3)
    if grain == "year":
        return years(when.year)
    if grain == "decade":
        return years(when.year // 10 * 10, 10)
    return years(max(1, when.year // 100 * 100), 100)


def shifted(ordinal: int, grain: Grain, by: int) -> Interval:
    """The period `by` periods after the one that holds a day; a day stays within the calendar."""
    when = day_of(ordinal)
    if grain == "day":
        return period(_inside(ordinal + by), "day")
    if grain == "week":
        return period(_inside(ordinal + 7 * by), "week")
    if grain in ("month", "quarter", "semester", "season"):
        size = {"month": 1, "quarter": 3, "season": 3, "semester": 6}[grain]
        first = day_of(period(ordinal, grain).start)
        return months(first.year, first.month + by * size, size)
    size = {"year": 1, "decade": 10, "century": 100}[grain]
    return years(_clamp(when.year // size * size + by * size), size)


def _clamp(year: int) -> int:
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _inside(ordinal: int) -> int:
    return min(max(ordinal, 1), date(LAST_YEAR, 12, 31).toordinal())


@dataclass(frozen=True, slots=True)
class When:
    """A set of candidate intervals, one of which is meant.

    `grain` is the size of period that the interval (or its start) was given in, `end_grain` that of its end where the
    expression names two periods (`1999-2013`). `open_end`: from the candidate on; `open_start`: up to it.
    """

    candidates: tuple[Interval, ...]
    grain: Grain = "day"
    end_grain: Grain | None = None
    approximate: bool = False
    uncertain: bool = False
    open_start: bool = False
    open_end: bool = False

    @property
    def single(self) -> Interval | None:
        """The interval, where only one is left."""
        return self.candidates[0] if len(self.candidates) == 1 else None

    @property
    def cover(self) -> Interval:
        """From the first day of any candidate to the last of any."""
        if len(self.candidates) == 1:
            return self.candidates[0]
        return Interval(min(c.start for c in self.candidates), max(c.end for c in self.candidates))

    def contains(self, ordinal: int) -> bool:
        """Whether a day can lie in what is meant."""
        if self.open_end:
            return ordinal >= self.cover.start
        if self.open_start:
            return ordinal <= self.cover.end
        return any(c.start <= ordinal <= c.end for c in self.candidates)

    def overlaps(self, other: When) -> bool:
        """Whether both can speak of a common day."""
        if len(self.candidates) == len(other.candidates) == 1 and not (self.open_start or self.open_end or other.open_start or other.open_end):
            one, two = self.candidates[0], other.candidates[0]
            return one.start <= two.end and two.start <= one.end
        return any(a.start <= b.end and b.start <= a.end for a in self._reach() for b in other._reach())

    def _reach(self) -> list[Interval]:
        last = date(LAST_YEAR, 12, 31).toordinal()
        return [Interval(1 if self.open_start else c.start, last if self.open_end else c.end) for c in self.candidates]

    def days(self) -> list[int]:
        """All days of all candidates, in order."""
        return sorted({d for c in self.candidates for d in range(c.start, c.end + 1)})

    def keep(self, candidates: Iterable[Interval]) -> When:
        """The same with fewer candidates."""
        return replace(self, candidates=tuple(candidates))

    @property
    def edtf(self) -> str:
        """EDTF level 2."""
        mark = {(True, False): "~", (False, True): "?", (True, True): "%"}.get((self.approximate, self.uncertain), "")
        if self.open_end:
            return f"{self._one('start')}{mark}/.."
        if self.open_start:
            return f"../{self._one('end')}{mark}"
        if len(self.candidates) == 1:
            return _interval(self.candidates[0], self.grain, self.end_grain, mark)
        if self.grain in _LISTED and self.end_grain is None:
            return "[" + ",".join(_period(c.start, self.grain) for c in sorted(self.candidates)) + "]"
        return _covering(self.cover) if self.end_grain is None else _spanning(self.cover)

    def _one(self, side: Literal["start", "end"]) -> str:
        """One side of an open interval: its period where it is settled, else the smallest period that holds all."""
        if len(self.candidates) == 1:
            only = self.candidates[0]
            if self.grain in ("week", "decade", "century", "season", "quarter", "semester"):
                return iso(only.start if side == "start" else only.end)
            return _period(only.start, self.grain)
        cover = self.cover
        for grain in _ROUGH:
            if period(cover.start, grain) == period(cover.end, grain):
                text = _period(cover.start, grain)
                return text if grain != "decade" else _period(cover.start if side == "start" else cover.end, "year")
        return _period(cover.start if side == "start" else cover.end, "year")


def _period(start: int, grain: Grain) -> str:
    when = day_of(start)
    if grain == "day":
        return when.isoformat()
    if grain == "month":
        return f"{when.year:04d}-{when.month:02d}"
    if grain == "season":
        return f"{when.year:04d}-{_SEASON_CODE[when.month // 3 * 3 or 12]}"
    if grain == "quarter":
        return f"{when.year:04d}-{33 + (when.month - 1) // 3}"
    if grain == "semester":
        return f"{when.year:04d}-{40 if when.month < 7 else 41}"
    if grain == "decade":
        return f"{when.year // 10:03d}X"
    if grain == "century":
        return f"{when.year // 100:02d}XX"
    return f"{when.year:04d}"


def _interval(span: Interval, grain: Grain, end_grain: Grain | None, mark: str) -> str:
    if grain == "week":
        return f"{iso(span.start)}{mark}/{iso(span.end)}{mark}"
    if end_grain is None and mark and grain in ("season", "quarter", "semester"):  # their codes take no mark
        return f"{_period(span.start, 'month')}{mark}/{_period(span.end, 'month')}{mark}"
    if end_grain is None:
        return _period(span.start, grain) + mark
    first = _period(span.start, grain) if grain in ("day", "month", "year") else iso(span.start)
    last = _period(span.end, end_grain) if end_grain in ("day", "month", "year") else iso(span.end)
    return f"{first}{mark}/{last}{mark}" if first != last else first + mark


def _covering(span: Interval) -> str:
    for grain in _ROUGH:
        if period(span.start, grain) == period(span.end, grain):
            return _period(span.start, grain)
    return _spanning(span)


def _spanning(span: Interval) -> str:
    rough: Grain = "month" if span.end - span.start < 3 * _WIDTH["year"] else "year"
    return f"{_period(span.start, rough)}/{_period(span.end, rough)}"


_ATOM = re.compile(r"(?P<year>\d{2}(?:\d\d|\dX|XX))(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?:T[\d:.,Z+-]*)?(?P<mark>[~?%]?)")


def parse_edtf(text: str | None) -> When | None:
    """The set of days that an EDTF string allows; None for what it is not, or for what has no days (`XXXX-07-03`).

    Read are: days, months, years, decades, centuries, seasons, quarters, semesters, their marks, intervals and
    choices of them.
    """
    if not text:
        return None
    text = re.sub(r"\s+", "", text)
    if text[0] in "[{" and text[-1] in "]}":
        return _parse_choice(text[1:-1])
    if "/" in text:
        return _parse_interval(*text.split("/", 1))
    return _parse_atom(text)


def _parse_choice(body: str) -> When | None:
    found: list[Interval] = []
    grain: Grain | None = None
    for part in body.split(","):
        first, dots, last = part.partition("..")
        a, b = _parse_atom(first), _parse_atom(last) if dots else None
        if a is None or (dots and b is None):
            return None
        grain = grain or a.grain
        if b is None:
            found.append(a.candidates[0])
        elif b.cover.end - a.cover.start < _WIDTH["century"]:
            at = a.cover.start
            while at <= b.cover.start:
                found.append(period(at, grain))
                at = found[-1].end + 1
    return When(tuple(found), grain or "day") if found else None


def _parse_interval(first: str, last: str) -> When | None:
    a, b = _parse_atom(first), _parse_atom(last)
    if a is None and b is None:
        return None
    if b is None:
        return replace(a, open_end=True) if a is not None and last in ("..", "") else None
    if a is None:
        return replace(b, open_start=True) if first in ("..", "") else None
    if a.cover.start > b.cover.end:
        return None
    return When(
        (Interval(a.cover.start, b.cover.end),), a.grain, b.grain,
        approximate=a.approximate or b.approximate, uncertain=a.uncertain or b.uncertain,
    )  # fmt: skip


def _parse_atom(text: str) -> When | None:
    match = _ATOM.fullmatch(text)
    if match is None:
        return None
    span, grain = _atom_span(match["year"], int(match["month"] or 0), int(match["day"] or 0))
    if span is None:
        return None
    mark = match["mark"]
    return When((span,), grain, approximate=mark in ("~", "%"), uncertain=mark in ("?", "%"))


def _atom_span(year: str, month: int, number: int) -> tuple[Interval | None, Grain]:
    if year.endswith("X") or int(year) < FIRST_YEAR:
        digits = year.rstrip("X")
        size = 10 ** (4 - len(digits))
        if month or size == 1:
            return None, "year"
        start = int(digits) * size
        return years(max(start, FIRST_YEAR), size - (start == 0)), "decade" if size == 10 else "century"
    if int(year) > LAST_YEAR:
        return None, "year"
    if number:
        return day(int(year), month, number), "day"
    if not month:
        return years(int(year)), "year"
    if month <= 12:
        return months(int(year), month), "month"
    if month in _SEASON_MONTH:
        return months(int(year), _SEASON_MONTH[month], 3), "season"
    if 33 <= month <= 36:
        return months(int(year), (month - 33) * 3 + 1, 3), "quarter"
    if month in (40, 41):
        return months(int(year), 1 if month == 40 else 7, 6), "semester"
    return None, "year"
