"""Write a report on two countries: one HTML file with the timeline, the turning points, who claims what, the events, and
the sources as footnotes. It holds all it needs, runs no script and asks no host; print it or send it.

examples:
  greffier report news.duckdb --pair USA RUS -o report.html
  greffier report news.duckdb --pair USA VEN --from 2019-01 --to 2019-03 --language fr -o usa-ven.html
"""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "a report on two countries as one file"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", type=Path, metavar="RECORD")
    parser.add_argument("--pair", nargs=2, required=True, metavar="COUNTRY", help="two ISO codes, e.g. USA RUS")
    parser.add_argument("--from", dest="first", metavar="DAY", help="from this day, month or year on (2019-03-01, 2019-03)")
    parser.add_argument("--to", dest="last", metavar="DAY", help="up to this day, month or year")
    parser.add_argument("--step", choices=("day", "week", "month"), default="week", help="bars of the timeline (default: week)")
    parser.add_argument("--language", choices=("fr", "en"), default="en", help="of the report (default: en)")
    parser.add_argument("-o", "--output", type=Path, required=True, metavar="FILE")


def run(arguments: argparse.Namespace) -> int:
    """Write the file."""
    from greffier.serve.period import days
    from greffier.serve.report import make_report
    from greffier.serve.snapshot import Reader
    from greffier.store.record import Record

    a, b = (code.upper() for code in arguments.pair)
    first, last = days(arguments.first, "--from")[0], days(arguments.last, "--to")[1]
    with Record(arguments.record) as record:
        reader = Reader(record, arguments.record, "")
        page = make_report(reader, a, b, first, last, arguments.step, arguments.language, arguments.record.name)
    arguments.output.write_text(page, encoding="utf-8")
    print(f"{arguments.output}: {a} – {b}, {len(page) // 1024} kB; open it in a browser")
    return 0
