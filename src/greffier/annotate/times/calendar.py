"""Dates of the calendar: weekdays, days, months, seasons, years, and which of them the tense and the article allow."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import replace

from greffier.annotate.times.meaning import Meaning
from greffier.annotate.times.resolved import (
    MANY_DAYS,
    SEASON,
    Context,
    Resolved,
    dated,
    days_in_a_row,
    each,
    reference,
    same,
    unknown,
)
from greffier.when import Grain, Interval, When, day, day_of, months, period, years


def resolve_date(m: Meaning, context: Context) -> Resolved | None:
    if m.weekday and not (m.day or m.month or m.year):
        return resolve_weekday(m, context)
    if m.month and m.day:
        return resolve_day_of_month(m, context)
    if m.month:
        return _month(m, context)
    if m.day and m.weekday:
        return _weekday_and_day(m, context)
    if m.year:
        return dated(When((years(m.year),), "year"), str(m.year), m.part, m.clock)
    return None


def resolve_weekday(m: Meaning, context: Context) -> Resolved:
    assert m.weekday is not None
    weekday = m.weekday
    if m.unit == "week":  # `lundi de la semaine dernière`
        of = lambda p: same(period(p, "week").start + 7 * (m.shift or 0) + weekday - 1)  # noqa: E731
        why = f"that weekday, week {m.shift:+d}"
    elif m.shift == 1 or (not m.shift and context.tense in ("future", "asked")):
        later = 1 if m.shift == 1 else 0
        of = lambda p: same(p + later + (weekday - 1 - (p + later - 1)) % 7)  # noqa: E731
        why = "weekday after the article's date" if later else "weekday on or after the article's date, from the tense"
    else:
        earlier = 1 if m.shift == -1 else 0
        of = lambda p: same(p - earlier - ((p - earlier - 1) - (weekday - 1)) % 7)  # noqa: E731
        why = "weekday before the article's date" if earlier else "weekday on or before the article's date"
    when = each(context, of, "day")
    return dated(when, f"XXXX-WXX-{m.weekday}", m.part, m.clock, why + reference(context))


def resolve_day_of_month(m: Meaning, context: Context) -> Resolved | None:
    assert m.month is not None
    assert m.day is not None
    first = m.first_day or m.day

    def on(year: int) -> Interval | None:
        a, b = day(year, m.month or 1, first), day(year, m.month or 1, m.day or 1)
        return Interval(a.start, b.end) if a and b else None

    if m.year:
        interval = on(m.year)
        return dated(days_in_a_row(interval), "", m.part, m.clock, "written in full") if interval else None
    vague = f"XXXX-{m.month:02d}-{m.day:02d}"
    if m.years_back:
        when = each(context, _years_before(on, m.years_back), "day")
        return dated(when, vague, m.part, m.clock, f"year {-m.years_back:+d} of the nearest such day, its anniversary" + reference(context))
    when = each(context, nearest(on, m, context), "day")
    if when is None:
        return Resolved(None, "DATE", vague, m.part, m.clock, "the year is not known")
    if m.first_day:
        when = replace(when, end_grain="day")
    return dated(when, vague, m.part, m.clock, _year_reason(m, context) + reference(context))


def _years_before(on: Callable[[int], Interval | None], years_: int) -> Callable[[int], Interval | None]:
    def of(published: int) -> Interval | None:
        near = [(y, i) for y in range(day_of(published).year - 1, day_of(published).year + 2) if (i := on(y))]
        return on(min(near, key=lambda option: abs(option[1].start - published))[0] - years_) if near else None

    return of


def nearest(on: Callable[[int], Interval | None], m: Meaning, context: Context) -> Callable[[int], Interval | None]:
    """From a day of publication to what `on` gives in a year: that of the weekday named, else the nearest that the tense allows."""
    options_of: dict[int, list[Interval]] = {}

    def of(published: int) -> Interval | None:
        year = day_of(published).year
        if year not in options_of:
            options_of[year] = [i for y in range(year - 6, year + 3) if (i := on(y)) is not None]
        return _nearest(published, options_of[year], m, context)

    return of


def _nearest(published: int, options: list[Interval], m: Meaning, context: Context) -> Interval | None:
    if m.weekday:
        fitting = [i for i in options if day_of(i.end).isoweekday() == m.weekday]
        return min(fitting or options, key=lambda i: abs(i.end - published), default=None)
    near = [i for i in options if abs(i.start - published) <= MANY_DAYS]
    if len(context.days) > 1 and m.shift is None:  # `le 3 mars` of an article of March is of that March
        whole = Interval(context.days[0], context.days[-1])
        allowed = [i for i in near if (context.tense != "past" or i.start <= whole.end) and (context.tense != "future" or i.end >= whole.start)]
        return min(allowed, key=lambda i: abs(i.start - published), default=None)
    if m.shift == -1 or (m.shift is None and context.tense == "past" and not m.this):
        return max((i for i in near if i.start <= published), default=None)
    if m.shift == 1 or (m.shift is None and context.tense == "future"):
        return min((i for i in near if i.end >= published), default=None)
    return min(near, key=lambda i: abs(i.start - published), default=None)


def _year_reason(m: Meaning, context: Context) -> str:
    if m.weekday:
        return "the year in which that date is that weekday"
    if m.shift:
        return "the last one" if m.shift < 0 else "the next one"
    return {"past": "the last such day, from the tense", "future": "the next such day, from the tense"}.get(
        context.tense or "", "the nearest such day"
    )


def _month(m: Meaning, context: Context) -> Resolved:
    assert m.month is not None
    month = m.month
    if m.year:
        return dated(When((months(m.year, m.month),), "month"), "", m.part, m.clock, "written in full")

    def on(published: int) -> Interval:
        now = day_of(published)
        year = now.year
        if m.this:
            return months(year, month)
        if m.shift == -1:
            return months(year - (month >= now.month), month)
        if m.shift == 1:
            return months(year + (month <= now.month), month)
        if context.tense == "future":
            return months(year + (month < now.month), month)
        if context.tense == "past":
            return months(year - (month > now.month), month)
        options = [months(year + d, month) for d in (-1, 0, 1)]
        return min(options, key=lambda i: abs((i.start + i.end) // 2 - published))

    return dated(each(context, on, "month"), f"XXXX-{m.month:02d}", m.part, m.clock, "the month that the tense allows" + reference(context))


def _weekday_and_day(m: Meaning, context: Context) -> Resolved:
    """`jeudi 28`: the nearest month in which the 28th is a Thursday."""

    def on(published: int) -> Interval | None:
        now = day_of(published)
        options = []
        for shift in range(-3, 4):
            start = day_of(months(now.year, now.month + shift).start)
            if m.day and m.day <= monthrange(start.year, start.month)[1]:
                found = day(start.year, start.month, m.day)
                if found and day_of(found.start).isoweekday() == m.weekday:
                    options.append(found)
        return min(options, key=lambda i: abs(i.start - published), default=None)

    return dated(each(context, on, "day"), f"XXXX-WXX-{m.weekday}", m.part, m.clock, "the month in which that day is that weekday")


def resolve_years(m: Meaning, context: Context) -> Resolved:
    assert m.year is not None
    assert m.last_year is not None
    when = When((Interval(years(m.year).start, years(m.last_year).end),), "year", "year")
    return Resolved(when, "DATE", f"{m.year}/{m.last_year}", why="from the first year to the last")


def resolve_decade(m: Meaning, context: Context) -> Resolved:
    assert m.year is not None
    return dated(When((years(m.year, 10),), "decade"), "", why="ten years")


def resolve_century(m: Meaning, context: Context) -> Resolved:
    assert m.year is not None
    return dated(When((years(max(m.year, 1), 100),), "century"), "", why="a hundred years")


def resolve_season(m: Meaning, context: Context) -> Resolved:
    assert m.month is not None
    if m.year:
        return dated(When((months(m.year, m.month, 3),), "season"), "", why="written in full")

    def on(p: int) -> Interval:
        year = day_of(p).year
        options = [months(year + d, m.month or 3, 3) for d in (-1, 0, 1)]
        if m.shift == 1 or (context.tense == "future" and m.shift is None):
            return next((i for i in options if i.end >= p and (m.shift != 1 or i.start > p)), options[-1])
        if m.shift == -1:
            return [i for i in options if i.end < p][-1] if any(i.end < p for i in options) else options[0]
        return min(options, key=lambda i: 0 if i.start <= p <= i.end else min(abs(i.start - p), abs(i.end - p)))

    return dated(each(context, on, "season"), f"XXXX-{SEASON[m.month]}", why="the season that the tense allows" + reference(context))


def resolve_quarter(m: Meaning, context: Context) -> Resolved:
    size = 6 if m.unit == "semester" else 3
    grain: Grain = "semester" if size == 6 else "quarter"
    first = (int(m.offset or 1) - 1) * size + 1
    if m.year:
        return dated(When((months(m.year, first, size),), grain), "", why="written in full")

    def on(p: int) -> Interval:
        year = day_of(p).year
        options = [months(year + d, first, size) for d in (-1, 0, 1)]
        if context.tense == "future":
            return next(i for i in options if i.end >= p)
        return [i for i in options if i.start <= p][-1]

    return dated(each(context, on, grain), unknown(grain), why="the nearest such part of a year" + reference(context))
