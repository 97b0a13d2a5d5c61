"""What toponyms may mean: countries, first-level regions, cities, waters, regions, sites.

Read once, when first asked: `data/gazetteer.tsv.gz` (GeoNames' cities and regions, see tools/build_gazetteer.py), and
our own tables: `states.csv`, `subdivisions.csv` (what regions are called in French and English), `regions.csv`,
`sites.csv`. Look-ups are binary searches in the sorted names, so nothing is parsed before it is needed.
"""

from __future__ import annotations

import csv
import gzip
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache
from importlib.resources import files
from typing import NamedTuple

from greffier.resolve.phrases import fold, split_atoms

MAX_WORDS = 7
# A town called as a country is in another language is meant only if it is large: `China` in a French text.
_FOREIGN_NAME = 50_000
_REMEMBERED = 16_384


class Entry(NamedTuple):
    """A place a name may mean. `admin1` is GeoNames' code (`VE.22`); `lesser`: the name is not its usual one;
    `curated`: our own tables name it so, with a capital at `capital_word`."""

    name: str
    kind: str
    country: str | None
    admin1: str
    population: int
    geonames: int | None
    lat: float | None
    lon: float | None
    lesser: bool = False
    curated: bool = False
    capital: bool = False
    acronym: bool = False
    capital_word: int = 0


class Match(NamedTuple):
    """Words `first` to `last` (exclusive) are a name of these places."""

    first: int
    last: int
    entries: list[Entry]


