"""Users' own tables of office holders: read in their style, written in ours under `<home>/knowledge/`.

Two styles are read: that of EveryPolitician and Wikidata exports (`jurisdiction, position, person, person_qid, start,
end`) and our own (`country, office, sectors, person, wikidata, gender, start, end, forms_fr, forms_en`).
"""

from __future__ import annotations

import csv
import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from greffier.errors import InputError
from greffier.resolve.knowledge import Knowledge, home, knowledge

COLUMNS = ("country", "office", "sectors", "person", "wikidata", "gender", "start", "end", "forms_fr", "forms_en")
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")
_ALIASES = {
    "country": ("country", "iso3", "jurisdiction"),
    "office": ("office", "position", "role"),
    "person": ("person", "name", "officeholder"),
    "wikidata": ("wikidata", "person_qid", "qid"),
    "start": ("start", "start_date"),
    "end": ("end", "end_date"),
}
_SHOWN = 20


@dataclass(slots=True)
class Imported:
    """What became of a file: rows taken, and those left out with the reason, by line."""

    path: Path
    taken: int = 0
    rejected: list[InputError] = field(default_factory=list)


def import_table(source: Path, name: str | None = None) -> Imported:
    """Take a CSV file into the user's tables. Raises InputError when it is no such table or no row can be used."""
    rows: list[dict[str, str]] = []
    result = Imported(home() / "knowledge" / f"{name or source.stem}.csv")
    states = knowledge()
    try:
        with source.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file)
            columns = _columns(source, reader.fieldnames or ())
            for row in reader:
                try:
                    rows.append(_row(states, columns, row, f"{source}, line {reader.line_num}"))
                except InputError as error:
                    result.rejected.append(error)
    except (UnicodeDecodeError, csv.Error) as error:
        raise InputError(str(source), f"it is no CSV file in UTF-8 ({error}); save it as such") from error
    if not rows:
        first = result.rejected[0].reason if result.rejected else ""
        raise InputError(str(source), f"no row could be used; the first: {first}" if first else "it has no rows")
    write_table(result.path, rows)
    result.taken = len(rows)
    return result


def write_table(path: Path, rows: Iterable[dict[str, str]]) -> None:
    """Write rows in our columns, whole or not at all; later readings use them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".csv.new")
    with fresh.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, restval="")
        writer.writeheader()
        writer.writerows(rows)
    fresh.replace(path)
    knowledge.cache_clear()


def _columns(source: Path, given: Iterable[str]) -> dict[str, str]:
    """Which of a file's columns is which of ours."""
    names = {name.strip().lower(): name for name in given if name}
    found = {ours: next((names[a] for a in aliases if a in names), "") for ours, aliases in _ALIASES.items()}
    found |= {ours: names.get(ours, "") for ours in COLUMNS if ours not in found}
    missing = [ours for ours in ("country", "office", "person") if not found[ours]]
    if missing:
        wanted = "jurisdiction (or country), position (or office), person, start, end"
        raise InputError(str(source), f"it has no column for {', '.join(missing)}; a table needs {wanted}")
    return found


def _row(states: Knowledge, columns: dict[str, str], row: dict[str, Any], where: str) -> dict[str, str]:
    cells = {ours: (row.get(theirs) or "").strip() if theirs else "" for ours, theirs in columns.items()}
    country = country_code(states, cells["country"])
    if country is None:
        raise InputError(where, f"{cells['country']!r} is no country that is known; use its ISO 3166-1 alpha-3 code")
    if not cells["person"] or not cells["office"]:
        raise InputError(where, "a person or an office is missing")
    for name in ("start", "end"):
        if cells[name] and not _DATE.fullmatch(cells[name]):
            raise InputError(where, f"{name} {cells[name]!r} is no date such as 2019-03-29, 2019-03 or 2019")
    office, sectors = office_of(cells["office"], cells["country"])
    if not cells["sectors"]:
        cells["office"], cells["sectors"] = office, "|".join(sectors)
    return {**cells, "country": country}


def country_code(states: Knowledge, name: str) -> str | None:
    """The code of a country given by code or name in any language; IGO and NGO stand for themselves."""
    if name in states.states or name in ("IGO", "NGO"):
        return name
    found = {entity.country for entity in states.find(name) if entity.kind == "state" and entity.sort != "people"}
    return found.pop() if len(found) == 1 else None


@lru_cache(maxsize=1)
def _offices() -> list[dict[str, Any]]:
    text = (files("greffier") / "data" / "offices.toml").read_text(encoding="utf-8")
    found: list[dict[str, Any]] = tomllib.loads(text)["office"]
    return found


def office_of(label: str, country: str) -> tuple[str, tuple[str, ...]]:
    """What an office is called here, and its sectors: `Foreign Minister of Mali` is `Minister of Foreign Affairs`."""
    lower = label.lower()
    for entry in _offices():
        if not any(all(word in lower for word in words) for words in entry["words"]):
            continue
        if "only" in entry and country.lower() not in lower and not any(word in lower for word in entry["only"]):
            continue
        return entry.get("name", label), tuple(entry["sectors"])
    return label, ("GOV",)


def rejected_lines(result: Imported) -> list[str]:
    """The rows left out, for people: each reason once, with its first line and how many more there are."""
    by_reason: dict[str, list[InputError]] = {}
    for error in result.rejected:
        by_reason.setdefault(error.reason, []).append(error)
    lines = [f"{errors[0]}" + (f" ({len(errors):,} rows)" if len(errors) > 1 else "") for errors in by_reason.values()]
    return [*lines[:_SHOWN], f"and {len(lines) - _SHOWN:,} more reasons"] if len(lines) > _SHOWN else lines
