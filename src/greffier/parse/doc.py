"""A parsed article: tokens with one syntax for all languages, sentences, blocks.

Annotators see only this. Dependency labels are those of Universal Dependencies (nsubj, obj, iobj, obl, obl:agent,
nmod, amod, acl, acl:relcl, advcl, xcomp, ccomp, conj, appos, aux, aux:pass, cop, case, mark, det, expl …) whatever the
parser behind; token offsets are in the reading copy (`doc.source.clean`), spans that leave are in the original.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from greffier.model import Span
from greffier.parse.blocks import Block, BlockKind
from greffier.parse.source import Source


@lru_cache(maxsize=4096)
def _features(morph: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in morph.split("|") if "=" in part)


class Token:
    """One token. `head` is itself at the root of a sentence; `start`, `end` are offsets in the reading copy."""

    __slots__ = ("children", "dep", "end", "head", "i", "lemma", "lower", "morph", "pos", "sent", "start", "text")

    def __init__(self, i: int, text: str, lemma: str, pos: str, dep: str, morph: str, start: int, sent: int) -> None:
        self.i = i
        self.text = text
        self.lower = text.lower()
        self.lemma = lemma
        self.pos = pos
        self.dep = dep
        self.morph = morph
        self.start = start
        self.end = start + len(text)
        self.sent = sent
        self.head: Token = self
        self.children: list[Token] = []

    def __repr__(self) -> str:
        return f"<{self.i} {self.text} {self.pos} {self.dep}←{self.head.text}>"

    def feat(self, name: str) -> str | None:
        """A morphological feature in the names of Universal Dependencies: `feat("Mood") == "Cnd"`."""
        return _features(self.morph).get(name)

    def child(self, *deps: str) -> Token | None:
        """The first child whose label is one of `deps`, or None."""
        for token in self.children:
            if token.dep in deps:
                return token
        return None

    def subtree(self) -> list[Token]:
        """The token and all below it, in text order."""
        found: list[Token] = []
        stack = [self]
        while stack:
            token = stack.pop()
            found.append(token)
            stack.extend(token.children)
        found.sort(key=lambda t: t.i)
        return found

    def ancestors(self) -> Iterator[Token]:
        """The head, its head … up to the root."""
        token = self
        while token.head is not token:
            token = token.head
            yield token

    def conjuncts(self) -> list[Token]:
        """The token and what is coordinated with it, when the token is the first of them."""
        found = [self]
        for token in found:
            found.extend(t for t in token.children if t.dep == "conj")
        return found


@dataclass(slots=True)
class Sentence:
    """Tokens `first` to `last` (exclusive) of one sentence."""

    index: int
    first: int
    last: int
    kind: BlockKind
    block: int
    root: Token | None = field(default=None, repr=False)


class Doc:
    """A parsed article."""

    __slots__ = ("_starts", "blocks", "language", "sentences", "source", "tokens")

    def __init__(
        self, source: Source, language: str, tokens: list[Token], sentences: list[Sentence], blocks: list[Block]
    ) -> None:
        self.source = source
        self.language = language
        self.tokens = tokens
        self.sentences = sentences
        self.blocks = blocks
        self._starts = [t.start for t in tokens]

    @property
    def text(self) -> str:
        """The reading copy that token offsets count in."""
        return self.source.clean

    def token_at(self, offset: int) -> Token | None:
        """The last token that starts at or before an offset of the reading copy; None before the first."""
        index = bisect_right(self._starts, offset) - 1
        return self.tokens[index] if index >= 0 else None

    def tokens_between(self, start: int, end: int) -> list[Token]:
        """The tokens that overlap `[start, end)` of the reading copy."""
        first = max(0, bisect_right(self._starts, start) - 1)
        found: list[Token] = []
        for token in self.tokens[first:]:
            if token.start >= end:
                break
            if token.end > start:
                found.append(token)
        return found

    def sentence_tokens(self, index: int) -> list[Token]:
        """All tokens of the sentence with this index."""
        sentence = self.sentences[index]
        return self.tokens[sentence.first : sentence.last]

    def span(self, start: int, end: int) -> Span:
        """The span of the original under offsets of the reading copy."""
        return self.source.span(start, end)

    def token_span(self, first: Token, last: Token | None = None) -> Span:
        """The span of the original from the first to the last token, both included."""
        return self.source.span(first.start, (last or first).end)

    def sentence_span(self, index: int) -> Span:
        """The span of a whole sentence."""
        sentence = self.sentences[index]
        return self.token_span(self.tokens[sentence.first], self.tokens[sentence.last - 1])
