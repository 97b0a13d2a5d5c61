"""A record built once, served on a free port, and a real Chromium; without Chromium its tests say what they skip."""

from __future__ import annotations

import os
import shutil
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from greffier.ingest.raw import Options
from greffier.ingest.sources import read_inputs
from greffier.model import Article
from greffier.run.build import build
from greffier.store.search import index_path

from ..conftest import ROOT

CHROMIUM = os.environ.get("GREFFIER_CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]  # fmt: skip
EXAMPLES = ("01-investiture.fr", "03-rupture-avec-washington.fr", "04-oil-sanctions.en", "11-russian-planes.en",
            "12-avions-russes.fr", "13-moscou-repond-a-trump.fr", "15-bolton-warning.en")  # fmt: skip
HOSTILE = Article(
    'Moscou accuse Washington de mentir. <script>document.title="owned"</script> <img src=x onerror="document.title=1"> '
    '"><b>Le président Nicolas Maduro a accusé jeudi les États-Unis de préparer une invasion.</b></div></main> '
    "« <i>C'est faux</i> », a déclaré vendredi Donald Trump.",
    "hostile", "fr", "2019-03-29", '<script>document.title="owned"</script>Titre', '"><img src=x onerror=alert(1)>',
    where="hostile.txt",
)  # fmt: skip


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All tests of the pages share one record and one browser: one process runs them."""
    for item in items:
        if "tests/serve" in str(item.path):
            item.add_marker(pytest.mark.xdist_group("serve"))


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of some examples and of an article that would like to be a page."""
    path = tmp_path_factory.mktemp("serve") / "r.duckdb"
    files = [next((ROOT / "examples").glob(f"{name}.txt")) for name in EXAMPLES]
    done = build(path, [*read_inputs([str(f) for f in files], Options()), HOSTILE])
    assert done.rejected == []
    return path


def copy(built: Path, folder: Path) -> Path:
    """A record of one's own."""
    shutil.copy(built, folder / "r.duckdb")
    shutil.copytree(index_path(built), index_path(folder / "r.duckdb"))
    return folder / "r.duckdb"


@contextmanager
def serving(record: Path, host: str = "127.0.0.1") -> Iterator[tuple[str, Any]]:
    """A server in a thread: its address, and the application."""
    import uvicorn

    from greffier.serve.app import make_app

    app = make_app(record, host)
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(uvicorn.Config(app, log_level="error"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started and thread.is_alive():
        time.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", app
    finally:
        server.should_exit = True
        thread.join(timeout=20)


@pytest.fixture(scope="session")
def server(built: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that no test changes."""
    with serving(copy(built, tmp_path_factory.mktemp("served"))) as (base, _):
        yield base


@pytest.fixture
def own(built: Path, tmp_path: Path) -> Iterator[tuple[str, Path, Any]]:
    """A server of one's own: address, record, application."""
    record = copy(built, tmp_path)
    with serving(record) as (base, app):
        yield base, record, app


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    """The browser, or a skip that says how to get it."""
    if CHROMIUM is None:
        pytest.skip("no Chromium here, so the pages are not tried in a browser; on Debian: apt install chromium "
                    "(elsewhere name it in GREFFIER_CHROMIUM)")  # fmt: skip
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


class Tab:
    """A page of the browser that notes what a page should not do."""

    def __init__(self, context: Any) -> None:
        self.page = context.new_page()
        self.errors: list[str] = []
        self.requests: list[str] = []
        self.page.on("console", lambda m: self.errors.append(m.text) if m.type in ("error", "warning") else None)
        self.page.on("pageerror", lambda e: self.errors.append(str(e)))
        self.page.on("request", lambda r: self.requests.append(r.url))

    def open(self, address: str) -> Any:
        """Go there and wait until it is quiet."""
        self.page.goto(address)
        self.page.wait_for_load_state("networkidle")
        return self.page

    def check(self, base: str) -> None:
        """No error in the console, no request to anybody else."""
        assert self.errors == []
        assert [url for url in self.requests if not url.startswith((base, "data:"))] == []


@pytest.fixture
def tab(chromium: Any, request: pytest.FixtureRequest) -> Iterator[Tab]:
    """A tab of a fresh profile; parametrize indirectly with options of the context."""
    options = {"locale": "en-GB", "viewport": {"width": 1180, "height": 820}, "reduced_motion": "reduce"}
    context = chromium.new_context(**(options | getattr(request, "param", {})))
    context.set_default_timeout(8_000)
    yield Tab(context)
    context.close()
