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

_SETTINGS = frozenset({"elisions", "guard", "seldom"})
# Every match holds a word of one of these classes, or a figure that `_FIGURES` sees (a test reads all patterns).
TELLING = frozenset(
    ["WEEKDAY", "WEEKDAYS", "MONTH", "UNIT", "SEASON", "DEICTIC", "TONIGHT", "ANAPHOR", "PART", "PARTS", "TURN", "NOON", "DAYTIME", "NAMED", "PRESENT", "HOLDER", "SPAN_WORD", "WEEKEND", "HOUR_MARK", "AM", "PM", "OCLOCK", "ZONE", "siècle", "century", "jour", "day", "date", "époque", "matinée", "soirée", "trimestre", "semestre", "quarter", "half", "temps", "week", "month", "year", "decade", "mi", "mid"]
)
FIGURES = frozenset(["YEAR", "ISODATE", "SLASHDATE", "DOTDATE", "COLONCLOCK"])
_FIGURES = r"\d+(?:(?<=\d{4})|[/.:–-]\d|[^\W\d_])|[^\W\d_]\d"  # 1975, 3/5/2012, 20h30, q2
_AROUND = 48  # characters before and after such words that patterns and guards look at, some eight words
_WORDS = re.compile(r"[^\W\d_]+")
_FIRST_CHAR = 0x4E00  # any block of plain letters will do: one character stands for one set of classes
_LONG_NUMBERS = ("100", "999", "1066", "1500", "1950", "2020", "2150", "2500", "50000", "1234567890")  # one of each kind
_NOTHING, _BREAK = "\x01", "\x02"


class Node(NamedTuple):
    """A word, or what earlier rules made of several. Offsets are in the reading copy."""

    start: int
    end: int
    text: str
    values: dict[str, Any]
    char: str  # stands for its classes in the patterns
    item: Any = None


_new = tuple.__new__  # a Node without the call that its own constructor makes: one is made for each word


@dataclass(slots=True, eq=False)
class Rule:
    """One pattern and what to make of it. `set` are fixed fields of what is made."""

    id: str
    level: int
    make: str
    tree: tuple[str, Any] = field(repr=False)
    regex: re.Pattern[str]
    firsts: frozenset[str]
    char: str  # stands for what it makes
    groups: list[tuple[int, str]]  # the number of a group in the expression, and the name of what it takes
    spans: list[int]  # the groups one of which marks the span
    values: dict[str, Any]  # the classes of what it makes
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
        self._known = {word: (classes, self._chars.of(frozenset(classes))) for word, classes in self.values.items()}
        self._scan = _scanner(words.get("elisions", []), [w for w in self.values if not re.fullmatch(r"[^\W\d_]+'?|\W", w)])
        self._compound = self._compounds()
        self.rules = [self._compile(raw, pattern) for raw, pattern in self._parsed]
        self.levels = sorted({rule.level for rule in self.rules})
        telling = _one_of(self._telling_words(words.get("seldom", {}))).replace("\\ ", r"\s+")
        self._telling = re.compile(rf"(?<![^\W_])(?:{telling}|{_FIGURES})")
        self._levels = {level: _Level([r for r in self.rules if r.level == level]) for level in self.levels}

    def telling(self, lowered: str) -> tuple[int, int] | None:
        """The part of a sentence, in lower case, in which patterns can fit: around the figures and words without which
        none does. None where it holds no such word, as most do."""
        found = [match.span() for match in self._telling.finditer(lowered)]
        if not found:
            return None
        begin, end = found[0][0] - _AROUND, found[-1][1] + _AROUND
        return lowered.rfind(" ", 0, begin) + 1 if begin > 0 else 0, (lowered.find(" ", end) + 1 or len(lowered)) if end < len(lowered) else len(lowered)

    def _telling_words(self, seldom: dict[str, list[str]]) -> set[str]:
        """What a sentence must hold one of. Of an expression of several words the one that no table holds by itself, or
        the longest; a word that is seldom a time with what then stands before it."""
        whole = {w for w, classes in self.values.items() if not TELLING.isdisjoint(classes)}
        found = {w for w in whole if _WORDS.fullmatch(w)}
        for expression in whole - found:
            pieces = _WORDS.findall(expression)
            if pieces and found.isdisjoint(pieces):
                found.add(max(pieces, key=lambda p: (p not in self.values, len(p))))
        return found.difference(seldom) | {f"{before}{word}" for word, leads in seldom.items() for before in leads}

    def _compounds(self) -> re.Pattern[str]:
        """Where numerals are joined, in the characters of words."""
        numeral = self._chars.with_symbol("NUMERAL")
        joint = "".join(self._known[w][1] for w in ("-", "et") if w in self._known)
        return re.compile(f"[{numeral}][{joint}][{numeral}]")

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
        seen_as = frozenset(raw.get("as", [raw["make"].upper()]))
        regex = re.compile(source)
        return Rule(
            raw["id"], raw.get("level", 1), raw["make"], pattern.tree, regex, firsts, self._chars.known(seen_as),
            [(regex.groupindex[name], alias) for name, alias in pattern.groups],
            [index for name, index in regex.groupindex.items() if name.startswith("span")],
            dict.fromkeys(seen_as, True), raw.get("set", {}),
            tuple([guard] if isinstance(guard, str) else guard),
            frozenset(raw.get("not_prev", [])), frozenset(raw.get("not_next", [])), raw.get("examples", []),
        )  # fmt: skip

    def nodes(self, lowered: str, base: int) -> list[Node]:
        """The words of a stretch of text in lower case, which begins at `base`, with their classes."""
        known = self._known
        found = [
            _new(Node, (base + match.start(), base + match.end(), word, *(known.get(word) or self._unlisted(word, match.lastgroup)), None))
            for match in self._scan.finditer(lowered)
            for word in (match[0],)
        ]
        return self._join_numerals(found) if self._compound.search("".join([n.char for n in found])) else found

    def _unlisted(self, word: str, kind: str | None) -> tuple[dict[str, Any], str]:
        """Classes of a word that no table holds, and their character."""
        if kind == "word":
            roman = _ROMAN.fullmatch(word)
            values = {"ROMAN": _roman(roman[1])} if roman else _EMPTY
        elif kind == "number":
            values = _number_values(word)
        elif kind in _SCANNED:
            values = {kind: word}
        elif kind == "decimal":
            values = {"DECIMAL": _decimal(word), "NUM": _decimal(word)}
        else:
            values = _EMPTY
        return values, self._chars.known(frozenset(values)) if values else _NOTHING

    def _join_numerals(self, nodes: list[Node]) -> list[Node]:
        """`vingt-cinq`, `quatre-vingt-dix`, `vingt et un`, `twenty-five` become one number."""
        numerals = self.numerals
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
                    values = _number_values(str(number), spelled=True)
                    node = Node(node.start, nodes[last].end, "", values, self._chars.known(frozenset(values)))
                    i = last
            found.append(node)
            i += 1
        return found

    def matches(self, level: int, chars: str) -> Iterator[tuple[int, list[tuple[Rule, re.Match[str]]]]]:
        """At each place where rules of a level fit: the rules, longest match first."""
        return self._levels[level].matches(chars)


