"""The grammar of time expressions: words with their classes, and patterns over them, both read from `lang/`.

A cascade of finite-state rules (Abney 1996): each word becomes one character that stands for the set of its classes,
each pattern a regular expression over those characters. A match of one level becomes one character of the next, so
`fin` + `juin 2012` or `depuis` + `trois ans` need one rule each. Patterns have no unbounded repetition: time is linear.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, NamedTuple

from greffier.lang import load_table
from greffier.parse.doc import Token

_SETTINGS = frozenset({"elisions", "guard"})
# Every pattern holds a word of one of these classes, a century, or a figure.
_TELLING = frozenset(
    ["WEEKDAY", "WEEKDAYS", "MONTH", "UNIT", "SEASON", "DEICTIC", "TONIGHT", "ANAPHOR", "PART", "PARTS", "NOON", "DAYTIME", "NAMED", "PRESENT", "HOLDER", "SPAN_WORD", "WEEKEND", "siècle", "century", "jour", "day", "date", "époque", "matinée", "soirée", "trimestre", "semestre", "quarter", "temps", "week", "month", "year", "decade"]
)
_FIRST_CHAR = 0x4E00  # any block of plain letters will do: one character stands for one set of classes
_LONG_NUMBERS = ("100", "999", "1066", "1500", "1950", "2020", "2150", "2500", "50000", "1234567890")  # one of each kind
_NOTHING, _BREAK = "\x01", "\x02"


class Node(NamedTuple):
    """A word, or what earlier rules made of several. Offsets are in the reading copy."""

    start: int
    end: int
    text: str
    values: dict[str, Any]
    item: Any = None


@dataclass(slots=True, eq=False)
class Rule:
    """One pattern and what to make of it. `set` are fixed fields of what is made."""

    id: str
    level: int
    make: str
    regex: re.Pattern[str]
    firsts: frozenset[str]
    groups: list[tuple[str, str]]
    seen_as: frozenset[str]
    fixed: dict[str, Any]
    guard: tuple[str, ...]
    not_prev: frozenset[str]
    not_next: frozenset[str]
    examples: list[dict[str, Any]] = field(repr=False)


class Grammar:
    """Words and rules of one language."""

    def __init__(self, language: str) -> None:
        words, patterns = load_table(language, "calendar"), load_table(language, "times")
        self.guard: dict[str, Any] = words.get("guard", {})
        self.values = _word_values(words)
        self.macros: dict[str, str] = patterns.get("macro", {})
        self._parsed = [(raw, _Pattern(raw["pattern"], self.macros, raw["id"])) for raw in patterns["rule"]]
        self._chars = _Chars()
        for _, pattern in self._parsed:
            for literal in pattern.literals:
                self.values.setdefault(literal, {})[literal] = True
        self._register_words()
        self.numerals = {word for word, classes in self.values.items() if "NUMERAL" in classes}
        self._scan = _scanner(words.get("elisions", []), [w for w in self.values if not re.fullmatch(r"[^\W\d_]+'?|\W", w)])
        self.rules = [self._compile(raw, pattern) for raw, pattern in self._parsed]
        self.levels = sorted({rule.level for rule in self.rules})
        self.telling = self._telling_words()
        self._by_first: dict[int, dict[str, list[Rule]]] = {level: {} for level in self.levels}
        for rule in self.rules:
            for char in rule.firsts:
                self._by_first[rule.level].setdefault(char, []).append(rule)

    def may_speak_of_time(self, tokens: Iterable[Token]) -> bool:
        """Whether a sentence holds a figure or a word without which no pattern fits: most sentences hold none."""
        return any(
            t.lower in self.telling
            or t.text[0].isdigit()
            or t.text[-1].isdigit()
            or ("-" in t.text and not self.telling.isdisjoint(t.lower.split("-")))  # `mi-octobre` is one token
            for t in tokens
        )

    def _telling_words(self) -> frozenset[str]:
        """The words of the classes that make a time, whole and in pieces as a tokenizer may cut them."""
        whole = [w for w, classes in self.values.items() if not _TELLING.isdisjoint(classes)]
        pieces = {p for w in whole for p in re.split(r"[\s'-]", w) if len(p) > 2}
        return frozenset({*whole, *pieces, *(w.rstrip(".") for w in whole)})

    def _register_words(self) -> None:
        for classes in self.values.values():
            self._chars.of(frozenset(classes))
        for figures in (*map(str, range(100)), *(f"0{n}" for n in range(10)), *_LONG_NUMBERS):
            self._chars.of(frozenset(_number_values(figures)))
        self._chars.of(frozenset({"ROMAN"}))
        for symbol in _SCANNED:
            self._chars.of(frozenset({symbol}))
        self._chars.of(frozenset({"DECIMAL", "NUM"}))
        for numeral in range(1, 100):
            self._chars.of(frozenset({*_number_values(str(numeral), spelled=True)}))
        for raw, _ in self._parsed:
            self._chars.of(frozenset(raw.get("as", [raw["make"].upper()])))

    def _compile(self, raw: dict[str, Any], pattern: _Pattern) -> Rule:
        source, firsts = pattern.compiled(self._chars)
        guard = raw.get("guard", [])
        return Rule(
            raw["id"], raw.get("level", 1), raw["make"], re.compile(source), firsts, pattern.groups,
            frozenset(raw.get("as", [raw["make"].upper()])), raw.get("set", {}),
            tuple([guard] if isinstance(guard, str) else guard),
            frozenset(raw.get("not_prev", [])), frozenset(raw.get("not_next", [])), raw.get("examples", []),
        )  # fmt: skip

    def nodes(self, text: str, start: int, end: int) -> list[Node]:
        """The words of a stretch of text with their classes."""
        lowered = lower(text[start:end])
        found: list[Node] = []
        for match in self._scan.finditer(lowered):
            found.append(self._node(match, lowered, start, found))
        return _join_numerals(found, self.numerals)

    def _node(self, match: re.Match[str], lowered: str, base: int, before: list[Node]) -> Node:
        word, kind = match[0], match.lastgroup
        a, b = base + match.start(), base + match.end()
        if kind == "number":
            return Node(a, b, word, _number_values(word))
        if kind in _SCANNED:
            return Node(a, b, word, {kind: word})
        if kind == "decimal":
            return Node(a, b, word, {"DECIMAL": _decimal(word), "NUM": _decimal(word)})
        if kind == "word" and (roman := _ROMAN.fullmatch(word)) is not None:
            return Node(a, b, word, {"ROMAN": _roman(roman[1])})
        return Node(a, b, word, self.values.get(word, _EMPTY))

    def char(self, node: Node) -> str:
        """The character that stands for a node's classes."""
        return self._chars.known(frozenset(node.values)) if node.values else _NOTHING

    def matches(self, level: int, chars: str) -> Iterator[tuple[int, list[tuple[Rule, re.Match[str]]]]]:
        """At each place where rules of a level fit: the rules, longest match first."""
        by_first = self._by_first[level]
        for at, char in enumerate(chars):
            rules = by_first.get(char)
            if rules is None:
                continue
            fits = [(rule, match) for rule in rules if (match := rule.regex.match(chars, at)) is not None]
            if fits:
                fits.sort(key=lambda fit: -fit[1].end())
                yield at, fits


