"""Checks that a pattern over words cannot make: what stands around a match. Each is named by rules in times.toml."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from greffier.annotate.times.grammar import load_grammar
from greffier.annotate.times.meaning import Meaning
from greffier.annotate.times.resolved import CLOCK_UNITS
from greffier.annotate.times.tense import Forward, tense_of
from greffier.parse.doc import Doc, Token


class Match(NamedTuple):
    """A match that a guard looks at: its meaning, its words, and what stands before and after."""

    doc: Doc
    meaning: Meaning
    words: list[str]
    text: str
    start: int
    end: int
    before: list[str]  # the last words before, nearest first
    after: list[str]
    lists: dict[str, Any]  # the `guard` table of calendar.toml

    def listed(self, name: str) -> frozenset[str]:
        """A list of words of the language's guards."""
        return frozenset(self.lists.get(name, ()))

    def token_after(self) -> Token | None:
        """The token that follows."""
        token = self.doc.token_at(self.end)
        while token is not None and token.start < self.end and token.i + 1 < len(self.doc.tokens):
            token = self.doc.tokens[token.i + 1]
        return token if token is not None and token.start >= self.end else None

    def near(self, where: int) -> str:
        """The word `where` places before (negative) or after, empty where there is none."""
        side = self.before if where < 0 else self.after
        return side[abs(where) - 1] if len(side) >= abs(where) else ""


@lru_cache(maxsize=8)
def forward_words(language: str) -> Forward:
    """The words of a language that look forward."""
    lists = load_grammar(language).guard
    return Forward(*(frozenset(lists.get(name, ())) for name in Forward._fields))


def _noun_follows(m: Match) -> bool:
    token = m.token_after()
    return token is not None and token.pos in ("NOUN", "PROPN", "SYM") and token.start - m.end <= 1 and token.lower not in m.listed("time_nouns")


def _no_count(m: Match) -> bool:
    return not _noun_follows(m)


def _month(m: Match) -> bool:
    """A month alone needs a word before it that leads to a time; the planet, the modal and the verb have none."""
    found = m.meaning
    if found.year or found.shift is not None or found.this or len(m.words) > 1:
        return True
    capital = m.text[:1].isupper()
    if bool(m.lists.get("months_capital")) != capital and not (capital and not m.before):
        return False
    return m.near(-1) in m.listed("before_month") or m.near(1) in m.listed("after_month")


def _year(m: Match) -> bool:
    if m.near(-1) in m.listed("numbered") or m.near(1) in ("%", "€", "$", "/", "km", "m", "-"):
        return m.near(1) in ("/", "-") and m.near(-1) in m.listed("before_year")
    if m.meaning.year is None or not 1500 <= m.meaning.year <= 2100 or m.near(-1) in ("$", "€", "£", "°", "+"):
        return False
    if _noun_follows(m):
        return m.near(-1) in m.listed("before_year_strong")
    return m.near(-1) in m.listed("before_year") or m.near(-1) in m.listed("month_names")


def _hyphen(m: Match) -> bool:
    return m.near(1) not in ("-", "/") and m.near(-1) not in ("-", "/")


def _habit(m: Match) -> bool:
    """`le mardi` is every Tuesday where the clause is not past."""
    token = m.doc.token_at(m.end - 1)
    if token is None or m.near(1).isdigit():
        return False
    return tense_of(token, Forward()) != "past"


def _to_come(m: Match) -> bool:
    """`in ten days` counts from now where the clause tells of what is to come, or of the present in days or more."""
    token = m.doc.token_at(m.end - 1)
    inner = m.meaning.inner
    if token is None or inner is None or not (inner.amount or inner.few):
        return False
    tense = tense_of(token, forward_words(m.doc.language))
    return tense in ("future", "asked") or (tense == "present" and inner.unit not in CLOCK_UNITS)


def _anaphor(m: Match) -> bool:
    return len(m.words) > 1 or m.near(-1) in m.listed("before_anaphor")


