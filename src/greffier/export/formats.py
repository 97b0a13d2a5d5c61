"""All export formats by name."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from greffier.export.dyads import write_dyads
from greffier.export.gdelt import write_gdelt
from greffier.export.geojson import write_geojson
from greffier.export.graphml import write_graphml
from greffier.export.labelstudio import write_labelstudio
from greffier.export.polecat import write_polecat
from greffier.export.tables import write_csv, write_jsonl, write_parquet
from greffier.export.timeml import write_timeml
from greffier.store.record import Record


class Format(NamedTuple):
    """`write(record, path)` gives the number of things written; `ending` is the usual one of such files."""

    write: Callable[[Record, Path], int]
    ending: str
    help: str


FORMATS: dict[str, Format] = {
    "csv": Format(write_csv, ".csv", "one row an event, for spreadsheets"),
    "parquet": Format(write_parquet, ".parquet", "the same with types, for DuckDB, pandas, R"),
    "jsonl": Format(write_jsonl, ".jsonl", "the same, one JSON object a line"),
    "gdelt": Format(write_gdelt, ".tsv", "GDELT 2 style, 61 columns, settled days only"),
    "polecat": Format(write_polecat, ".tsv", "POLECAT style, 40 columns"),
    "dyads": Format(write_dyads, ".csv", "CAMEO codes by country pair and day"),
    "geojson": Format(write_geojson, ".geojson", "a point for each event with a place"),
    "graphml": Format(write_graphml, ".graphml", "who acts on whom, as a network"),
    "labelstudio": Format(write_labelstudio, ".json", "tasks with predictions, to annotate"),
    "timeml": Format(write_timeml, ".zip", "a zip with one TimeML file an article"),
}


def export(record: Record, form: str, path: Path) -> int:
    """Write the record in a format; the file appears whole or not at all. Returns the number of things written."""
    working = path.with_name(path.name + ".tmp")
    try:
        count = FORMATS[form].write(record, working)
        working.replace(path)
    finally:
        working.unlink(missing_ok=True)
    return count
