"""`make screenshots`: every page in Chromium, light and dark, wide and narrow, into docs/screens/.

    python tools/screenshots.py                          of a record of the examples, built for it
    python tools/screenshots.py --record news.duckdb     of another record
    python tools/screenshots.py --out /some/folder

Needs Chromium (Debian: `apt install chromium`). Pictures are of one screen each, so that they stay small.
"""

from __future__ import annotations

import argparse
import os
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
CHROMIUM = os.environ.get("GREFFIER_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser") or "/usr/bin/chromium"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
_WIDE, _NARROW = (1180, 820), (400, 780)
_LARGEST = 150_000  # bytes of a picture


class Shot(NamedTuple):
    """One picture: name, address, language, dark, narrow."""

    name: str
    path: str
    language: str = "fr"
    dark: bool = False
    narrow: bool = False


def shots(record: Path) -> list[Shot]:
    """All pictures; addresses of the richest event, article and actor of the record."""
    from greffier.store.record import Record

    with Record(record) as opened:
        pair = opened.rows("WITH p AS (SELECT unnest(actors) AS a, recipients FROM facts), q AS (SELECT a, unnest(recipients) AS b FROM p) "
                           "SELECT least(a, b), greatest(a, b) FROM q WHERE a <> b GROUP BY ALL ORDER BY count(*) DESC, 1, 2 LIMIT 1")  # fmt: skip
        a, b = pair[0] if pair else ("USA", "RUS")
        event = opened.one("SELECT link_id FROM facts GROUP BY 1 ORDER BY count(*) DESC, count(claimant) DESC, 1 LIMIT 1")
        article = opened.one("SELECT article_id FROM events GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
        actor = opened.one("SELECT name FROM actors JOIN quotes USING (actor_id) WHERE actors.kind = 'person' GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1")
    pages = {
        "overview": "/", "pair": f"/pair/{a}/{b}", "event": f"/event/{event}", "article": f"/article/{article}",
        "actor": f"/actor/{actor}", "quotes": "/quotes", "search": "/search?words=sanctions", "review": "/review",
        "events": "/events", "about": "/about",
    }  # fmt: skip
    both = ("overview", "pair", "event", "article", "review")
    found = [Shot(name, path) for name, path in pages.items()]
    found += [Shot(f"{name}-dark", pages[name], "en", dark=True) for name in both]
    found += [Shot(f"{name}-narrow", pages[name], "fr", narrow=True) for name in both]
    found += [Shot(f"{name}-narrow-dark", pages[name], "en", dark=True, narrow=True) for name in both]
    return found


@contextmanager
def served(record: Path) -> Iterator[str]:
    """A server over a record in a thread; gives its address."""
    import socket

    import uvicorn

    from greffier.serve.app import make_app

    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(make_app(record), log_level="warning"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join(timeout=20)


def take(browser: Any, base: str, shot: Shot, folder: Path) -> Path:
    """One picture. What is too large for a repository is taken again, less high."""
    width, height = _NARROW if shot.narrow else _WIDE
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme="dark" if shot.dark else "light",
                                  locale="fr-FR" if shot.language == "fr" else "en-GB", reduced_motion="reduce")  # fmt: skip
    page = context.new_page()
    page.goto(base + shot.path)
    page.wait_for_load_state("networkidle")
    target = folder / f"{shot.name}.png"
    while True:
        page.screenshot(path=str(target))
        if target.stat().st_size <= _LARGEST or height < 300:
            break
        height -= 80
        page.set_viewport_size({"width": width, "height": height})
    overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    if overflow > 0:
        print(f"screenshots: {shot.name} is {overflow} pixels wider than its window", file=sys.stderr)
    context.close()
    return target


def main(argv: list[str]) -> int:
    """Take all pictures whose name fits."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--record", type=Path)
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "screens")
    parser.add_argument("--only", default="", help="pictures whose name fits this expression")
    arguments = parser.parse_args(argv)
    if not Path(CHROMIUM).exists():
        print("screenshots: there is no Chromium; install it (Debian: apt install chromium) or name it in GREFFIER_CHROMIUM", file=sys.stderr)
        return 1
    from playwright.sync_api import sync_playwright

    from greffier.ingest.raw import Options
    from greffier.ingest.sources import read_inputs
    from greffier.run.build import build

    arguments.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="greffier-screens-") as scratch:
        record = arguments.record
        if record is None:
            record = Path(scratch) / "demo.duckdb"
            print("screenshots: reading the examples", flush=True)
            os.chdir(ROOT)  # so that no page shows where this checkout lies
            build(record, read_inputs(["examples"], Options()))
        wanted = [shot for shot in shots(record) if re.search(arguments.only, shot.name)]
        with served(record) as base, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
            for shot in wanted:
                print(f"screenshots: {take(browser, base, shot, arguments.out).name}", flush=True)
            browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
