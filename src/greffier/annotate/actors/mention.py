"""What annotators see of actors: mentions in the syntax, and the records behind them."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import structs

from greffier.model import Actor, Mention
from greffier.parse.doc import Token

# Mentions of these kinds only point at a country: they are actors when something makes them one (`Actors.as_agent`).
WEAK = frozenset({"place", "demonym", "modifier"})


@dataclass(slots=True, eq=False)
class ActorMention:
    """Tokens `first` to `last` (inclusive) that stand for actor `actor`; `head` is their syntactic head.

    Kinds: name role state people pronoun relative possessive, and the weak ones: place (a country or capital where
    something is), demonym (an adjective), modifier (an actor that only says whose another one is).
    `antecedent` is the mention a pronoun, relative or possessive takes up. `others` are further actors the same words
    stand for (`Hungarian and Romanian officials`, `les deux pays`).
    """

    actor: str
    head: Token
    first: Token
    last: Token
    country: str | None
    sector: str | None
    kind: str
    why: str
    antecedent: ActorMention | None = None
    others: list[ActorMention] = field(default_factory=list)
    sectors: tuple[str, ...] = ()
    plural: bool = False
    gender: str | None = None  # Masc, Fem or None where unknown
    animate: bool = False  # one or more persons

    @property
    def weak(self) -> bool:
        """Does the mention only point at a country?"""
        return self.kind in WEAK

    def named(self) -> ActorMention:
        """The mention that names the actor: itself, or what a pronoun goes back to."""
        mention = self
        while mention.antecedent is not None and mention.kind in ("pronoun", "relative", "possessive"):
            mention = mention.antecedent
        return mention


@dataclass(slots=True)
class Actors:
    """The actors of an article, and who stands where in its syntax. `focus` is the country in focus, if any."""

    records: list[Actor] = field(default_factory=list)
    mentions: list[ActorMention] = field(default_factory=list)
    by_head: dict[int, ActorMention] = field(default_factory=dict)
    focus: str | None = None
    spare: dict[str, Actor] = field(default_factory=dict)
    spans: dict[int, Mention] = field(default_factory=dict)
    _known: dict[str, Actor] = field(default_factory=dict)

    def of(self, token: Token) -> ActorMention | None:
        """The mention whose syntactic head is this token (pronouns and relatives included), or None."""
        return self.by_head.get(token.i)

    def all_of(self, token: Token) -> list[ActorMention]:
        """All mentions these words stand for: usually one, several for `les deux pays`."""
        mention = self.of(token)
        return [mention, *mention.others] if mention else []

    def record(self, actor: str) -> Actor:
        """The record of an actor's id; also of one that so far is only pointed at."""
        if len(self._known) != len(self.records):
            self._known = {record.id: record for record in self.records}
        return self._known.get(actor) or self.spare[actor]

    def as_agent(self, mention: ActorMention) -> ActorMention:
        """A weak mention taken as an actor (an event needs it): its actor then appears in `records`."""
        actor = self.spare.pop(mention.actor, None)
        if actor is not None:
            written = self.spans.get(id(mention))
            self.records.append(structs.replace(actor, mentions=[written] if written else []))
        if mention.weak and mention.sector is None and mention.country:
            mention.sector = "GOV"
        return mention
