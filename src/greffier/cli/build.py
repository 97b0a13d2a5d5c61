"""Read many articles into a record: one DuckDB file that any tool can query.

A build can be stopped and called again at any moment: what was read is kept, nothing is counted twice.

examples:
  greffier build news/ -o news.duckdb
  greffier build a.jsonl b.jsonl -o news.duckdb --jobs 4
  greffier build table.csv --map text=body --map published=day -o news.duckdb
  greffier build news/ -o news.duckdb --cluster tcp://scheduler:8786      (pip install 'greffier[cluster]')

Read are plain text, JSONL, CSV, TSV, Parquet, web pages, RSS and Atom (files and addresses), WARC, ninjs, NewsML-G2,
Factiva, Europresse, LexisNexis, Word, and zip or gzip of any of these: what a file is, is told by its content.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

HELP = "read many articles into a record"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    from greffier.cli.inputs import add_inputs

    add_inputs(parser)
    parser.add_argument("-o", "--output", required=True, type=Path, metavar="RECORD", help="the record, e.g. news.duckdb")
    parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that read (default 1)")
    parser.add_argument("--cluster", metavar="ADDRESS", help="a Dask scheduler whose workers read, e.g. tcp://10.0.0.1:8786")
    parser.add_argument("--again", action="store_true", help="read anew what an older reader (version, lexicon) has read")


def run(arguments: argparse.Namespace) -> int:
    """Build, with progress on a terminal, and say what is in the record now."""
    from greffier.cli.inputs import options_from
    from greffier.cli.progress import Reporter
    from greffier.errors import UsageError
    from greffier.ingest.raw import Meter
    from greffier.ingest.sources import read_inputs
    from greffier.run.build import build

    if arguments.jobs < 1:
        raise UsageError("--jobs must be 1 or more")
    meter = Meter()
    with Reporter(meter) as reporter:
        items = read_inputs(arguments.inputs, options_from(arguments), meter)
        progress = build(arguments.output, items, jobs=arguments.jobs, cluster=arguments.cluster,
                         again=arguments.again, tell=reporter.tell)
    for error in progress.rejected:
        print(f"rejected: {error}", file=sys.stderr)
    rejected = f", {len(progress.rejected)} rejected" if progress.rejected else ""
    print(f"{arguments.output}: {progress.merged} new articles of {progress.seen} read{rejected}")
    print(f"next: greffier show {arguments.output}")
    return 1 if progress.rejected else 0
