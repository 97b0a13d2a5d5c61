"""`make bench-record`: what a record costs. Figures go to bench/RESULTS.md with the machine that gave them.

Reading is measured on synthetic articles in one and in two processes. Merging, linking, indexing and searching are
measured at three sizes on rows of the same articles, moved to other days: their cost does not depend on who parsed.

    python bench/record.py                    the usual sizes
    python bench/record.py --full 100000      also reads that many articles, every one parsed (about an hour on 2 cores)
"""

from __future__ import annotations

import argparse
import os
import platform
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace
from synthetic import ROOT, synthetic

from greffier.cli.inputs import Rejects
from greffier.model import Article, Reading
from greffier.reading import read_many
from greffier.resolve.duplicates import signature
from greffier.run.build import build
from greffier.run.derive import derive
from greffier.run.parts import keep_part
from greffier.run.workers import keep_to_one_thread
from greffier.store.record import Record
from greffier.store.rows import article_id, reading_rows
from greffier.store.search import Filters, rebuild, search

_READ = 300
_SIZES = (1_000, 10_000, 100_000)
_PART = 500


def main(argv: list[str]) -> int:
    """Measure and write bench/RESULTS.md."""
    keep_to_one_thread()
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", type=int, metavar="N")
    parser.add_argument("--sizes", type=int, nargs="+", default=list(_SIZES))
    arguments = parser.parse_args(argv)
    lines = [f"Measured {time.strftime('%Y-%m-%d')} on {os.cpu_count()} cores, {platform.machine()}, Python {platform.python_version()}, "
             "by `make bench-record`.", ""]  # fmt: skip
    with tempfile.TemporaryDirectory(prefix="greffier-bench-") as folder:
        steps = [lambda: full(Path(folder), arguments.full)] if arguments.full else []
        for step in (lambda: reading(Path(folder)), *steps, lambda: sizes(Path(folder), arguments.sizes)):
            found = step()
            lines += found
            print("\n".join(found), flush=True)
            # after each step: the long ones may be broken off
            (ROOT / "bench" / "RESULTS.md").write_text("# What a record costs\n\n" + "\n".join(lines) + "\n", encoding="utf-8")
    return 0


def reading(folder: Path) -> list[str]:
    """Articles a second with one and with two processes."""
    lines = ["## Reading", "", "| processes | articles | seconds | articles a second | words a second |", "|---|---|---|---|---|"]
    articles = list(synthetic(_READ))
    words = sum(len(a.text.split()) for a in articles)
    for jobs in (1, 2):
        took = timed(lambda: build(folder / f"j{jobs}.duckdb", articles, jobs=jobs))
        lines.append(f"| {jobs} | {len(articles)} | {took:.1f} | {len(articles) / took:.1f} | {words / took:,.0f} |")
    return [*lines, "", "Start-up of the processes, merging, linking and indexing included.", ""]


def sizes(folder: Path, counts: list[int]) -> list[str]:
    """Merging, linking, indexing, searching, memory and disk at several sizes."""
    base = list(synthetic(_READ, seed=2))
    readings = list(read_many(base, Rejects()))
    lines = ["## Size", "",
             "| articles | rows | merge s | rows a second | link and derive s | index s | search ms (median of 20) | MB | kB an article | peak MB |",
             "|---|---|---|---|---|---|---|---|---|---|"]  # fmt: skip
    for count in counts:
        path = folder / f"size{count}.duckdb"
        with Record(path, write=True) as record:
            merging = 0.0
            for part in parts(folder, base, readings, count):
                merging += timed(lambda: record.merge([part]))
                shutil.rmtree(part)
            rows = sum(record.one(f"SELECT count(*) FROM {t}") for t in ("articles", "times", "places", "actors", "mentions", "quotes",
                                                                         "events", "event_sides"))  # fmt: skip
            deriving = timed(lambda: derive(record))
            indexing = timed(lambda: rebuild(record))
            record.connection.execute("CHECKPOINT")
        queries = ["avions militaires", "sanctions", "Padrino", "accused Washington"]
        search(path, queries[0], Filters(), 20)
        took = [timed(lambda: search(path, q, Filters(), 20)) for q in queries * 5]
        size = path.stat().st_size / 1e6
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
        lines.append(f"| {count:,} | {rows:,} | {merging:.1f} | {rows / merging:,.0f} | {deriving:.1f} | {indexing:.1f} "
                     f"| {1000 * statistics.median(took):.1f} | {size:.0f} | {1000 * size / count:.1f} | {peak:.0f} |")  # fmt: skip
        print(lines[-1], flush=True)
    return [*lines, ""]


def parts(folder: Path, articles: list[Article], readings: list[Reading], count: int) -> Iterator[Path]:
    """Folders of rows of `count` articles: the readings given, each moved to another day and another number."""
    encode = msgspec.json.Encoder().encode
    for first in range(0, count, _PART):
        lines: dict[str, list[bytes]] = {}
        for number in range(first, min(count, first + _PART)):
            which, turn = number % len(articles), number // len(articles)
            article, moved = move(articles[which], readings[which], turn, number)
            rows: dict[str, list[dict[str, Any]]] = reading_rows(article, moved)
            rows["signatures"] = [{"article_id": article_id(article), "hashes": signature(f"{article.text} {turn * 7919}")}]
            for table, some in rows.items():
                lines.setdefault(table, []).extend(encode(row) + b"\n" for row in some)
        yield keep_part(folder, f"part{first}", {table: b"".join(some) for table, some in lines.items()})


def move(article: Article, reading: Reading, turn: int, number: int) -> tuple[Article, Reading]:
    """An article and its reading, `turn` times eleven days later."""
    day = date.fromisoformat(article.published or "2018-01-01")
    published = (day + timedelta(days=11 * turn % 3000)).isoformat()
    delta = date.fromisoformat(published) - day
    events = [replace(event, when=later(event.when, delta)) for event in reading.events]
    moved = replace(article, published=published, where=f"synthetic:{number}", title=f"{number}")
    return moved, replace(reading, published=published, events=events)


def later(when: str | None, delta: timedelta) -> str | None:
    """A single day moved; other dates are left as they are."""
    try:
        return (date.fromisoformat(when or "") + delta).isoformat()
    except ValueError:
        return when


def full(folder: Path, count: int) -> list[str]:
    """Every article parsed, in two processes."""
    path = folder / "full.duckdb"
    seconds: dict[str, float] = {}
    began = time.perf_counter()

    def tell(progress: Any) -> None:
        seconds.setdefault(progress.step, time.perf_counter() - began)

    build(path, synthetic(count, seed=3), jobs=2, tell=tell)
    total = time.perf_counter() - began
    linking = seconds.get("dates", total) - seconds.get("links", total)
    lead, read = (resource.getrusage(who).ru_maxrss / 1e3 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return ["## All parsed", "", f"{count:,} synthetic articles in two processes: {total:,.0f} s, {count / total:.1f} articles a second; "
            f"linking {linking:.0f} s ({100 * linking / total:.1f} %); memory at most {lead:,.0f} MB in the process that leads, "
            f"{read:,.0f} MB in each that reads (they have ended when linking begins).", ""]  # fmt: skip


def timed(work: Any) -> float:
    """Seconds that a call takes."""
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
