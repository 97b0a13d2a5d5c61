"""From the mentions and the cast to what leaves: records of actors, and mentions by syntactic head."""

from __future__ import annotations

from collections import defaultdict

from greffier.annotate.actors.cast import Cast, Referent
from greffier.annotate.actors.mention import ActorMention, Actors
from greffier.annotate.actors.scan import Scene
from greffier.model import Actor, Mention


def make_records(
    scene: Scene,
    cast: Cast,
    mentions: list[ActorMention],
    covers: list[tuple[ActorMention, int, int]],
    focus: str | None,
) -> Actors:
    """Records of all actors that are more than pointed at; the others are spare until an event needs them."""
    mentions.sort(key=lambda m: (m.first.i, -m.last.i))
    actors = Actors(mentions=mentions, focus=focus)
    strong: dict[str, list[Mention]] = defaultdict(list)
    for mention in mentions:
        span = scene.doc.token_span(mention.first, mention.last)
        written = Mention(span.start, span.end, span.text, mention.why)
        actors.spans[id(mention)] = written
        if not mention.weak:
            strong[mention.actor].append(written)
    for referent in cast.referents:
        if referent.id in strong:
            actors.records.append(_record(referent, strong[referent.id]))
        else:
            actors.spare[referent.id] = _record(referent, [])
    _by_head(actors, mentions, covers)
    return actors


def _record(referent: Referent, mentions: list[Mention]) -> Actor:
    return Actor(
        id=referent.id,
        name=referent.name,
        kind=referent.kind,
        country=referent.country,
        sectors=list(referent.sectors),
        office=referent.office,
        wikidata=referent.entity.wikidata if referent.entity else None,
        known=referent.known,
        mentions=mentions,
        table=referent.table,
    )


def _by_head(actors: Actors, mentions: list[ActorMention], covers: list[tuple[ActorMention, int, int]]) -> None:
    """Every token of a name or role noun leads to its mention; a syntactic head takes precedence."""
    for mention, first, last in covers:
        for i in range(first, last + 1):
            actors.by_head.setdefault(i, mention)
    aside = {id(other) for mention in mentions for other in mention.others}
    for mention in mentions:
        held = actors.by_head.get(mention.head.i)
        if id(mention) not in aside and (held is None or (held.weak and not mention.weak)):
            actors.by_head[mention.head.i] = mention
