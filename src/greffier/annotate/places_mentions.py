"""Where toponyms may stand: names of the gazetteer in the text, with what stands around them.

Nothing is decided here. A mention carries its candidates and the signs that speak for a place (`in`, `province of`,
`, Ontario`) or for a longer name that only contains one (`Paris Hilton`, `Frederick Memorial Hospital`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from greffier.lang import load_table
from greffier.parse.doc import Doc, Token
from greffier.resolve.gazetteer import Entry, Gazetteer, Match
from greffier.resolve.phrases import Atoms, atoms_of, fold, split_atoms

_MAX_BETWEEN = 8
_MAX_BETWEEN_BARE = 4  # without a comma or bracket
_JOINS = frozenset({",", "and", "or", "et", "ou"})
# A hyphen and a capital, or a small word between hyphens: `Noyal-sur-Vilaine`, but not `Denver-based`.
_TORN = re.compile(r"[-‑](?:[^\W\d_a-zà-ÿ]|\w{1,5}[-‑])")


@dataclass(frozen=True)
class Words:
    """The word lists of a language's `places.toml`."""

    locative: frozenset[str]
    city_locative: frozenset[str]
    no_city_after: frozenset[str]
    region_locative: frozenset[str]
    between: frozenset[str]
    qualifiers: frozenset[str]
    titles: frozenset[str]
    first_names: frozenset[str]
    body_ends: frozenset[str]
    body_heads: frozenset[str]
    calendar: frozenset[str]
    not_places: frozenset[str]
    no_place_before: frozenset[str]
    districts: frozenset[str]
    counties: frozenset[str]
    sites: frozenset[str]
    starts: dict[str, str]
    ends: dict[str, str]
    heads: dict[str, str]
    admin1_short: dict[str, str]
    articles: frozenset[str]
    names_join: bool


@lru_cache(maxsize=4)
def load_words(language: str) -> Words:
    """The word lists of a language."""
    table: dict[str, Any] = load_table(language, "places")
    lists: dict[str, Any] = {name: frozenset(words) for name, words in table.items() if isinstance(words, list)}
    lists["not_places"] |= lists["calendar"]
    maps: dict[str, Any] = {name: table.get(name, {}) for name in ("starts", "ends", "heads", "admin1_short")}
    return Words(**lists, **maps, names_join=table["names_join"])


@dataclass(slots=True)
class Mention:
    """A name that may be a toponym: atoms `first` to `last` (exclusive), and the signs around it.

    `locative`: a preposition of place before it; `to_city`: one that wants a city (`à Québec`) or not (`en Géorgie`);
    `article`: one that no city has; `title`: a person's title before it; `tail`: it ends a longer name (`Radio Paris`);
    `start`: it begins one (`Paris Hilton`); `body`: that of a body (`Texas Rangers`); `kind`, `generic`: what the word
    beside it calls it;
    `within`: the place beside it that may hold it; `short`: the code of the region abbreviated after it (`Reston, Va.`).
    """

    first: int
    last: int
    phrase: str
    entries: list[Entry]
    sent: int
    index: int = 0
    locative: bool = False
    to_city: bool | None = None
    kind: str | None = None
    generic: str | None = None
    article: str = ""
    title: bool = False
    tail: bool = False
    start: bool = False
    body: bool = False
    acronym: bool = False
    opening: bool = False
    proper: bool = True
    within: Mention | None = None
    short: str | None = None