_EMPTY: dict[str, Any] = {}
_SCANNED = {"ISODATE": r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])", "SLASHDATE": r"(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/])",
            "DOTDATE": r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?![\d])", "COLONCLOCK": r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])"}  # fmt: skip


def _scanner(elisions: list[str], phrases: list[str]) -> re.Pattern[str]:
    """Splits text into words; what the data name as one expression (`aujourd'hui`) stays one."""
    longest_first = sorted(phrases, key=len, reverse=True)
    parts = [f"(?P<{name}>{pattern})" for name, pattern in _SCANNED.items()]
    if longest_first:
        parts.append(rf"(?P<phrase>(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w|-\w))")
    if elisions:
        parts.append(rf"(?P<elision>(?<!\w)(?:{'|'.join(map(re.escape, elisions))})'(?=\w))")
    parts.append(r"(?P<decimal>\d{1,9}[.,]\d{1,9}(?:[.,]\d{3}){0,3}(?!\d)|\d{1,3}(?: \d{3}){1,4}(?!\d))")
    parts.append(r"(?P<number>\d+)")
    parts.append(r"(?P<word>'s(?!\w)|[^\W\d_]+)")
    parts.append(r"(?P<mark>[^\w\s])")
    return re.compile("|".join(parts))


def lower(text: str) -> str:
    """Lower case of the same length."""
    lowered = text.lower()
    return lowered if len(lowered) == len(text) else "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def _decimal(word: str) -> float:
    """`30,4` is 30.4; `5.000`, `60.082.000` and `3 550` are whole numbers in thousands."""
    groups = re.split(r"[.,  ]", word)
    if len(groups) > 2 or len(groups[-1]) == 3:
        return float("".join(groups))
    return float(".".join(groups))


