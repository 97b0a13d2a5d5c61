"""CSV, Parquet and JSONL: one row an event, the columns that docs/exports.md describes."""

from __future__ import annotations

import csv
import json
import tempfile
from pathlib import Path
from typing import Any

from greffier.export.rows import ExportEvent, Party, export_events, single_line
from greffier.store.record import Record

COLUMNS = (
    "event", "date", "first_day", "last_day", "type", "mode", "quad", "score", "cameo", "context",
    "actors", "actor_countries", "actor_sectors", "recipients", "recipient_countries", "recipient_sectors",
    "modality", "claimed_by", "place", "place_country", "lat", "lon", "geonames", "confidence", "review",
    "tellings", "articles", "sources", "language", "published", "outlet", "url", "origin", "trigger", "sentence", "why",
)  # fmt: skip


def event_row(event: ExportEvent) -> dict[str, Any]:
    """An event as a flat row. Lists are kept as lists."""
    place = event.place
    return {
        "event": event.link_id, "date": event.when, "first_day": event.first_day, "last_day": event.last_day,
        "type": event.type, "mode": event.mode, "quad": event.quad, "score": event.goldstein, "cameo": event.cameo,
        "context": event.context, "actors": [p.name for p in event.actors],
        "actor_countries": _countries(event.actors), "actor_sectors": [p.sector or "" for p in event.actors],
        "recipients": [p.name for p in event.recipients], "recipient_countries": _countries(event.recipients),
        "recipient_sectors": [p.sector or "" for p in event.recipients],
        "modality": event.modality, "claimed_by": event.claimant, "place": place.name if place else None,
        "place_country": place.country if place else None, "lat": place.lat if place else None,
        "lon": place.lon if place else None, "geonames": place.geonames if place else None,
        "confidence": event.confidence, "review": event.review, "tellings": event.tellings, "articles": event.articles,
        "sources": event.sources, "language": event.language, "published": event.published, "outlet": event.outlet,
        "url": event.url, "origin": event.origin, "trigger": event.trigger, "sentence": event.sentence, "why": event.why,
    }  # fmt: skip


def _countries(parties: tuple[Party, ...]) -> list[str]:
    return [p.country or "" for p in parties]


def write_csv(record: Record, path: Path) -> int:
    """UTF-8, one header line, RFC 4180 quoting, no line end inside a cell; lists by `|`. Returns the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS)
        writer.writeheader()
        for event in export_events(record):
            count += 1
            writer.writerow({name: table_cell(value) for name, value in event_row(event).items()})
    return count


def table_cell(value: Any) -> str:
    """A cell never begins a formula: spreadsheets would run words that a stranger wrote."""
    text = "|".join(single_line(v).replace("|", "/") for v in value) if isinstance(value, list) else single_line(value)
    risky = text[:1] in "=+@\t" or (text[:1] == "-" and not _is_number(text))
    return f"'{text}" if risky and text else text


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def write_jsonl(record: Record, path: Path) -> int:
    """One JSON object a line. Returns the number of rows."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        for event in export_events(record):
            count += 1
            file.write(json.dumps(event_row(event), ensure_ascii=False, default=str) + "\n")
    return count


def write_parquet(record: Record, path: Path) -> int:
    """Parquet with typed columns (dates as DATE, lists as lists). Returns the number of rows."""
    import duckdb

    types = {
        **dict.fromkeys(COLUMNS, "VARCHAR"), "first_day": "DATE", "last_day": "DATE", "quad": "TINYINT",
        "score": "DOUBLE", "lat": "DOUBLE", "lon": "DOUBLE", "geonames": "BIGINT", "confidence": "DOUBLE",
        "tellings": "BIGINT", "articles": "BIGINT", "sources": "BIGINT",
        **dict.fromkeys(("context", "actors", "actor_countries", "actor_sectors", "recipients", "recipient_countries",
                         "recipient_sectors"), "VARCHAR[]"),
    }  # fmt: skip
    columns = "{" + ", ".join(f"'{name}': '{types[name]}'" for name in COLUMNS) + "}"
    with tempfile.TemporaryDirectory(prefix="greffier-") as folder, duckdb.connect() as connection:
        lines = Path(folder) / "events.jsonl"
        count = write_jsonl(record, lines)
        source, target = (str(p).replace("'", "''") for p in (lines, path))
        connection.execute(
            f"COPY (SELECT * FROM read_json('{source}', format = 'newline_delimited', columns = {columns}, "
            f"maximum_object_size = 67108864)) TO '{target}' (FORMAT parquet)"
        )
    return count
