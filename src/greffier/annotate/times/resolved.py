"""What an expression is resolved against, and what comes out: shared by all resolvers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from greffier.when import Grain, Interval, When, day_of

MANY_DAYS = 400
SEASON = {3: "SP", 6: "SU", 9: "FA", 12: "WI"}
CLOCK_UNITS = frozenset({"second", "minute", "hour"})
DAYS = {"day": 1, "night": 1, "week": 7, "fortnight": 14, "month": 30, "quarter": 91, "semester": 182, "year": 365, "decade": 3652,
         "century": 36525, "hour": 0, "minute": 0, "second": 0, "weekend": 7, "millennium": 365250}  # fmt: skip
GRAINS: dict[str, Grain] = {"day": "day", "night": "day", "week": "week", "month": "month", "quarter": "quarter",
                             "semester": "semester", "year": "year", "decade": "decade", "century": "century"}  # fmt: skip
PART = {"morning": "MO", "midday": "MI", "afternoon": "AF", "evening": "EV", "night": "NI", "dawn": "MO", "daytime": "DT"}


@dataclass(frozen=True, slots=True)
class Context:
    """What an expression is resolved against. `tense` is past, present, future, asked, or None where no verb tells."""

    published: When | None
    tense: str | None = None
    spoken_of: When | None = None  # the day or period that the text has just spoken of
    last_day: When | None = None  # the last day it has spoken of
    named: When | None = None  # the last date it has named, be it as a bound

    def in_tense(self, tense: str | None) -> Context:
        """The same in a clause of that tense. Every expression asks for it: `dataclasses.replace` is several times slower."""
        return Context(self.published, tense, self.spoken_of, self.last_day, self.named)

    @property
    def days(self) -> tuple[int, ...]:
        """The days on which the article can have appeared; none where that is not known or far too vague."""
        return () if self.published is None else _days_of(self.published)


@lru_cache(maxsize=256)
def _days_of(published: When) -> tuple[int, ...]:
    if published.open_start or published.open_end or published.cover.end - published.cover.start > MANY_DAYS:
        return ()
    return tuple(published.days())


@dataclass(frozen=True, slots=True)
class Resolved:
    """`when` is None where no day follows; `value` is the TIMEX3 value of type `type`."""

    when: When | None
    type: str
    value: str
    part: str | None = None
    clock: str | None = None
    why: str = ""


def each(context: Context, of: Callable[[int], Interval | None], grain: Grain) -> When | None:
    """The candidates over all possible days of publication."""
    found = {interval for day in context.days if (interval := of(day)) is not None}
    return When(tuple(sorted(found)), grain) if found else None


def dated(when: When | None, vague: str, part: str | None = None, clock: str | None = None, why: str = "") -> Resolved:
    """A DATE or TIME; `vague` is the value where more than one reading is left."""
    only = when.single if when else None
    value = timex_of(when) if when and only else vague
    if clock:
        return Resolved(when, "TIME", f"{value}T{clock}", part, clock, why)
    if part:
        return Resolved(when, "TIME", f"{value}T{PART[part]}", part, None, why)
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
        return f"{first.year}-{SEASON[first.month // 3 * 3 or 12]}"
    if grain in ("quarter", "semester"):
        return f"{first.year}-Q{(first.month + 2) // 3}" if grain == "quarter" else f"{first.year}-H{1 if first.month < 7 else 2}"
    if grain == "decade":
        return f"{first.year // 10}"
    if grain == "century":
        return f"{first.year // 100}"
    return {"day": first.isoformat(), "month": f"{first.year:04d}-{first.month:02d}"}.get(grain, f"{first.year:04d}")


def same(ordinal: int) -> Interval:
    return Interval(ordinal, ordinal)


def reference(context: Context) -> str:
    if not context.days:
        return ", which is not known"
    return "" if len(context.days) == 1 else ", which is only known to " + (context.published.edtf if context.published else "")


def unknown(grain: Grain) -> str:
    return {"week": "XXXX-WXX", "month": "XXXX-XX", "quarter": "XXXX-QX", "semester": "XXXX-HX", "season": "XXXX-XX", "day": "XXXX-XX-XX",
            "decade": "XXX", "century": "XX"}.get(grain, "XXXX")  # fmt: skip


def days_in_a_row(interval: Interval) -> When:
    """One day, or several in a row."""
    return When((interval,), "day", "day" if interval.end > interval.start else None)
