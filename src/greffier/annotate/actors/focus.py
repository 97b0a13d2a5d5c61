"""The country in focus: whose police it is when an article only says `la police`."""

from __future__ import annotations

from collections import Counter, defaultdict

from greffier.annotate.actors.scan import Scene
from greffier.annotate.actors.whose import demonym

_HEADING = 3.0
_FIRST_SENTENCES = 2.0
_SAME_SENTENCE = 3.0
_SENTENCE_BEFORE = 1.5
_PLACE = 1.5
_BODIES = frozenset({"IGO", "NGO"})


class Focus:
    """Counts of the countries an article speaks of, whole and by sentence."""

    def __init__(self, scene: Scene) -> None:
        self.total: Counter[str] = Counter()
        self.by_sentence: dict[int, Counter[str]] = defaultdict(Counter)
        for i, country, weight in _evidence(scene):
            sentence = scene.tokens[i].sent
            if scene.doc.sentences[sentence].kind == "heading" and sentence < 3:
                weight *= _HEADING
            elif sentence < 4:
                weight *= _FIRST_SENTENCES
            self.total[country] += weight
            self.by_sentence[sentence][country] += weight

    def article(self) -> str | None:
        """The country the whole article is about, or None."""
        return max(self.total, key=lambda c: self.total[c]) if self.total else None

    def at(self, sentence: int) -> tuple[str | None, str]:
        """The country in focus in a sentence, and why: the article's, unless the sentence or the one before is elsewhere."""
        if not self.total:
            return None, "no country named"
        size = sum(self.total.values())
        score: dict[str, float] = {country: 4.0 * count / size for country, count in self.total.items()}
        for distance, weight in ((0, _SAME_SENTENCE), (1, _SENTENCE_BEFORE)):
            near = self.by_sentence.get(sentence - distance)
            if near:
                whole = sum(near.values())
                for country, count in near.items():
                    score[country] += weight * count / whole
        best = max(score, key=lambda c: (score[c], c))
        return best, f"country in focus: {best}, {self.total[best] / size:.0%} of the countries named"


def _evidence(scene: Scene) -> list[tuple[int, str, float]]:
    """Where which country is named: (token, country, weight). A place counts more than an adjective."""
    found: list[tuple[int, str, float]] = []
    for i, hit in scene.names.items():
        if i != hit.first:
            continue
        name = hit.names[0]
        country = name.entity.country
        if country and country not in _BODIES and len({n.entity.country for n in hit.names}) == 1:
            found.append((i, country, 1.0 if demonym(hit) or name.entity.kind == "person" else _PLACE))
    seen: set[str] = set()
    for i, place in scene.places.items():
        if place.country and place.id not in seen and i not in scene.names:
            seen.add(place.id)
            found.append((i, place.country, _PLACE))
    return found
