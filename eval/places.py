"""How well toponyms are found and placed, on gold with coordinates, and what places cost beside the parse.

    python eval/places.py [GOLD.jsonl] [--errors]

GOLD has `text` and `toponyms` (`start`, `end`, `lat`, `lon`), as GeoVirus (Gritta et al. 2018); without one
`places_en_geovirus.jsonl` of ../shared/gold is read. Spans are compared by overlap, places by distance (161 km).

A state has no point of its own, only a convention (states.SOURCE names ours, which is this gold's); whether two tables
share one says nothing about reading. So states and the places below them are also counted apart: judge by the latter.
"""

from __future__ import annotations

import argparse
import json
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from greffier.annotate.places import find_places
from greffier.annotate.places_resolve import distance_km
from greffier.model import Place
from greffier.parse.blocks import find_blocks
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many
from greffier.resolve.gazetteer import Entry, load_gazetteer

GOLD = Path(__file__).resolve().parent.parent.parent / "shared" / "gold" / "places_en_geovirus.jsonl"
NEAR_KM = 161.0


def point(lat: float | None, lon: float | None) -> Entry:
    """A bare point, to measure distances from."""
    return Entry("", "city", None, "", 0, None, lat, lon)


def read_places(rows: list[dict[str, Any]], language: str) -> Iterator[tuple[dict[str, Any], list[Place]]]:
    """Each row with its places; prints load time, and the time of places as a share of that of the parse."""
    start = time.perf_counter()
    load_gazetteer(language)
    loaded = time.perf_counter() - start
    sources = [Source(row["text"]) for row in rows]
    next(parse_many([Unparsed(sources[0], language, find_blocks(sources[0].clean))]))
    start = time.perf_counter()
    docs = list(parse_many(Unparsed(source, language, find_blocks(source.clean)) for source in sources))
    parsed = time.perf_counter() - start
    start = time.perf_counter()
    found = [find_places(doc) for doc in docs]
    placed = time.perf_counter() - start
    tokens = sum(len(doc.tokens) for doc in docs)
    print(f"gazetteer {loaded:.2f} s; places {1e6 * placed / tokens:.1f} µs a token, {100 * placed / parsed:.1f} % of the parse")
    return iter(zip(rows, found, strict=True))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, nargs="?", default=GOLD)
    parser.add_argument("--language", default="en")
    parser.add_argument("--errors", action="store_true", help="list each miss (-), false alarm (+) and wrong place (~)")
    options = parser.parse_args()
    if not options.gold.is_file():
        raise SystemExit(f"no gold in {options.gold}; name a file, or put the shared folder beside this checkout")
    rows = [json.loads(line) for line in options.gold.read_text(encoding="utf-8").splitlines()]
    hits = wanted = given = 0
    located: Counter[str] = Counter()
    near: Counter[str] = Counter()
    for row, places in read_places(rows, options.language):
        wanted, given, left = wanted + len(row["toponyms"]), given + len(places), list(places)
        for gold in row["toponyms"]:
            place = next((p for p in left if p.start < gold["end"] and gold["start"] < p.end), None)
            context = row["text"][max(0, gold["start"] - 30) : gold["end"] + 20].replace("\n", " ")
            if place is None:
                report(options.errors, "-", row, context)
                continue
            left.remove(place)
            hits += 1
            if gold.get("lat") in (None, ""):
                continue
            kind = "states" if place.kind == "country" else "places below a state"
            located[kind] += 1
            away = distance_km(point(place.lat, place.lon), point(float(gold["lat"]), float(gold["lon"])))
            near[kind] += away <= NEAR_KM
            if away > NEAR_KM:
                report(options.errors, "~", row, f"{context} → {place.name} {place.country}, {away:.0f} km away: {place.why}")
        for place in left:
            report(options.errors, "+", row, f"{place.text} → {place.name} {place.country}: {place.why}")
    precision, recall = hits / max(1, given), hits / max(1, wanted)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    print(f"spans: P {100 * precision:.1f}  R {100 * recall:.1f}  F1 {100 * f1:.1f}  ({hits} of {wanted}, {given} found)")
    for kind, close, total in [("all", near.total(), located.total())] + [(k, near[k], located[k]) for k in sorted(located)]:
        print(f"within {NEAR_KM:.0f} km, {kind}: {close} of {total} ({100 * close / max(1, total):.1f} %)")


def report(wished: bool, mark: str, row: dict[str, Any], text: str) -> None:
    """Print one error."""
    if wished:
        print(f"{mark} {row.get('id', '')} {text}")


if __name__ == "__main__":
    main()
