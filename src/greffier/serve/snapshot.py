"""What the pages read: a copy of the record that no build can disturb.

DuckDB lets nobody read a file that another process writes. So the server reads a copy beside the record and takes a new
one when the record has changed and nobody writes it: pages stay up while a build runs, and show the record as it was
before until the build has finished.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
import threading
from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Any

from greffier.errors import GreffierError, RecordError
from greffier.review.log import Review, append, from_jsonl, spool, spool_path
from greffier.review.replay import apply_now
from greffier.store.record import Record
from greffier.store.search import index_path

_LOOK_EVERY = 5.0  # seconds between looks at the record
QUERY_SECONDS = 10.0
_MEMORY = "2GB"
_KEPT_PAGES = 512
_INDEXED = (
    ("facts", "link_id"), ("facts", "article_id"), ("events", "article_id"), ("times", "article_id"), ("places", "article_id"),
    ("actors", "article_id"), ("actors", "name"), ("mentions", "article_id"), ("mentions", "actor_id"), ("quotes", "article_id"),
    ("quotes", "actor_id"), ("event_sides", "event_id"), ("event_sides", "actor_id"),
)  # fmt: skip


class TooSlow(GreffierError):
    """A query took longer than a page may wait."""


class Reader:
    """A record as pages use it: read-only, with a limit on the time of each query."""

    def __init__(self, record: Record, path: Path, version: str) -> None:
        self.record = record
        self.path = path
        self.version = version
        self.writing = threading.Lock()
        self.warm = False
        self._keeping = threading.Lock()
        self._made: dict[Hashable, Any] = {}

    def cached(self, key: Hashable, make: Callable[[], Any]) -> Any:
        """What `make` gives, kept until a review changes this copy: pages of a copy do not change by themselves.

        When there are too many, the one that was not asked for longest goes.
        """
        with self._keeping:
            made = self._made
            if key in made:
                made[key] = made.pop(key)
                return made[key]
        page = make()
        with self._keeping:
            made[key] = page  # of a copy that a review has changed meanwhile, this is no longer the one that is asked
            while len(made) > _KEPT_PAGES:
                del made[next(iter(made))]
        return page

    def index(self) -> None:
        """Indexes on what single pages are chosen by. They live in the copy only, and are made while pages are served."""
        with self.writing:
            for table, column in _INDEXED:
                self.record.connection.cursor().execute(f"CREATE INDEX IF NOT EXISTS by_{table}_{column} ON {table}({column})")

    def apply(self, review: Review, version: str) -> None:
        """Let a review that the record has taken show here at once. `version` is the record's mark after it."""
        with self.writing:
            append(self.record, [review])
            apply_now(self.record, review)
            self.version = version
            self._made = {}
            self.warm = False

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query, in its own cursor. Raises TooSlow after QUERY_SECONDS."""
        import duckdb

        cursor = self.record.connection.cursor()
        timer = threading.Timer(QUERY_SECONDS, cursor.interrupt)
        timer.start()
        try:
            return cursor.execute(sql, parameters if isinstance(parameters, dict) else list(parameters)).fetchall()
        except duckdb.InterruptException:
            raise TooSlow(f"this took longer than {QUERY_SECONDS:.0f} seconds; narrow it down") from None
        finally:
            timer.cancel()
            cursor.close()

    def one(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first value of the first row, None where there is none."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None


class Snapshots:
    """Keeps the newest whole copy of a record open."""

    def __init__(self, record: Path, prepare: Callable[[Reader], None] = lambda reader: None) -> None:
        self.source = record
        self.prepare = prepare
        self.folder = record.with_name(f"{record.name}.serving-{os.getpid()}")
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir()
        self.ready = threading.Event()  # indexes and first pages of the first copy are made
        self._lock = threading.Lock()
        self._refreshing = threading.Lock()
        self._since: list[Review] = []  # reviews said since the newest copy was taken
        self._stop = threading.Event()
        self._number = 0
        self._old: list[Reader] = []
        self.current = self._take()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def mark(self) -> str:
        """Changes whenever the record does."""
        stat = self.source.stat()
        return f"{stat.st_mtime_ns}-{stat.st_size}"

    def _take(self) -> Reader:
        """Copy the record while nobody writes it. Raises RecordError when it is in use or none."""
        with Record(self.source) as original:  # holds the lock that keeps writers out while we copy
            original.one("SELECT 1")
            mark = self.mark()
            self._number += 1
            target = self.folder / f"{self._number}.duckdb"
            shutil.copyfile(self.source, target)
            with contextlib.suppress(FileNotFoundError):
                shutil.copytree(index_path(self.source), index_path(target))
        copy = Record(target, write=True)  # ours alone: reviews are shown in it at once
        copy.connection.execute(f"SET memory_limit = '{_MEMORY}'")
        copy.connection.execute("SET enable_external_access = false")
        return Reader(copy, target, mark)

    def refresh(self) -> bool:
        """Take a new copy if the record has changed and is free. Returns whether there is a new one.

        It is indexed and its first pages are made while the old one is still shown: nobody waits for that.
        """
        with self._refreshing:
            with self._lock:
                if not self.source.exists() or self.mark() == self.current.version:
                    return False
                try:
                    new = self._take()
                except RecordError:
                    return False  # somebody writes; the copy we have stays good
                self._since = []
            self._make_ready(new)
            with self._lock:
                for review in self._since:
                    new.apply(review, new.version)
                self._old.append(self.current)
                self.current = new
                for old in self._old[:-1]:  # the last one may still be in use by a page
                    old.record.close()
                    old.path.unlink(missing_ok=True)
                    shutil.rmtree(index_path(old.path), ignore_errors=True)
                del self._old[:-1]
            return True

    def _make_ready(self, reader: Reader) -> None:
        reader.warm = True
        reader.index()
        self.prepare(reader)  # what everybody asks for first, so that nobody waits for it

    def take_review(self, review: Review) -> bool:
        """Put a review into the record, or, while a build holds it, into the file that waits. True for the first."""
        with self._lock:
            before = self.mark()
            try:
                with Record(self.source, write=True) as record:
                    append(record, [review])
                    apply_now(record, review)
                written = True
            except RecordError:
                spool(self.source, review)
                written = False
            # What others have written since our copy was taken still has to be fetched.
            known = before == self.current.version
            self.current.apply(review, self.mark() if known and written else self.current.version)
            self._since.append(review)
            return written

    def bring_in(self) -> int:
        """Move reviews that waited for a build into the record, now that it is free. Returns their number."""
        waiting = spool_path(self.source)
        if not waiting.exists():
            return 0
        with self._lock, contextlib.suppress(RecordError), Record(self.source, write=True) as record:
            reviews = from_jsonl(waiting.read_text(encoding="utf-8"), str(waiting))
            append(record, reviews)
            for review in reviews:
                apply_now(record, review)
            waiting.unlink()
            return len(reviews)
        return 0

    def _watch(self) -> None:
        while True:
            try:
                self.bring_in()
                self.refresh()
                if not self.current.warm:
                    self._make_ready(self.current)
                self.ready.set()
            except Exception as error:  # pages go on with the copy they have; the next look may go well
                print(f"greffier: looking after the record: {type(error).__name__}: {error}", file=sys.stderr, flush=True)
            if self._stop.wait(_LOOK_EVERY):
                return

    def close(self) -> None:
        """Remove the copies."""
        self._stop.set()
        self._thread.join(timeout=_LOOK_EVERY)
        for reader in [*self._old, self.current]:
            reader.record.close()
        shutil.rmtree(self.folder, ignore_errors=True)

