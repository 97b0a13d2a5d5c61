"""From what words mean to days: each expression resolves against every day on which the article can have appeared.

A function of one day of publication gives one interval; the set of possible days of publication gives the set of
candidates. Where only the month is known, `vendredi` has as many candidates as the month allows, never a guess.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import lru_cache

from greffier.annotate.times.meaning import Meaning
from greffier.when import Grain, Interval, When, day, day_of, months, period, shifted, years

_LETTER = {"second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "fortnight": "W", "month": "M",
           "quarter": "M", "semester": "M", "year": "Y", "decade": "Y", "century": "Y", "millennium": "Y", "weekend": "W"}  # fmt: skip
_TIMES = {"fortnight": 2, "quarter": 3, "semester": 6, "decade": 10, "century": 100, "millennium": 1000}
_CLOCK_UNITS = frozenset({"second", "minute", "hour"})
_PART = {"morning": "MO", "midday": "MI", "afternoon": "AF", "evening": "EV", "night": "NI", "dawn": "MO", "daytime": "DT"}
_SEASON = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
_GRAINS: dict[str, Grain] = {"day": "day", "night": "day", "week": "week", "month": "month", "quarter": "quarter",
                             "semester": "semester", "year": "year", "decade": "decade", "century": "century"}  # fmt: skip
_DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "semester": 182, "year": 365, "decade": 3652,
         "century": 36525, "hour": 0, "minute": 0, "second": 0, "weekend": 7, "millennium": 365250}  # fmt: skip
_MANY_DAYS = 400


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against. `tense` is past, present, future, or None where no verb tells."""

    published: When | None
    tense: str | None = None
    spoken_of: When | None = None  # the day or period that the text has just spoken of
    last_day: When | None = None  # the last day it has spoken of

    @property
    def days(self) -> list[int]:
        """The days on which the article can have appeared; none where that is not known or far too vague."""
        if self.published is None or self.published.open_start or self.published.open_end:
            return []
        return self.published.days() if self.published.cover.end - self.published.cover.start <= _MANY_DAYS else []


@dataclass(frozen=True, slots=True)
class Resolved:
    """`when` is None where no day follows; `value` is the TIMEX3 value of type `type`."""

    when: When | None
    type: str
    value: str
    part: str | None = None
    clock: str | None = None
    why: str = ""


def resolve(meaning: Meaning, context: Context) -> Resolved | None:
    """The days that are meant, None where the words turn out to be no time expression."""
    return _RESOLVERS[meaning.kind](meaning, context)


def _each(context: Context, of: Callable[[int], Interval | None], grain: Grain) -> When | None:
    """The candidates over all possible days of publication."""
    found = {interval for day in context.days if (interval := of(day)) is not None}
    return When(tuple(sorted(found)), grain) if found else None


def _dated(when: When | None, vague: str, part: str | None = None, clock: str | None = None, why: str = "") -> Resolved:
    """A DATE or TIME; `vague` is the value where more than one reading is left."""
    only = when.single if when else None
    value = timex_of(when) if when and only else vague
    if clock:
        return Resolved(when, "TIME", f"{value}T{clock}", part, clock, why)
    if part:
        return Resolved(when, "TIME", f"{value}T{_PART[part]}", part, None, why)
    return Resolved(when, "DATE", value, None, None, why)


def timex_of(when: When) -> str:
    """The TIMEX3 value of a set with one reading."""
    first = day_of(when.cover.start)
    grain = when.grain
    if grain == "day" and when.cover.end > when.cover.start:
        return f"{first.isoformat()}/{day_of(when.cover.end).isoformat()}"
    if grain == "week":
        year, number, _ = first.isocalendar()
        return f"{year}-W{number:02d}" + ("-WE" if when.cover.end - when.cover.start == 1 else "")
    if grain == "season":
        return f"{first.year}-{_SEASON[first.month // 3 * 3 or 12]}"
    if grain in ("quarter", "semester"):
        return f"{first.year}-Q{(first.month + 2) // 3}" if grain == "quarter" else f"{first.year}-H{1 if first.month < 7 else 2}"
    if grain == "decade":
        return f"{first.year // 10}"
    if grain == "century":
        return f"{first.year // 100}"
    return {"day": first.isoformat(), "month": f"{first.year:04d}-{first.month:02d}"}.get(grain, f"{first.year:04d}")


