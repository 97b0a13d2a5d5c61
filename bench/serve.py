"""`make bench-serve`: how long the server takes for each page, on a large record, asked by another process.

    python bench/serve.py                   100,000 articles, some minutes
    python bench/serve.py 5000              another number
    python bench/serve.py --record R        a record that is there already

Times are those of the server (its `Server-Timing` header): from the request's arrival to the answer. `uncached` keeps no
page at all: every query is made. `first` is the first time that an address is asked for, as the server is: the busiest
pages have been made beforehand. `again` is every later time, two requests at once: pages of one copy of the record are
kept. Goals, at 100,000 articles: 150 ms a page, 100 ms a search, at the median.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote

from large import BASE, large
from record import parts
from synthetic import ROOT, synthetic

from greffier.cli.inputs import Rejects
from greffier.reading import read_many
from greffier.store.record import Record

_BASE = 150  # articles that are read; the others are these, moved to other days
_WORDS = ("sanctions", "avions militaires", "Padrino", "accused Washington", "coup d'Etat", "aide humanitaire", "Guaido", "ambassador",
          "pétrole", "Bolton")  # fmt: skip


def main(argv: list[str]) -> int:
    """Build, serve, load, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("count", type=int, nargs="?", default=100_000)
    parser.add_argument("--record", type=Path, help="a record that is there already")
    parser.add_argument("--load", nargs=2, metavar=("ADDRESS", "FILE"), help="(the second process)")
    arguments = parser.parse_args(argv)
    if arguments.load:
        return load(*arguments.load)
    with tempfile.TemporaryDirectory(prefix="greffier-bench-") as folder:
        path = arguments.record or make(Path(folder), arguments.count)
        with Record(path) as record:
            count, events = record.one("SELECT count(*) FROM articles"), record.one("SELECT count(DISTINCT link_id) FROM facts")
            plan = Path(folder) / "plan.json"
            plan.write_text(json.dumps(addresses(record)), encoding="utf-8")
        measured = serve_and_load(path, plan)
    show(measured, count, events)
    return 0


def make(folder: Path, count: int) -> Path:
    """A record of that many synthetic articles."""
    path = folder / "large.duckdb"
    print(f"bench: building a record of {count:,} synthetic articles", flush=True)
    articles = list(synthetic(_BASE, seed=2))
    readings = list(read_many(articles, Rejects()))
    large(path, list(parts(folder, articles, readings, min(count, BASE))), count)
    return path


def addresses(record: Record) -> dict[str, list[str]]:
    """What is asked for, by page: things of the record, the busiest first, under various filters."""
    pairs = record.rows("WITH s AS (SELECT unnest(actors) AS a, recipients FROM facts), p AS (SELECT a, unnest(recipients) AS b FROM s) "
                        "SELECT least(a, b), greatest(a, b) FROM p WHERE a <> b GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 6")  # fmt: skip
    events = [row[0] for row in record.rows("SELECT link_id FROM facts GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 40")]
    articles = [row[0] for row in record.rows("SELECT article_id FROM articles ORDER BY 1 LIMIT 40")]
    actors = [row[0] for row in record.rows("SELECT name FROM actors GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 10")]
    periods = ["", "?first=2018-06&last=2018-09", "?step=month", "?type=ACCUSE", "?first=2019"]
    filters = ["", "?type=SANCTION", "?a=USA", "?a=USA&b=VEN", "?modality=reported", "?first=2019-01&last=2019-02", "?place=Caracas"]
    return {
        "overview": ["/"] * 5,
        "pair": [f"/pair/{a}/{b}{period}" for period in periods for a, b in pairs],
        "events": [f"/events{f}" for f in filters] + [f"/events?offset={n}" for n in (50, 100, 5000)],
        "event": [f"/event/{event}" for event in events],
        "article": [f"/article/{article}" for article in articles],
        "actor": [f"/actor/{quote(name, safe='')}" for name in actors],
        "quotes": ["/quotes", "/quotes?speaker=maduro", "/quotes?words=sanction", "/quotes?country=USA", "/quotes?first=2019-01"],
        "search": [f"/search?words={quote(w)}{f}" for w in _WORDS for f in ("", "&kind=quote", "&a=USA", "&first=2019-01")],
        "review": [f"/review{f}" for f in filters],
        "about": ["/about"],
    }


