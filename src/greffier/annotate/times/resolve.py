"""From what words mean to days: each expression resolves against every day on which the article can have appeared.

A function of one day of publication gives one interval; the set of possible days of publication gives the set of
candidates. Where only the month is known, `vendredi` has as many candidates as the month allows, never a guess.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from greffier.annotate.times.calendar import (
    resolve_century,
    resolve_date,
    resolve_decade,
    resolve_quarter,
    resolve_season,
    resolve_years,
)
from greffier.annotate.times.meaning import Meaning
from greffier.annotate.times.named import resolve_named
from greffier.annotate.times.relative import (
    resolve_anaphor,
    resolve_anaphor_period,
    resolve_around,
    resolve_clock,
    resolve_deictic,
    resolve_duration,
    resolve_every,
    resolve_part,
    resolve_period,
    resolve_recent,
    resolve_reference_word,
    resolve_that_date,
    resolve_weekday_from,
    resolve_weekend,
)
from greffier.annotate.times.resolved import CLOCK_UNITS, GRAINS, Context, Resolved, dated, reference, same
from greffier.when import Grain, When, day_of, months, period, shifted


def resolve(meaning: Meaning, context: Context) -> Resolved | None:
    """The days that are meant, None where the words turn out to be no time expression."""
    return _RESOLVERS[meaning.kind](meaning, context)


def _part_of(m: Meaning, context: Context) -> Resolved | None:
    """`la nuit de lundi à mardi`: the night that begins on the first day."""
    assert m.inner is not None
    first = resolve(m.inner, context)
    if first is None or first.when is None:
        return first
    return dated(first.when, first.value, m.part, None, f"the {m.part} of that day; {first.why}")


def _month_of(m: Meaning, context: Context) -> Resolved | None:
    assert m.inner is not None
    year = resolve(m.inner, context)
    if year is None or year.when is None:
        return year
    when = When(tuple(months(day_of(c.start).year, m.month or 1) for c in year.when.candidates), "month")
    return dated(when, f"XXXX-{m.month:02d}", why=f"that month; {year.why}")


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
        found = When(tuple(same(c.start + 14) for c in when.candidates), approximate=len(when.candidates) == 1)
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
            found = When(tuple(same(c.end) for c in inner.when.candidates), open_end=True)
    elif m.inner.kind == "edge" or inner.when.grain not in ("day", "month", "year"):
        found = When(tuple(same(c.end) for c in inner.when.candidates), open_start=True)
    else:
        found = When(inner.when.candidates, inner.when.grain, open_start=True)
    return Resolved(found, inner.type, inner.value, inner.part, inner.clock, f"{m.bound} then; {inner.why}")


def _since_duration(m: Meaning, inner: Resolved, context: Context) -> Resolved:
    """`depuis trois ans` began about then, `depuis quelques semaines` about the month then; `depuis plusieurs jours`
    began nobody knows when and lasts up to the article's date."""
    duration = m.inner
    assert duration is not None
    unit, days = duration.unit or "day", context.days
    if m.bound != "since" or not days or unit in CLOCK_UNITS or duration.value:
        return Resolved(None, inner.type, inner.value, why="that long, with no day given")
    amount = duration.amount or duration.few
    if amount is None:
        known = When((same(days[0]),), open_start=True) if len(days) == 1 else None
        return Resolved(known, inner.type, inner.value, why="from a day not known up to the article's date" + reference(context))
    grain: Grain = GRAINS.get(unit, "day")
    back = round(amount * (2 if unit == "fortnight" else 1))
    if grain == "week" and duration.amount is None:  # too vague for a day, and EDTF has no weeks
        starts, grain = {period(shifted(d, "day", -7 * back).start, "month") for d in days}, "month"
    else:
        starts = {shifted(d, grain, -back) for d in days}
    when = When(tuple(sorted(starts)), grain, approximate=True, open_end=True)
    return Resolved(when, inner.type, inner.value, why="that long up to the article's date")


_RESOLVERS: dict[str, Callable[[Meaning, Context], Resolved | None]] = {
    "date": resolve_date, "years": resolve_years, "decade": resolve_decade, "century": resolve_century, "weekday_from": resolve_weekday_from, "deictic": resolve_deictic,
    "anaphor": resolve_anaphor, "that_date": resolve_that_date, "anaphor_period": resolve_anaphor_period, "period": resolve_period, "weekend": resolve_weekend, "recent": resolve_recent, "season": resolve_season,
    "quarter": resolve_quarter, "part": resolve_part, "clock": resolve_clock, "ago": resolve_around, "ahead": resolve_around, "duration_from": resolve_around,
    "duration": resolve_duration, "every": resolve_every, "named": resolve_named, "reference": resolve_reference_word, "part_of": _part_of, "month_of": _month_of,
    "edge": _edge, "boundary": _boundary,
}  # fmt: skip
