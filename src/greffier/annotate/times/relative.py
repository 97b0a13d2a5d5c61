"""Times told from another day: the article's, or the one just spoken of; and lengths of time."""

from __future__ import annotations

from dataclasses import replace

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
from greffier.when import Grain, Interval, When, day_of, period, shifted

_LETTER = {"second": "S", "minute": "M", "hour": "H", "day": "D", "night": "D", "week": "W", "fortnight": "W", "month": "M",
           "quarter": "M", "semester": "M", "year": "Y", "decade": "Y", "century": "Y", "millennium": "Y", "weekend": "W"}  # fmt: skip
_AROUND_A_FEW: dict[str, Grain] = {"day": "month", "week": "year", "month": "year"}
_FEW = 7  # `quelques` is at most about so many
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
        if m.shift == -1 or (m.shift is None and context.tense not in ("future", "asked") and p < saturday):
            saturday -= 7 * (1 if p < saturday or m.shift == -1 else 0)
        elif m.shift == 1 and p >= saturday:
            saturday += 7
        return Interval(saturday, saturday + 1)

    return dated(each(context, on, "week"), "XXXX-WXX-WE", why="the weekend that the words and the tense allow" + reference(context))


def resolve_recent(m: Meaning, context: Context) -> Resolved:
    """`ces dix derniers jours` up to the article's date; `en moins de 48 heures` too, where it tells no older story."""
    unit = m.unit or "day"
    value = duration_value(unit, None if m.vague else m.amount)
    days = context.days
    if m.bound == "within":
        if unit == "hour" and m.amount and m.amount % 24 == 0:
            unit, m = "day", replace(m, amount=m.amount / 24)
        if context.tense != "past" or (context.last_day and not any(context.last_day.contains(d) for d in days)):
            return Resolved(None, "DURATION", value, why="a length of time")
    if m.vague or not days or unit in CLOCK_UNITS:
        return Resolved(None, "DURATION", value, why="some time from or up to the article's date")
    ahead = m.shift == 1
    amount = (m.amount or 1) * (1 if ahead else -1)
    spans = {Interval(*sorted((p, _days_away(p, unit, amount)))) for p in days}
    when = When(tuple(sorted(spans)), "day", "day", approximate=not ahead and m.bound != "within")
    return Resolved(when, "DURATION", value, why=f"that long {'from' if ahead else 'up to'} the article's date{reference(context)}")


def _days_away(ordinal: int, unit: str, amount: float) -> int:
    """The day that lies so many units away: that of the same number where months or years are counted."""
    grain = GRAINS.get(unit, "day")
    if grain in ("month", "year") and amount == int(amount):
        month = shifted(ordinal, "month", int(amount) * (12 if grain == "year" else 1))
        return min(month.start + day_of(ordinal).day - 1, month.end)
    return ordinal + round(DAYS[unit] * amount)


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


def resolve_that_date(m: Meaning, context: Context) -> Resolved:
    """`cette date`: the last one named, also where it was a bound (`avant la fin de l'année`)."""
    base = context.named or each(context, same, "day")
    why = "the date named last" if context.named else "the article's date: the text names none (a fallback)"
    return dated(base, "XXXX-XX-XX", why=why)


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
    later = m.kind == "ahead" or (m.kind == "duration_from" and m.shift != -1)
    base = context.last_day or context.spoken_of if m.kind == "duration_from" else None
    if m.kind == "duration_from" and base is None and later and context.tense != "future":
        return _after_no_day(m, context)
    days = tuple(c.start for c in base.candidates) if base else context.days
    why = "from the day spoken of" if base else "from the article's date"
    if inner.value or inner.vague or inner.amount is None or not days:
        return _some_time(m, base, days, later, why)
    when = _moved(inner, days, 1 if later else -1)
    told = when.candidates
    if base and later and context.tense in ("past", "present") and context.days:
        told = tuple(c for c in told if c.start <= context.days[-1])  # what has happened lies not in the future
    vague = unknown(GRAINS.get(inner.unit or "day", "day"))
    return dated(when.keep(told) if told else None, vague, why=f"that long {'after' if later else 'before'}, {why}")


def _after_no_day(m: Meaning, context: Context) -> Resolved:
    """`deux jours après le vote`, and no day has been spoken of: told as of now, it is now, else nobody knows."""
    when = each(context, same, "day") if m.bound == "event" and context.tense == "present" else None
    unit = m.inner.unit if m.inner else None
    why = "that long after what the text does not date" + ("; told as of now" if when else "")
    return dated(when, unknown(GRAINS.get(unit or "day", "day")), why=why)


def _some_time(m: Meaning, base: When | None, days: tuple[int, ...], later: bool, why: str) -> Resolved:
    """`il y a quelques mois` ends at the latest with the last month; `quelques heures après` is on the same day."""
    assert m.inner is not None
    unit, when = m.inner.unit or "day", None
    if m.kind == "ago" and m.inner.vague:
        if unit in GRAINS and days:
            when = When(tuple(sorted({shifted(d, GRAINS[unit], -1) for d in days})), GRAINS[unit], open_start=True)
        return Resolved(when, "DURATION", duration_value(unit, None), why=f"some time {why}")
    if base and unit in CLOCK_UNITS and days:
        when = When(tuple(same(d) for d in days))
    elif base and later and m.inner.few and base.grain == "day":
        when = _soon_after(base, unit)
    value = "FUTURE_REF" if later else "PAST_REF"
    if when:
        value = timex_of(when) if when.single else "XXXX-XX-XX"
    return Resolved(when, "DATE", value, why=f"some time {why}")


def _soon_after(base: When, unit: str) -> When | None:
    """`quelques jours plus tard`: the month that the day is in, if those days end in it; weeks and months likewise the year."""
    around = _AROUND_A_FEW.get(unit)
    if around is None:
        return None
    begin = [period(c.end + DAYS[unit], around) for c in base.candidates]
    end = [period(c.end + _FEW * DAYS[unit], around) for c in base.candidates]
    return When(tuple(sorted(set(begin))), around) if begin == end else None


def _moved(length: Meaning, days: tuple[int, ...], sign: int) -> When:
    """The days, months … that lie a length of time from days."""
    unit, amount = length.unit or "day", (length.amount or 0) * sign
    grain = GRAINS.get(unit, "day")
    if unit in CLOCK_UNITS:
        return When(tuple(sorted({same(d) for d in days})))
    if length.years_back:  # `un an après le putsch du 14 février`: about that day
        return When(tuple(sorted({same(_days_away(d, "year", amount)) for d in days})), approximate=True)
    if unit in ("day", "night", "week", "fortnight"):
        return When(tuple(sorted({same(d + round(amount * DAYS[unit])) for d in days})), approximate=length.approximate)
    return When(tuple(sorted({shifted(d, grain, round(amount)) for d in days})), grain, approximate=length.approximate)


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
    """`désormais`, `auparavant`: tagged, as in TimeBank, and no date."""
    return Resolved(None, "DATE", m.value or "PRESENT_REF", why="of no date")
