"""Actors: who is meant by each mention, with country, sector and office at the article's date."""

from __future__ import annotations

from dataclasses import dataclass, field

from greffier.model import Actor, Place
from greffier.parse.doc import Doc, Token


@dataclass(slots=True)
class ActorMention:
    """Tokens `first` to `last` (inclusive) that stand for actor `actor`; `head` is their syntactic head.

    `words` are the tokens that name the actor best when the mention itself is a pronoun (its antecedent).
    """

    actor: str
    head: Token
    first: Token
    last: Token
    country: str | None
    sector: str | None
    kind: str  # name role group state demonym pronoun relative possessive
    why: str
    antecedent: ActorMention | None = None


@dataclass(slots=True)
class Actors:
    """The actors of an article, and who stands where in its syntax."""

    records: list[Actor] = field(default_factory=list)
    mentions: list[ActorMention] = field(default_factory=list)
    by_head: dict[int, ActorMention] = field(default_factory=dict)

    def of(self, token: Token) -> ActorMention | None:
        """The mention whose syntactic head is this token (pronouns and relatives included), or None."""
        return self.by_head.get(token.i)

    def record(self, actor: str) -> Actor:
        """The record of an actor's id."""
        return next(a for a in self.records if a.id == actor)


def find_actors(doc: Doc, places: list[Place], published: str | None) -> Actors:
    """The actors of an article published on `published` (EDTF or None)."""
    return Actors()
