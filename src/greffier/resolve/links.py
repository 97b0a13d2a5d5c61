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
from itertools import chain
from typing import Any, NamedTuple

from greffier.when import When

ENOUGH = 0.62
_WEIGHTS = {"type": 0.2, "sides": 0.25, "place": 0.15, "words": 0.4}
_LEADERS = 40  # newest groups of a block that a telling is compared with
_CLOSE_DEGREES = 1.5
_SURE_WORDS = 0.95
_UNDATED_DAYS = 3
_SOON = 400  # following tellings that are looked through for sentences to encode along
_AT_ONCE = 16  # sentences encoded in one call; more give no more speed
_KEPT_VECTORS = 32_768  # of 2 kB each

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


Encode = Callable[[list[str]], Sequence[Any]]  # numpy arrays of unit length, one a sentence


class Words:
    """How alike the words of two sentences are: the cosine of their vectors, 0 to 1.

    Encoding is half of the cost of linking and a third cheaper for several sentences at once, so the sentences of the
    tellings that come next, and that will most likely be asked for, go along.
    """

    def __init__(self, encode: Encode, keep: int = _KEPT_VECTORS) -> None:
        self._encode = encode
        self._keep = keep
        self._vectors: dict[str, Any] = {}

    def alike(self, a: str, b: str, soon: Callable[[], Iterable[str]] = tuple) -> float:
        """The agreement of two sentences; `soon` gives the sentences to encode with them when one has to be encoded."""
        if a == b:
            return 1.0
        vectors = self._vectors
        if a not in vectors or b not in vectors:
            self._add(a, b, soon())
        cosine = float(vectors[a] @ vectors[b])
        return max(0.0, min(1.0, cosine / _SURE_WORDS))

    def _add(self, a: str, b: str, soon: Iterable[str]) -> None:
        if len(self._vectors) >= self._keep:
            kept = {s: self._vectors[s] for s in (a, b) if s in self._vectors}
            self._vectors.clear()
            self._vectors.update(kept)
        missing: list[str] = []
        for sentence in chain((a, b), soon):
            if sentence not in self._vectors and sentence not in missing:
                missing.append(sentence)
            if len(missing) >= _AT_ONCE:
                break
        self._vectors.update(zip(missing, self._encode(missing), strict=True))


def link_block(tellings: Iterable[Telling], words: Words) -> Iterator[Group]:
    """The groups of one block, the leaders in order."""
    ordered = sorted(tellings, key=lambda t: t.order)
    groups: list[Group] = []
    for number, telling in enumerate(ordered):
        best: tuple[float, str, Group] | None = None
        for group in reversed(groups[-_LEADERS:]):
            if telling.article in group.articles or not _can_be_one(group.leader, telling):
                continue
            score, why = _agreement(group.leader, telling, words, lambda: _soon(ordered, number))
            if score >= ENOUGH and (best is None or score > best[0]):
                best = (score, why, group)
        if best:
            best[2].tellings.append((telling, best[0], best[1]))
            best[2].articles.add(telling.article)
        else:
            groups.append(Group(telling, [(telling, 1.0, "first telling")], {telling.article}))
    yield from groups


def _soon(ordered: list[Telling], number: int) -> Iterator[str]:
    """Sentences of the tellings after this one that may be of the same event, or of one with its neighbours."""
    here = ordered[number]
    for telling in ordered[number + 1 : number + 1 + _SOON]:
        if _can_be_one(here, telling):
            yield telling.sentence


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


def _agreement(a: Telling, b: Telling, words: Words, soon: Callable[[], Iterable[str]]) -> tuple[float, str]:
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
    alike = words.alike(a.sentence, b.sentence, soon)
    score = without + _WEIGHTS["words"] * alike
    why = f"type {type_:.2f}, sides {sides:.2f}, place {place:.2f}, words {alike:.2f}" if score >= ENOUGH else ""
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
