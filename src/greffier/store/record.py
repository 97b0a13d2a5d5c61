"""The record: opened, migrated, asked, and written by one writer.

Every merge is one transaction: a run killed at any moment leaves the record as it was before or after that merge.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from contextlib import suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greffier.errors import InputError, RecordError
from greffier.store.summary import summarise

if TYPE_CHECKING:
    import duckdb

_DERIVED_SINCE = 2  # the schema from which on a record holds what follows from its articles
_A_WHILE = 0.25  # seconds between two tries
# Rows of these belong to one article and are merged with it.
TABLES = ("times", "joint_readings", "places", "actors", "mentions", "quotes", "events", "event_sides", "signatures",
          "articles")


def migrations() -> list[str]:
    """The SQL of all migrations, in order; the number of a migration is its place."""
    folder = files("greffier.store") / "migrations"
    named = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [f.read_text(encoding="utf-8") for f in named]


class Record:
    """An open record. Use it as a context manager, or close it.

    Raises RecordError, in one sentence, when the file is no record, newer than this program, damaged, or in use.
    """

    def __init__(self, path: str | Path, *, write: bool = False, patience: float = 0.0) -> None:
        """Open a record. `patience`: seconds to wait while another process holds it (a server copies it in one)."""
        self.path = Path(path)
        if not write and not self.path.exists():
            raise RecordError(f"{path}: there is no such record; make one with `greffier build INPUT… -o {path}`")
        self.connection = _connect(self.path, write, patience)
        self._bring_up_to_date(write)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *ignored: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query. Raises RecordError when the file is damaged."""
        import duckdb

        try:
            return self.connection.execute(sql, parameters if isinstance(parameters, dict) else list(parameters)).fetchall()
        except (duckdb.IOException, duckdb.FatalException, duckdb.SerializationException) as error:
            raise _damaged(self.path, error) from None

    def one(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first value of the first row, None where there is none."""
        rows = self.rows(sql, parameters)
        return rows[0][0] if rows else None

    def frame(self, table_or_sql: str, library: str = "pandas") -> Any:
        """A table or the answer to a query as a data frame of pandas, polars or arrow. Raises UsageError."""
        from greffier.store.frames import frame

        return frame(self, table_or_sql, library)

    def _bring_up_to_date(self, write: bool) -> None:
        wanted = migrations()
        tables = {row[0] for row in self.rows("SELECT table_name FROM information_schema.tables")}
        if tables and "meta" not in tables:
            raise RecordError(f"{self.path}: this is a DuckDB file but no record; give another name with -o")
        version = int(self.one("SELECT value FROM meta WHERE key = 'schema'")) if tables else 0
        if version > len(wanted):
            raise RecordError(
                f"{self.path}: made by a newer greffier (schema {version}, this one knows {len(wanted)}); "
                "update greffier, or build the record again"
            )
        if version == len(wanted):
            return
        if not write:
            self.close()
            with Record(self.path, write=True):
                pass
            self.connection = _connect(self.path, write=False)
            return
        with self.transaction():
            if not tables:
                self.connection.execute("CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
            for sql in wanted[version:]:
                self.connection.execute(sql)
            if tables:
                summarise(self)
            if 0 < version < _DERIVED_SINCE:
                self.mark_unfinished()  # what follows from its articles was never made; the next build does it
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('schema', ?)", [str(len(wanted))])

    def transaction(self) -> _Transaction:
        """`with record.transaction():` all or nothing. Raises RecordError when the disk is full or read-only."""
        return _Transaction(self)

    def merge(self, parts: Sequence[Path], *, replace: bool = False) -> int:
        """Merge folders of rows that `run.parts.write_part` wrote. Returns the number of articles merged.

        Articles that the record holds already are left as they are, or read anew in their place with `replace`.
        """
        with self.transaction():
            if replace:
                self._forget(f"SELECT article_id FROM {_read('articles', parts, self._columns('articles'))}")
            before = self.one("SELECT count(*) FROM articles")
            for table in TABLES:
                self._insert_new(table, parts)
            self._note_rejects(parts)
            merged = int(self.one("SELECT count(*) FROM articles") - before)
            if merged or replace:
                self.mark_unfinished()
            return merged

    def remove(self, articles: Sequence[str]) -> int:
        """Take articles out, with all that was read from them. Returns how many there were."""
        with self.transaction():
            before = self.one("SELECT count(*) FROM articles")
            ids = ", ".join("?" for _ in articles)
            self._forget(f"SELECT article_id FROM articles WHERE article_id IN ({ids}) OR name IN ({ids})", [*articles] * 2)
            removed = int(before - self.one("SELECT count(*) FROM articles"))
            if removed:
                self.mark_unfinished()
            return removed

    @property
    def unfinished(self) -> bool:
        """Whether articles came or went and what follows from them has not been made anew: a run was stopped there."""
        return bool(self.one("SELECT 1 FROM meta WHERE key = 'unfinished'"))

    def mark_unfinished(self, unfinished: bool = True) -> None:
        """Note that what follows from the articles must be made anew, or that it has been."""
        sql = "INSERT OR REPLACE INTO meta VALUES ('unfinished', 'yes')" if unfinished else "DELETE FROM meta WHERE key = 'unfinished'"
        self.connection.execute(sql)

    def _forget(self, which: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> None:
        self.connection.execute(f"CREATE OR REPLACE TEMP TABLE leaving AS {which}", list(parameters))
        for table in TABLES:
            self.connection.execute(f"DELETE FROM {table} WHERE article_id IN (FROM leaving)")

    def _insert_new(self, table: str, parts: Sequence[Path]) -> None:
        """Rows of articles that the record does not hold yet; `articles` itself comes last."""
        source = _read(table, parts, self._columns(table))
        if source:
            self.connection.execute(
                f"INSERT INTO {table} BY NAME SELECT * FROM {source} "
                "WHERE article_id NOT IN (SELECT article_id FROM articles)"
            )

    def _columns(self, table: str) -> str:
        described = self.rows(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position",
            [table],
        )
        return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in described) + "}"

    def _note_rejects(self, parts: Sequence[Path]) -> None:
        source = _read("rejects", parts, "{'origin': 'VARCHAR', 'reason': 'VARCHAR'}")
        if source:
            self.connection.execute(f"INSERT OR REPLACE INTO rejects SELECT origin, reason FROM {source}")
        self.connection.execute("DELETE FROM rejects WHERE origin IN (SELECT origin FROM articles)")

    def reject(self, errors: Iterable[InputError]) -> None:
        """Keep inputs that could not be read, with the reason."""
        rows = [[error.where, error.reason] for error in errors]
        if rows:
            with self.transaction():
                self.connection.executemany("INSERT OR REPLACE INTO rejects VALUES (?, ?)", rows)


class _Transaction:
    def __init__(self, record: Record) -> None:
        self.record = record

    def __enter__(self) -> None:
        self.record.connection.execute("BEGIN")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        import duckdb

        if kind is None:
            try:
                self.record.connection.execute("COMMIT")
                return
            except duckdb.Error as failed:
                error = failed
        with suppress(duckdb.Error):  # a fatal error has already ended the transaction; the file keeps its last commit
            self.record.connection.execute("ROLLBACK")
        if isinstance(error, duckdb.IOException | duckdb.FatalException | duckdb.OutOfMemoryException):
            raise RecordError(
                f"{self.record.path}: the record could not be written ({_short(error)}); free disk space or memory, "
                "then call again: what was merged before is kept"
            ) from None
        if kind is None and error is not None:
            raise error


def _connect(path: Path, write: bool, patience: float = 0.0) -> duckdb.DuckDBPyConnection:
    import duckdb

    if path.is_dir():
        raise RecordError(f"{path}: this is a folder; give the name of a file, for instance {path / 'news.duckdb'}")
    try:
        return duckdb.connect(str(path), read_only=not write)
    except duckdb.InterruptException:
        raise KeyboardInterrupt from None
    except duckdb.Error as error:
        text = str(error)
        if "lock" in text.lower() and patience > 0:
            time.sleep(_A_WHILE)
            return _connect(path, write, patience - _A_WHILE)
        if "lock" in text.lower():
            raise RecordError(f"{path}: another greffier is using this record; wait until it has finished") from None
        if isinstance(error, duckdb.IOException) and ("ermission" in text or "ead-only" in text or "annot open" in text):
            raise RecordError(f"{path}: cannot be opened here ({_short(error)}); is the folder there and writable?") from None
        raise _damaged(path, error) from None


def _damaged(path: Path, error: BaseException) -> RecordError:
    return RecordError(
        f"{path}: this file is no record, or it is damaged ({_short(error)}); "
        "restore it from a copy, or build it again from the articles"
    )


def _short(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:200]


def _read(table: str, parts: Sequence[Path], columns: str) -> str:
    """SQL that reads one table's rows from the folders of parts; empty where no folder has any."""
    files_ = [str(part / f"{table}.jsonl") for part in parts]
    held = [name.replace("'", "''") for name in files_ if Path(name).exists() and Path(name).stat().st_size]
    names = ", ".join(f"'{name}'" for name in held)
    return (
        f"read_json([{names}], format = 'newline_delimited', columns = {columns}, maximum_object_size = 67108864)"
        if held
        else ""
    )
