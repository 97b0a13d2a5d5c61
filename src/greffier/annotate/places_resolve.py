"""Which of the places called so is meant.

The signs, strongest first: the place named beside it holds it (`Paris, Texas`; `Valence, dans le sud de la France`);
the same name was so explained elsewhere in the article; the country the article is about (names and demonyms); places
near by; size. (Leidner 2007, Toponym Resolution in Text; Lieberman & Samet 2012 for the neighbours.)
"""

from __future__ import annotations

import math
from collections import Counter
from itertools import pairwise
from typing import NamedTuple

from greffier.annotate.places_mentions import Mention, Scan
from greffier.resolve.gazetteer import Entry

_COUNTRY, _OWN_REGION, _LESSER = 8.5, 7.8, 1.5
_FOCUS, _NEAR, _HELD, _EXPLAINED, _KIND, _PREPOSITION = 2.5, 1.0, 8.0, 4.0, 4.0, 1.5
_NEAR_KM = 300.0
_NEAR_DEGREES = 2.7  # of latitude
BIG, TOWN = 100_000, 15_000


class Toponym(NamedTuple):
    """Atoms `first` to `last` (exclusive) name this place, for this reason."""

    first: int
    last: int
    entry: Entry
    why: str


def distance_km(a: Entry, b: Entry) -> float:
    """Great-circle distance; infinite where a place has no coordinates."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    la, lb = math.radians(a.lat), math.radians(b.lat)
    h = math.sin((lb - la) / 2) ** 2 + math.cos(la) * math.cos(lb) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


def prior(entry: Entry) -> float:
    """How likely a place is meant when nothing else is known: countries first, then by the size."""
    if entry.kind == "country":
        return _COUNTRY - (0.5 if entry.lesser else 0.0)
    if entry.curated and entry.kind != "city":
        return 8.1 if entry.kind == "admin1" and entry.population > 3e6 else _OWN_REGION
    score = math.log10(entry.population + 10) + (1.0 if entry.capital else 0.0) - (_LESSER if entry.lesser else 0.0)
    if entry.kind == "admin1":
        score = min(score, 7.0) - 1.0
    return score + (1.0 if entry.curated else 0.0)


def is_own_region(entry: Entry) -> bool:
    """Whether this is a country or a region, water or site of our own tables."""
    return entry.kind == "country" or (entry.curated and entry.kind != "city")


def holds(outer: Entry, inner: Entry) -> bool:
    """Whether the one place lies in the other, as far as the tables say."""
    if outer.kind == "country":
        return inner.kind != "country" and inner.country == outer.country
    if outer.kind == "admin1":
        if inner.kind in ("country", "admin1"):
            return False
        return inner.admin1 == outer.admin1 or (
            not inner.admin1 and inner.country == outer.country and distance_km(inner, outer) < 400
        )
    if outer.kind in ("region", "water") or (outer.kind == "city" and outer.population > 10 * inner.population + BIG):
        same = not outer.country or outer.country == inner.country
        return same and inner.kind in ("city", "facility", "airport") and distance_km(inner, outer) < 120
    return False


def _sameness(mention: Mention | None) -> object:
    """Equal for mentions with the same candidates."""
    return mention and (mention.phrase, len(mention.entries), mention.acronym)


class Resolver:
    """The best candidate of each mention of an article."""

    def __init__(self, scan: Scan) -> None:
        self.scan = scan
        self.focus: Counter[str] = Counter()
        self.explained: dict[str, Entry] = {}
        self.admin1: set[str] = set()
        self._most = 1
        self._near: list[Entry] = []
        self._known: dict[object, tuple[Entry, str]] = {}  # mentions alike mean the same
        self._link()
        self._weigh_countries()
        self._near = self._anchors()
        self._known.clear()

    def best(self, mention: Mention) -> tuple[Entry, str]:
        """The place meant, and why it rather than others."""
        key = (_sameness(mention), mention.kind, mention.to_city, mention.short, _sameness(mention.within))
        if key not in self._known:
            scored = [(*self._score(entry, mention), entry) for entry in mention.entries]
            _, why, entry = max(scored, key=lambda s: (s[0], -(s[2].geonames or 0)))
            self._known[key] = entry, why
        return self._known[key]

    def holder(self, mention: Mention, entry: Entry) -> Entry | None:
        """The candidate of the place beside it that holds this one."""
        if mention.short and mention.short == entry.admin1:
            return self.scan.gazetteer.region(mention.short)
        if mention.within is None:
            return None
        outer = next((o for o in mention.within.entries if holds(o, entry)), None)
        if outer and outer.kind == "country" and entry.kind == "city" and not entry.curated:
            # `China, US` is no list of a town in Maine and its country.
            return None if any(is_own_region(e) for e in mention.entries) else outer
        return outer

    def _link(self) -> None:
        """Tie each mention to the one after it where only words like `, in the north of` stand between."""
        mentions = self.scan.mentions
        for mention, following in pairwise(mentions):
            if mention.sent != following.sent:
                continue
            if self.scan.beside(mention.last, following.first):
                mention.within = following
            elif self.scan.owns(mention.last, following.first):
                following.within = mention
        held: dict[str, Entry] = {}
        for mention in mentions:
            entry, _ = self.best(mention)
            if self.holder(mention, entry):
                held.setdefault(mention.phrase, entry)
        self.explained = held
        self._known.clear()

    def _weigh_countries(self) -> None:
        """How much the article speaks of each country: its names, its demonyms, places that are only there."""
        demonyms = self.scan.gazetteer.demonyms
        for text, folded in zip(self.scan.atoms.texts, self.scan.atoms.folded):
            if folded in demonyms and len(text) > 3:
                self.focus[demonyms[folded]] += 1
        for mention in self.scan.mentions:
            countries = {e.country for e in mention.entries if e.country and prior(e) > 5.5}
            regions = (e for e in mention.entries if e.kind == "admin1")
            self.admin1.update(e.admin1 for e in regions if e.curated or mention.kind == "admin1")
            held = self.explained.get(mention.phrase)
            if held and held.country:
                self.focus[held.country] += 2
            elif len(countries) == 1:
                self.focus[countries.pop()] += 2

        self._most = max(self.focus.values(), default=1)
        self._known.clear()

    def _anchors(self) -> list[Entry]:
        """Places below the country that are meant in all likelihood: what is near them is likelier too."""
        anchors: dict[Entry, None] = {}
        for mention in self.scan.mentions:
            entry, _ = self.best(mention)
            if entry.kind in ("city", "admin1", "region") and len(mention.entries) == 1 and prior(entry) > 4:
                anchors[entry] = None
            elif mention.phrase in self.explained:
                anchors[self.explained[mention.phrase]] = None
        return list(anchors)[:40]

    def _score(self, entry: Entry, mention: Mention) -> tuple[float, str]:
        score, why = prior(entry), "the best known place of this name"
        if len(mention.entries) == 1:
            why = "the only place known by this name"
        if entry.country and self.focus[entry.country]:
            spoken = self.focus[entry.country]
            gain = _FOCUS * (0.4 + 0.6 * spoken / self._most) * min(1.0, 0.4 + spoken / 8)
            score += gain
            if entry.kind != "country" and len(mention.entries) > 1 and gain > 1.0:
                why = f"in a country the article is about ({entry.country})"
        if entry.kind != "country" and self._has_near(entry, mention):
            score += _NEAR
        if mention.to_city is not None and entry.kind in ("city", "admin1", "region"):
            score += _PREPOSITION if mention.to_city == (entry.kind == "city") else -_PREPOSITION
        if mention.kind not in (None, "any") and entry.kind in (mention.kind, "region"):
            score += _KIND
            why = f"called so by {mention.generic!r}"
        explained = self.explained.get(mention.phrase)
        if explained is not None and explained == entry:
            score += _EXPLAINED
            why = "explained elsewhere in the article"
        holder = self.holder(mention, entry)
        if holder:
            score += _HELD
            why = f"lies in {holder.name}, named beside it"
        return score, why

    def _has_near(self, entry: Entry, mention: Mention) -> bool:
        if len(mention.entries) == 1 or entry.lat is None:
            return False
        north, south = entry.lat + _NEAR_DEGREES, entry.lat - _NEAR_DEGREES
        near = (e for e in self._near if e.lat is not None and south < e.lat < north)
        return any(e != entry and distance_km(e, entry) < _NEAR_KM for e in near)
