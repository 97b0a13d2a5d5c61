"""The gate where the gold of others is absent: it says so, measures our own gold, and fails when a floor of that sinks."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import pytest

from ..conftest import ROOT

OWN = ROOT / "tests" / "cases" / "gold"


@pytest.fixture
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """eval/gate.py in a checkout without ../shared, with floors of its own and one short file of gold."""
    spec = importlib.util.spec_from_file_location("gate", ROOT / "eval" / "gate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    own = tmp_path / "own"
    own.mkdir()
    (own / "times.jsonl").write_bytes((OWN / "times.jsonl").read_bytes())
    monkeypatch.setattr(module, "SHARED", tmp_path / "shared" / "gold")
    monkeypatch.setattr(module, "OWN", own)
    monkeypatch.setattr(module, "FLOORS", tmp_path / "floors.json")
    return module


def floors(gate: ModuleType, **figures: float) -> None:
    """Write the floors, by the name of the figure on our own times."""
    table = {f"own times: times {name}": value for name, value in figures.items()}
    table["times_fr_timebank: times value"] = 99.9  # of others: not to be asked for here
    gate.FLOORS.write_text(json.dumps({"floors": table, "lowered": []}), encoding="utf-8")


def test_without_the_gold_of_others_it_says_so_and_measures_ours(
    gate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    floors(gate, value=50.0)
    assert gate.main([]) == 0
    out = capsys.readouterr().out
    assert "../shared/gold, the gold of others, is absent: only our own gold" in out
    assert "own times: times value" in out
    assert "times_fr_timebank" not in out


def test_a_sunk_floor_fails(gate: ModuleType, capsys: pytest.CaptureFixture[str]) -> None:
    floors(gate, value=100.5)
    assert gate.main([]) == 1
    assert "gate: own times: times value is" in capsys.readouterr().out


def test_a_figure_of_ours_that_is_no_longer_measured_fails(
    gate: ModuleType, capsys: pytest.CaptureFixture[str]
) -> None:
    floors(gate, speed=1.0)
    assert gate.main([]) == 1
    assert "gate: own times: times speed (not measured any more)" in capsys.readouterr().out


def test_raising_sets_floors_for_ours_and_leaves_those_of_others(gate: ModuleType) -> None:
    floors(gate, value=50.0)
    assert gate.main(["--raise"]) == 0
    table = json.loads(gate.FLOORS.read_text(encoding="utf-8"))["floors"]
    assert table["own times: times value"] > 50.0
    assert table["times_fr_timebank: times value"] == 99.9


@pytest.mark.parametrize("path", sorted(OWN.glob("*.jsonl")), ids=lambda path: path.stem)
def test_every_span_of_our_gold_is_a_piece_of_its_text(path: Path) -> None:
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        for span in spans(row):
            assert row["text"][span["start"] : span["end"]] == span.get("text", span.get("phrase"))


def spans(value: object) -> list[dict[str, object]]:
    """All spans in a row of gold, at any depth."""
    if isinstance(value, list):
        return [span for item in value for span in spans(item)]
    if not isinstance(value, dict):
        return []
    return [value] * ("start" in value) + [span for item in value.values() for span in spans(item)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_our_gold_holds_the_examples_as_they_are(language: str) -> None:
    folder = ROOT / "examples"
    texts = {path.stem: path.read_text(encoding="utf-8") for path in folder.glob(f"*.{language}.txt")}
    rows = [json.loads(line) for line in (folder / "more.jsonl").read_text(encoding="utf-8").splitlines()]
    texts |= {row["id"]: row["text"] for row in rows if row["language"] == language}
    gold = (OWN / f"articles_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    assert {row["id"]: row["text"] for row in map(json.loads, gold)} == texts
