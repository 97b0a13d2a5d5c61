"""Times told from another day: the article's, or the one just spoken of; and lengths of time."""

from __future__ import annotations

from greffier.annotate.times.calendar import resolve_day_of_month, resolve_weekday
from greffier.annotate.times.meaning import Meaning
from greffier.annotate.times.resolved import (
    CLOCK_UNITS,
    DAYS,
    GRAINS,
    PART,
    Context,
    Resolved,
    dated,
    each,
    reference,
    same,
    timex_of,
    unknown,
)
from greffier.when import Interval, When, day_of, period, shifted, years

_LETTER = {"second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "fortnight": "W", "month": "M",
           "quarter": "M", "semester": "M", "year": "Y", "decade": "Y", "century": "Y", "millennium": "Y", "weekend": "W"}  # fmt: skip
_TIMES = {"fortnight": 2, "quarter": 3, "semester": 6, "decade": 10, "century": 100, "millennium": 1000}


def resolve_deictic(m: Meaning, context: Context) -> Resolved:
    if m.day and m.month:  # `hier, jeudi 16 août 2012`
        full = resolve_day_of_month(m, context)
        if full and full.when:
            return full
    when = each(context, lambda p: same(p + (m.offset or 0)), "day")
    if when and m.weekday:
        kept = [c for c in when.candidates if day_of(c.start).isoweekday() == m.weekday]
        when = when.keep(kept) if kept else when
    if when and len(when.candidates) > 1 and not m.weekday and context.published and context.published.grain in ("month", "year"):
        when = context.published  # `hier` with only a month known is the month
    vague = timex_of(when) if when and when.single else "PRESENT_REF" if m.offset == 0 else "XXXX-XX-XX"
    return dated(when, vague, m.part, m.clock, f"{m.offset or 0:+d} days from the article's date" + reference(context))


def resolve_period(m: Meaning, context: Context) -> Resolved:
    grain = GRAINS[m.unit or "day"]
    shift = m.shift or 0
    when = each(context, lambda p: shifted(p, grain, shift), grain)
    return dated(when, unknown(grain), m.part, m.clock, f"{m.unit} {shift:+d} of the article's date" + reference(context))


def resolve_weekend(m: Meaning, context: Context) -> Resolved:
    def on(p: int) -> Interval:
        saturday = period(p, "week").start + 5
        if m.shift == -1 or (m.shift is None and context.tense != "future" and p < saturday):
            saturday -= 7 * (1 if p < saturday or m.shift == -1 else 0)
        elif m.shift == 1 and p >= saturday:
            saturday += 7
        return Interval(saturday, saturday + 1)

    return dated(each(context, on, "week"), "XXXX-WXX-WE", why="the weekend that the words and the tense allow" + reference(context))


def resolve_recent(m: Meaning, context: Context) -> Resolved:
    unit = m.unit or "day"
    value = duration_value(unit, None if m.vague else m.amount)
    days = context.days
    if m.vague or not days or unit in CLOCK_UNITS or m.shift == 1:
        return Resolved(None, "DURATION", value, why="some time up to the article's date")
    length = round(DAYS[unit] * (m.amount or 1))
    when = When(tuple(sorted({Interval(p - length, p) for p in days})), "day", "day", approximate=True) if len(days) == 1 else None
    return Resolved(when, "DURATION", value, why="that long up to the article's date")


def resolve_part(m: Meaning, context: Context) -> Resolved:
    """A part of a day: of this one, or of the day that the text speaks of."""
    if m.this or m.shift or context.last_day is None:
        shift = m.shift or 0
        when = each(context, lambda p: same(p + shift), "day")
        why = "of the article's date"
    else:
        when, why = context.last_day, "of the day spoken of"
    return dated(when, "XXXX-XX-XX", m.part, None, why + (reference(context) if "article" in why else ""))


def resolve_clock(m: Meaning, context: Context) -> Resolved:
    when = context.last_day or each(context, same, "day")
    why = "on the day spoken of" if context.last_day else "on the article's date"
    return dated(when, "XXXX-XX-XX", None, f"{m.clock}{m.value or ''}", why)


def resolve_anaphor(m: Meaning, context: Context) -> Resolved:
    base = context.last_day
    shift = int(m.offset or 0)
    if base is not None:
        when: When | None = base.keep(tuple(Interval(c.start + shift, c.end + shift) for c in base.candidates))
        why = f"{shift:+d} days from the day spoken of"
    else:
        when = each(context, lambda p: same(p + shift), "day")
        why = f"{shift:+d} days from the article's date: the text names no day (a fallback)"
    return dated(when, "XXXX-XX-XX", m.part, m.clock, why)


