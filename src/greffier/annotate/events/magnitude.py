"""Magnitude: the numbers that measure an event (killed, injured, arrested, demonstrators, troops, sums)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from greffier.annotate.events.triggers import Candidate
from greffier.lang import load_table
from greffier.model import Magnitude
from greffier.parse.doc import Doc, Token

_DIGITS = re.compile(r"\d+(?:[  .,]\d{3})*(?:[.,]\d+)?")
_THOUSANDS = re.compile(r"[  .,](?=\d{3}(?:\D|$))")


@dataclass(frozen=True)
class _Words:
    nouns: dict[str, str]
    verbs: dict[str, str]
    numbers: dict[str, float]
    vague: dict[str, float]
    scales: dict[str, float]
    at_least: frozenset[str]
    approximate: frozenset[str]
    units: frozenset[str]


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    t = load_table(language, "magnitude")
    nouns = {w: what for what, ws in t["nouns"].items() for w in ws}
    verbs = {w: what for what, ws in t["verbs"].items() for w in ws}
    return _Words(
        nouns, verbs, t["numbers"], t["vague"], t["scales"],
        frozenset(t["words"]["at_least"]), frozenset(t["words"]["approximate"]), frozenset(t["words"]["units"]),
    )  # fmt: skip


class Magnitudes:
    """Numbers of an article by sentence: what each counts, and under which predicate it stands."""

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.words = _words(doc.language)

    def of(self, candidate: Candidate) -> list[Magnitude]:
        """The numbers that measure this event: those below its predicate, and the toll its sentence gives."""
        head = candidate.head
        by_verb = self.words.verbs.get(head.lemma)
        found: list[Magnitude] = []
        for token in self.doc.sentence_tokens(head.sent):
            what = self.words.nouns.get(token.lemma) or self.words.nouns.get(token.lower)
            if by_verb and token.head is head and token.dep in ("obj", "nsubj:pass"):
                what = by_verb
            if not what and token.lemma in self.words.units:
                what = "sum"
            if what and self._belongs(token, head):
                magnitude = self._count(token, what)
                if magnitude is not None and not any(m.start == magnitude.start for m in found):
                    found.append(magnitude)
        return found

    def _belongs(self, token: Token, head: Token) -> bool:
        if token is head or any(a is head for a in token.ancestors()):
            return True
        top = head.head if head.pos not in ("VERB", "AUX") else head
        return token.head is top or token.head.head is top

    def _count(self, token: Token, what: str) -> Magnitude | None:
        """The number on a noun: `39 morts`, `une cinquantaine de blessés`, `des milliers de manifestants`, `2 milliards d'euros`."""
        if token.lemma.lower() in self.words.vague:
            counted = next((c for c in token.children if c.dep == "nmod"), token)
            return self._magnitude(what, self._vague(token), token, counted)
        for child in token.children:
            if child.dep == "nummod" or (child.pos == "NUM" and child.i < token.i):
                value = self._value(child)
                if value is not None:
                    return self._magnitude(what, value, child, token)
        if token.head is not token and token.dep == "nmod" and token.head.lemma.lower() in {**self.words.vague, **self.words.scales}:
            return self._magnitude(what, self._vague(token.head), token.head, token)
        return None

    def _value(self, token: Token) -> float | None:
        match = _DIGITS.fullmatch(token.text)
        if match:
            value = float(_THOUSANDS.sub("", token.text).replace(",", "."))
        elif token.lower in self.words.numbers:
            value = self.words.numbers[token.lower]
        elif token.lower in self.words.scales:
            value = 1.0
        else:
            return None
        before = self.doc.tokens[token.i - 1] if token.i else None
        if before is not None and before.sent == token.sent and before.text.isdigit() and token.text.isdigit() and len(token.text) == 3:
            value += 1000 * float(before.text)
        following = self.doc.tokens[token.i + 1] if token.i + 1 < len(self.doc.tokens) else None
        for scale in (token, following):
            if scale is not None:
                value *= self.words.scales.get(scale.lower, 1.0)
        return value

    def _vague(self, head: Token) -> float:
        """`des milliers`: the least it can mean; `2 millions`: the number times the scale."""
        count = next((self._value(c) for c in head.children if c.dep == "nummod"), None)
        value = self.words.vague.get(head.lemma.lower()) or self.words.scales.get(head.lemma.lower()) or 1.0
        return (count or 1.0) * value

    def _magnitude(self, what: str, value: float, number: Token, noun: Token) -> Magnitude:
        first = number
        near = self.doc.tokens[max(0, number.i - 3) : number.i]
        at_least = any(t.lower in self.words.at_least for t in near)
        vague = number.lemma.lower() in self.words.vague
        approximate = vague or any(t.lower in self.words.approximate for t in near)
        for token in reversed(near):
            if token.lower not in self.words.at_least | self.words.approximate:
                break
            first = token
        span = self.doc.token_span(first, noun if noun.i > number.i else number)
        unit = noun.lemma if what == "sum" else None
        return Magnitude(what, value, span.text, span.start, span.end, at_least, approximate, unit)
