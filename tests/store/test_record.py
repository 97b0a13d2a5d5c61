"""A record that cannot be used says why, and what to do."""

from __future__ import annotations

import shutil
from pathlib import Path

import duckdb
import pytest

from greffier.errors import RecordError
from greffier.ingest.raw import Options
from greffier.ingest.sources import read_inputs
from greffier.review.log import add_review
from greffier.run.build import build, finish
from greffier.store.record import Record, migrations
from greffier.store.search import Filters, search

from ..conftest import ROOT

NAMES = ("11-russian-planes.en.txt", "12-avions-russes.fr.txt", "15-bolton-warning.en.txt")


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


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A record of some examples, as this greffier builds it."""
    path = tmp_path_factory.mktemp("built") / "now.duckdb"
    build(path, read_inputs([str(ROOT / "examples" / name) for name in NAMES], Options()))
    return path


def of_schema(version: int, now: Path, path: Path) -> Path:
    """The same record as an older greffier wrote it: the tables and columns of that schema with what they held."""
    with duckdb.connect(str(path)) as old:
        old.execute("CREATE TABLE meta (key VARCHAR PRIMARY KEY, value VARCHAR NOT NULL)")
        for sql in migrations()[:version]:
            old.execute(sql)
        old.execute("INSERT INTO meta VALUES ('schema', ?)", [str(version)])
        old.execute(f"ATTACH '{now}' AS now (READ_ONLY)")
        tables = old.execute("SELECT table_name FROM information_schema.tables WHERE table_catalog = current_catalog() AND table_name <> 'meta'")
        for (table,) in tables.fetchall():
            columns = old.execute("SELECT column_name FROM information_schema.columns WHERE table_catalog = current_catalog() "
                                  "AND table_name = ? ORDER BY ordinal_position", [table]).fetchall()  # fmt: skip
            names = ", ".join(f'"{name}"' for (name,) in columns)
            old.execute(f"INSERT INTO {table} ({names}) SELECT {names} FROM now.{table}")
    return path


def contents(path: Path) -> dict[str, list[object]]:
    with Record(path) as record:
        tables = [row[0] for row in record.rows("SELECT table_name FROM information_schema.tables ORDER BY 1")]
        return {table: sorted(record.rows(f"FROM {table}"), key=repr) for table in tables}


@pytest.mark.parametrize("version", range(1, len(migrations())))
def test_a_record_of_each_past_schema_with_articles_and_reviews_becomes_what_this_one_builds(
    version: int, built: Path, tmp_path: Path
) -> None:
    reviewed = tmp_path / "reviewed.duckdb"
    shutil.copy(built, reviewed)
    with Record(reviewed, write=True) as record:
        add_review(record, "correct", record.one("SELECT min(event_id) FROM facts"), who="A", reason="read", field="type", value="AID")
        finish(record)
    newest = built if version == 1 else reviewed  # the first schema had no reviews
    old = of_schema(version, newest, tmp_path / "old.duckdb")
    with Record(old) as record:  # opened to be read only, and migrated
        assert record.one("SELECT value FROM meta WHERE key = 'schema'") == str(len(migrations()))
        assert record.one("SELECT count(*) FROM events") > 10
        assert record.unfinished == (version == 1)
    if version >= 2:  # what was derived is there at once, with all summaries
        assert contents(old) == contents(newest)
    progress = build(old, read_inputs([str(ROOT / "examples" / name) for name in NAMES], Options()))
    assert progress.merged == 0  # nothing is read again
    assert contents(old) == contents(newest)
    assert search(old, "avions", Filters())[0] == search(built, "avions", Filters())[0] > 0


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