def resolve_anaphor_period(m: Meaning, context: Context) -> Resolved:
    base = context.spoken_of or context.last_day
    shift = m.shift or 0
    if m.unit == "weekend":
        start = base.cover.start if base else None
        when = When((Interval(s := period(start, "week").start + 5 + 7 * shift, s + 1),), "week") if start else None
        return dated(when, "XXXX-WXX-WE", why="the weekend by the day spoken of")
    grain = GRAINS.get(m.unit or "day", "day")
    if base is not None:
        when = When(tuple(sorted({shifted(c.start, grain, shift) for c in base.candidates})), grain)
        return dated(when, unknown(grain), why=f"{m.unit} {shift:+d} of what was spoken of")
    when = each(context, lambda p: shifted(p, grain, shift), grain)
    return dated(when, unknown(grain), why=f"{m.unit} {shift:+d} of the article's date: the text names none (a fallback)")


def resolve_weekday_from(m: Meaning, context: Context) -> Resolved:
    assert m.weekday is not None
    weekday = m.weekday
    base = context.last_day
    if base is None:
        return resolve_weekday(m, context)
    sign = m.shift or 1

    def on(d: int) -> Interval:
        distance = (weekday - day_of(d).isoweekday()) % 7 if sign > 0 else -((day_of(d).isoweekday() - weekday) % 7)
        return same(d + (distance or 7 * sign))

    when = When(tuple(sorted({on(c.start) for c in base.candidates})))
    return dated(when, f"XXXX-WXX-{m.weekday}", why="that weekday counted from the day spoken of")


def resolve_around(m: Meaning, context: Context) -> Resolved:
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
        when = When(tuple(same(d) for d in days)) if base and unit in CLOCK_UNITS and days else None
        if m.kind == "ago" and inner.vague and unit == "year" and days:
            when = When((years(day_of(min(days)).year - 1),), "year", open_start=True)
        if m.kind == "ago" and inner.vague:
            return Resolved(when, "DURATION", duration_value(unit, None), why=f"some time {why}")
        value = "PAST_REF" if sign < 0 else "FUTURE_REF"
        return Resolved(when, "DATE", timex_of(base) if base and base.single and when else value, why=f"some time {why}")
    amount = inner.amount * sign
    grain = GRAINS.get(unit, "day")
    if unit in CLOCK_UNITS:
        when = When(tuple(sorted({same(d) for d in days})))
    elif unit in ("day", "night", "week", "fortnight"):
        moved = sorted({same(d + round(amount * DAYS[unit])) for d in days})
        when = When(tuple(moved), approximate=inner.approximate)
        grain = "day"
    else:
        whole = int(amount) if amount == int(amount) else round(amount)
        moved = sorted({shifted(d, grain, whole) for d in days})
        when = When(tuple(moved), grain, approximate=inner.approximate)
    return dated(when, unknown(grain), why=f"that long {'before' if sign < 0 else 'after'}, {why}")


def resolve_duration(m: Meaning, context: Context) -> Resolved:
    value = m.value or duration_value(m.unit or "day", None if m.vague else m.amount)
    if m.inner and m.inner.unit and not m.vague:
        more = duration_value(m.inner.unit, m.inner.amount)
        value += more[1:] if ("T" in value) == ("T" in more) or "T" in more else ""
    return Resolved(None, "DURATION", value, why="a length of time")


def duration_value(unit: str, amount: float | None) -> str:
    letter = _LETTER.get(unit, "D")
    number = "X" if amount is None else _plain(amount * _TIMES.get(unit, 1))
    return f"P{'T' if unit in CLOCK_UNITS else ''}{number}{letter}"


def _plain(number: float) -> str:
    return str(int(number)) if number == int(number) else f"{number:g}"


def resolve_every(m: Meaning, context: Context) -> Resolved:
    if m.weekday:
        return Resolved(None, "SET", f"XXXX-WXX-{m.weekday}", why="again and again")
    if m.month:
        return Resolved(None, "SET", f"XXXX-{m.month:02d}", why="again and again")
    if m.part:
        return Resolved(None, "SET", f"XXXX-XX-XXT{PART[m.part]}", m.part, why="again and again")
    return Resolved(None, "SET", duration_value(m.unit or "day", m.amount or 1), why="again and again")


def resolve_reference_word(m: Meaning, context: Context) -> Resolved:
    when = each(context, same, "day")
    single = when if when and when.single else None
    return Resolved(single, "DATE", m.value or "PRESENT_REF", why="the time of the article")