def serve_and_load(path: Path, plan: Path) -> dict[str, dict[str, list[float]]]:
    """Serve here, ask from a second process; milliseconds by page, of first and later requests."""
    import uvicorn

    from greffier.serve.app import make_app
    from greffier.serve.snapshot import Reader

    app = make_app(path)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    began = time.perf_counter()
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.05)
    print(f"bench: first page can be asked for after {time.perf_counter() - began:.1f} s (a copy of the record is taken)", flush=True)
    app.state.snapshots.ready.wait()
    print(f"bench: indexes and first pages are made after {time.perf_counter() - began:.1f} s", flush=True)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    kept = Reader.cached
    Reader.cached = lambda self, key, make: make()  # type: ignore[method-assign]
    uncached = _ask(address, plan)
    Reader.cached = kept  # type: ignore[method-assign]
    measured = _ask(address, plan)
    server.should_exit = True
    thread.join(timeout=20)
    return {page: {"uncached": uncached[page]["first"], **times} for page, times in measured.items()}


def _ask(address: str, plan: Path) -> dict[str, dict[str, list[float]]]:
    command = [sys.executable, __file__, "--load", address, str(plan)]
    done = subprocess.run(command, check=True, capture_output=True, text=True, timeout=900)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def load(address: str, file: str) -> int:
    """The second process: every address once, one after the other; then all again, two at a time."""
    import httpx

    plan: dict[str, list[str]] = json.loads(Path(file).read_text(encoding="utf-8"))

    def ask(client: httpx.Client, path: str) -> float:
        answer = client.get(path)
        answer.raise_for_status()
        return float(answer.headers["server-timing"].split("dur=")[1])

    with httpx.Client(base_url=address, timeout=60) as client, ThreadPoolExecutor(2) as pool:
        first = {page: [ask(client, path) for path in dict.fromkeys(paths)] for page, paths in plan.items()}
        again = {page: list(pool.map(lambda path: ask(client, path), [*paths, *paths])) for page, paths in plan.items()}
    print(json.dumps({page: {"first": first[page], "again": again[page]} for page in plan}))
    return 0


def show(measured: dict[str, dict[str, list[float]]], count: int, events: int) -> None:
    """Print the table, and keep it in bench/SERVE.md."""
    lines = ["# How long a page takes", "",
             f"{count:,} synthetic articles, {events:,} events; measured {time.strftime('%Y-%m-%d')} on {os.cpu_count()} cores "
             f"({platform.machine()}, load {os.getloadavg()[0]:.1f}), Python {platform.python_version()}, by `make bench-serve`. "
             "Milliseconds in the server, asked from a second process. `uncached`: no page is kept, every query is made, one request after "
             "the other. `first`: the first time that an address is asked for, the busiest pages having been made beforehand. `again`: two "
             "requests at once, every page asked for before. The median of what a user meets lies between `first` and `again`.", "",
             "| page | addresses | uncached, median | uncached, slowest | first, median | again, median | again, slowest |",
             "|---|---|---|---|---|---|---|"]  # fmt: skip
    for page, times in measured.items():
        uncached, first, again = times["uncached"], times["first"], times["again"]
        columns = (statistics.median(uncached), max(uncached), statistics.median(first), statistics.median(again), max(again))
        lines.append(f"| {page} | {len(first)} | " + " | ".join(f"{m:.0f}" for m in columns) + " |")
    (ROOT / "bench" / "SERVE.md").write_text("\n".join(lines) + "\n", encoding="utf-8")
    print("\n".join(lines))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
