"""One event, many articles: linked, dated by each other, and undone when an article leaves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from greffier.export.rows import export_events
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


AGENCY = (
    "CARACAS, 29 mars 2019 - La Russie a accusé vendredi les Etats-Unis de préparer un coup d'Etat au Venezuela. Le ministre russe des "
    "Affaires étrangères, Sergueï Lavrov, a déclaré que Moscou ne retirerait pas ses militaires. Les Etats-Unis ont rejeté ces propos. "
    "Le président Nicolas Maduro a remercié ses alliés lors d'une allocution à la télévision d'Etat, devant des officiers de l'armée."
)
OWN = (
    "Sergueï Lavrov n'a pas mâché ses mots : la Russie a accusé vendredi 29 mars 2019 les Etats-Unis de préparer un coup d'Etat au Venezuela. "
    "Notre correspondant à Moscou y voit un tournant. Au marché, les gens parlent d'autre chose."
)


def test_agency_copy_in_many_outlets_is_one_source_and_reports_of_ones_own_are_several(tmp_path: Path) -> None:
    """Exact copies, shortened, with another title and a line of the outlet's own; and two reports that nobody copied."""
    printed = {
        "agency": ("Agence", AGENCY), "whole": ("Le Matin", AGENCY), "cut": ("La Gazette", AGENCY.rsplit(". ", 1)[0] + "."),
        "touched": ("L'Écho", AGENCY.replace("CARACAS, 29 mars 2019 - ", "") + " (avec Agence)"),
        "own": ("Le Courrier", OWN),
    }  # fmt: skip
    build(tmp_path / "r.duckdb", [Article(text, name, "fr", "2019-03-29" if name == "agency" else "2019-03-30", name, outlet, where=name)
                                  for name, (outlet, text) in printed.items()])  # fmt: skip
    with Record(tmp_path / "r.duckdb") as record:
        copies = record.rows("SELECT a.name, f.name, similarity FROM copies c JOIN articles a USING (article_id) "
                             "JOIN articles f ON f.article_id = c.first_id ORDER BY 1")  # fmt: skip
        assert [(name, first) for name, first, _ in copies] == [("cut", "agency"), ("touched", "agency"), ("whole", "agency")]
        assert all(0.5 <= alike <= 1 for *_, alike in copies)
        accused = record.rows("SELECT name, link_id, source_id FROM facts JOIN articles USING (article_id) WHERE type = 'ACCUSE' "
                              "AND list_contains(actors, 'RUS') AND list_contains(recipients, 'USA') ORDER BY name")  # fmt: skip
        assert [name for name, *_ in accused] == ["agency", "cut", "own", "touched", "whole"]  # every mention is kept
        assert len({link for _, link, _ in accused}) == 1  # counted once
        assert {source for *_, source in accused} == {"Agence", "Le Courrier"}  # of two sources
        assert record.one("SELECT count(*) FROM facts WHERE rank = 1 AND link_id = ?", [accused[0][1]]) == 1
        (event,) = [e for e in export_events(record) if e.link_id == accused[0][1]]
        assert (event.tellings, event.articles, event.sources) == (5, 5, 2)