def _clock_hours(m: Match) -> bool:
    return m.near(1) not in m.listed("of") or m.near(2) in m.listed("day_parts")


def _colon(m: Match) -> bool:
    return m.near(-1) not in m.listed("scores") and m.near(1) not in m.listed("scores")


def _age(m: Match) -> bool:
    """`38 ans` after a person is an age; after a noun that lasts, or with a preposition of time, a length."""
    if m.meaning.unit not in ("year", "month"):
        return m.near(1) != "old"
    if m.meaning.approximate:
        return m.near(-1) not in m.listed("persons")  # `les moins de 17 ans`
    if m.near(1) in m.listed("old") or (m.near(1) == "-" and m.near(2) in m.listed("old")):
        return False
    before = m.near(-1)
    if before == "-" and m.near(-2).isdigit():
        return False  # `les 6-16 ans`
    if before in m.listed("aged") and m.near(-2) not in m.listed("until"):
        return False
    if before in (",", "(") and (m.near(1) in (",", ")", ".", ";", "") or not m.after):
        return False
    if before in m.listed("of"):
        noun = m.near(-2)
        return noun in m.listed("lasting") or noun.endswith(tuple(m.lists.get("lasting_endings", ()))) or noun.isdigit()
    return True


def _one_day(m: Match) -> bool:
    if m.meaning.unit != "day" or m.meaning.amount != 1 or m.text[:1].isdigit():
        return True
    return m.near(-1) in m.listed("before_one_day")


def _prenominal(m: Match) -> bool:
    token = m.token_after()
    return token is not None and token.pos in ("NOUN", "PROPN", "ADJ")


def _day_grain(m: Match) -> bool:
    found = m.meaning.inner or m.meaning
    return bool(found.day or found.weekday or found.kind in ("deictic", "anaphor", "weekday_from", "named"))


def _wide_grain(m: Match) -> bool:
    found = m.meaning.inner
    if found is None or found.day or found.weekday:
        return False
    return found.kind in ("date", "period", "decade", "century", "season", "month_of", "quarter", "weekend", "anaphor_period")


def _wide_unit(m: Match) -> bool:
    found = m.meaning.inner
    return found is not None and (found.kind == "weekend" or found.unit in ("week", "month", "quarter", "semester", "year", "decade", "century"))


def _not_recent(m: Match) -> bool:
    return m.meaning.inner is not None and m.meaning.inner.kind == "duration" and not m.meaning.inner.value


def _boundary(m: Match) -> bool:
    inner = m.meaning.inner
    if inner is None:
        return False
    if inner.kind in ("duration", "recent"):
        return m.meaning.bound == "since"
    return inner.kind != "boundary" and not (m.meaning.bound in ("before", "after") and inner.kind == "clock")


def _capital_month(m: Match) -> bool:
    """In English a month is written with a capital; `may` and `march` are verbs."""
    lowered = m.text.lower()
    return all(m.text[lowered.index(w)].isupper() for w in m.words if w in m.listed("month_names"))


def _plural(m: Match) -> bool:
    return m.words[-1].endswith("s") or m.meaning.amount is not None


def _singular(m: Match) -> bool:
    return not m.words[-1].endswith("s")


def _always(m: Match) -> bool:
    return True


GUARDS: dict[str, Callable[[Match], bool]] = {
    "no-count": _no_count, "month": _month, "year": _year, "hyphen": _hyphen, "habit": _habit, "anaphor": _anaphor,
    "clock-hours": _clock_hours, "colon": _colon, "age": _age, "one-day": _one_day, "prenominal": _prenominal,
    "day-grain": _day_grain, "wide-grain": _wide_grain, "wide-unit": _wide_unit, "not-recent": _not_recent, "to-come": _to_come, "boundary": _boundary,
    "pair": _always, "capital-month": _capital_month, "plural": _plural, "singular": _singular,
}  # fmt: skip
