"""A large record, fast: a small one is built as any other, then its rows are repeated by SQL, each time on other days.

Ids are hashed anew each time, so all joins hold. What is read and linked costs minutes for a hundred thousand articles
(`make bench-record` measures that); repeating rows costs seconds, and pages cannot tell the difference.
"""

from __future__ import annotations

from pathlib import Path

from greffier.run.build import finish
from greffier.store.record import TABLES, Record
from greffier.store.search import rebuild
from greffier.store.summary import summarise

BASE = 2_000  # articles that are linked in earnest
_DERIVED = ("copies", "event_links", "narrowings", "facts", "fact_days")
_IDS = {"article_id", "time_id", "place_id", "actor_id", "quote_id", "event_id", "link_id", "first_id", "claimed_by", "because", "id"}
_DATES = {"published", "when", "edtf", "said", "was", "now"}
_DAYS_LATER = "(turn * 11 % 3000)::INTEGER"


def repeat(record: Record, count: int) -> None:
    """Repeat what a derived record holds until it has `count` articles; its summaries and its index are made anew."""
    there = record.one("SELECT count(*) FROM articles")
    with record.transaction():
        record.connection.execute("CREATE TEMP TABLE originals AS SELECT article_id, row_number() OVER (ORDER BY article_id) AS number FROM articles")
        for table in (*TABLES, *_DERIVED):
            _repeat(record, table, count, there)
        summarise(record)
    rebuild(record)
    record.connection.execute("CHECKPOINT")


def _repeat(record: Record, table: str, count: int, there: int) -> None:
    columns = record.rows(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = ? ORDER BY ordinal_position", [table]
    )
    article = "t" if any(name == "article_id" for name, _ in columns) else "e"
    whose = "" if article == "t" else "JOIN events e USING (event_id)"
    record.connection.execute(
        f"INSERT INTO {table} SELECT {', '.join(_again(*column) for column in columns)} FROM {table} t {whose} "
        f"JOIN originals o ON o.article_id = {article}.article_id, range(1, {-(-count // there)}) AS r(turn) "
        f"WHERE turn * {there} + o.number <= {count}"
    )


def _again(name: str, kind: str) -> str:
    """A column of a row that is repeated."""
    column = f't."{name}"'
    if name in _IDS:
        return f"substr(md5({column} || turn), 1, 20)"
    if kind == "DATE":
        return f"{column} + {_DAYS_LATER}"
    if name in _DATES:
        return f"coalesce((TRY_CAST({column} AS DATE) + {_DAYS_LATER})::VARCHAR, {column})"
    return column


def large(path: Path, parts: list[Path], count: int) -> None:
    """A record of `count` articles at `path`, from folders of rows of at most BASE of them."""
    with Record(path, write=True) as record:
        record.merge(parts)
        finish(record)
        if count > record.one("SELECT count(*) FROM articles"):
            repeat(record, count)
