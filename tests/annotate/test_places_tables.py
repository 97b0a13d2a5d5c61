"""The gazetteer's tables: well formed, large enough, quick to load."""

from __future__ import annotations

import csv
import hashlib
import time
from pathlib import Path

import pytest

import greffier
from greffier.resolve.gazetteer import Entry, Gazetteer, _cities_and_regions, load_gazetteer, split_list

DATA = Path(greffier.__file__).parent / "data"
KINDS = {"region", "water", "facility", "airport", "city", "admin1"}


def rows(table: str) -> list[dict[str, str]]:
    """A table of the package."""
    with (DATA / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize(("table", "least"), [("regions", 450), ("sites", 150)])
def test_own_tables(table: str, least: int) -> None:
    found = rows(table)
    countries = {row["iso3"] for row in rows("states")}
    assert len(found) >= least
    for row in found:
        assert row["kind"] in KINDS, row
        assert -90 <= float(row["lat"]) <= 90, row
        assert -180 <= float(row["lon"]) <= 180, row
        assert not row["country"] or row["country"] in countries, row
        assert row["name_en"], row
        assert row["name_fr"], row
        assert None not in row, row


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_name_stands_twice_in_a_table(language: str) -> None:
    for table in ("regions", "sites"):
        seen: dict[str, str] = {}
        for row in rows(table):
            for form in {row[f"name_{language}"], *split_list(row[f"forms_{language}"])}:
                assert seen.setdefault(form.lower(), row["name_en"]) == row["name_en"], form


def test_subdivisions_and_cities_are_in_the_gazetteer() -> None:
    """Loading fails on a code or number that the built file does not have."""
    for language in ("fr", "en"):
        assert Gazetteer(language).lookup("Paris")


def test_countries_have_their_number() -> None:
    gazetteer = load_gazetteer("en")
    (venezuela,) = (e for e in gazetteer.lookup("Venezuela") if e.kind == "country")
    assert venezuela.geonames == 3625428
    states = [row for row in rows("states") if len(row["iso2"]) == 2 and row["lat"]]
    missing = [r["iso3"] for r in states if not any(e.geonames for e in gazetteer.lookup(r["name_en"]) if e.country)]
    assert not missing


def test_built_file_is_the_one_described() -> None:
    described = (DATA / "gazetteer.SOURCE").read_text(encoding="utf-8").split("sha256 ")[1].strip()
    assert hashlib.sha256((DATA / "gazetteer.tsv.gz").read_bytes()).hexdigest() == described


def test_names_are_folded() -> None:
    gazetteer = load_gazetteer("fr")
    for form in ("Yaracuy", "YARACUY", "État de Yaracuy", "Etat de Yaracuy"):
        assert any(e.geonames == 3625210 for e in gazetteer.lookup(form)), form


def test_regions_are_where_geonames_has_their_cities() -> None:
    """A conventional middle lies near the mean of the region's cities, as far as large empty regions let it."""
    from greffier.annotate.places_resolve import distance_km

    gazetteer = load_gazetteer("en")
    places, _ = _cities_and_regions()
    means = {}
    for line in places:
        name, kind, country, admin1, _, _, lat, lon = line.split("\t")
        if kind == "a":
            means[f"{country}.{admin1}"] = Entry(name, "admin1", None, "", 0, None, float(lat), float(lon))
    far = {row["code"]: distance_km(gazetteer.region(row["code"]), means[row["code"]]) for row in rows("subdivisions")}
    assert max(far.values()) < 900, max(far, key=lambda code: far[code])
    assert sum(km < 160 for km in far.values()) > 0.8 * len(far)


def test_loading_is_quick() -> None:
    """Half a second on a quiet machine; the test allows for a busy one."""
    start = time.process_time()
    Gazetteer("en")
    assert time.process_time() - start < 1.0


def test_regions_against_geonames(shared: Path) -> None:
    """Codes of subdivisions.csv exist in GeoNames' list."""
    lines = (shared / "knowledge" / "geonames_admin1CodesASCII.txt").read_text(encoding="utf-8").splitlines()
    known = {line.split("\t")[0] for line in lines}
    assert {row["code"] for row in rows("subdivisions")} <= known
