"""A quotation in the making: places in the text, before anybody asks who is meant."""

from __future__ import annotations

from dataclasses import dataclass, field

from greffier.annotate.quotes_cues import Cue, CueTable
from greffier.annotate.quotes_marks import Quoted
from greffier.annotate.quotes_page import Page, Segment
from greffier.model import QuoteKind
from greffier.parse.doc import Token

_PLAIN = frozenset({".", ",", ";", ":", "-", "–", "—", "…"})


_MARKS = frozenset({'"', "«", "»", "“", "”", "„", "‹", "›"})


@dataclass(slots=True)
class Phrase:
    """A noun phrase: its head and its tokens `first` to `last`, both included."""

    head: Token
    first: int
    last: int


@dataclass(slots=True)
class Group:
    """The words of a verbal cue with its auxiliaries and clitics: tokens `first` to `last`, both included."""

    first: int
    last: int
    inverted: Token | None = None  # the clitic subject of `a-t-il dit`


@dataclass(slots=True)
class Place:
    """A verbal cue where it stands."""

    cue: Cue
    group: Group
    segment: Segment


@dataclass(slots=True)
class Content:
    """Token ranges (inclusive), in order, that hold what is said; `how` says by which rule."""

    ranges: list[tuple[int, int]]
    how: str
    quoted: list[Quoted] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A quotation as places in the text.

    `speaks_on`: no cue, the last speaker goes on. `nobody`: said by no one in particular (`dit-on`).
    `same_source`: a participle whose subject is the source of the cue before it.
    `frame`: the sentence around it (tokens first, last) where time and occasion are looked for.
    """

    content: Content
    kind: QuoteKind
    cue: tuple[int, int] | None = None
    source: Phrase | None = None
    to: Phrase | None = None
    relay: Phrase | None = None
    speaks_on: bool = False
    nobody: bool = False
    same_source: bool = False
    frame: tuple[int, int] | None = None
    rank: int = 1

    @property
    def start(self) -> int:
        """The first token of the content."""
        return self.content.ranges[0][0]

    @property
    def end(self) -> int:
        """The last token of the content."""
        return self.content.ranges[-1][1]

    def covers(self, first: int, last: int) -> bool:
        """Does one range of the content hold all these tokens?"""
        return any(a <= first and last <= b for a, b in self.content.ranges)


def trim(page: Page, first: int, last: int) -> tuple[int, int] | None:
    """The range without punctuation at its edges that is no quotation mark or bracket; None if nothing is left."""
    tokens = page.tokens
    while first <= last and (tokens[first].text in _PLAIN or _is_stray(page, first)):
        first += 1
    while last >= first and (tokens[last].text in _PLAIN or _is_stray(page, last)):
        last -= 1
    return (first, last) if first <= last else None


def _is_stray(page: Page, index: int) -> bool:
    """A quotation mark that encloses nothing."""
    return page.tokens[index].text in _MARKS and index not in page.by_open and index not in page.by_close


def has_finite(page: Page, first: int, last: int) -> bool:
    """Does a finite verb stand in the range?"""
    return any(is_finite(t) for t in page.tokens[first : last + 1])


def is_finite(token: Token) -> bool:
    """A verb form with mood and person."""
    return token.feat("VerbForm") == "Fin" or token.feat("Mood") is not None


def finish(page: Page, ranges: list[tuple[int, int] | None], how: str, holder: Quoted | None) -> Content | None:
    """A content from its ranges, with the quoted stretches that stand directly in it; None if no range is left."""
    kept = [r for r in ranges if r is not None]
    if not kept:
        return None
    quoted = []
    for first, last in kept:
        index = first
        while index <= last:
            found = page.by_open.get(index)
            after = page.next_at_level(index, holder)
            if found is not None and found.parent is holder and (after - 1 <= last or not found.closed):
                quoted.append(found)
            index = after
    return Content(kept, how, quoted)


def kind_of(page: Page, content: Content) -> QuoteKind:
    """Direct if all is in marks and it is a clause, mixed if some words are, indirect if none."""
    if not content.quoted:
        return "indirect"
    words = [t for a, b in content.ranges for t in page.tokens[a : b + 1] if t.pos != "PUNCT"]
    if any(not any(q.start <= t.start < q.end for q in content.quoted) for t in words):
        return "mixed"
    return "direct" if any(is_finite(t) or t.text in "!?" for t in words) else "mixed"


def is_utterance(page: Page, quoted: Quoted) -> bool:
    """Do the marks hold a clause, a whole sentence or an exclamation rather than single words?"""
    inside = page.doc.tokens_between(quoted.inner_start, quoted.inner_end)
    if len(inside) >= 4 and inside[0].text[:1].isupper() and inside[-1].text == ".":
        return True
    return any(is_finite(t) or t.text in ("!", "?") for t in inside)


def can_speak(page: Page, source: Phrase, table: CueTable) -> bool:
    """Somebody, not something: a name, a pronoun of a person, a known actor or a noun for people."""
    return source.head.lower in table.words["persons"] or page.is_somebody(source.head)


def is_no_speaker(source: Phrase | None, table: CueTable) -> bool:
    """`cela indique que`, `this suggests`: a fact speaks, nobody does."""
    return source is not None and source.head.lower in table.words["no_speakers"]


def says_own_voice(cue: Cue, source: Phrase | None, table: CueTable) -> bool:
    """`je crois`, `rappelons`: who speaks here is who speaks already."""
    if source is not None:
        return source.head.lower in table.words["own_voice"]
    verbs = [cue.head, *cue.tokens, *(t for t in cue.head.children if t.dep.startswith("aux"))]
    if any(t.feat("Person") in ("1", "2") for t in verbs):
        return True
    return cue.tokens[0].lower.endswith(tuple(table.words["own_voice_endings"]))