class _Level:
    """The rules of one level, by the character that a match begins with."""

    def __init__(self, rules: list[Rule]) -> None:
        by_first: dict[str, list[Rule]] = {}
        for rule in rules:
            for char in rule.firsts:
                by_first.setdefault(char, []).append(rule)
        self._start = re.compile(f"[{''.join(by_first)}]")
        some = {tuple(r.id for r in rules): re.compile("|".join(_NAMES.sub("(?:", r.regex.pattern) for r in rules)) for rules in by_first.values()}
        self._by_first = {char: (some[tuple(r.id for r in rules)], rules) for char, rules in by_first.items()}

    def matches(self, chars: str) -> Iterator[tuple[int, list[tuple[Rule, re.Match[str]]]]]:
        by_first = self._by_first
        for start in self._start.finditer(chars):
            at = start.start()
            some, rules = by_first[chars[at]]
            if some.match(chars, at) is None:  # most words that begin a time begin none
                continue
            fits = [(rule, match) for rule in rules if (match := rule.regex.match(chars, at)) is not None]
            fits.sort(key=lambda fit: -fit[1].end())
            yield at, fits


_NAMES = re.compile(r"\(\?P<\w+>")
_EMPTY: dict[str, Any] = {}
_SCANNED = {"ISODATE": r"(?<![\d-])\d{4}-\d{2}-\d{2}(?![\d-])", "SLASHDATE": r"(?<![\d/])\d{1,2}/\d{1,2}/\d{4}(?![\d/])",
            "DOTDATE": r"(?<![\d.])\d{1,2}\.\d{1,2}\.\d{4}(?![\d])", "COLONCLOCK": r"(?<![\d:])\d{1,2}:\d{2}(?![\d:])"}  # fmt: skip


def _scanner(elisions: list[str], phrases: list[str]) -> re.Pattern[str]:
    """Splits text into words; what the data name as one expression (`aujourd'hui`) stays one."""
    in_words, of_figures = (
        rf"(?P<{name}>(?<!\w){_one_of(some)}(?!-\w))" if some else ""
        for name, some in (("phrase", [p for p in phrases if not p[0].isdigit()]), ("figures", [p for p in phrases if p[0].isdigit()]))
    )
    elided = rf"(?P<elision>(?<!\w)(?:{'|'.join(map(re.escape, elisions))})'(?=\w))" if elisions else ""
    parts = [
        in_words, elided, r"(?P<word>'s(?!\w)|[^\W\d_]+)", *(f"(?P<{name}>{pattern})" for name, pattern in _SCANNED.items()), of_figures,
        r"(?P<decimal>\d{1,9}[.,]\d{1,9}(?:[.,]\d{3}){0,3}(?!\d)|\d{1,3}(?: \d{3}){1,4}(?!\d))", r"(?P<number>\d+)", r"(?P<mark>[^\w\s])",
    ]  # fmt: skip
    return re.compile("|".join(filter(None, parts)))


def _one_of(words: Iterable[str]) -> str:
    """A pattern of any of the words, whole and the longest: a tree of letters, so that most of a text is passed over at once."""
    tree: dict[str, Any] = {}
    for word in words:
        node = tree
        for letter in word:
            node = node.setdefault(letter, {})
        node[""] = {}
    return f"(?:{_branches(tree)})(?!\\w)"


def _branches(tree: dict[str, Any]) -> str:
    ways = [re.escape(letter) + _branches(below) for letter, below in tree.items() if letter]
    if not ways:
        return ""
    return f"(?:{'|'.join(ways)})" + ("?" if "" in tree else "") if len(ways) > 1 or "" in tree else ways[0]


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
