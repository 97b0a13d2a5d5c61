"""Make the search index of a record anew. A build does this by itself.

example:
  greffier index news.duckdb
"""

from __future__ import annotations

import argparse

HELP = "make the search index of a record anew"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", metavar="RECORD")


def run(arguments: argparse.Namespace) -> int:
    """Make the index."""
    from greffier.store.record import Record
    from greffier.store.search import index_path, rebuild

    with Record(arguments.record) as record:
        count = rebuild(record)
    print(f"{index_path(record.path)}: {count:,} documents")
    return 0
