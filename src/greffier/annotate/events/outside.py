"""Sentences that are not about politics: games, disasters and illnesses as doers, things that happen in a film."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

from greffier.annotate.events.clauses import SUBJECTS, is_verb
from greffier.annotate.events.slots import Syntax
from greffier.annotate.events.triggers import Candidate
from greffier.lang import load_table
from greffier.parse.doc import Token

_INSIDE = frozenset({"dans", "in", "à", "at"})


@dataclass(frozen=True)
class _Words:
    words: frozenset[str]
    phrases: dict[str, tuple[tuple[str, ...], ...]]
    agents: frozenset[str]
    scenes: frozenset[str]


@lru_cache(maxsize=8)
def _words(language: str) -> _Words:
    table = load_table(language, "context")["outside"]
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for phrase in table["words"]:
        first, *rest = phrase.split()
        if rest:
            phrases.setdefault(first, []).append(tuple(rest))
    return _Words(
        frozenset(w for w in table["words"] if " " not in w),
        {first: tuple(rests) for first, rests in phrases.items()},
        frozenset(table["agents"]),
        frozenset(table["scenes"]),
    )


class Outside:
    """Says which candidates are no politics; each sentence is looked through once."""

    def __init__(self, syntax: Syntax) -> None:
        self.syntax = syntax
        self.words = _words(syntax.doc.language)
        self._games: dict[int, bool] = {}

    def holds(self, candidate: Candidate) -> bool:
        """Is this a game, a disaster or a scene of a work?"""
        head = candidate.head
        return self._game(head.sent) or self._natural(head) or self._scene(head)

    def _game(self, index: int) -> bool:
        if index not in self._games:
            tokens = self.syntax.doc.sentence_tokens(index)
            self._games[index] = any(t.lemma in self.words.words or self._phrase(tokens, i) for i, t in enumerate(tokens))
        return self._games[index]

    def _phrase(self, tokens: list[Token], i: int) -> bool:
        for rest in self.words.phrases.get(tokens[i].lower, ()):
            if tuple(t.lower for t in tokens[i + 1 : i + 1 + len(rest)]) == rest:
                return True
        return False

    def _natural(self, head: Token) -> bool:
        if not is_verb(head):
            return False
        doers = self.syntax.agent(head) if self.syntax.is_passive(head) else self.syntax.surface_subject(head)
        doers = doers or [c for c in head.children if c.dep in SUBJECTS]
        return any(t.lemma in self.words.agents for t in doers)

    def _scene(self, head: Token) -> bool:
        token = head
        while True:
            for child in token.children:
                if child.lemma in self.words.scenes and self.syntax.preposition(child) in _INSIDE:
                    return True
            if token.head is token:
                return False
            token = token.head
