"""Sides: from the head that fills a slot to actors, looking inside things for their owner, doer or place."""

from __future__ import annotations

from dataclasses import dataclass

from greffier.annotate.actors import ActorMention
from greffier.annotate.events.clauses import is_verb
from greffier.annotate.events.quoted import Quoted
from greffier.annotate.events.slots import Syntax
from greffier.model import Place, Side
from greffier.parse.doc import Doc, Token

ATTRIBUTED = "put down to its doer"  # how a side was found of whom somebody unnamed says that it did it
# Sectors whose acts are political by themselves; a firm, a newspaper or a nameless somebody alone is not.
_POLITICAL = frozenset({"GOV", "MIL", "OPP", "REB", "JUD", "LEG", "COP", "IGO", "NGO", "CVL", "EDU", "REL", "CRM"})


# `army bulldozers`, `the NATO forum`, `al-Qaeda leaders`: what such a body owns acts for it.
_BODIES = frozenset({"GOV", "MIL", "COP", "JUD", "LEG", "REB", "IGO"})
_STATES = frozenset({"state", "place", "demonym", "modifier"})


@dataclass(slots=True)
class Filler:
    """One side with how it was found; `direct` when the slot's head is the actor itself."""

    side: Side
    mention: ActorMention | None
    direct: bool
    how: str

    @property
    def counts(self) -> bool:
        """Is it enough to make an act political? `the American actress` is not, though she is American."""
        body = self.mention is not None and self.mention.kind in ("name", "modifier") and self.side.sector in _BODIES
        return self.political and (self.direct or body or not self.how.startswith(("adj of", "place")))

    @property
    def political(self) -> bool:
        """Is this an actor that events are coded for?"""
        mention = self.mention
        if mention is None:
            return self.side.country is not None
        return mention.sector in _POLITICAL or mention.kind in _STATES or (mention.country is not None and not mention.sector)