class Gazetteer:
    """All names of one language."""

    def __init__(self, language: str) -> None:
        self._places, self._names = _cities_and_regions()
        self._own: dict[str, list[Entry]] = {}
        self._openings: set[str] = set()
        self._regions: dict[str, int] = {}
        self._nations: dict[str, int] = {}
        self._points: dict[int, tuple[float, float]] = {}
        self._iso3: dict[str, str] = {}
        self._foreign: set[str] = set()
        self._capitals: dict[str, set[str]] = {}
        self.demonyms: dict[str, str] = {}
        self.small_openings: set[str] = set()
        self._look = lru_cache(maxsize=_REMEMBERED)(self._search)  # news repeats its names
        cities = self._read_codes()
        self._add_states(language)
        self._add_subdivisions(language)
        self._add_cities(language, cities)
        for table in ("regions", "sites"):
            self._add_own(table, language)

    def matches(self, words: list[str], first: int) -> Iterator[Match]:
        """What begins at word `first` (folded words; an empty word is punctuation), longest first."""
        found: list[Match] = []
        phrase = ""
        for last in range(first + 1, min(len(words), first + MAX_WORDS) + 1):
            word = words[last - 1]
            if not word:
                break
            phrase = f"{phrase} {word}" if phrase else word
            entries, more = self._look(phrase)
            if entries:
                found.append(Match(first, last, entries))
            if not more:
                break
        return reversed(found)

    def lookup(self, phrase: str) -> list[Entry]:
        """What a whole name may mean."""
        return self._look(" ".join(fold(w) for w in split_atoms(phrase)))[0]

    def region(self, code: str) -> Entry:
        """The first-level region with GeoNames' code (`US.VA`). Raises KeyError for a code it does not know."""
        return self._entry(self._regions[code])

    def _search(self, phrase: str) -> tuple[list[Entry], bool]:
        """The places called so, and whether a longer name begins so."""
        at = bisect_left(self._names, phrase)
        entries = list(self._own.get(phrase, ()))
        more = phrase in self._openings
        if at < len(self._names):
            line = self._names[at]
            if line.startswith(phrase):
                name, numbers = line.split("\t")
                if name == phrase:
                    known = {e.geonames for e in entries if e.geonames}
                    least = _FOREIGN_NAME if phrase in self._foreign else 0
                    places = (e for e in self._parse(name, numbers) if e.population >= least)
                    entries.extend(e for e in places if e.geonames not in known)
                    at += 1
                more = more or (at < len(self._names) and self._names[at].startswith(f"{phrase} "))
        return entries, more

    def _parse(self, name: str, numbers: str) -> Iterator[Entry]:
        for number in numbers.split(" "):
            lesser = number.startswith("~")
            entry = self._entry(int(number[1:] if lesser else number))
            capital = name in self._capitals.get(entry.country or "", ()) and entry.population > 5000
            yield entry._replace(lesser=lesser and not capital, capital=capital and entry.kind == "city")

    def _entry(self, number: int) -> Entry:
        name, kind, country, admin1, population, geonames, lat, lon = self._places[number].split("\t")
        point = self._points.get(number) or (float(lat), float(lon))
        return Entry(
            name=name, kind="city" if kind == "c" else "admin1", country=self._iso3.get(country),
            admin1=f"{country}.{admin1}", population=int(population), geonames=int(geonames),
            lat=point[0], lon=point[1],
        )  # fmt: skip

    def _add(self, form: str, entry: Entry) -> None:
        words = split_atoms(form)
        if not words:
            return
        folded = [fold(w) for w in words]
        if words[0][0].islower():
            self.small_openings.add(words[0])
        for size in range(1, len(folded)):
            self._openings.add(" ".join(folded[:size]))
        acronym = len(words) == 1 and words[0].isupper()
        last = max((i for i, word in enumerate(words) if word[0].isupper()), default=0)
        own = entry._replace(acronym=acronym, capital_word=last)
        self._own.setdefault(" ".join(folded), []).append(own)

    def _add_states(self, language: str) -> None:
        for row in _rows("states"):
            self._iso3[row["iso2"]] = row["iso3"]
            names = split_list(row["capital_en"]) + split_list(row["capital_fr"])
            self._capitals[row["iso3"]] = {fold_phrase(n) for n in names}
            for demonym in split_list(row[f"demonyms_{language}"]):
                self.demonyms.setdefault(fold(demonym), row["iso3"])
            if not row["lat"]:
                continue
            entry = Entry(
                row[f"name_{language}"], "country", row["iso3"], "", 0, self._nations.get(row["iso2"]),
                float(row["lat"]), float(row["lon"]), curated=True,
            )  # fmt: skip
            self._foreign.add(fold_phrase(row["name_fr" if language == "en" else "name_en"]))
            self._add(entry.name, entry)
            for form in set(split_list(row[f"forms_{language}"])) - {entry.name}:
                self._add(form, entry._replace(lesser=True))

    def _read_codes(self) -> int:
        """The numbers of regions and nations, which end the table. Gives back how many cities stand before them."""
        for number in range(len(self._places) - 1, -1, -1):
            _, kind, country, admin1, _, geonames, _ = self._places[number].split("\t", 6)
            if kind == "c":
                return number + 1
            if kind == "a":
                self._regions[f"{country}.{admin1}"] = number
            else:
                self._nations[country] = int(geonames)
        return 0

    def _add_subdivisions(self, language: str) -> None:
        """What GeoNames' regions are called, and their middle."""
        for row in _rows("subdivisions"):
            number = self._regions[row["code"]]
            self._points[number] = float(row["lat"]), float(row["lon"])
            forms = split_list(row[f"forms_{language}"])
            for form in forms:
                self._add(form, self._entry(number)._replace(name=forms[0], curated=True))

    def _add_cities(self, language: str, count: int) -> None:
        """What cities that news name are called; GeoNames' cities are sorted by number."""
        for row in _rows("cities"):
            number = bisect_left(self._places, int(row["geonames"]), 0, count, key=_geonames)
            city = self._entry(number)
            if city.geonames != int(row["geonames"]):
                raise ValueError(f"cities.csv: {row['name_en']} is not in gazetteer.tsv.gz")
            name = row[f"name_{language}"]
            capital = fold_phrase(name) in self._capitals.get(city.country or "", ())
            for form in {name, *split_list(row[f"forms_{language}"])}:
                self._add(form, city._replace(name=name, curated=True, capital=capital))

    def _add_own(self, table: str, language: str) -> None:
        for row in _rows(table):
            entry = Entry(
                row[f"name_{language}"], row["kind"], row["country"] or None, "", 0, None,
                float(row["lat"]), float(row["lon"]), curated=True,
            )  # fmt: skip
            for form in {row[f"name_{language}"], *split_list(row[f"forms_{language}"])}:
                self._add(form, entry)


def _geonames(line: str) -> int:
    return int(line.split("\t")[5])


def split_list(cell: str) -> list[str]:
    """The parts of a table's cell that holds a list."""
    return [part.strip() for part in cell.split("|") if part.strip()]


def fold_phrase(phrase: str) -> str:
    """The folded words of a phrase, one space between."""
    return " ".join(fold(word) for word in split_atoms(phrase))


def _rows(table: str) -> Iterator[dict[str, str]]:
    yield from csv.DictReader((files("greffier.data") / f"{table}.csv").read_text(encoding="utf-8").splitlines())


@lru_cache(maxsize=1)
def _cities_and_regions() -> tuple[list[str], list[str]]:
    """The two tables of the built file, as lines."""
    text = gzip.decompress((files("greffier.data") / "gazetteer.tsv.gz").read_bytes()).decode()
    places, names = text.split("\n\n")
    return places.split("\n"), names.rstrip("\n").split("\n")


@lru_cache(maxsize=4)
def load_gazetteer(language: str) -> Gazetteer:
    """The gazetteer of a language, read when first asked."""
    return Gazetteer(language)
