"""Take articles out of a record, with all that was read from them and all that they had narrowed or linked.

example:
  greffier remove news.duckdb 12-avions-russes.fr
"""

from __future__ import annotations

import argparse

HELP = "take articles out of a record"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("articles", nargs="+", metavar="ARTICLE", help="name or article_id")


def run(arguments: argparse.Namespace) -> int:
    """Remove, derive anew, index anew."""
    from greffier.errors import UsageError
    from greffier.run.build import finish
    from greffier.store.record import Record

    with Record(arguments.record, write=True) as record:
        gone = record.remove(arguments.articles)
        if not gone:
            raise UsageError(f"none of these is an article of {arguments.record}; `greffier query` lists names FROM articles")
        finish(record)
    print(f"{arguments.record}: {gone} articles taken out")
    return 0