class Sides:
    """Turns heads into sides; knows mentions by any of their tokens and places by theirs."""

    def __init__(self, syntax: Syntax, places: list[Place], quoted: Quoted) -> None:
        self.syntax = syntax
        self.quoted = quoted
        self.doc: Doc = syntax.doc
        self.inside: dict[int, ActorMention] = {}
        for mention in syntax.actors.mentions:
            for i in range(mention.first.i, mention.last.i + 1):
                known = self.inside.get(i)
                if known is None or _length(mention) < _length(known):
                    self.inside[i] = mention
        self.places = _by_token(self.doc, places)

    def of(self, heads: list[Token]) -> list[Filler]:
        """The sides that these heads stand for, each actor once."""
        found: list[Filler] = []
        for head in heads:
            for filler in self._of_head(head):
                if not any(self._same(filler, known) for known in found):
                    found.append(filler)
        return found

    def _same(self, a: Filler, b: Filler) -> bool:
        if a.side.actor is not None or b.side.actor is not None:
            return a.side.actor == b.side.actor
        return a.side.start == b.side.start

    def _of_head(self, head: Token) -> list[Filler]:
        words = self.syntax.grammar
        name = head.text.isupper() and len(head.text) > 1  # `the US` is no `us`
        if (head.lower in words.first_person or head.lower in words.first_person_owner) and not name:
            return self.speaking(head)
        mention = self.syntax.actors.of(head) or self._covering(head)
        if mention is not None:
            return self._fillers(mention, True, "")
        for other in (*(c for c in head.children if c.dep == "appos"), *([head.head] if head.dep == "appos" else [])):
            mention = self.syntax.actors.of(other)
            if mention is not None and not mention.weak:
                return self._fillers(mention, True, "apposition")
        if head.lemma in words.quantity:
            counted = [c for c in head.children if self.syntax.preposition(c) in words.of]
            crowd = not counted and head.lemma in words.crowd and is_verb(head.head)
            return self.residents(head, head.head) if crowd else [f for c in counted for t in c.conjuncts() for f in self._of_head(t)]
        if head.i in self.places:
            return self._placed(head)
        return self._owner(head, 0) or self._placed(head)

    def speaking(self, token: Token) -> list[Filler]:
        """The speaker of the quotation a token stands in (`nous`, `our`), or []."""
        speaker = self.quoted.speaker(token)
        if speaker is None or speaker.actor is None:
            return []
        mention = next((m for m in self.syntax.actors.mentions if m.actor == speaker.actor and m.antecedent is None), None)
        return self._fillers(mention, True, "first person of a quotation") if mention else []

    def _covering(self, head: Token) -> ActorMention | None:
        """A mention that covers the head although the parser heads it elsewhere (`Donald Trump` headed by `Trump`)."""
        mention = self.inside.get(head.i)
        if mention is None or mention.kind in ("demonym", "possessive"):
            return None
        outside = mention.head.head
        return mention if mention.head is head or not (mention.first.i <= outside.i <= mention.last.i) or outside is head else None

    def _owner(self, thing: Token, depth: int) -> list[Filler]:
        """Inside a thing, an act or an amount: its owner, doer or origin."""
        for slot in ("agent", "poss", "adj", "of") if depth == 0 else ("agent", "poss", "adj"):
            for token in self.syntax.of_noun(thing, slot):
                mention = self.syntax.actors.of(token) or self._covering(token)
                if mention is not None:
                    found = self._fillers(mention, False, f"{slot} of {thing.text!r}")
                    found += [f for t in token.conjuncts()[1:] for f in self._of_head(t)]
                    return found
                if slot == "agent" or (slot == "of" and depth == 0):
                    inner = self._owner(token, depth + 1)
                    if inner:
                        return inner
        if is_verb(thing):
            return []
        for child in thing.children:
            if child.dep in ("acl", "acl:relcl") and self.syntax.is_passive(child):
                found = self.of(self.syntax.agent(child))
                if found:
                    return found
        return []

    def _placed(self, thing: Token) -> list[Filler]:
        """A thing without owner belongs to the country it stands in: `un hôtel à Kaboul`."""
        for token in (thing, *thing.children):
            place = self.places.get(token.i)
            if place is not None and place.country:
                span = self.doc.token_span(thing)
                side = Side(None, place.country, None, span.start, span.end, span.text)
                return [Filler(side, None, False, f"place {place.name}")]
        return []

    def _fillers(self, mention: ActorMention, direct: bool, how: str) -> list[Filler]:
        return [self._filler(m, direct, how) for m in (mention, *mention.others)]

    def residents(self, noun: Token, verb: Token) -> list[Filler]:
        """Those who are at the place that a noun, or the verb it is subject of, stands at."""
        for token in (*noun.children, *verb.children):
            place = self.places.get(token.i)
            if place is not None and place.country and token.dep.startswith(("nmod", "obl")):
                span = self.doc.token_span(token)
                return [Filler(Side(None, place.country, "CVL", span.start, span.end, span.text), None, True, "who is there")]
        return []

    def _filler(self, mention: ActorMention, direct: bool, how: str) -> Filler:
        named = mention.named()
        span = self.doc.token_span(named.first, named.last)
        side = Side(mention.actor, mention.country, mention.sector, span.start, span.end, span.text)
        return Filler(side, mention, direct, how)

    def settle(self, fillers: list[Filler]) -> None:
        """An event makes actors of what only pointed at a country."""
        for filler in fillers:
            if filler.mention is not None and filler.mention.weak:
                self.syntax.actors.as_agent(filler.mention)


def _length(mention: ActorMention) -> int:
    return mention.last.i - mention.first.i


def _by_token(doc: Doc, places: list[Place]) -> dict[int, Place]:
    found: dict[int, Place] = {}
    for place in places:
        start = doc.source.clean_offset(place.start)
        for token in doc.tokens_between(start, max(start + 1, doc.source.clean_offset(place.end))):
            found[token.i] = place
    return found
