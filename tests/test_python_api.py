"""greffier from Python: the record as frames, a reading in a notebook, a component in a spaCy pipeline."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

import greffier
from greffier import Article, Reading, Record, read
from greffier.errors import UsageError
from greffier.ingest.raw import Options
from greffier.ingest.sources import read_inputs
from greffier.run.build import build

from .conftest import ROOT

TEXT = "Moscou a accusé vendredi Washington de préparer un coup d'Etat. « <script>alert(1)</script> », a dit le ministre."


def test_the_public_names_are_exactly_these() -> None:
    assert greffier.__all__ == ["Article", "Reading", "Record", "read", "read_many"]
    assert all(getattr(greffier, name) for name in greffier.__all__)
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = greffier.nothing


@pytest.mark.parametrize("library", ["pandas", "polars", "arrow"])
def test_frames(library: str, tmp_path: Path) -> None:
    build(tmp_path / "r.duckdb", read_inputs([str(ROOT / "examples" / "15-bolton-warning.en.txt")], Options()))
    with Record(tmp_path / "r.duckdb") as record:
        assert len(record.frame("facts", library)) == record.one("SELECT count(*) FROM facts")
        assert len(record.frame("SELECT 1 AS x", library)) == 1
        with pytest.raises(UsageError, match="does not understand"):
            record.frame("nothing", library)


def test_a_reading_shows_itself_without_script(reading_of: Callable[..., Reading]) -> None:
    shown = reading_of(TEXT)._repr_html_()
    assert "ACCUSE" in shown
    assert "RUS → USA" in shown
    assert "<script" not in shown


def test_a_component_of_a_spacy_pipeline() -> None:
    import spacy

    nlp = spacy.blank("fr")
    nlp.add_pipe("greffier", config={"published": "2019-03"})
    assert nlp(TEXT)._.greffier == read(Article(TEXT, language="fr", published="2019-03"))
    assert nlp("")._.greffier is None
