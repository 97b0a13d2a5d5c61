"""Anniversaries date two things: what is remembered, so many years before, and the news, near the day.

`un an après le putsch du 14 février`, `le premier anniversaire du putsch du 14 février`: the coup was on the 14th of
February one year before the one nearest to the article. And who marks the anniversary on `samedi`, in an
article of which only the month is known, does so on the Saturday next to it.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from greffier.annotate.times.grammar import Grammar
from greffier.annotate.times.resolved import Context
from greffier.parse.doc import Doc, Token
from greffier.when import When, day, day_of

if TYPE_CHECKING:
    from greffier.annotate.times.find import Expression

_NEAR_DAYS = 3  # an anniversary is marked on its day or within these: each weekday once
_FAR = 4  # ancestors between a date and the anniversary it belongs to


class Anniversary(NamedTuple):
    """What is remembered, by the lemma of its noun, and the day of the year it was on."""

    event: str
    month: int
    day: int


def date_events(doc: Doc, grammar: Grammar, expressions: list[Expression]) -> dict[Anniversary, list[int]]:
    """The dated anniversaries of an article, with the sentences that speak of them.

    Tells each date of a remembered event, and the words that count from it, how many years lie between.
    """
    words = frozenset(grammar.guard.get("anniversary", ()))
    found: dict[Anniversary, list[int]] = {}
    for expression in expressions:
        meaning = expression.meaning
        if meaning.kind != "date" or not (meaning.month and meaning.day) or meaning.year or meaning.weekday or meaning.shift:
            continue
        for event, years in _remembered(expression, expressions, words, grammar):
            meaning.years_back = years
            found.setdefault(Anniversary(event.lemma, meaning.month, meaning.day), []).append(expression.sentence)
            break
    if found:
        for token in doc.tokens:
            if token.lemma in words:
                for anniversary, sentences in found.items():
                    if any(child.lemma == anniversary.event for child in token.children):
                        sentences.append(token.sent)
    return found


def _remembered(date: Expression, expressions: list[Expression], words: frozenset[str], grammar: Grammar) -> Iterator[tuple[Token, int]]:
    """The event that a date belongs to, and how many years before."""
    above = [a for _, a in zip(range(_FAR), date.token.ancestors(), strict=False)]
    for counted in expressions:
        inner = counted.meaning.inner
        if counted.meaning.bound != "event" or counted.sentence != date.sentence or counted.token.head not in above:
            continue
        if inner and inner.unit == "year" and inner.amount and inner.amount == int(inner.amount):
            inner.years_back = int(inner.amount)
            yield counted.token.head, int(inner.amount)
    for number, noun in enumerate(above):
        if noun.lemma in words and (years := _ordinal(noun, grammar)):
            # The date hangs on the event, or beside it on the anniversary.
            beside = (child for child in noun.children if noun.i < child.i < date.token.i and child.pos in ("NOUN", "PROPN"))
            event = above[number - 1] if number else next(beside, None)
            if event is not None:
                yield event, years


def _ordinal(noun: Token, grammar: Grammar) -> int | None:
    for child in noun.children:
        if child.i < noun.i:
            for node in grammar.nodes(child.lower, 0):
                number = node.values.get("ORDINAL", node.values.get("NUM"))
                if number:
                    return int(number)
    return None


def near_anniversary(when: When, sentence: int, anniversaries: dict[Anniversary, list[int]], context: Context) -> When | None:
    """Of the days that a weekday may be, those next to an anniversary that its sentence speaks of; None if it does not."""
    for anniversary, sentences in anniversaries.items():
        if sentence in sentences and context.days:
            years = {day_of(d).year for d in (context.days[0], context.days[-1])}
            marked = [i.start for year in years if (i := day(year, anniversary.month, anniversary.day))]
            near = tuple(c for c in when.candidates if any(abs(c.start - d) <= _NEAR_DAYS for d in marked))
            if near:
                return when.keep(near)
    return None
