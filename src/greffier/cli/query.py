"""Ask a record in SQL (read-only); docs/record.md says what each table and column holds.

examples:
  greffier query news.duckdb "SELECT type, count(*) FROM events GROUP BY type ORDER BY 2 DESC"
  greffier query news.duckdb --format csv "FROM quotes WHERE speaker_country = 'VEN'" > quotes.csv
"""

from __future__ import annotations

import argparse

HELP = "ask a record in SQL"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("sql", metavar="SQL", help="one query; FROM, SELECT, DESCRIBE, SHOW …")
    parser.add_argument("--format", choices=("table", "csv", "jsonl"), default="table", help="default: table")


def run(arguments: argparse.Namespace) -> int:
    """Print the answer."""
    import csv
    import json
    import sys

    import duckdb

    from greffier.errors import UsageError
    from greffier.store.record import Record

    with Record(arguments.record) as record:
        try:
            record.connection.execute("SET enable_external_access = false")  # the query sees the record and no files
            relation = record.connection.execute(arguments.sql)
            columns = [column[0] for column in relation.description or []]
            rows = relation.fetchall()
        except duckdb.Error as error:
            raise UsageError(f"the record does not understand this query: {error}") from None
    if arguments.format == "csv":
        writer = csv.writer(sys.stdout)
        writer.writerow(columns)
        writer.writerows(rows)
    elif arguments.format == "jsonl":
        for row in rows:
            print(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False, default=str))
    else:
        from rich.console import Console
        from rich.table import Table

        table = Table(*columns)
        for row in rows:
            table.add_row(*("" if value is None else str(value) for value in row))
        Console(width=None if sys.stdout.isatty() else 200, markup=False).print(table)
    return 0
