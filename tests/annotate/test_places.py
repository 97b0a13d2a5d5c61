"""Toponyms: a table of own phrases in both languages, and what must hold of every place."""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import pytest

from greffier.annotate.places import find_places
from greffier.model import Place
from greffier.parse.blocks import find_blocks
from greffier.parse.doc import Doc
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many

CASES = Path(__file__).parent.parent / "cases"
NEAR_KM = 60.0
KINDS = {"country", "admin1", "city", "airport", "water", "region", "facility"}


class Case(NamedTuple):
    """One line of the table."""

    language: str
    text: str
    words: str
    expected: str
    name: str
    point: str


@lru_cache(maxsize=2)
def load_cases(language: str) -> list[Case]:
    """The phrases of a language."""
    table = tomllib.loads((CASES / f"places_{language}.toml").read_text(encoding="utf-8"))
    found = []
    for group in table["group"]:
        for line in group["cases"]:
            parts = [part.strip() for part in line.split("|")]
            found.append(Case(language, *parts, *[""] * (5 - len(parts))))
    return found


def parse(texts: list[str], language: str) -> Iterator[Doc]:
    """Documents of texts, parsed together."""
    sources = [Source(text) for text in texts]
    return parse_many(Unparsed(source, language, find_blocks(source.clean)) for source in sources)


@lru_cache(maxsize=2)
def places_of(language: str) -> dict[str, list[Place]]:
    """The places of each text of the table."""
    texts = list(dict.fromkeys(case.text for case in load_cases(language)))
    return {text: find_places(doc) for text, doc in zip(texts, parse(texts, language), strict=True)}


def place_at(places: list[Place], text: str, words: str) -> Place | None:
    """The place that overlaps the words (`words#2`: in their second occurrence)."""
    words, _, number = words.partition("#")
    start = -1
    for _ in range(int(number or 1)):
        start = text.index(words, start + 1)
    end = start + len(words)
    return next((p for p in places if p.start < end and start < p.end), None)


def kilometres(place: Place, point: str) -> float:
    """From a place to `lat,lon`."""
    if place.lat is None or place.lon is None:
        return math.inf
    lat, lon = (math.radians(float(part)) for part in point.split(","))
    here, there = math.radians(place.lat), math.radians(place.lon)
    h = math.sin((lat - here) / 2) ** 2 + math.cos(lat) * math.cos(here) * math.sin((lon - there) / 2) ** 2
    return 12742 * math.asin(min(1.0, math.sqrt(h)))


@pytest.mark.parametrize("case", load_cases("fr") + load_cases("en"), ids=lambda c: f"{c.words} in {c.text}"[:70])
def test_table(case: Case) -> None:
    place = place_at(places_of(case.language)[case.text], case.text, case.words)
    if case.expected == "-":
        assert place is None, f"{place.text} is no place here: {place.why}" if place else ""
        return
    assert place is not None, "not found"
    kind, country = case.expected.split()
    assert (place.kind, place.country or "-") == (kind, country), place.why
    assert not case.name or place.name == case.name
    assert not case.point or kilometres(place, case.point) < NEAR_KM, (place.lat, place.lon, place.why)


def test_table_is_large_enough() -> None:
    assert len(load_cases("fr")) + len(load_cases("en")) >= 120


def test_records_are_sound() -> None:
    """Every place points to its own text, has a known kind, a reason, and coordinates on Earth or none."""
    for language in ("fr", "en"):
        for text, places in places_of(language).items():
            assert [p.id for p in places] == [f"p{n}" for n in range(1, len(places) + 1)]
            assert [p.start for p in places] == sorted(p.start for p in places)
            for place in places:
                assert text[place.start : place.end] == place.text
                assert place.kind in KINDS
                assert place.why
                assert (place.lat is None) == (place.lon is None)
                assert place.lat is None or (-90 <= place.lat <= 90 and -180 <= place.lon <= 180)  # type: ignore[operator]


def test_offsets_are_those_of_the_original() -> None:
    """Soft hyphens are no part of the reading copy, but of the article."""
    text = "Des heurts ont éclaté à Tri\u00adpoli, en Libye."
    (doc,) = parse([text], "fr")
    places = find_places(doc)
    assert [text[p.start : p.end] for p in places] == ["Tri\u00adpoli", "Libye"]


def test_empty_and_strange_texts() -> None:
    texts = ["…", "«»", "- - -", "A", "Etat de", "X, Y, Z, Paris-", "🚀 Paris 🚀 (Texas", "L'", "U.S.", "Saint-"]
    for language in ("fr", "en"):
        for doc in parse(texts, language):
            find_places(doc)