class Scan:
    """An article's words and the mentions in them."""

    def __init__(self, doc: Doc, gazetteer: Gazetteer) -> None:
        self.doc = doc
        self.words = load_words(doc.language)
        self.gazetteer = gazetteer
        self.atoms: Atoms = atoms_of(doc.tokens)
        self._sents = [doc.tokens[i].sent for i in self.atoms.tokens]
        self._free = 0
        self.mentions = self._find()

    def token(self, atom: int) -> Token:
        """The token an atom belongs to."""
        return self.doc.tokens[self.atoms.tokens[atom]]

    def sent(self, atom: int) -> int:
        """The sentence an atom stands in, -1 outside the text."""
        return self._sents[atom] if 0 <= atom < len(self._sents) else -1

    def folded_at(self, atom: int, sent: int) -> str:
        """The folded word at an atom of this sentence; empty outside of it."""
        return self.atoms.folded[atom] if 0 <= atom < len(self._sents) and self._sents[atom] == sent else ""

    def is_capital(self, atom: int, sent: int) -> bool:
        """Whether an atom of this sentence is written with a capital."""
        return self.sent(atom) == sent and self.atoms.texts[atom][:1].isupper()

    def touches(self, atom: int) -> bool:
        """Whether an atom follows the one before it with at most a space between."""
        return self.edges(atom)[0] - self.edges(atom - 1)[1] <= 1

    def edges(self, atom: int) -> tuple[int, int]:
        """The characters of the reading copy that an atom covers."""
        token, word = self.token(atom), self.atoms.texts[atom]
        if token.text == word or (len(split_atoms(token.text)) == 1 and "." in token.text):
            return token.start, token.end
        at = 0
        for earlier in range(atom - 1, -1, -1):
            if self.atoms.tokens[earlier] != token.i:
                break
            at = max(at, token.text.find(self.atoms.texts[earlier]) + len(self.atoms.texts[earlier]))
        found = token.text.find(word, at)
        return (token.start, token.end) if found < 0 else (token.start + found, token.start + found + len(word))

    def text(self, first: int, last: int) -> str:
        """The words from atom `first` to `last` (exclusive) as written."""
        return self.doc.text[self.edges(first)[0] : self.edges(last - 1)[1]]

    def only_joins(self, first: int, last: int) -> bool:
        """Whether atoms `first` to `last` (exclusive) are a comma or a word that joins the parts of a list."""
        return all((self.atoms.folded[a] or self.token(a).text) in _JOINS for a in range(first, last))

    def beside(self, first: int, last: int) -> bool:
        """Whether only words like `, in the north of` stand between two places, from atom `first` to before `last`."""
        if not 0 < last - first <= _MAX_BETWEEN:
            return False
        marks = 0
        for atom in range(first, last):
            word = self.atoms.folded[atom]
            if word and word not in self.words.between:
                return False
            if not word:
                marks += 1
                if marks > 2 or self.token(atom).text not in (",", "(", "-", "–"):
                    return False
        return marks > 0 or last - first <= _MAX_BETWEEN_BARE

    def owns(self, first: int, last: int) -> bool:
        """Whether a possessive ending stands between two places: `Iraq's Mosul`."""
        return last - first == 1 and self.atoms.folded[first] == "s" and self.token(first).text in ("'s", "’s")

    def apposed_kind(self, last: int) -> str | None:
        """The kind of place that an apposition after a name says it is: `Mabvuku, a suburb of Harare`."""
        if last + 2 >= len(self.atoms.texts) or self.token(last).text != ",":
            return None
        sent = self.sent(last)
        if self.folded_at(last + 1, sent) not in self.words.articles:
            return None
        for atom in range(last + 2, last + 5):
            kind = self.words.heads.get(self.folded_at(atom, sent))
            if kind:
                follows = self.token(atom + 1).pos if self.sent(atom + 1) == sent else ""
                return None if follows in ("NOUN", "PROPN") else kind
        return None

    def _find(self) -> list[Mention]:
        texts = self.atoms.texts
        found: list[Mention] = []
        i = 0
        while i < len(texts):
            text = texts[i]
            mention = self._at(i) if text and (text[0].isupper() or text in self.gazetteer.small_openings) else None
            if mention:
                mention.index = len(found)
                found.append(mention)
                if _known(mention.entries):
                    self._free = mention.last
            i = mention.last if mention else i + 1
        return found

    def _at(self, first: int) -> Mention | None:
        for match in self.gazetteer.matches(self.atoms.folded, first):
            sent = self.sent(first)
            if self.sent(match.last - 1) != sent:
                continue
            entries = self._written_so(match)
            if entries:
                phrase = " ".join(self.atoms.folded[match.first : match.last])
                return self._signs(Mention(match.first, match.last, phrase, entries, sent))
        return None

    def _written_so(self, match: Match) -> list[Entry]:
        """The entries that are written with capitals where the text has them."""
        texts = self.atoms.texts[match.first : match.last]
        common = len(texts) == 1 and fold(texts[0]) in self.words.not_places and not self._is_set_off(match.last)
        torn = self._is_torn(match)
        return [e for e in match.entries if _has_capitals(texts, e) and (e.curated or not (common or torn))]

    def _is_set_off(self, last: int) -> bool:
        """Whether a comma or bracket follows, as before the place that holds one: `Orange, dans le Vaucluse`."""
        return last < len(self.atoms.texts) and self.token(last).text in (",", "(")

    def _is_torn(self, match: Match) -> bool:
        """Whether the name ends inside a hyphenated word, or a well-known one begins in it: `La Grande-Bretagne`."""
        if _TORN.match(self.doc.text, self.edges(match.last - 1)[1]):
            return True
        inner = (m for at in range(match.first + 1, match.last) for m in self.gazetteer.matches(self.atoms.folded, at))
        return any(m.last > match.last and _known(m.entries) for m in inner)

    def _signs(self, mention: Mention) -> Mention:
        """Read what stands before and after."""
        first = self.token(mention.first)
        mention.opening = first.i == self.doc.sentences[mention.sent].first
        mention.proper = first.pos in ("PROPN", "X") or self.token(mention.last - 1).pos == "PROPN"
        mention.acronym = mention.last - mention.first == 1 and self.atoms.texts[mention.first].isupper()
        self._before(mention)
        self._after(mention)
        self._generic(mention)
        if mention.last + 1 < len(self.atoms.texts) and self.token(mention.last).text == ",":
            word = self.folded_at(mention.last + 1, mention.sent)
            if self.is_capital(mention.last + 1, mention.sent):
                mention.short = self.words.admin1_short.get(word)
        return mention

    def _before(self, mention: Mention) -> None:
        """A preposition of place, a title, or a capitalised word that makes this the end of a longer name."""
        words, sent, before = self.words, mention.sent, mention.first - 1
        previous = self.folded_at(before, sent)
        directed = previous in words.qualifiers and self.folded_at(before - 1, sent) in words.locative
        verb = bool(previous) and self.token(before).pos in ("AUX", "VERB")  # `a`, not `à`
        mention.locative = (previous in words.locative and not verb) or directed
        if mention.locative and previous in words.city_locative | words.region_locative:
            mention.to_city = previous in words.city_locative
        mention.article = previous if previous in words.no_city_after else ""
        mention.title = previous in words.titles
        if previous in words.qualifiers:
            water = all(e.kind == "water" for e in mention.entries)
            mention.body = water and self.is_capital(before, sent) and len(previous) > 3
        elif previous and not mention.locative and not mention.title and self.is_capital(before, sent):
            mention.tail = before >= self._free and self.touches(mention.first) and self._is_name_part(before, previous)
        head = self.folded_at(before - 1, sent) if previous in ("of", "de", "d", "du", "des") else ""
        if head in words.body_heads and self.is_capital(before - 1, sent):
            mention.body = True

    def _is_name_part(self, atom: int, folded: str) -> bool:
        """Whether a capitalised word before a name belongs to it: not one that merely begins its sentence."""
        if folded in self.words.calendar or folded in self.gazetteer.demonyms:
            return False
        token = self.token(atom)
        if token.i == self.doc.sentences[token.sent].first:
            return token.pos == "PROPN"
        return self.words.names_join or token.pos in ("PROPN", "NOUN", "ADJ", "X")

    def _after(self, mention: Mention) -> None:
        """Capitalised words that follow: a longer name, of a body when it ends in a word for one."""
        sent, atom = mention.sent, mention.last
        run: list[str] = []
        while self.is_capital(atom, sent) and len(run) < 5 and self.touches(atom):
            run.append(self.atoms.folded[atom])
            atom += 1
        following = self.folded_at(mention.last, sent)
        # `in Sanford's truck` does not say that Sanford is a town.
        mention.locative = mention.locative and following != "s"
        body = any(word in self.words.body_ends for word in run) or following in self.words.no_place_before
        mention.body = mention.body or body
        if not run or run[0] in self.words.ends or run[0] in self.words.calendar or self._is_title(run[0]):
            return
        if run[0] in self.words.qualifiers and self.doc.text[self.edges(mention.last - 1)[1]] in "-‑":
            return  # `Alep-Est`
        named = self.words.names_join or self.token(mention.last).pos == "PROPN"
        mention.start = named and not self.is_place_start(mention.last)

    def _is_noun(self, atom: int, size: int) -> bool:
        """`la commune de X`, not `la déclaration commune de X`; `the city X`, not `Westminster City X`."""
        return self.token(atom).pos in ("NOUN", "PROPN") and (size > 1 or not self.atoms.texts[atom][0].isupper())

    def _is_title(self, word: str) -> bool:
        return word in self.words.titles or word in self.gazetteer.demonyms

    def is_place_start(self, atom: int) -> bool:
        """Whether a place well known begins here, as in a list without commas or `Moscow-Beijing`."""
        match = next(self.gazetteer.matches(self.atoms.folded, atom), None)
        return match is not None and _known(match.entries)

    def _generic(self, mention: Mention) -> None:
        """A word for a kind of place before or after; capitalised ones belong to the name."""
        words, sent = self.words, mention.sent
        for size in (2, 1):
            after = " ".join(self.folded_at(a, sent) for a in range(mention.last, mention.last + size))
            if after in words.ends:
                capital = self.is_capital(mention.last, sent)
                if capital and after in words.districts - words.counties and self.is_capital(mention.last + size, sent):
                    return  # `Denver District Attorney`
                mention.kind, mention.generic = words.ends[after], after
                mention.last += size if capital else 0
                return
        for size in (3, 2, 1):
            before = " ".join(self.folded_at(a, sent) for a in range(mention.first - size, mention.first))
            if before in words.heads and self._is_noun(mention.first - size, size):
                mention.kind, mention.generic = words.heads[before], before
                return
            if before in words.starts and self.is_capital(mention.first - size, sent):
                mention.tail = False
                mention.kind, mention.generic = words.starts[before], before
                mention.first -= size
                return
        kind = self.apposed_kind(mention.last)
        if kind:
            mention.kind, mention.generic = kind, "apposition"


def _known(entries: list[Entry]) -> bool:
    """Whether one of these is a place that needs no explanation."""
    return any(e.curated or e.capital for e in entries)


def _has_capitals(texts: list[str], entry: Entry) -> bool:
    """Whether words are written as this kind of name is."""
    first, last, single = texts[0], texts[-1][:1], len(texts) == 1
    if entry.acronym:
        return first.isupper()
    if not entry.curated:
        return first[0].isupper() and (last.isupper() or last.isdigit()) and len(first) > (2 if single else 1)
    if single and first.isupper() and (len(first) < 3 or (entry.kind not in ("country", "city") and len(first) < 7)):
        return False
    word = texts[min(entry.capital_word, len(texts) - 1)]
    return word[0].isupper() or word[0].isdigit()
