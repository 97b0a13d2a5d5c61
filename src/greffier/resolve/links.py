"""One event told by many articles: which tellings, across articles and languages, are of the same act.

Tellings are first put into blocks by the countries involved and by the family of the type; only tellings of one block
whose dates can agree are compared. Within a block each telling is compared with the first tellings of the newest
groups, never with all, so that the cost grows with the number of tellings.

The score is a sum of agreements, each 0 to 1: type, sides, place, words (cosine of multilingual sentence vectors, the
Universal Sentence Encoder of Yang et al. 2020) and trigger; `why` of a link names them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from greffier.when import When

ENOUGH = 0.62
_WEIGHTS = {"type": 0.2, "sides": 0.25, "place": 0.15, "words": 0.4}
_LEADERS = 40  # newest groups of a block that a telling is compared with
_CLOSE_DEGREES = 1.5
_SURE_WORDS = 0.95
_UNDATED_DAYS = 3

# Types that name one act from two points of view. A type is also of its own family.
FAMILIES: tuple[frozenset[str], ...] = (
    frozenset({"MOBILIZE", "AID", "COOPERATE"}),
    frozenset({"AGREE", "COOPERATE", "SUPPORT"}),
    frozenset({"ACCUSE", "REJECT", "THREATEN"}),
    frozenset({"REQUEST", "THREATEN"}),
    frozenset({"ASSAULT", "COERCE", "PROTEST"}),
    frozenset({"SANCTION", "COERCE", "REJECT"}),
    frozenset({"RETREAT", "CONCEDE"}),
)
_RELATED = frozenset((a, b) for family in FAMILIES for a in family for b in family)
MUTUAL = frozenset({"AGREE", "CONSULT", "COOPERATE"})


class Telling(NamedTuple):
    """One event of one article, as far as linking needs it. `published` and `id` give the order of tellings."""

    id: str
    article: str
    copy_of: str  # the article itself, or the first of which it is a copy
    type: str
    actors: frozenset[str]  # countries
    recipients: frozenset[str]
    when: When | None
    published: int | None  # ordinal of the first day the article can be of
    place: tuple[float, float] | None
    trigger: str
    sentence: str

    @property
    def order(self) -> tuple[int, str]:
        """Earlier articles first."""
        return (self.published or 0, self.id)


@dataclass(slots=True)
class Group:
    """Tellings of one event; the first leads."""

    leader: Telling
    tellings: list[tuple[Telling, float, str]] = field(default_factory=list)
    articles: set[str] = field(default_factory=set)


Vectors = Callable[[Sequence[str]], Sequence[Any]]  # numpy arrays of unit length, one a sentence


def family_of(a: str, b: str) -> bool:
    """Whether two types can name one act."""
    return a == b or (a, b) in _RELATED


def block_key(telling: Telling) -> tuple[str, ...]:
    """Tellings of one event share this: the countries of all sides."""
    return tuple(sorted(telling.actors | telling.recipients))


def link_block(tellings: Iterable[Telling], vectors: Vectors) -> Iterator[Group]:
    """The groups of one block, the leaders in order."""
    ordered = sorted(tellings, key=lambda t: t.order)
    groups: list[Group] = []
    cache: dict[str, Any] = {}
    for telling in ordered:
        best: tuple[float, str, Group] | None = None
        for group in reversed(groups[-_LEADERS:]):
            if telling.article in group.articles or not _can_be_one(group.leader, telling):
                continue
            score, why = agreement(group.leader, telling, vectors, cache)
            if score >= ENOUGH and (best is None or score > best[0]):
                best = (score, why, group)
        if best:
            best[2].tellings.append((telling, best[0], best[1]))
            best[2].articles.add(telling.article)
        else:
            groups.append(Group(telling, [(telling, 1.0, "first telling")], {telling.article}))
    yield from groups


def _can_be_one(a: Telling, b: Telling) -> bool:
    return (a.type == b.type or (a.type, b.type) in _RELATED) and dates_agree(a, b) and _same_direction(a, b)


def _same_direction(a: Telling, b: Telling) -> bool:
    """X against Y is not Y against X; of mutual acts, or where a side is not named, there is no direction."""
    if a.type in MUTUAL or b.type in MUTUAL or not (a.recipients and b.recipients and a.actors and b.actors):
        return True
    return bool(a.actors & b.actors) and bool(a.recipients & b.recipients)


def dates_agree(a: Telling, b: Telling) -> bool:
    """Whether both can be of one day; a telling without a date is of about the day its article is."""
    if a.when and b.when:
        return a.when.overlaps(b.when)
    if a.published is None or b.published is None:
        return False
    return abs(a.published - b.published) <= _UNDATED_DAYS


def agreement(a: Telling, b: Telling, vectors: Vectors, cache: dict[str, Any]) -> tuple[float, str]:
    """How well two tellings agree, 0 to 1, and in what."""
    if a.copy_of == b.copy_of and a.type == b.type and a.trigger == b.trigger and a.sentence == b.sentence:
        return 1.0, "the same words in a copy of the article"
    type_ = 1.0 if a.type == b.type else 0.5
    sides = _sides_agreement(a, b)
    place = _place_agreement(a, b)
    # What the other parts cannot reach any more needs no vectors.
    without = _WEIGHTS["type"] * type_ + _WEIGHTS["sides"] * sides + _WEIGHTS["place"] * place
    if without + _WEIGHTS["words"] < ENOUGH:
        return without, ""
    words = _words(a.sentence, b.sentence, vectors, cache)
    score = without + _WEIGHTS["words"] * words
    why = f"type {type_:.2f}, sides {sides:.2f}, place {place:.2f}, words {words:.2f}" if score >= ENOUGH else ""
    return score, why


def _sides_agreement(a: Telling, b: Telling) -> float:
    if a.actors == b.actors and a.recipients == b.recipients and (a.type in MUTUAL) == (b.type in MUTUAL):
        return 1.0 if a.actors or a.recipients else 0.5
    return _jaccard(_sided(a), _sided(b))


def _sided(telling: Telling) -> frozenset[str]:
    if telling.type in MUTUAL:
        return telling.actors | telling.recipients
    return frozenset({f"{c}>" for c in telling.actors} | {f">{c}" for c in telling.recipients})


def _jaccard(a: frozenset[str], b: frozenset[str]) -> float:
    return len(a & b) / len(a | b) if a | b else 0.5


def _place_agreement(a: Telling, b: Telling) -> float:
    if a.place is None or b.place is None:
        return 0.6
    near = all(abs(x - y) <= _CLOSE_DEGREES for x, y in zip(a.place, b.place, strict=True))
    return 1.0 if near else 0.0


def _words(a: str, b: str, vectors: Vectors, cache: dict[str, Any]) -> float:
    if a == b:
        return 1.0
    missing = [s for s in dict.fromkeys((a, b)) if s not in cache]
    if missing:
        cache.update(zip(missing, vectors(missing), strict=True))
    cosine = float(cache[a] @ cache[b])
    return max(0.0, min(1.0, cosine / _SURE_WORDS))
