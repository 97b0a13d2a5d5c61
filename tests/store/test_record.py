"""A record that cannot be used says why, and what to do."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from greffier.errors import RecordError
from greffier.store.record import Record, migrations


def test_a_new_record_has_all_migrations(tmp_path: Path) -> None:
    with Record(tmp_path / "r.duckdb", write=True) as record:
        assert record.one("SELECT value FROM meta WHERE key = 'schema'") == str(len(migrations()))


@pytest.mark.parametrize("version", range(1, len(migrations())))
def test_a_record_of_each_past_schema_opens_and_migrates(version: int, tmp_path: Path) -> None:
    path = tmp_path / "old.duckdb"
    with duckdb.connect(str(path)) as old:
        old.execute("CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
        for sql in migrations()[:version]:
            old.execute(sql)
        old.execute("INSERT INTO meta VALUES ('schema', ?)", [str(version)])
        old.execute("INSERT INTO rejects VALUES ('a.txt', 'kept')")
    with Record(path) as record:
        assert record.one("SELECT value FROM meta WHERE key = 'schema'") == str(len(migrations()))
        assert record.one("SELECT reason FROM rejects") == "kept"


def test_a_record_of_a_newer_greffier(tmp_path: Path) -> None:
    path = tmp_path / "new.duckdb"
    with Record(path, write=True) as record:
        record.connection.execute("UPDATE meta SET value = '99' WHERE key = 'schema'")
    with pytest.raises(RecordError, match=r"newer greffier.*update greffier"):
        Record(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [(b"this is no database", "no record, or it is damaged"), (b"", r"no record|damaged|no such")],
)
def test_a_file_that_is_no_record(content: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "wrong.duckdb"
    path.write_bytes(content)
    with pytest.raises(RecordError, match=words):
        Record(path)


def test_a_truncated_record(tmp_path: Path) -> None:
    path = tmp_path / "cut.duckdb"
    with Record(path, write=True) as record:
        record.connection.execute("INSERT INTO rejects SELECT range::VARCHAR, repeat('x', 100) FROM range(50000)")
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 3])
    with pytest.raises(RecordError, match=r"damaged.*restore"), Record(path) as record:
        record.rows("FROM rejects")


def test_another_duckdb_file_is_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "other.duckdb"
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE mine (x INTEGER)")
    with pytest.raises(RecordError, match="no record; give another name"):
        Record(path, write=True)


@pytest.mark.parametrize(("name", "words"), [("nowhere.duckdb", "greffier build"), (".", "this is a folder")])
def test_a_name_that_is_no_file(name: str, words: str, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=words):
        Record(tmp_path / name)


def test_a_folder_that_does_not_exist(tmp_path: Path) -> None:
    with pytest.raises(RecordError):
        Record(tmp_path / "no" / "r.duckdb", write=True)
