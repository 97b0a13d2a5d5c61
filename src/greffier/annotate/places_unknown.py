"""Toponyms that no table knows, where the text itself says that they are places.

`the village of Kampungu`, `Gondra district`, `à Boali, en Centrafrique`: kind and country as the text has them, no
coordinates, for nobody could say where they are.
"""

from __future__ import annotations

from collections.abc import Iterator

from greffier.annotate.places_mentions import Scan
from greffier.annotate.places_resolve import Toponym
from greffier.resolve.gazetteer import Entry

_MAX_WORDS = 4
_UNKNOWN = Entry("", "city", None, "", 0, None, None, None)


class UnknownNames:
    """Looks for places among the capitalised words that are not known ones."""

    def __init__(self, scan: Scan, known: list[Toponym]) -> None:
        self.scan = scan
        self.starts = {place.first: place for place in known}
        self.taken = {a for place in known for a in range(place.first, place.last)}

    def find(self) -> list[Toponym]:
        """The unknown toponyms, each mention of them, in text order."""
        runs = list(self._runs())
        named: dict[str, Toponym] = {}
        for first, last in runs:
            place = self._explained(first, last)
            if place:
                named.setdefault(self._folded(first, last), place)
        found = []
        for first, last in runs:
            place = named.get(self._folded(first, last))
            if place:
                found.append(place._replace(first=first, last=max(last, place.last - place.first + first)))
        return found

    def _folded(self, first: int, last: int) -> str:
        return " ".join(self.scan.atoms.folded[first:last])

    def _runs(self) -> Iterator[tuple[int, int]]:
        """Capitalised words that follow one another and may be a name."""
        scan, size, at = self.scan, len(self.scan.atoms.texts), 0
        while at < size:
            if not self._may_name(at):
                at += 1
                continue
            last = at + 1
            while last < size and self._may_name(last) and scan.sent(last) == scan.sent(at) and scan.touches(last):
                last += 1
            if last - at <= _MAX_WORDS and not (last in self.taken and scan.touches(last)):
                yield at, last
            at = last

    def _may_name(self, atom: int) -> bool:
        text = self.scan.atoms.texts[atom]
        if not text[:1].isupper() or len(text) < 3 or text.isupper() or atom in self.taken:
            return False
        folded, words = self.scan.atoms.folded[atom], self.scan.words
        if folded in words.titles or folded in words.body_ends or folded in words.ends:
            return False
        if folded in words.not_places and not self._county_follows(atom):
            return False
        return folded not in self.scan.gazetteer.demonyms and self.scan.token(atom).pos in ("PROPN", "X", "NOUN", "ADJ")

    def _county_follows(self, atom: int) -> bool:
        """`Monroe County`: here even a common surname is a place's."""
        scan, sent = self.scan, self.scan.sent(atom)
        return scan.is_capital(atom + 1, sent) and scan.folded_at(atom + 1, sent) in scan.words.counties

    def _explained(self, first: int, last: int) -> Toponym | None:
        """What the words around say of it: a word for its kind before or after, or the place that holds it."""
        scan, words = self.scan, self.scan.words
        sent, name = scan.sent(first), scan.text(first, last)
        holder = self._holder(last)
        country = holder.country if holder else None
        entry = _UNKNOWN._replace(name=name, country=country)
        for size in (3, 2):
            before = " ".join(scan.folded_at(a, sent) for a in range(first - size, first))
            kind = words.heads.get(before)
            if kind and kind != "any" and scan.token(first - size).pos in ("NOUN", "PROPN"):
                kind = "region" if kind == "admin1" else kind
                return Toponym(first, last, entry._replace(kind=kind), f"called so by {before!r}; in no table")
        after = scan.folded_at(last, sent)
        alone = not scan.is_capital(first - 1, sent) and not scan.is_capital(last + 1, sent)
        if after in words.districts and alone:
            end = last + 1 if scan.is_capital(last, sent) else last
            outer = self._holder(last + 1, ("of",))
            entry = Entry(scan.text(first, end), "region", outer.country if outer else None, "", 0, None, None, None)
            return Toponym(first, end, entry, f"called so by {after!r}; in no table")
        kind = scan.apposed_kind(last)
        if kind and kind != "any":
            entry = entry._replace(kind=kind, country=self._apposed_country(last))
            return Toponym(first, last, entry, "called so by an apposition; in no table")
        if holder and scan.folded_at(first - 1, sent) in words.locative:
            site = scan.atoms.folded[last - 1] in words.sites
            entry = entry._replace(kind="facility" if site else "city")
            if holder.kind != "city":
                return Toponym(first, last, entry, f"in {holder.name}, named beside it; in no table")
            entry = entry._replace(lat=holder.lat, lon=holder.lon)
            return Toponym(first, last, entry, f"in no table; put at {holder.name}, named beside it")
        return None

    def _apposed_country(self, last: int) -> str | None:
        """The country of the place named within the apposition: `a suburb east of Harare`."""
        scan = self.scan
        for at in range(last + 2, min(last + 9, len(scan.atoms.texts))):
            if scan.sent(at) != scan.sent(last) or scan.token(at).pos in ("VERB", "AUX"):
                return None
            if at in self.starts:
                return self.starts[at].entry.country
        return None

    def _holder(self, last: int, joins: tuple[str, ...] = ()) -> Entry | None:
        """The region or country named right after: set off by a mark or preposition, and closed by a mark or joined."""
        scan = self.scan
        if last >= len(scan.atoms.texts) or scan.sent(last) != scan.sent(last - 1):
            return None
        joined = scan.atoms.folded[last] in joins
        apart = joined or scan.token(last).text in (",", "(") or scan.atoms.folded[last] in scan.words.locative
        for at in range(last + 1, last + 7) if apart else ():
            place = self.starts.get(at)
            if place is None or not scan.beside(last, at):
                continue
            if place.entry.kind not in ("country", "admin1", "region") and place.last + 1 not in self.starts:
                return None
            closed = joined or place.last >= len(scan.atoms.texts) or not scan.atoms.folded[place.last]
            return place.entry if closed else None
        return None
