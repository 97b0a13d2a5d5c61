"""Search a record: words in any form, with filters; events first, then quotations and articles, best first.

examples:
  greffier search news.duckdb "avions militaires"
  greffier search news.duckdb "sanctions" --pair USA RUS --type THREATEN --from 2019-03-01
  greffier search news.duckdb --speaker Padrino --kind quote
"""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

HELP = "search a record"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", type=Path, metavar="RECORD")
    parser.add_argument("words", nargs="?", default="", metavar="WORDS", help='words, "a phrase", -without')
    parser.add_argument("--kind", choices=("event", "quote", "article"), help="only events, quotations or articles")
    parser.add_argument("--actor", metavar="CODE", help="a country that takes part, e.g. RUS")
    parser.add_argument("--pair", nargs=2, metavar="CODE", help="two countries that both take part")
    parser.add_argument("--type", metavar="TYPE", help="PLOVER type, e.g. ACCUSE")
    parser.add_argument("--modality", metavar="WORD", help="asserted, reported, planned, hypothetical, negated")
    parser.add_argument("--place", metavar="NAME", help="where it happened")
    parser.add_argument("--speaker", metavar="NAME", help="who said or claims it")
    parser.add_argument("--language", metavar="CODE")
    parser.add_argument("--from", dest="first", metavar="DAY", help="on or after this day (2019-03-01)")
    parser.add_argument("--to", dest="last", metavar="DAY", help="on or before this day")
    parser.add_argument("--limit", type=int, default=20, metavar="N")
    parser.add_argument("--json", action="store_true", help="one JSON object a line")


def run(arguments: argparse.Namespace) -> int:
    """Print the hits with their words."""
    import json

    from greffier.analyse.hits import describe
    from greffier.store.record import Record
    from greffier.store.search import Filters, search

    filters = Filters(
        arguments.kind, arguments.actor, tuple(arguments.pair) if arguments.pair else None, arguments.type,
        arguments.modality, arguments.place, arguments.speaker, arguments.language,
        parse_day(arguments.first), parse_day(arguments.last),
    )  # fmt: skip
    count, hits = search(arguments.record, arguments.words, filters, arguments.limit)
    with Record(arguments.record) as record:
        lines = describe(record, hits)
    if arguments.json:
        for line in lines:
            print(json.dumps(line._asdict(), ensure_ascii=False, default=str))
        return 0
    print(f"{count:,} found" + (f", the best {len(lines)}:" if count > len(lines) else ""))
    for line in lines:
        print(f"  {line.kind:<8}{line.id[:10]}  {line.date or 'no date':<12} {line.head}\n      {line.words}")
    return 0


def parse_day(text: str | None) -> date | None:
    """A day in ISO form. Raises UsageError."""
    from greffier.errors import UsageError

    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UsageError(f"{text!r} is no day; write it like 2019-03-29") from None
