"""One event, many articles: linked, dated by each other, and undone when an article leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from greffier.model import Article
from greffier.run.build import build, finish
from greffier.store.record import Record

VAGUE = "date 2019-03 Deux avions militaires russes ont atterri samedi à l'aéroport international de Caracas."
FULL = "Two Russian military planes landed on Saturday 23 March 2019 at the international airport of Caracas."
OTHER = "Moscou accuse Kiev de préparer une attaque."


@pytest.fixture
def record(tmp_path: Path) -> Iterator[Record]:
    articles = [
        Article(VAGUE, "vague", where="1"), Article(FULL, "full", published="2019-03-25", where="2"),
        Article(OTHER, "other", published="2019-03-25", where="3"), Article(FULL + " ", "copy", published="2019-03-26", where="4"),
    ]  # fmt: skip
    build(tmp_path / "r.duckdb", articles)
    with Record(tmp_path / "r.duckdb", write=True) as opened:
        yield opened


def landings(record: Record) -> list[tuple[str, str, str]]:
    """Link, article and date of each telling of the landing."""
    return record.rows(
        'SELECT link_id, name, "when" FROM facts JOIN articles USING (article_id) WHERE list_contains(actors, \'RUS\') '
        "AND list_contains(recipients, 'VEN') ORDER BY name"
    )


def test_two_languages_tell_one_landing_on_one_day(record: Record) -> None:
    found = landings(record)
    assert [name for _, name, _ in found] == ["copy", "full", "vague"]
    assert len({link for link, _, _ in found}) == 1
    assert {when for _, _, when in found} == {"2019-03-23"}


def test_the_narrowing_says_what_it_was_and_who_settled_it(record: Record) -> None:
    (row,) = record.rows("SELECT was, now, a.name FROM narrowings JOIN events e ON e.event_id = because "
                         "JOIN articles a ON a.article_id = e.article_id WHERE kind = 'event'")  # fmt: skip
    assert row[0] == "[2019-02-23,2019-03-02,2019-03-09,2019-03-16,2019-03-23,2019-03-30]"
    assert row[1] == "2019-03-23"
    assert row[2] in ("full", "copy")


def test_the_narrowing_goes_with_the_article(record: Record) -> None:
    record.remove(["full", "copy"])
    finish(record)
    ((_, name, when),) = landings(record)
    assert (name, when) == ("vague", "[2019-02-23,2019-03-02,2019-03-09,2019-03-16,2019-03-23,2019-03-30]")
    assert record.rows("FROM narrowings") == []


def test_a_copy_counts_as_one_source(record: Record) -> None:
    assert record.rows("SELECT a.name, f.name FROM copies c JOIN articles a USING (article_id) JOIN articles f ON f.article_id = c.first_id") == [
        ("copy", "full")
    ]
    sources = record.one("SELECT count(DISTINCT source_id) FROM facts WHERE link_id = ?", [landings(record)[0][0]])
    assert sources == 2


def test_other_events_are_not_linked(record: Record) -> None:
    link = landings(record)[0][0]
    assert record.one("SELECT count(*) FROM facts JOIN articles USING (article_id) WHERE name = 'other' AND link_id = ?", [link]) == 0
