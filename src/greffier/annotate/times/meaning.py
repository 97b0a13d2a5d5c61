"""What a pattern says, before it is known which days that are: one flat record, and how matched words fill it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from greffier.annotate.times.grammar import Node

Groups = dict[str, Node]


@dataclass(slots=True)
class Meaning:
    """The words' own content. `kind` names how it becomes days (resolve.py); what a kind does not use stays None."""

    kind: str
    rule: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    weekday: int | None = None
    first_day: int | None = None
    last_year: int | None = None
    this: bool = False
    shift: int | None = None
    unit: str | None = None
    amount: float | None = None
    vague: bool = False
    few: int | None = None  # a small number, where the words say that it is small
    approximate: bool = False
    part: str | None = None
    clock: str | None = None
    edge: str | None = None
    bound: str | None = None
    value: str | None = None
    offset: int | None = None
    named: dict[str, Any] | None = None
    inner: Meaning | None = None
    other: Meaning | None = None
    years_back: int | None = None  # how many years before an anniversary the day lies


def make(kind: str, rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    """What the words of a match mean, None if they mean nothing after all."""
    return _MAKERS[kind](rule, groups, fixed)


def _value(groups: Groups, name: str, symbol: str | None = None) -> Any:
    node = groups.get(name)
    return None if node is None else node.values.get((symbol or name).upper())


def _shift(groups: Groups) -> int | None:
    for name in ("last", "next", "before_that", "after_that"):
        if name in groups:
            return int(_value(groups, name))
    return 0 if "this" in groups else None


def _year(groups: Groups) -> int | None:
    if "year" in groups:
        return int(_value(groups, "year"))
    return 1900 + int(_value(groups, "yy")) if "yy" in groups else None


def _date(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    month = _value(groups, "month")
    day = _value(groups, "day") or (1 if month and "premier" in groups else None) or (_value(groups, "ordinal") if month else None)
    return Meaning(
        "date", rule, year=_year(groups), month=month, day=day, weekday=_value(groups, "weekday"),
        shift=_shift(groups), this="this" in groups, unit="week" if fixed.get("whole_week") else None,
    )  # fmt: skip


def _numeric(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    name, node = next((n, g) for n, g in groups.items() if n in ("isodate", "slashdate", "dotdate"))
    parts = [int(p) for p in node.text.replace(".", "-").replace("/", "-").split("-")]
    year, month, day = parts if name == "isodate" else parts[::-1]
    if fixed.get("month_first") and name == "slashdate":
        month, day = day, month
    if not (1 <= month <= 12 and 1 <= day <= 31 and 1000 <= year <= 2199):
        return None
    return Meaning("date", rule, year=year, month=month, day=day)


def _days(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    first, last = _value(groups, "from", "day"), _value(groups, "day") or (1 if "premier" in groups else None)
    if last is None or first >= last:
        return None
    return Meaning("date", rule, year=_year(groups), month=_value(groups, "month"), day=last, first_day=first)


def _years(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    first = int(_value(groups, "from", "year"))
    to = groups["to"].values
    last = to.get("YEAR") or first // 100 * 100 + to.get("YY", to.get("YYLOW", 0))
    return Meaning("years", rule, year=first, last_year=last) if first < last <= first + 400 else None


def _decade(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    if "year" in groups:
        year = int(_value(groups, "year"))
        return Meaning("decade" if year % 10 == 0 else "date", rule, year=year)
    node = groups["decade"]
    number = node.values.get("DECADE", node.values.get("NUMERAL"))
    if number is None or number % 10 or not 10 <= number <= 90:
        return None
    return Meaning("decade", rule, year=1900 + number)


def _century(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    number = _value(groups, "roman") or _value(groups, "num") or _value(groups, "ordinal")
    return Meaning("century", rule, year=(int(number) - 1) * 100) if number and 2 <= number <= 22 else None


def _weekday_from(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    return Meaning("weekday_from", rule, weekday=_value(groups, "weekday"), shift=_shift(groups))


def _deictic(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    return Meaning(
        "deictic", rule, offset=_value(groups, "deictic"), weekday=_value(groups, "weekday"),
        month=_value(groups, "month"), day=_value(groups, "day"), year=_year(groups),
        part=_value(groups, "part") or fixed.get("part"),
    )  # fmt: skip


def _anaphor(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    offset = _value(groups, "anaphor")
    return Meaning("anaphor", rule, offset=fixed.get("offset", offset), part=_value(groups, "part"))


def _anaphor_period(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    unit = "weekend" if "weekend" in groups else _value(groups, "unit")
    if unit not in ("day", "week", "weekend", "month", "quarter", "semester", "year", "decade"):
        return None
    return Meaning("anaphor_period", rule, unit=unit, shift=fixed.get("offset", _shift(groups)))


def _that_date(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    return Meaning("that_date", rule)


def _soon_after(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    inner = Meaning("duration", rule, unit=_value(groups, "unit"), vague=True)
    return Meaning("duration_from", rule, inner=inner, shift=1)


def _period(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    if "season" in groups:
        return Meaning("season", rule, month=_value(groups, "season"), shift=_shift(groups))
    unit, shift = _value(groups, "unit"), _shift(groups)
    if unit == "night" and shift:
        return Meaning("part", rule, part="night", shift=shift)
    wide = ("week", "month", "quarter", "semester", "year", "decade", "century")
    if shift is None or unit not in wide:
        return None
    return Meaning("period", rule, unit=unit, shift=shift)


def _weekend(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    if "month" in groups:
        first, last = _value(groups, "day"), _value(groups, "to", "day")
        return Meaning("date", rule, month=_value(groups, "month"), first_day=first, day=last) if first < last else None
    return Meaning("weekend", rule, shift=_shift(groups))


def _recent(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    amount = 1 if fixed.get("one") else _value(groups, "num")
    if "num2" in groups:
        amount = groups["num2"].values.get("NUM")
    return Meaning(
        "recent", rule, unit=_value(groups, "unit"), amount=amount, vague=amount is None, shift=_shift(groups),
        bound="within" if fixed.get("within") else None,
    )  # fmt: skip


def _season(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    return Meaning("season", rule, month=_value(groups, "season"), year=_year(groups), shift=_shift(groups))


def _quarter(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    number = _value(groups, "ordinal") or _value(groups, "num") or _value(groups, "quarter", "num")
    half = any(n in groups for n in ("semestre", "half"))
    if not number or number > (2 if half else 4):
        return None
    return Meaning("quarter", rule, unit="semester" if half else "quarter", offset=int(number), year=_year(groups))


def _part(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    part = fixed.get("part") or _value(groups, "part") or _value(groups, "turn")
    return Meaning("part", rule, part=part, this="this" in groups, shift=_shift(groups), edge=_value(groups, "edge"))


def _daytime(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    return Meaning("part", rule, part="daytime")


def _clock(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    if "colonclock" in groups:
        hour, minute = (int(p) for p in groups["colonclock"].text.split(":"))
    elif "noon" in groups:
        hour, minute = int(_value(groups, "noon")), 0
    else:
        hour, minute = int(_value(groups, "hour")), int(_value(groups, "minute") or 0)
        minute = 30 if {"demie", "half"} & set(groups) else 15 if {"quart", "quarter"} & set(groups) else minute
    if "pm" in groups:
        hour = hour % 12 + 12
    elif "am" in groups:
        hour %= 12
    if hour > 24 or minute > 59:
        return None
    zone = _value(groups, "zone")
    return Meaning("clock", rule, clock=f"{hour % 24:02d}:{minute:02d}", value="Z" if zone == 0 and zone is not True else None)


def _duration(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    unit = _value(groups, "unit")
    amount: float | None = 1.0 if fixed.get("half") or fixed.get("one") else None
    about = _value(groups, "about")
    if about is not None:
        amount = about * (_value(groups, "num") or 1)
        if "some" in groups:
            amount = None
    elif "num" in groups:
        amount = _value(groups, "num")
    if amount is None and not (fixed.get("some") or "some" in groups):
        return None
    if fixed.get("half"):
        amount = (amount or 1) * 0.5
    elif amount is not None and ("half" in groups or "demi" in groups):
        amount += 0.5
    few = _value(groups, "some")
    found = Meaning(
        "duration", rule, unit=unit, amount=amount, vague=amount is None, few=few if few is not True and amount is None else None,
        approximate=bool(fixed.get("approximate")) or any(n in groups for n in ("approx", "less", "more")),
    )  # fmt: skip
    if "more_unit" in groups:
        found.inner = Meaning("duration", rule, unit=groups["more_unit"].values["UNIT"], amount=groups["more"].values["NUM"])
    return found


def _duration_word(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    return Meaning("duration", rule, value=_value(groups, "span_word"))


def _every(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    found = Meaning("every", rule, unit=_value(groups, "unit"), amount=_value(groups, "num"), part=_value(groups, "part"))
    found.weekday = _value(groups, "weekday") or _value(groups, "weekdays")
    found.month = _value(groups, "month")
    if "weekend" in groups:
        found.unit = "weekend"
    if "season" in groups:
        found.unit = "season"
    return found


def _named(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    return Meaning("named", rule, named=_value(groups, "named"), year=_year(groups), shift=_shift(groups))


def _reference(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    value = _value(groups, "present") or _value(groups, "holder")
    return Meaning("reference", rule, value=str(value))


def _item(groups: Groups, *names: str) -> Meaning:
    found = next(groups[name].item for name in names if name in groups)
    assert isinstance(found, Meaning)
    return found


def _with_part(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    inner = _item(groups, "date")
    part = "daytime" if "daytime" in groups else groups["tod"].item.part if "tod" in groups else next(v for n in ("part", "turn", "edge_of_day") if (v := _value(groups, n)))
    return None if inner.part or inner.clock else replace(inner, part=part)


def _with_clock(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    clock = _item(groups, "clock")
    return replace(_item(groups, "date", "deic"), clock=clock.clock, value=clock.value)


def _part_of(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    inner = _item(groups, "from")
    other = groups["to"].item if "to" in groups else None
    part = groups["tod"].item.part if "tod" in groups else _value(groups, "part")
    return Meaning("part_of", rule, part=part, inner=inner, other=other)


def _month_of(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    month, period = _item(groups, "month"), _item(groups, "period")
    if month.year is not None or month.day is not None or period.unit != "year":
        return None
    return Meaning("month_of", rule, month=month.month, inner=period)


def _edge(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    return Meaning("edge", rule, edge=_value(groups, "edge") or "mid", inner=_item(groups, "date"))


def _edge_unit(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    unit = _value(groups, "unit")
    inner = Meaning("weekend", rule, shift=0) if unit == "weekend" else Meaning("period", rule, unit=unit, shift=0)
    return Meaning("edge", rule, edge=_value(groups, "edge"), inner=inner)


def _around(kind: str) -> Callable[[str, Groups, dict[str, Any]], Meaning | None]:
    def made(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
        sign = -1 if any(name in groups for name in ("back", "ago")) else 1
        return Meaning(kind, rule, inner=_item(groups, "dur"), shift=sign, bound="event" if "event" in groups else None)

    return made


def _boundary(rule: str, groups: Groups, fixed: dict[str, Any]) -> Meaning | None:
    bound = next(name for name in ("since", "until", "before", "after") if name in groups)
    inner = _item(groups, "date", "dur")
    if inner.kind in ("duration", "recent") and bound in ("before", "after"):
        return None
    return Meaning("boundary", rule, bound=bound, inner=inner)


_MAKERS: dict[str, Callable[[str, Groups, dict[str, Any]], Meaning | None]] = {
    "date": _date, "numeric": _numeric, "days": _days, "years": _years, "decade": _decade, "century": _century,
    "weekday_from": _weekday_from, "deictic": _deictic, "anaphor": _anaphor, "anaphor_period": _anaphor_period,
    "period": _period, "weekend": _weekend, "recent": _recent, "that_date": _that_date, "soon_after": _soon_after, "season": _season, "quarter": _quarter, "part": _part,
    "daytime": _daytime, "clock": _clock, "duration": _duration, "duration_word": _duration_word, "every": _every,
    "named": _named, "reference": _reference, "with_part": _with_part, "with_clock": _with_clock,
    "part_of": _part_of, "month_of": _month_of, "edge": _edge, "edge_unit": _edge_unit, "ago": _around("ago"),
    "ahead": _around("ahead"), "duration_from": _around("duration_from"), "boundary": _boundary,
}  # fmt: skip
