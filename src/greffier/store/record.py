"""The record: opened, migrated, asked, and written by one writer.

Every merge is one transaction: a run killed at any moment leaves the record as it was before or after that merge.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from greffier.errors import InputError, RecordError

if TYPE_CHECKING:
    import duckdb

# Rows of these belong to one article and are merged with it.
TABLES = ("times", "joint_readings", "places", "actors", "mentions", "quotes", "events", "event_sides", "articles")


def migrations() -> list[str]:
    """The SQL of all migrations, in order; the number of a migration is its place."""
    folder = files("greffier.store") / "migrations"
    named = sorted((f for f in folder.iterdir() if f.name.endswith(".sql")), key=lambda f: f.name)
    return [f.read_text(encoding="utf-8") for f in named]


class Record:
    """An open record. Use it as a context manager, or close it.

    Raises RecordError, in one sentence, when the file is no record, newer than this program, damaged, or in use.
    """

    def __init__(self, path: str | Path, *, write: bool = False) -> None:
        self.path = Path(path)
        if not write and not self.path.exists():
            raise RecordError(f"{path}: there is no such record; make one with `greffier build INPUT… -o {path}`")
        self.connection = _connect(self.path, write)
        self._bring_up_to_date(write)

    def __enter__(self) -> Record:
        return self

    def __exit__(self, *ignored: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        self.connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        return self.connection.execute(sql, list(parameters)).fetchall()

    def one(self, sql: str, parameters: Sequence[Any] = ()) -> Any:
        """The first value of the first row, None where there is none."""
        row = self.connection.execute(sql, list(parameters)).fetchone()
        return row[0] if row else None

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
            self.connection.execute("INSERT OR REPLACE INTO meta VALUES ('schema', ?)", [str(len(wanted))])

    def transaction(self) -> _Transaction:
        """`with record.transaction():` all or nothing. Raises RecordError when the disk is full or read-only."""
        return _Transaction(self)

    def merge(self, parts: Sequence[Path]) -> int:
        """Merge folders of rows that `run.parts.write_part` wrote. Returns the number of articles that were new."""
        with self.transaction():
            before = self.one("SELECT count(*) FROM articles")
            for table in TABLES:
                self._insert_new(table, [p / f"{table}.jsonl" for p in parts])
            self._note_rejects(_existing(p / "rejects.jsonl" for p in parts))
            self.connection.executemany(
                "INSERT OR IGNORE INTO parts VALUES (?, ?)",
                [[p.name, sum(1 for _ in (p / "articles.jsonl").open("rb"))] for p in parts],
            )
            return int(self.one("SELECT count(*) FROM articles") - before)

    def _insert_new(self, table: str, candidates: Iterable[Path]) -> None:
        """Rows of articles that the record does not hold yet; `articles` itself comes last."""
        sources = _existing(candidates)
        if not sources:
            return
        columns = self._columns(table)
        self.connection.execute(
            f"INSERT INTO {table} BY NAME SELECT * FROM read_json(?, format = 'newline_delimited', columns = {columns}, "
            f"maximum_object_size = 67108864) WHERE article_id NOT IN (SELECT article_id FROM articles)",
            [sources],
        )

    def _columns(self, table: str) -> str:
        described = self.rows(
            "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position",
            [table],
        )
        return "{" + ", ".join(f"'{name}': '{kind}'" for name, kind in described) + "}"

    def _note_rejects(self, sources: list[str]) -> None:
        if sources:
            self.connection.execute(
                "INSERT OR REPLACE INTO rejects SELECT origin, reason FROM "
                "read_json(?, format = 'newline_delimited', columns = {'origin': 'VARCHAR', 'reason': 'VARCHAR'})",
                [sources],
            )
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
        try:
            self.record.connection.execute("ROLLBACK")
        except duckdb.Error:
            pass  # a fatal error has already ended the transaction; the file keeps its last commit
        if isinstance(error, duckdb.IOException | duckdb.FatalException | duckdb.OutOfMemoryException):
            raise RecordError(
                f"{self.record.path}: the record could not be written ({_short(error)}); free disk space or memory, "
                "then call again: what was merged before is kept"
            ) from None
        if kind is None and error is not None:
            raise error


def _connect(path: Path, write: bool) -> duckdb.DuckDBPyConnection:
    import duckdb

    if path.is_dir():
        raise RecordError(f"{path}: this is a folder; give the name of a file, for instance {path / 'news.duckdb'}")
    try:
        return duckdb.connect(str(path), read_only=not write)
    except duckdb.Error as error:
        text = str(error)
        if "lock" in text.lower():
            raise RecordError(f"{path}: another greffier is using this record; wait until it has finished") from None
        if isinstance(error, duckdb.IOException) and ("ermission" in text or "ead-only" in text or "annot open" in text):
            raise RecordError(f"{path}: cannot be opened here ({_short(error)}); is the folder there and writable?") from None
        raise RecordError(
            f"{path}: this file is no record, or it is damaged ({_short(error)}); "
            "restore it from a copy, or build it again from the articles"
        ) from None


def _short(error: BaseException) -> str:
    return str(error).strip().split("\n")[0][:200]


def _existing(candidates: Iterable[Path]) -> list[str]:
    return [str(path) for path in candidates if path.exists() and path.stat().st_size]
