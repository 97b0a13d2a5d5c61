"""Dates that narrow each other across articles on one event.

An event that one article dates to `samedi` of an unknown week and another to 23 March in full was on 23 March. Only
candidates are ever removed; what settled a date is kept, so that it can be undone when that article leaves.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from greffier.when import Interval, When


class Dated(NamedTuple):
    """A telling with its date."""

    id: str
    when: When


class Narrowing(NamedTuple):
    """The date of telling `id` is `now`, because of telling `because`."""

    id: str
    now: When
    because: str


def narrow(tellings: Sequence[Dated]) -> list[Narrowing]:
    """What tellings of one event say of each other's dates.

    Open and approximate dates neither narrow nor are narrowed. Where not all can be true together, nothing is removed.
    """
    usable = [t for t in tellings if not (t.when.open_start or t.when.open_end or t.when.approximate)]
    if len(usable) < 2:
        return []
    common: list[Interval] = list(usable[0].when.candidates)
    for telling in usable[1:]:
        common = meet(common, telling.when.candidates)
    if not common:
        return []
    sharpest = min(usable, key=lambda t: (_days(t.when.candidates), t.id))
    left = When(tuple(common), grain=sharpest.when.grain)
    return [
        Narrowing(t.id, left, sharpest.id)
        for t in usable
        if t.id != sharpest.id and _days(common) < _days(t.when.candidates)
    ]


def meet(a: Sequence[Interval], b: Sequence[Interval]) -> list[Interval]:
    """The days that lie in both of two sets of intervals, in order, without doubles."""
    found = {
        Interval(max(x.start, y.start), min(x.end, y.end)) for x in a for y in b if x.start <= y.end and y.start <= x.end
    }
    return sorted(found)


def _days(intervals: Sequence[Interval]) -> int:
    return sum(interval.end - interval.start + 1 for interval in intervals)