def _number_values(word: str, spelled: bool = False) -> dict[str, Any]:
    """The classes of a whole number: what it can be in a date."""
    if len(word) > 9:
        return {"BIG": True}
    number = int(word)
    classes: dict[str, Any] = {"NUM": number}
    if spelled:
        classes["NUMERAL"] = number
    if len(word) <= 2:
        if 1 <= number <= 31:
            classes["DAY"] = number
        if number <= 24:
            classes["HOUR"] = number
        if number <= 12:
            classes["MONTHNUM"] = number
    if len(word) == 2 and not spelled:
        if number <= 59:
            classes["MINUTE"] = number
        classes["YY" if number >= 50 else "YYLOW"] = number
        if number % 10 == 0:
            classes["DECADE"] = number
    if len(word) == 4 and 1000 <= number <= 2199:
        classes["YEAR"] = number
        if 1900 <= number <= 2059:
            classes["NEARYEAR"] = number
    return classes


def _word_values(words: dict[str, Any]) -> dict[str, dict[str, Any]]:
    """Word → class → value. A table of the file is a class; a list is a class whose words have no value."""
    found: dict[str, dict[str, Any]] = {}
    for name, entries in words.items():
        if name in _SETTINGS:
            continue
        pairs = entries.items() if isinstance(entries, dict) else [(word, True) for word in entries]
        for word, value in pairs:
            found.setdefault(word, {})[name.upper()] = value
    for classes in found.values():
        if "NUMERAL" in classes:
            classes.update(_number_values(str(classes["NUMERAL"]), spelled=True))
    return found


def _join_numerals(nodes: list[Node], numerals: set[str]) -> list[Node]:
    """`vingt-cinq`, `quatre-vingt-dix`, `vingt et un`, `twenty-five` become one number."""
    found: list[Node] = []
    i = 0
    while i < len(nodes):
        node = nodes[i]
        if node.text in numerals and node.values["NUMERAL"] >= 4:
            last, number = i, node.values["NUMERAL"]
            while last + 2 < len(nodes) and nodes[last + 1].text in ("-", "et") and nodes[last + 2].text in numerals:
                joined = _plus(number, nodes[last + 2].values["NUMERAL"])
                if joined is None or (nodes[last + 1].text == "et" and nodes[last + 2].values["NUMERAL"] not in (1, 11)):
                    break
                number, last = joined, last + 2
            if last > i:
                node = Node(node.start, nodes[last].end, "", _number_values(str(number), spelled=True))
                i = last
        found.append(node)
        i += 1
    return found


_ROMAN = re.compile(r"([ivx]{1,5})(?:e|ème|è|er|th|st|nd|rd)")


def _roman(digits: str) -> int:
    total, before = 0, 0
    for digit in reversed(digits):
        value = {"i": 1, "v": 5, "x": 10}[digit]
        total += value if value >= before else -value
        before = max(before, value)
    return total


def _plus(number: int, more: int) -> int | None:
    if number == 4 and more == 20:
        return 80
    fits = number >= 20 and number % 10 == 0 and (more < 10 or (number in (60, 80) and more < 20))
    return number + more if fits else None


class _Chars:
    """One character for each set of classes met in the data."""

    def __init__(self) -> None:
        self._of: dict[frozenset[str], str] = {}

    def of(self, classes: frozenset[str]) -> str:
        return self._of.setdefault(classes, chr(_FIRST_CHAR + len(self._of)))

    def known(self, classes: frozenset[str]) -> str:
        return self._of.get(classes, _NOTHING)

    def with_symbol(self, symbol: str) -> str:
        return "".join(char for classes, char in self._of.items() if symbol in classes)


