"""Days with names: fixed, by Easter, by the Islamic calendar, or the nth weekday of a month."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from greffier.annotate.times.calendar import nearest
from greffier.annotate.times.meaning import Meaning
from greffier.annotate.times.resolved import Context, Resolved, dated, each, reference, same
from greffier.when import Interval, When, day, day_of, months


def resolve_named(m: Meaning, context: Context) -> Resolved | None:
    named = m.named or {}
    if "day" in named:
        year, month, number = (int(p) for p in str(named["day"]).split("-"))
        found = day(year, month, number)
        return dated(When((found,)), "", why="a day of history") if found else None
    if m.year:
        interval = _named_in(named, m.year)
        return dated(When((interval,)), "", why="the named day of that year") if interval else None
    when = each(context, nearest(lambda y: _named_in(named, y), m, context), "day")
    return dated(when, "XXXX-XX-XX", why="the named day that the tense allows" + reference(context))


@lru_cache(maxsize=512)
def _easter(year: int) -> int:
    """Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms 1998)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    el = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * el) // 451
    month, number = divmod(h + el - 7 * n + 114, 31)
    found = day(year, month, number + 1)
    assert found is not None
    return found.start


def _named_in(named: dict[str, Any], year: int) -> Interval | None:
    if "md" in named:
        month, number = (int(p) for p in str(named["md"]).split("-"))
        return day(year, month, number)
    if "easter" in named:
        return same(_easter(year) + int(str(named["easter"])))
    if "hijri" in named:
        return _hijri(tuple(named["hijri"]), year)
    if "nth" in named:
        month, weekday, which = named["nth"]
        return _nth(year, int(month), int(weekday), int(which))
    return None


def _nth(year: int, month: int, weekday: int, which: int) -> Interval:
    whole = months(year, month)
    first = whole.start + (weekday - day_of(whole.start).isoweekday()) % 7
    last = whole.end - (day_of(whole.end).isoweekday() - weekday) % 7
    return same(last if which < 0 else first + 7 * (which - 1))


@lru_cache(maxsize=256)
def _hijri(what: tuple[int, int, int], year: int) -> Interval | None:
    """A day or month of the Islamic calendar (Umm al-Qura) that begins in a Gregorian year; a day more or less is usual."""
    from hijridate import Hijri

    month, number, length = what
    for hijri_year in (year - 580, year - 579, year - 578):
        try:
            start = Hijri(hijri_year, month, number).to_gregorian()
        except (ValueError, OverflowError):
            continue
        if start.year == year:
            return Interval(start.toordinal(), start.toordinal() + length - 1)
    return None
