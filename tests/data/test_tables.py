"""The tables of states, bodies, groups, seats and media hold together: keys, codes, dates, places, sectors."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DATA = ROOT / "src" / "greffier" / "data"
SHARED = ROOT.parent / "shared" / "knowledge" / "countries_fr_en.csv"
SECTORS = frozenset({
    "GOV", "MIL", "OPP", "REB", "CVL", "JUD", "LEG", "COP", "BUS", "MED", "IGO", "NGO", "EDU", "REL", "CRM",
})  # fmt: skip
ABOVE_STATES = frozenset({"IGO", "NGO"})
TABLES = ("bodies", "groups", "seats", "media")
DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
# What parliaments and courts of many states are called: no body of one state may own it bare.
SHARED_NAMES = frozenset({
    "national assembly", "assemblée nationale", "senate", "sénat", "congress", "congrès", "supreme court",
    "cour suprême", "constitutional court", "cour constitutionnelle", "constituent assembly",
    "assemblée constituante", "house of representatives", "chambre des représentants", "parliament", "parlement",
})  # fmt: skip
# Where ours differs from a public list of countries, and why. Codes of that list are ISO 3166-1 alpha-3.
EXPLAINED = {
    # The list has the official long name, a bracket or an obsolete name where news has the short one.
    "name_fr": {"ALA", "COD", "CPV", "HKG", "MAC", "PLW", "SXM"},
    # Uninhabited or without a word of their own; or two peoples in one cell; or a misprint (`Américan`, `Malouinne`).
    "demonym_fr": {"ASM", "ATA", "ATF", "ATG", "BES", "FLK", "KNA", "MNP", "PLW", "SPM", "SXM"},
    # The same, and the demonyms of the sovereign (`American`, `Dutch`, `Norwegian`, `Indian`) given to a territory.
    "demonym_en": {
        "ATA", "ATF", "ATG", "BIH", "BES", "DJI", "GGY", "GIB", "GUF", "HMD", "IOT", "JEY", "KNA", "MDV", "MNP", "SGS",
        "SJM", "SPM", "UMI", "VGB", "VIR", "WLF",
    },
    # Several capitals in one cell, one that has been a district since 1997, and one whose name is Jamaica's capital.
    "capital": {"BES", "HKG", "NFK", "ZAF"},
}  # fmt: skip
_OURS = {
    "name_en": ("name_en", "forms_en"), "name_fr": ("name_fr", "forms_fr"), "demonym_fr": ("demonyms_fr",),
    "demonym_en": ("demonyms_en",), "capital": ("capital_en",),
}  # fmt: skip
_THEIRS = {
    "name_en": ("name_en",), "name_fr": ("name_fr_cldr", "name_fr_mledoze"),
    "demonym_fr": ("demonym_fr_m", "demonym_fr_f"), "demonym_en": ("demonym_en",), "capital": ("capital",),
}  # fmt: skip
Row = dict[str, str]


def rows(stem: str) -> list[Row]:
    with (DATA / f"{stem}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def cells(row: Row, *columns: str) -> list[str]:
    return [part.strip() for column in columns for part in (row.get(column) or "").split("|") if part.strip()]


def names_of(row: Row) -> list[str]:
    return [row[column] for column in ("name", "name_en", "name_fr") if column in row]


def codes() -> set[str]:
    return {row["iso3"] for row in rows("states")} | ABOVE_STATES


def repeated(keys: list[tuple[str, ...]]) -> list[tuple[str, ...]]:
    return [key for key, times in Counter(keys).items() if times > 1]


def test_keys_are_unique() -> None:
    assert not repeated([(row["iso3"],) for row in rows("states")])
    assert not repeated([(row["iso2"],) for row in rows("states") if row["iso2"]])
    assert not repeated([(row["name_en"], row["country"]) for row in rows("bodies")])
    assert not repeated([(row["name_en"], row["country"], row["start"]) for row in rows("groups")])
    assert not repeated([(row["name"], row["language"]) for row in rows("seats")])
    assert not repeated([(row["name"],) for row in rows("media")])


def test_the_tables_are_as_large_as_the_news_needs() -> None:
    assert len({row["name_en"] for row in rows("groups")}) >= 420
    assert len(rows("seats")) >= 150
    assert len(rows("media")) >= 200


@pytest.mark.parametrize("stem", TABLES)
def test_names_and_countries(stem: str) -> None:
    known = codes()
    # A group may be at home in several states: then its country is empty.
    wrong = [
        (names_of(row), row["country"])
        for row in rows(stem)
        if row["country"] not in known and not (stem == "groups" and not row["country"])
    ]
    assert not wrong
    assert not [row for row in rows(stem) if not all(name.strip() for name in names_of(row))]
    assert not [row for row in rows(stem) if None in row or None in row.values()], "a row has too many or too few cells"


@pytest.mark.parametrize("stem", ["bodies", "groups", "seats"])
def test_sectors_are_of_the_codebook(stem: str) -> None:
    wrong = [(names_of(row), row["sectors"]) for row in rows(stem) if not set(cells(row, "sectors")) <= SECTORS]
    assert not wrong
    assert not [names_of(row) for row in rows(stem) if not cells(row, "sectors")]


@pytest.mark.parametrize("stem", ["states", "bodies", "seats", "sites", "regions", "subdivisions"])
def test_coordinates_are_on_earth(stem: str) -> None:
    for row in rows(stem):
        assert bool(row["lat"]) == bool(row["lon"]), row
        if row["lat"]:
            assert abs(float(row["lat"])) <= 90, row
            assert abs(float(row["lon"])) <= 180, row


@pytest.mark.parametrize("stem", ["bodies", "groups"])
def test_dates_are_iso_and_in_order(stem: str) -> None:
    for row in rows(stem):
        for column in ("start", "end"):
            assert not row[column] or DATE.fullmatch(row[column]), row
        if row["start"] and row["end"]:
            shorter = min(len(row["start"]), len(row["end"]))
            assert row["start"][:shorter] <= row["end"][:shorter], row


def test_periods_of_a_group_stand_latest_first_and_follow_each_other() -> None:
    """Of the rows begun by the article's day the first is taken: the order carries meaning."""
    periods: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows("groups"):
        periods[row["name_en"], row["country"]].append(row)
    for key, found in periods.items():
        for later, earlier in pairwise(found):
            assert earlier["start"] < later["start"], key
            assert earlier["end"] == later["start"], key


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_form_names_two_states(language: str) -> None:
    owners: dict[str, set[str]] = defaultdict(set)
    for row in rows("states"):
        for form in cells(row, f"name_{language}", f"forms_{language}"):
            owners[form].add(row["iso3"])
    assert not {form: found for form, found in owners.items() if len(found) > 1}