# --- calendar dates ---------------------------------------------------------------------------------------------------
def _date(m: Meaning, context: Context) -> Resolved | None:
    if m.weekday and not (m.day or m.month or m.year):
        return _weekday(m, context)
    if m.month and m.day:
        return _day_of_month(m, context)
    if m.month:
        return _month(m, context)
    if m.day and m.weekday:
        return _weekday_and_day(m, context)
    if m.year:
        return _dated(When((years(m.year),), "year"), str(m.year), m.part, m.clock)
    return None


def _weekday(m: Meaning, context: Context) -> Resolved:
    assert m.weekday is not None
    weekday = m.weekday
    if m.unit == "week":  # `lundi de la semaine dernière`
        of = lambda p: _same(period(p, "week").start + 7 * (m.shift or 0) + weekday - 1)  # noqa: E731
        why = f"that weekday, week {m.shift:+d}"
    elif m.shift == 1 or ((m.shift is None or m.shift == 0) and context.tense == "future"):
        later = 1 if m.shift == 1 else 0
        of = lambda p: _same(p + later + (weekday - 1 - (p + later - 1)) % 7)  # noqa: E731
        why = "weekday after the article's date" if later else "weekday on or after the article's date, from the tense"
    else:
        earlier = 1 if m.shift == -1 else 0
        of = lambda p: _same(p - earlier - ((p - earlier - 1) - (weekday - 1)) % 7)  # noqa: E731
        why = "weekday before the article's date" if earlier else "weekday on or before the article's date"
    when = _each(context, of, "day")
    return _dated(when, f"XXXX-WXX-{m.weekday}", m.part, m.clock, why + _reference(context))


def _same(ordinal: int) -> Interval:
    return Interval(ordinal, ordinal)


def _reference(context: Context) -> str:
    if not context.days:
        return ", which is not known"
    return "" if len(context.days) == 1 else ", which is only known to " + (context.published.edtf if context.published else "")


def _day_of_month(m: Meaning, context: Context) -> Resolved | None:
    assert m.month is not None
    assert m.day is not None
    first = m.first_day or m.day

    def on(year: int) -> Interval | None:
        a, b = day(year, m.month or 1, first), day(year, m.month or 1, m.day or 1)
        return Interval(a.start, b.end) if a and b else None

    if m.year:
        interval = on(m.year)
        return _dated(_days(interval), "", m.part, m.clock, "written in full") if interval else None
    vague = f"XXXX-{m.month:02d}-{m.day:02d}"
    when = _each(context, lambda p: _nearest(p, on, m, context), "day")
    if when is None:
        return Resolved(None, "DATE", vague, m.part, m.clock, "the year is not known")
    if m.first_day:
        when = replace(when, end_grain="day")
    return _dated(when, vague, m.part, m.clock, _year_reason(m, context) + _reference(context))


def _days(interval: Interval) -> When:
    """One day, or several in a row."""
    return When((interval,), "day", "day" if interval.end > interval.start else None)