_TOKEN = re.compile(r"\s*(?:(?P<alias>[a-z_]+):)?(?P<atom>[()\[\]|?]|[^\s()\[\]|?]+)")


class _Pattern:
    """A pattern of the data, parsed.

    Words stand for themselves, CAPITALS for a class; `( | )` are alternatives, `?` makes optional, `[ ]` marks the
    span where context stands around it, `name:CLASS` names what a class took where one stands twice.
    """

    def __init__(self, text: str, macros: dict[str, str], where: str) -> None:
        for _ in range(4):
            text = re.sub(r"<(\w+)>", lambda m: f"( {macros[m[1]]} )", text)
        self.where = where
        self.spans = 0
        self.literals: list[str] = []
        self.groups: list[tuple[str, str]] = []
        self._tokens = [(m["alias"], m["atom"]) for m in _TOKEN.finditer(text) if m["atom"]]
        self._at = 0
        self.tree = self._alternatives()
        if self._at != len(self._tokens):
            raise ValueError(f"rule {where}: pattern does not end at {self._tokens[self._at]}")

    def _alternatives(self) -> tuple[str, Any]:
        branches = [self._sequence()]
        while self._at < len(self._tokens) and self._tokens[self._at][1] == "|":
            self._at += 1
            branches.append(self._sequence())
        return ("alt", branches) if len(branches) > 1 else branches[0]

    def _sequence(self) -> tuple[str, Any]:
        parts: list[tuple[str, Any]] = []
        while self._at < len(self._tokens) and self._tokens[self._at][1] not in ")]|":
            alias, atom = self._tokens[self._at]
            self._at += 1
            if atom in ("(", "["):
                part = self._alternatives()
                self._at += 1
                part = ("span", part) if atom == "[" else part
            else:
                part = ("symbol", self._symbol(atom, alias))
            if self._at < len(self._tokens) and self._tokens[self._at][1] == "?":
                self._at += 1
                part = ("maybe", part)
            parts.append(part)
        return ("seq", parts)

    def _symbol(self, atom: str, alias: str | None) -> tuple[str, str]:
        if not atom.isupper() or not atom.replace("_", "").isalpha():
            if atom not in self.literals:
                self.literals.append(atom)
            if alias is None:
                return atom, ""
        name = f"g{len(self.groups)}"
        self.groups.append((name, alias or atom.lower()))
        return atom, name

    def compiled(self, chars: _Chars) -> tuple[str, frozenset[str]]:
        source, firsts, empty = self._emit(self.tree, chars)
        if empty:
            raise ValueError(f"rule {self.where}: pattern can be empty")
        return source, frozenset(firsts)

    def _emit(self, tree: tuple[str, Any], chars: _Chars) -> tuple[str, str, bool]:
        """Regular expression, characters it can start with, whether it can be empty."""
        kind, body = tree
        if kind == "symbol":
            symbol, name = body
            members = chars.with_symbol(symbol)
            if not members:
                raise ValueError(f"rule {self.where}: no word is {symbol}")
            return (f"(?P<{name}>[{members}])" if name else f"[{members}]"), members, False
        if kind == "alt":
            parts = [self._emit(branch, chars) for branch in body]
            return f"(?:{'|'.join(p[0] for p in parts)})", "".join(p[1] for p in parts), any(p[2] for p in parts)
        if kind == "maybe":
            source, firsts, _ = self._emit(body, chars)
            return f"(?:{source})?", firsts, True
        if kind == "span":
            source, firsts, empty = self._emit(body, chars)
            self.spans += 1
            return f"(?P<span{self.spans}>{source})", firsts, empty
        source, firsts, empty = "", "", True
        for part in body:
            piece, first, nothing = self._emit(part, chars)
            source += piece
            firsts += first if empty else ""
            empty = empty and nothing
        return source, firsts, empty


@lru_cache(maxsize=8)
def load_grammar(language: str) -> Grammar:
    """The grammar of a served language."""
    return Grammar(language)
