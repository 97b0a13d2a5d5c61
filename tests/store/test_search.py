"""Search: any form of a word, every filter, an index that can be thrown away, and one that follows each build."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from greffier.cli import main
from greffier.errors import RecordError
from greffier.model import Article
from greffier.run.build import build
from greffier.store.record import Record
from greffier.store.search import Filters, index_path, search

ARTICLES = [
    Article("Deux avions militaires russes ont atterri le 23 mars 2019 à Caracas. Le général vénézuélien Padrino a déclaré vendredi "
            "que « personne ne doit s'inquiéter ».", "planes", "fr", "2019-03-29", "Des avions à Caracas", "Le Greffier", where="1"),
    Article("Moscow accused Washington of preparing a coup on Friday. The United States sanctioned Venezuela on 28 January 2019.", "coup",
            "en", "2019-04-05", "A warning", "The Clerk", where="2"),
]  # fmt: skip


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("search") / "r.duckdb"
    build(path, ARTICLES)
    return path


@pytest.fixture(scope="module")
def record(path: Path) -> Iterator[Record]:
    with Record(path) as opened:
        yield opened


def found(path: Path, words: str = "", **filters: Any) -> set[str]:
    """Kinds and names of the articles of what is found."""
    count, hits = search(path, words, Filters(**filters), 100)
    assert count == len(hits)
    with Record(path) as record:
        names = dict(record.rows("SELECT article_id, name FROM articles"))
    return {f"{hit.kind} {names[hit.article_id]}" for hit in hits}


@pytest.mark.parametrize(
    ("words", "article"),
    [("avion", "planes"), ("militaire", "planes"), ("general", "planes"), ("GÉNÉRAL", "planes"), ("déclarer", "planes"), ("accuses", "coup"),
     ("preparation", "coup"), ("pipeline", ""), ("sanctions", "coup"), ('"avions militaires"', "planes"), ('"militaires avions"', ""), ("avions -russes", "")],
)  # fmt: skip
def test_words_in_any_form_with_or_without_accents(words: str, article: str, path: Path) -> None:
    assert {name.split()[1] for name in found(path, words)} == ({article} if article else set())


@pytest.mark.parametrize(
    ("filters", "event", "other"),
    [
        ({"actor": "RUS"}, "planes", None),
        ({"pair": ("VEN", "RUS")}, "planes", "coup"),
        ({"pair": ("USA", "RUS")}, "coup", "planes"),
        ({"type": "SANCTION"}, "coup", "planes"),
        ({"place": "caracas"}, "planes", "coup"),
        ({"modality": "asserted"}, "coup", None),
        ({"first_day": date(2019, 3, 20), "last_day": date(2019, 3, 24)}, "planes", None),
        ({"language": "en"}, "coup", "planes"),
    ],
    ids=lambda value: "+".join(value) if isinstance(value, dict) else "",
)
def test_every_filter_holds(filters: dict[str, Any], event: str, other: str | None, path: Path, record: Record) -> None:
    hits = found(path, kind="event", **filters)
    assert f"event {event}" in hits
    assert f"event {other}" not in hits
    for hit in search(path, "", Filters(kind="event", **filters), 100)[1]:
        (row,) = record.rows("SELECT type, modality, actors || recipients, p.name, first_day, last_day FROM facts f "
                             "LEFT JOIN places p USING (place_id) WHERE f.event_id = ?", [hit.id])  # fmt: skip
        type_, modality, countries, place, first, last = row
        assert filters.get("actor", "RUS" if "RUS" in countries else None) in [*countries, None]
        assert set(filters.get("pair", ())) <= set(countries)
        assert filters.get("type", type_) == type_
        assert filters.get("modality", modality) == modality
        assert "place" not in filters or place == "Caracas"
        assert "first_day" not in filters or ((last is None or last >= filters["first_day"]) and (first is None or first <= filters["last_day"]))


@pytest.mark.parametrize("filters", [{"place": "Kyiv"}, {"actor": "CHN"}, {"modality": "negated"}, {"type": "AID"},
                                     {"kind": "event", "first_day": date(1999, 1, 1), "last_day": date(1999, 12, 31), "type": "SANCTION"}])  # fmt: skip
def test_a_filter_that_nothing_fits_finds_nothing(filters: dict[str, Any], path: Path) -> None:
    assert found(path, **filters) == set()


def test_a_speaker_is_found_by_a_part_of_the_name(path: Path) -> None:
    assert found(path, speaker="padrino", kind="quote") == {"quote planes"}


def test_the_index_can_be_thrown_away_and_made_again(path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    copy = tmp_path / "copy.duckdb"
    shutil.copy(path, copy)
    with pytest.raises(RecordError, match=r"no search index.*greffier index"):
        search(copy, "avion", Filters())
    assert main(["index", str(copy)]) == 0
    assert found(copy, "avion") == found(path, "avion")
    index_path(copy).joinpath("meta.json").write_text("{", encoding="utf-8")  # damaged
    with pytest.raises(RecordError, match="greffier index"):
        search(copy, "avion", Filters())
    capsys.readouterr()


def test_each_build_brings_the_index_up_to_date(path: Path, tmp_path: Path) -> None:
    copy = tmp_path / "grown.duckdb"
    shutil.copy(path, copy)
    shutil.copytree(index_path(path), index_path(copy))
    assert found(copy, "gazoduc") == set()
    build(copy, [Article("Moscou a fermé un gazoduc vers Kiev.", "gas", "fr", "2019-05-01", where="3")])
    assert "article gas" in found(copy, "gazoduc")
    assert found(copy, "avion") == found(path, "avion")


def test_the_command_takes_all_filters(path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["search", str(path), "avions", "--kind", "event", "--actor", "RUS", "--type", "MOBILIZE", "--modality", "asserted", "--place",
             "Caracas", "--from", "2019-03-01", "--to", "2019-03-31", "--language", "fr"]  # fmt: skip
    assert main([*words]) == 0
    out = capsys.readouterr().out
    assert out.startswith("1 found")
    assert "MOBILIZE  RUS → VEN  asserted" in out
    assert main(["search", str(path), "--pair", "USA", "VEN", "--json"]) == 0
    assert '"kind": "event"' in capsys.readouterr().out
    assert main(["search", str(path), "x", "--from", "soon"]) == 2
    assert "is no day" in capsys.readouterr().err