def _nearest(published: int, on: Callable[[int], Interval | None], m: Meaning, context: Context) -> Interval | None:
    """The year is that of the weekday named, else the nearest that the tense allows."""
    year = day_of(published).year
    options = [i for y in range(year - 6, year + 3) if (i := on(y)) is not None]
    if m.weekday:
        fitting = [i for i in options if day_of(i.end).isoweekday() == m.weekday]
        options = fitting or options
        return min(options, key=lambda i: abs(i.end - published))
    near = [i for i in options if abs(i.start - published) <= _MANY_DAYS]
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
    if m.year:
        return _dated(When((months(m.year, m.month),), "month"), "", m.part, m.clock, "written in full")

    def on(published: int) -> Interval:
        now = day_of(published)
        year = now.year
        if m.this:
            return months(year, m.month or 1)
        if m.shift == -1:
            return months(year - (m.month >= now.month), m.month)  # type: ignore[operator, arg-type]
        if m.shift == 1:
            return months(year + (m.month <= now.month), m.month)  # type: ignore[operator, arg-type]
        if context.tense == "future":
            return months(year + (m.month < now.month), m.month)  # type: ignore[operator, arg-type]
        if context.tense == "past":
            return months(year - (m.month > now.month), m.month)  # type: ignore[operator, arg-type]
        options = [months(year + d, m.month or 1) for d in (-1, 0, 1)]
        return min(options, key=lambda i: abs((i.start + i.end) // 2 - published))

    return _dated(_each(context, on, "month"), f"XXXX-{m.month:02d}", m.part, m.clock, "the month that the tense allows" + _reference(context))


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

    return _dated(_each(context, on, "day"), f"XXXX-WXX-{m.weekday}", m.part, m.clock, "the month in which that day is that weekday")


def _years(m: Meaning, context: Context) -> Resolved:
    assert m.year is not None
    assert m.last_year is not None
    when = When((Interval(years(m.year).start, years(m.last_year).end),), "year", "year")
    return Resolved(when, "DATE", f"{m.year}/{m.last_year}", why="from the first year to the last")


def _decade(m: Meaning, context: Context) -> Resolved:
    assert m.year is not None
    return _dated(When((years(m.year, 10),), "decade"), "", why="ten years")


def _century(m: Meaning, context: Context) -> Resolved:
    assert m.year is not None
    return _dated(When((years(max(m.year, 1), 100),), "century"), "", why="a hundred years")


# --- from the day of publication --------------------------------------------------------------------------------------
def _deictic(m: Meaning, context: Context) -> Resolved:
    if m.day and m.month:  # `hier, jeudi 16 août 2012`
        full = _day_of_month(m, context)
        if full and full.when:
            return full
    when = _each(context, lambda p: _same(p + (m.offset or 0)), "day")
    if when and m.weekday:
        kept = [c for c in when.candidates if day_of(c.start).isoweekday() == m.weekday]
        when = when.keep(kept) if kept else when
    if when and len(when.candidates) > 1 and not m.weekday and context.published and context.published.grain in ("month", "year"):
        when = context.published  # `hier` with only a month known is the month
    vague = timex_of(when) if when and when.single else "PRESENT_REF" if m.offset == 0 else "XXXX-XX-XX"
    return _dated(when, vague, m.part, m.clock, f"{m.offset or 0:+d} days from the article's date" + _reference(context))


def _period(m: Meaning, context: Context) -> Resolved:
    grain = _GRAINS[m.unit or "day"]
    shift = m.shift or 0
    when = _each(context, lambda p: shifted(p, grain, shift), grain)
    return _dated(when, _unknown(grain), m.part, m.clock, f"{m.unit} {shift:+d} of the article's date" + _reference(context))


def _unknown(grain: Grain) -> str:
    return {"week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX", "semester": "XXXX-HX", "season": "XXXX-XX", "day": "XXXX-XX-XX",
            "decade": "XXX", "century": "XX"}.get(grain, "XXXX")  # fmt: skip


def _weekend(m: Meaning, context: Context) -> Resolved:
    def on(p: int) -> Interval:
        saturday = period(p, "week").start + 5
        if m.shift == -1 or (m.shift is None and context.tense != "future" and p < saturday):
            saturday -= 7 * (1 if p < saturday or m.shift == -1 else 0)
        elif m.shift == 1 and p >= saturday:
            saturday += 7
        return Interval(saturday, saturday + 1)

    return _dated(_each(context, on, "week"), "XXXX-WXX-WE", why="the weekend that the words and the tense allow" + _reference(context))


def _recent(m: Meaning, context: Context) -> Resolved:
    unit = m.unit or "day"
    value = _duration_value(unit, None if m.vague else m.amount)
    days = context.days
    if m.vague or not days or unit in _CLOCK_UNITS or m.shift == 1:
        return Resolved(None, "DURATION", value, why="some time up to the article's date")
    length = round(_DAYS[unit] * (m.amount or 1))
    when = When(tuple(sorted({Interval(p - length, p) for p in days})), "day", "day", approximate=True) if len(days) == 1 else None
    return Resolved(when, "DURATION", value, why="that long up to the article's date")


def _season(m: Meaning, context: Context) -> Resolved:
    assert m.month is not None
    if m.year:
        return _dated(When((months(m.year, m.month, 3),), "season"), "", why="written in full")

    def on(p: int) -> Interval:
        year = day_of(p).year
        options = [months(year + d, m.month or 3, 3) for d in (-1, 0, 1)]
        if m.shift == 1 or (context.tense == "future" and m.shift is None):
            return next((i for i in options if i.end >= p and (m.shift != 1 or i.start > p)), options[-1])
        if m.shift == -1:
            return [i for i in options if i.end < p][-1] if any(i.end < p for i in options) else options[0]
        return min(options, key=lambda i: 0 if i.start <= p <= i.end else min(abs(i.start - p), abs(i.end - p)))

    return _dated(_each(context, on, "season"), f"XXXX-{_SEASON[m.month]}", why="the season that the tense allows" + _reference(context))


def _quarter(m: Meaning, context: Context) -> Resolved:
    size = 6 if m.unit == "semester" else 3
    grain: Grain = "semester" if size == 6 else "quarter"
    first = (int(m.offset or 1) - 1) * size + 1
    if m.year:
        return _dated(When((months(m.year, first, size),), grain), "", why="written in full")

    def on(p: int) -> Interval:
        year = day_of(p).year
        options = [months(year + d, first, size) for d in (-1, 0, 1)]
        if context.tense == "future":
            return next(i for i in options if i.end >= p)
        return [i for i in options if i.start <= p][-1]

    return _dated(_each(context, on, grain), _unknown(grain), why="the nearest such part of a year" + _reference(context))


def _part(m: Meaning, context: Context) -> Resolved:
    """A part of a day: of this one, or of the day that the text speaks of."""
    if m.this or m.shift or context.last_day is None:
        shift = m.shift or 0
        when = _each(context, lambda p: _same(p + shift), "day")
        why = "of the article's date"
    else:
        when, why = context.last_day, "of the day spoken of"
    return _dated(when, "XXXX-XX-XX", m.part, None, why + (_reference(context) if "article" in why else ""))


def _clock(m: Meaning, context: Context) -> Resolved:
    when = context.last_day or _each(context, _same, "day")
    why = "on the day spoken of" if context.last_day else "on the article's date"
    return _dated(when, "XXXX-XX-XX", None, f"{m.clock}{m.value or ''}", why)


# --- from what the text has spoken of ---------------------------------------------------------------------------------
def _anaphor(m: Meaning, context: Context) -> Resolved:
    base = context.last_day
    shift = int(m.offset or 0)
    if base is not None:
        when: When | None = base.keep(tuple(Interval(c.start + shift, c.end + shift) for c in base.candidates))
        why = f"{shift:+d} days from the day spoken of"
    else:
        when = _each(context, lambda p: _same(p + shift), "day")
        why = f"{shift:+d} days from the article's date: the text names no day (a fallback)"
    return _dated(when, "XXXX-XX-XX", m.part, m.clock, why)


def _anaphor_period(m: Meaning, context: Context) -> Resolved:
    base = context.spoken_of or context.last_day
    shift = m.shift or 0
    if m.unit == "weekend":
        start = base.cover.start if base else None
        when = When((Interval(s := period(start, "week").start + 5 + 7 * shift, s + 1),), "week") if start else None
        return _dated(when, "XXXX-WXX-WE", why="the weekend by the day spoken of")
    grain = _GRAINS.get(m.unit or "day", "day")
    if base is not None:
        when = When(tuple(sorted({shifted(c.start, grain, shift) for c in base.candidates})), grain)
        return _dated(when, _unknown(grain), why=f"{m.unit} {shift:+d} of what was spoken of")
    when = _each(context, lambda p: shifted(p, grain, shift), grain)
    return _dated(when, _unknown(grain), why=f"{m.unit} {shift:+d} of the article's date: the text names none (a fallback)")


def _weekday_from(m: Meaning, context: Context) -> Resolved:
    assert m.weekday is not None
    base = context.last_day
    if base is None:
        return _weekday(m, context)
    sign = m.shift or 1

    def on(d: int) -> Interval:
        distance = (m.weekday - day_of(d).isoweekday()) % 7 if sign > 0 else -((day_of(d).isoweekday() - m.weekday) % 7)  # type: ignore[operator]
        return _same(d + (distance or 7 * sign))

    when = When(tuple(sorted({on(c.start) for c in base.candidates})))
    return _dated(when, f"XXXX-WXX-{m.weekday}", why="that weekday counted from the day spoken of")


def _around(m: Meaning, context: Context) -> Resolved:
    """`il y a trois ans`, `dans deux mois` from the article's date; `deux jours plus tard` from the day spoken of."""
    inner = m.inner
    assert inner is not None
    from_text = m.kind == "duration_from"
    sign = {"ago": -1, "ahead": 1}.get(m.kind, m.shift or 1)
    unit = inner.unit or "day"
    base = context.last_day or context.spoken_of if from_text else None
    days = [c.start for c in base.candidates] if base else context.days
    why = f"{'from the day spoken of' if base else 'from the article' + chr(39) + 's date'}"
    if inner.value or inner.vague or inner.amount is None or not days:
        when = When(tuple(_same(d) for d in days)) if base and unit in _CLOCK_UNITS and days else None
        if m.kind == "ago" and inner.vague and unit == "year" and days:
            when = When((years(day_of(min(days)).year - 1),), "year", open_start=True)
        if m.kind == "ago" and inner.vague:
            return Resolved(when, "DURATION", _duration_value(unit, None), why=f"some time {why}")
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Resolved(when, "DATE", timex_of(base) if base and base.single and when else value, why=f"some time {why}")
    amount = inner.amount * sign
    grain = _GRAINS.get(unit, "day")
    if unit in _CLOCK_UNITS:
        when = When(tuple(sorted({_same(d) for d in days})))
    elif unit in ("day", "night", "week", "fortnight"):
        moved = sorted({_same(d + round(amount * _DAYS[unit])) for d in days})
        when = When(tuple(moved), approximate=inner.approximate)
        grain = "day"
    else:
        whole = int(amount) if amount == int(amount) else round(amount)
        moved = sorted({shifted(d, grain, whole) for d in days})
        when = When(tuple(moved), grain, approximate=inner.approximate)
    return _dated(when, _unknown(grain), why=f"that long {'before' if sign < 0 else 'after'}, {why}")


# --- durations and sets -----------------------------------------------------------------------------------------------
def _duration(m: Meaning, context: Context) -> Resolved:
    value = m.value or _duration_value(m.unit or "day", None if m.vague else m.amount)
    if m.inner and m.inner.unit and not m.vague:
        more = _duration_value(m.inner.unit, m.inner.amount)
        value += more[1:] if ("T" in value) == ("T" in more) or "T" in more else ""
    return Resolved(None, "DURATION", value, why="a length of time")


def _duration_value(unit: str, amount: float | None) -> str:
    letter = _LETTER.get(unit, "D")
    number = "X" if amount is None else _plain(amount * _TIMES.get(unit, 1))
    return f"P{'T' if unit in _CLOCK_UNITS else ''}{number}{letter}"


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:g}"


def _every(m: Meaning, context: Context) -> Resolved:
    if m.weekday:
        return Resolved(None, "SET", f"XXXX-WXX-{m.weekday}", why="again and again")
    if m.month:
        return Resolved(None, "SET", f"XXXX-{m.month:02d}", why="again and again")
    if m.part:
        return Resolved(None, "SET", f"XXXX-XX-XXT{_PART[m.part]}", m.part, why="again and again")
    return Resolved(None, "SET", _duration_value(m.unit or "day", m.amount or 1), why="again and again")


# --- names, edges, bounds ---------------------------------------------------------------------------------------------
def _named(m: Meaning, context: Context) -> Resolved | None:
    named = m.named or {}
    if "day" in named:
        year, month, number = (int(p) for p in str(named["day"]).split("-"))
        found = day(year, month, number)
        return _dated(When((found,)), "", why="a day of history") if found else None
    if m.year:
        interval = _named_in(named, m.year)
        return _dated(When((interval,)), "", why="the named day of that year") if interval else None
    when = _each(context, lambda p: _nearest(p, lambda y: _named_in(named, y), m, context), "day")
    return _dated(when, "XXXX-XX-XX", why="the named day that the tense allows" + _reference(context))


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


def _named_in(named: dict[str, object], year: int) -> Interval | None:
    if "md" in named:
        month, number = (int(p) for p in str(named["md"]).split("-"))
        return day(year, month, number)
    if "easter" in named:
        return _same(_easter(year) + int(str(named["easter"])))
    if "hijri" in named:
        return _hijri(tuple(named["hijri"]), year)  # type: ignore[arg-type]
    if "nth" in named:
        month, weekday, which = named["nth"]  # type: ignore[misc]
        return _nth(year, int(month), int(weekday), int(which))  # type: ignore[has-type]
    return None


def _nth(year: int, month: int, weekday: int, which: int) -> Interval:
    whole = months(year, month)
    first = whole.start + (weekday - day_of(whole.start).isoweekday()) % 7
    last = whole.end - (day_of(whole.end).isoweekday() - weekday) % 7
    return _same(last if which < 0 else first + 7 * (which - 1))


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


def _reference_word(m: Meaning, context: Context) -> Resolved:
    when = _each(context, _same, "day")
    single = when if when and when.single else None
    return Resolved(single, "DATE", m.value or "PRESENT_REF", why="the time of the article")


def _part_of(m: Meaning, context: Context) -> Resolved | None:
    """`la nuit de lundi à mardi`: the night that begins on the first day."""
    assert m.inner is not None
    first = resolve(m.inner, context)
    if first is None or first.when is None:
        return first
    return _dated(first.when, first.value, m.part, None, f"the {m.part} of that day; {first.why}")


def _month_of(m: Meaning, context: Context) -> Resolved | None:
    assert m.inner is not None
    year = resolve(m.inner, context)
    if year is None or year.when is None:
        return year
    when = When(tuple(months(day_of(c.start).year, m.month or 1) for c in year.when.candidates), "month")
    return _dated(when, f"XXXX-{m.month:02d}", why=f"that month; {year.why}")


def _edge(m: Meaning, context: Context) -> Resolved | None:
    """`fin 2014` is about December 2014, `la mi-octobre` about the 15th."""
    assert m.inner is not None
    whole = resolve(m.inner, context)
    if whole is None or whole.when is None or m.edge is None:
        return whole
    when = whole.when
    if when.grain == "year" and m.edge in ("start", "end"):
        edges = tuple(months(day_of(c.start).year, 1 if m.edge == "start" else 12) for c in when.candidates)
        found = When(edges, "month", approximate=True)
    elif when.grain == "month" and m.edge == "mid":
        found = When(tuple(_same(c.start + 14) for c in when.candidates), approximate=len(when.candidates) == 1)
    else:
        found = when
    return Resolved(found, "DATE", whole.value, why=f"the {m.edge} of it; {whole.why}")


def _boundary(m: Meaning, context: Context) -> Resolved | None:
    assert m.inner is not None
    inner = resolve(m.inner, replace(context, tense="future") if m.bound == "until" and context.tense != "past" else context)
    if inner is None:
        return None
    if m.inner.kind in ("duration", "recent"):
        return _since_duration(m, inner, context)
    if inner.when is None or inner.when.open_start or inner.when.open_end:
        return inner
    if m.bound in ("since", "after"):
        found = When(inner.when.candidates, inner.when.grain, open_end=True)
        if m.bound == "after":
            found = When(tuple(_same(c.end) for c in inner.when.candidates), open_end=True)
    elif m.inner.kind == "edge" or inner.when.grain not in ("day", "month", "year"):
        found = When(tuple(_same(c.end) for c in inner.when.candidates), open_start=True)
    else:
        found = When(inner.when.candidates, inner.when.grain, open_start=True)
    return Resolved(found, inner.type, inner.value, inner.part, inner.clock, f"{m.bound} then; {inner.why}")


def _since_duration(m: Meaning, inner: Resolved, context: Context) -> Resolved:
    duration = m.inner
    assert duration is not None
    unit = duration.unit or "day"
    days = context.days
    if m.bound != "since" or duration.vague or duration.amount is None or len(days) != 1 or unit in _CLOCK_UNITS:
        return Resolved(None, inner.type, inner.value, why="that long, with no day given")
    grain = _GRAINS.get(unit, "day")
    start = shifted(days[0], grain, -round(duration.amount * (2 if unit == "fortnight" else 1)))
    return Resolved(When((start,), grain, approximate=True, open_end=True), inner.type, inner.value, why="that long up to the article's date")


_RESOLVERS: dict[str, Callable[[Meaning, Context], Resolved | None]] = {
    "date": _date, "years": _years, "decade": _decade, "century": _century, "weekday_from": _weekday_from, "deictic": _deictic,
    "anaphor": _anaphor, "anaphor_period": _anaphor_period, "period": _period, "weekend": _weekend, "recent": _recent, "season": _season,
    "quarter": _quarter, "part": _part, "clock": _clock, "ago": _around, "ahead": _around, "duration_from": _around,
    "duration": _duration, "every": _every, "named": _named, "reference": _reference_word, "part_of": _part_of, "month_of": _month_of,
    "edge": _edge, "boundary": _boundary,
}  # fmt: skip
