"""The mentions of an article as they are made, in text order, so that later ones can take up earlier ones."""

from __future__ import annotations

from bisect import insort

from greffier.annotate.actors.cast import Cast, Referent
from greffier.annotate.actors.focus import Focus
from greffier.annotate.actors.mention import ActorMention
from greffier.annotate.actors.scan import Scene, is_definite
from greffier.parse.doc import Token


class Stage:
    """What is known so far: the cast, the country in focus, all mentions, and where they stand."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.cast = Cast(scene)
        self.focus = Focus(scene)
        self.mentions: list[ActorMention] = []
        self.covers: list[tuple[ActorMention, int, int]] = []
        self.by_head: dict[int, ActorMention] = {}
        self.by_last: dict[int, ActorMention] = {}

    def add(self, mention: ActorMention, first: int | None = None, last: int | None = None) -> ActorMention:
        """Take in a mention; tokens `first` to `last` (its name or role noun) lead to it."""
        insort(self.mentions, mention, key=lambda m: m.first.i)
        held = self.by_head.get(mention.head.i)
        if held is None or held.weak:
            self.by_head[mention.head.i] = mention
        if mention.kind != "demonym":
            self.by_last[mention.last.i] = mention
        if first is not None and last is not None:
            self.covers.append((mention, first, last))
        return mention

    def mention(self, referent: Referent, head: Token, first: int, last: int, kind: str, why: str) -> ActorMention:
        """A new mention of a referent on tokens `first` to `last`, not yet taken in."""
        tokens = self.scene.tokens
        sector = referent.sectors[0] if referent.sectors else None
        made = ActorMention(referent.id, head, tokens[first], tokens[last], referent.country, sector, kind, why)
        made.sectors = referent.sectors
        return made

    def text(self, first: int, last: int) -> str:
        """The words of tokens `first` to `last`."""
        return self.scene.doc.text[self.scene.tokens[first].start : self.scene.tokens[last].end]

    def is_definite(self, first: int) -> bool:
        """Does a definite article stand before token `first`?"""
        return first > 0 and is_definite(self.scene, self.scene.tokens[first - 1])