def test_no_body_of_one_state_owns_a_name_many_share() -> None:
    wrong = [
        (row["name_en"], form)
        for row in rows("bodies")
        for form in cells(row, "name_en", "name_fr", "forms_en", "forms_fr")
        if form.lower() in SHARED_NAMES
    ]
    assert not wrong


def test_forms_carry_no_bracketed_acronym() -> None:
    assert not [(row["name_en"], row["acronyms"]) for row in rows("bodies") if "(" in row["acronyms"]]


def test_no_organisation_is_both_body_and_group() -> None:
    assert not {row["name_en"] for row in rows("bodies")} & {row["name_en"] for row in rows("groups")}


@pytest.mark.parametrize("stem", ["states", *TABLES])
def test_each_table_says_where_it_is_from(stem: str) -> None:
    text = (DATA / f"{stem}.SOURCE").read_text(encoding="utf-8")
    assert "Apache-2.0" in text


def plain(name: str) -> str:
    """Without case, accents, hyphens and curly apostrophes."""
    letters = unicodedata.normalize("NFD", name.lower().replace("’", "'").replace("-", " "))
    return "".join(c for c in letters if not unicodedata.combining(c))


@pytest.mark.parametrize("what", sorted(_OURS))
def test_states_agree_with_a_public_list(what: str) -> None:
    if not SHARED.is_file():
        pytest.skip("../shared/knowledge/countries_fr_en.csv is not beside this checkout")
    states = {row["iso3"]: row for row in rows("states")}
    with SHARED.open(encoding="utf-8", newline="") as file:
        listed = [row for row in csv.DictReader(file) if row["iso3"] in states]
    assert len(listed) >= 245
    differ = set()
    for row in listed:
        ours = {plain(form) for form in cells(states[row["iso3"]], *_OURS[what])}
        if any(row[column] and plain(row[column]) not in ours for column in _THEIRS[what]):
            differ.add(row["iso3"])
    assert differ == EXPLAINED.get(what, set())
