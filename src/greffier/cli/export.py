"""Write a record in the forms that other tools read; docs/exports.md says what each column holds.

examples:
  greffier export news.duckdb --format csv -o events.csv
  greffier export news.duckdb --format gdelt -o events.tsv
  greffier export news.duckdb --format labelstudio -o tasks.json
"""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "write a record in the forms that other tools read"

# The names of `export.formats.FORMATS`, here so that --help imports nothing heavy (a test holds them together).
NAMES = ("csv", "parquet", "jsonl", "gdelt", "polecat", "dyads", "geojson", "graphml", "labelstudio", "timeml")


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("--format", choices=NAMES, default="csv", help="default: csv")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Write the file."""
    from greffier.export.formats import export
    from greffier.store.record import Record

    with Record(arguments.record) as record:
        count = export(record, arguments.format, arguments.output)
    print(f"{arguments.output}: {count:,} written")
    return 0
