"""Whether a name is a toponym here, or part of another name.

The less known a place, the more must speak for it: countries and our own tables need nothing, big cities only no sign
against them, towns a preposition of place or the place that holds them. A name taken for a place once is one
everywhere in the article (one sense per discourse, Gale, Church & Yarowsky 1992), and so is one known as a person's.
"""

from __future__ import annotations

from collections import Counter

from greffier.annotate.places_mentions import Mention, Scan
from greffier.annotate.places_resolve import BIG, TOWN, Resolver, Toponym, is_own_region
from greffier.resolve.gazetteer import Entry
from greffier.resolve.phrases import fold

_NAMED_AFTER = frozenset({"region", "water", "facility", "airport"})
_HYPHENS = frozenset("-‑")


class Judge:
    """Decides over the mentions of one article."""

    def __init__(self, scan: Scan, resolver: Resolver) -> None:
        self.scan = scan
        self.resolver = resolver
        self.ends = {m.last for m in scan.mentions}
        signs: Counter[str] = Counter()
        for mention in scan.mentions:
            signs[mention.phrase] += (mention.tail or mention.title) - 2 * mention.locative
        self.tails = {m.phrase for m in scan.mentions if m.tail or m.title}
        self.persons = {phrase for phrase, balance in signs.items() if balance > 0}
        self.best = [resolver.best(m) for m in scan.mentions]
        sure = {m.phrase for m, (e, _) in zip(scan.mentions, self.best) if self._is_place(m, e)}
        self.places = sure - self.persons

    def accepted(self) -> list[Toponym]:
        """The toponyms, each with the place meant and why."""
        sure = [self._is_place(m, e) for m, (e, _) in zip(self.scan.mentions, self.best)]
        self._spread(sure)
        found = []
        for mention, (entry, why) in zip(self.scan.mentions, self.best):
            if sure[mention.index]:
                found.append(self._toponym(mention, entry, why))
            elif mention.phrase in self.places and not self._in_other_name(mention, entry):
                found.append(Toponym(mention.first, mention.last, entry, "named as a place elsewhere in the article"))
        return found

    def _spread(self, sure: list[bool]) -> None:
        """Let places vouch for their neighbours in a list, if of one country: `Migori, Homa Bay, Kisumu and Siaya`."""
        mentions = self.scan.mentions
        for order in (range(1, len(mentions)), range(len(mentions) - 2, -1, -1)):
            step = 1 if order.step < 0 else -1
            for at in order:
                mention, other = mentions[at], mentions[at + step]
                if sure[at] or not sure[at + step] or mention.sent != other.sent:
                    continue
                entry, neighbour = self.best[at][0], self.best[at + step][0]
                first, last = sorted((mention, other), key=lambda m: m.first)
                joined = 0 < last.first - first.last <= 2 and self.scan.only_joins(first.last, last.first)
                listed = joined and neighbour.kind != "country" and entry.country == neighbour.country
                sure[at] = listed and mention.phrase not in self.tails and not self._in_other_name(mention, entry)

    def _toponym(self, mention: Mention, entry: Entry, why: str) -> Toponym:
        """The place, unless the text puts it where none of those known is, or speaks of the county named after it."""
        outer = self._contradicted(mention, entry)
        if outer:
            text = self.scan.text(mention.first, mention.last)
            entry = Entry(text, "city", outer.country, outer.admin1, 0, None, None, None)
            why = f"in {outer.name}, where no table knows it"
        elif mention.kind in _NAMED_AFTER and entry.kind == "city" and not entry.curated:
            return self._named_after(mention, entry)
        return Toponym(mention.first, mention.last, entry, why)

    def _named_after(self, mention: Mention, town: Entry) -> Toponym:
        """A county, site or water that is called as a known town is: put at the town where that is likely."""
        text, kind = self.scan.text(mention.first, mention.last), mention.kind or ""
        likely = len(mention.entries) == 1 or town.admin1 in self.resolver.admin1
        if kind in ("airport", "facility") or (kind == "region" and likely):
            entry = town._replace(name=text, kind=kind, geonames=None)
            return Toponym(mention.first, mention.last, entry, f"called so by {mention.generic!r}; put at the town")
        near = self.resolver.best(mention.within)[0] if mention.within else None
        entry = Entry(text, kind, near.country if near else None, "", 0, None, None, None)
        return Toponym(mention.first, mention.last, entry, f"called so by {mention.generic!r}; in no table")

    def _contradicted(self, mention: Mention, entry: Entry) -> Entry | None:
        """The region named right after a comma that holds none of the places of this name: `Stroud, Ontario`."""
        outer = mention.within
        if outer is None or entry.curated or entry.kind != "city" or outer.first != mention.last + 1:
            return None
        best, _ = self.resolver.best(outer)
        before = self.scan.mentions[mention.index - 1] if mention.index else None
        listed = (before and before.within is mention) or (outer.within and not self.resolver.holder(outer, best))
        if best.kind != "admin1" or not best.curated or listed or self._held(mention, entry):
            return None
        return best

    def _held(self, mention: Mention, entry: Entry) -> bool:
        explained = self.resolver.explained.get(mention.phrase)
        return self.resolver.holder(mention, entry) is not None or explained == entry

    def _in_other_name(self, mention: Mention, entry: Entry) -> bool:
        """Whether the name is part of a person's, a body's or a thing's."""
        if self._is_money(mention) or self._is_joined(mention):
            return True
        if entry.kind == "country" and mention.acronym:
            return False
        if mention.body or (mention.title and entry.kind == "country"):
            return True
        own = is_own_region(entry)
        if entry.kind == "city" and mention.article and not fold(entry.name).startswith(f"{mention.article} "):
            return self.resolver.holder(mention, entry) is None
        if self._held(mention, entry) and not mention.tail:
            return False
        words = self.scan.words
        if mention.start and (mention.phrase in words.first_names or (words.names_join and entry.kind != "country")):
            return True
        return mention.tail or (not own and (mention.start or mention.title))

    def _is_money(self, mention: Mention) -> bool:
        """`US$5 million`."""
        end = self.scan.token(mention.last - 1)
        return self.scan.doc.text[end.end : end.end + 1] in ("$", "€", "£") or "$" in end.text

    def _is_joined(self, mention: Mention) -> bool:
        """Whether a hyphen ties the name to another capitalised word that is no place: `Ann-Christin`."""
        text, atoms = self.scan.doc.text, self.scan.atoms
        after, before = mention.last, mention.first - 1
        end, start = self.scan.edges(mention.last - 1)[1], self.scan.edges(mention.first)[0]
        if text[end : end + 1] in _HYPHENS and after < len(atoms.texts) and atoms.texts[after][:1].isupper():
            folded, words = atoms.folded[after], self.scan.words
            place = self.scan.is_place_start(after) or folded in self.scan.gazetteer.demonyms
            if not place and folded not in words.qualifiers:
                return True
        if before >= 0 and text[start - 1 : start] in _HYPHENS and atoms.texts[before][:1].isupper():
            return mention.first not in self.ends
        return False

    def _is_place(self, mention: Mention, entry: Entry) -> bool:
        if self._in_other_name(mention, entry):
            return False
        first_name = mention.phrase in self.scan.words.first_names
        if entry.kind == "country" and (entry.lesser or first_name) and mention.phrase in self.persons:
            return False
        if is_own_region(entry) or self._held(mention, entry) or mention.generic:
            return True
        if mention.phrase in self.scan.words.not_places and not entry.curated:
            return False
        known = entry.curated or (entry.population >= BIG and not entry.lesser)
        if mention.phrase in (self.persons if known else self.tails) and not (known and mention.locative):
            return False
        focus = self.resolver.focus[entry.country] if entry.country else 0
        doubted = not mention.proper and not (entry.curated and mention.phrase not in self.scan.words.not_places)
        if doubted or (mention.opening and entry.population < BIG and not entry.curated):
            return mention.locative and focus > 0 and not mention.opening
        if known or entry.capital:
            return True
        only = len(mention.entries) == 1 and entry.population >= TOWN and not entry.lesser
        return mention.locative and (focus > 0 or only)
