"""A parsed article laid out for quotations: which quoted stretch a token stands in, and its sentence within that.

A quotation of several sentences stands inside one sentence of the writer: for whoever reads outside the marks the
full stops inside them do not count. A segment is a sentence as it is seen at one depth of quotation.
"""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from greffier.annotate.actors import Actors
from greffier.annotate.quotes_marks import Marks, Quoted, find_marks
from greffier.parse.doc import Doc, Token

_LONGEST_SENTENCE = 400  # tokens; what is longer is no sentence, and is cut so that time stays linear


class Segment(NamedTuple):
    """Tokens `first` to `last` (exclusive) of one sentence, as seen from inside the quoted stretch `holder`."""

    first: int
    last: int
    holder: Quoted | None


class Page:
    """Doc, marks, and for each token where it stands."""

    __slots__ = (
        "_people",
        "_said",
        "_segments",
        "actors",
        "asides",
        "by_close",
        "by_open",
        "doc",
        "holders",
        "incises",
        "mains",
        "marks",
        "resumed",
        "tokens",
        "told",
    )

    def __init__(self, doc: Doc, actors: Actors, said: Container[str] = (), people: Container[str] = ()) -> None:
        self.doc = doc
        self.actors = actors
        self._said = said  # lemmas of verbs of saying
        self._people = people  # lemmas of nouns for people and bodies
        self.tokens = doc.tokens
        self.marks: Marks = find_marks(doc)
        self.holders: list[Quoted | None] = [None] * len(doc.tokens)
        self.incises: set[int] = set()  # tokens where an inserted `dit-il` begins
        self.mains: set[int] = set()  # verbs of clauses that an inserted cue interrupts: no cues themselves
        self.resumed: set[int] = set()  # tokens where after what was said the speaker's next verb begins
        self.asides: set[int] = set()  # tokens where an inserted participle of another speaker begins
        self.told: set[int] = set()  # tokens where `selon X` and the like begins
        self.by_open: dict[int, Quoted] = {}
        self.by_close: dict[int, Quoted] = {}
        self._lay_out()
        self._segments = self._cut()

    def _lay_out(self) -> None:
        for quoted in self.marks.found:  # outer before inner, so the innermost stays
            inside = self.doc.tokens_between(quoted.inner_start, max(quoted.inner_end, quoted.inner_start))
            for token in inside:
                if token.start >= quoted.inner_start:
                    self.holders[token.i] = quoted
            first = self.doc.token_at(quoted.start)
            last = self.doc.token_at(max(quoted.start, quoted.end - 1))
            if first is not None and last is not None:
                self.by_open.setdefault(first.i, quoted)
                self.by_close.setdefault(last.i, quoted)

    def _cut(self) -> list[Segment | None]:
        """The segment of each token, in one pass: a sentence end is seen only by the stretch around both sides of it."""
        members: list[list[int]] = []
        of_token: list[int] = []
        numbers: dict[int, int] = {}
        block = -1
        for token in self.tokens:
            holder = self.holders[token.i]
            sentence = self.doc.sentences[token.sent]
            if token.i == sentence.first:
                if sentence.block != block:
                    numbers.clear()
                    block = sentence.block
                elif not self._runs_on(token.i):
                    numbers.pop(id(self._around(token.i)), None)
            key = id(holder)
            if key in numbers and token.i - members[numbers[key]][0] >= _LONGEST_SENTENCE:
                del numbers[key]
            if key not in numbers:
                numbers[key] = len(members)
                members.append([token.i, token.i + 1])
            number = numbers[key]
            members[number][1] = max(members[number][1], self._end_with_open(token.i))
            of_token.append(number)
        return [Segment(members[n][0], members[n][1], self.holders[i]) for i, n in enumerate(of_token)]

    def _end_with_open(self, index: int) -> int:
        """Past a token, and past the whole stretch that a mark opens and nothing closes."""
        opened = self.by_open.get(index)
        return index + 1 if opened is None or opened.closed else max(index, self.close_index(opened)) + 1

    def _runs_on(self, index: int) -> bool:
        """Does a sentence only say who speaks: `"Get out!" Smith said.`, cut off because of the exclamation mark?"""
        if index - 1 not in self.by_close or index < 2:
            return False
        closed = self.by_close[index - 1]
        if self.doc.text[max(0, closed.inner_end - 8) : closed.inner_end].rstrip("'’”\" ")[-1:] not in ("!", "?", "…"):
            return False
        for token in self.tokens[index : index + 7]:
            if token.pos == "VERB":
                following = self.tokens[token.i + 1] if token.i + 1 < len(self.tokens) else token
                return token.lemma.lower() in self._said and (
                    following.pos in ("PUNCT", "ADP") or following.text[:1].isupper()
                )
        return False

    def _around(self, index: int) -> Quoted | None:
        """The innermost stretch that holds both sides of the boundary before a token."""
        after, before = self.holders[index], self.holders[index - 1]
        chain = set()
        while before is not None:
            chain.add(id(before))
            before = before.parent
        while after is not None and id(after) not in chain:
            after = after.parent
        return after

    def segment(self, token: Token) -> Segment:
        """The sentence that a token stands in, as seen at its depth of quotation."""
        found = self._segments[token.i]
        assert found is not None
        return found

    def holder(self, token: Token) -> Quoted | None:
        """The innermost quoted stretch around a token; None outside all marks. A mark itself stands outside."""
        return self.holders[token.i]

    def is_somebody(self, token: Token) -> bool:
        """Can the head of a phrase speak: a name, an actor of the reading, a noun for people or bodies?"""
        return token.pos == "PROPN" or token.lemma.lower() in self._people or self.actors.of(token) is not None

    def open_index(self, quoted: Quoted) -> int:
        """The token of the mark that opens a stretch."""
        token = self.doc.token_at(quoted.start)
        return token.i if token is not None else 0

    def close_index(self, quoted: Quoted) -> int:
        """The token of the mark that closes a stretch, or its last token where none does."""
        token = self.doc.token_at(max(quoted.start, quoted.end - 1))
        return token.i if token is not None else 0

    def next_at_level(self, index: int, holder: Quoted | None) -> int:
        """The index after a token; after an opening mark the index of what follows its closing mark."""
        quoted = self.by_open.get(index)
        if quoted is not None and quoted is not holder and quoted.parent is holder:
            return max(index, self.close_index(quoted)) + 1
        return index + 1
