"""The country in focus: whose police it is when an article only says `la police`."""

from __future__ import annotations

from collections import defaultdict

from greffier.annotate.actors.scan import Scene
from greffier.annotate.actors.whose import demonym

_HEADING = 3.0
_FIRST_SENTENCES = 2.0
_SAME_SENTENCE = 3.0
_SENTENCE_BEFORE = 1.5
_PLACE = 1.5
_ADJECTIVE = 1.0
_ABSENT = 0.4
_ENOUGH = 3.0  # a country named but once, far away, is not in focus
_BODIES = frozenset({"IGO", "NGO"})


class Focus:
    """Counts of the countries an article speaks of, whole and by sentence; apart those where something happens."""

    def __init__(self, scene: Scene) -> None:
        self.total: dict[str, float] = defaultdict(float)
        self.ground: dict[str, float] = defaultdict(float)
        self.by_sentence: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        self.ground_by_sentence: dict[int, dict[str, float]] = defaultdict(lambda: defaultdict(float))
        for i, country, weight in _evidence(scene):
            sentence = scene.tokens[i].sent
            on_the_ground = weight == _PLACE
            if scene.doc.sentences[sentence].kind == "heading" and sentence < 3:
                weight *= _HEADING
            elif sentence < 4:
                weight *= _FIRST_SENTENCES
            country = scene.known.sovereign(country)
            self.total[country] += weight
            self.by_sentence[sentence][country] += weight
            if not on_the_ground:
                weight *= _ABSENT
            self.ground[country] += weight
            self.ground_by_sentence[sentence][country] += weight

    def article(self) -> str | None:
        """The country the whole article is about, or None."""
        return max(self.total, key=lambda c: self.total[c]) if self.total else None

    def at(self, sentence: int, *, on_the_ground: bool = False) -> tuple[str | None, str]:
        """The country in focus in a sentence, and why: the article's, unless the sentences here are elsewhere.

        `on_the_ground`: of police, courts and people it is the country where things happen.
        """
        total, near = (self.ground, self.ground_by_sentence) if on_the_ground else (self.total, self.by_sentence)
        if not total:
            return None, "no country named"
        size = sum(total.values())
        score: dict[str, float] = {country: 4.0 * count / size for country, count in total.items()}
        for distance, weight in ((0, _SAME_SENTENCE), (1, _SENTENCE_BEFORE)):
            here = near.get(sentence - distance)
            if here:
                whole = sum(here.values())
                for country, count in here.items():
                    score[country] += weight * min(1.0, whole) * count / whole
        best = max(score, key=lambda c: (score[c], c))
        if total[best] < _ENOUGH and not any(best in near.get(s, ()) for s in range(sentence - 3, sentence + 2)):
            return None, "no country named near or often enough"
        return best, f"country in focus: {best}, {total[best] / size:.0%} of the countries named"

    def named_near(self, country: str, sentence: int) -> bool:
        """Is a country named in this sentence or the two before?"""
        return any(country in self.by_sentence.get(s, ()) for s in range(sentence - 2, sentence + 1))


def _evidence(scene: Scene) -> list[tuple[int, str, float]]:
    """Where which country is named: (token, country, weight). A place counts more than an adjective or a person."""
    found: list[tuple[int, str, float]] = []
    for i, hit in scene.names.items():
        if i != hit.first or hit.names[0].how == "surname":
            continue
        name = hit.names[0]
        country = name.entity.country
        if country and name.how not in ("against", "ethnic") and country not in _BODIES and len({n.entity.country for n in hit.names}) == 1:
            abstract = demonym(hit) or name.entity.kind not in ("state", "seat", "place")
            found.append((i, country, _ADJECTIVE if abstract else _PLACE))
    seen: set[str] = set()
    for i, place in scene.places.items():
        if place.country and place.id not in seen and i not in scene.names:
            seen.add(place.id)
            found.append((i, place.country, _PLACE))
    return found
