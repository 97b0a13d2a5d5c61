"""POLECAT style: 40 tab-separated columns with a header, as in the releases on Harvard Dataverse."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from greffier.export.rows import ExportEvent, Party, export_events, single_line
from greffier.store.record import Record

COLUMNS = (
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors", "Actor Title", "Actor Name Raw",
    "Wikipedia Actor ID",
    "Recipient Name", "Recipient Country", "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID",
    "Placename", "City", "District", "Province", "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type",
    "Source", "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language", "Version",
)  # fmt: skip
_QUAD = {1: "VERBAL COOPERATION", 2: "MATERIAL COOPERATION", 3: "VERBAL CONFLICT", 4: "MATERIAL CONFLICT"}
_FEATURE = {"country": "PCLI", "admin1": "ADM1", "city": "PPL", "airport": "AIRP", "water": "H", "region": "RGN", "facility": "S"}


def write_polecat(record: Record, path: Path) -> int:
    """Write the rows: as POLECAT does, what happened or is said to have happened. Returns their number."""
    stories = _stories(record)
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        writer.writerow(COLUMNS)
        for event in export_events(record):
            if event.modality in ("asserted", "reported"):
                count += 1
                writer.writerow([single_line(value) for value in polecat_row(event, stories.get(event.article_id, {}))])
    return count


def polecat_row(event: ExportEvent, story: dict[str, str]) -> list[object]:
    """The 40 values of an event. A date that is not settled to a day is written in EDTF."""
    place = event.place
    return [
        event.link_id, event.when or "", event.type, event.mode or "", event.goldstein, _QUAD[event.quad], ";".join(event.context),
        *_party(event.actors), *_party(event.recipients),
        place.name if place else "", place.name if place and place.kind == "city" else "", "",
        place.name if place and place.kind == "admin1" else "", (place.country or "") if place else "",
        "" if place is None or place.lat is None else place.lat, "" if place is None or place.lon is None else place.lon,
        (place.geonames or "") if place else "", place.text if place else "", _FEATURE.get(place.kind, "") if place else "",
        event.outlet or "", event.published or "", story.get("person", ""), story.get("body", ""), story.get("place", ""),
        event.language, f"greffier {event.version}",
    ]  # fmt: skip


def _party(parties: tuple[Party, ...]) -> list[str]:
    return [
        _join(p.name for p in parties), _join(p.country for p in parties), "", parties[0].sector or "" if parties else "",
        _join(p.sector for p in parties), _join(p.office for p in parties), _join(p.text for p in parties),
        _join(p.wikidata for p in parties),
    ]  # fmt: skip


def _join(values: Iterable[str | None]) -> str:
    return ";".join(dict.fromkeys(v for v in values if v))


def _stories(record: Record) -> dict[str, dict[str, str]]:
    """People, bodies and places that each article names, by `;`."""
    found: dict[str, dict[str, str]] = {}
    for article, kind, names in record.rows(
        "SELECT article_id, CASE WHEN kind = 'person' THEN 'person' ELSE 'body' END, "
        "array_to_string(list_sort(list(DISTINCT replace(name, ';', ','))), ';') FROM actors GROUP BY 1, 2 "
        "UNION ALL SELECT article_id, 'place', array_to_string(list_sort(list(DISTINCT replace(name, ';', ','))), ';') "
        "FROM places GROUP BY 1"
    ):
        found.setdefault(article, {})[kind] = names
    return found
