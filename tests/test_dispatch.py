"""The dispatch the project began with."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
import pytest

from greffier import Article, read
from greffier.model import json_schema
from greffier.score import score

from .test_reading import assert_true_offsets


@pytest.fixture(scope="module")
def gold(shared: Path) -> dict[str, Any]:
    return json.loads((shared / "gold" / "dispatch_2019-03.jsonl").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def reading(shared: Path, gold: dict[str, Any]) -> Any:
    text = (shared / "gold" / "dispatch_2019-03.txt").read_text(encoding="utf-8")
    return read(Article(text, id=gold["id"]))


def test_the_reading_keeps_the_contract(reading: Any, shared: Path) -> None:
    jsonschema.validate(msgspec.to_builtins(reading), json_schema())
    assert_true_offsets(reading, (shared / "gold" / "dispatch_2019-03.txt").read_text(encoding="utf-8"))


def test_nothing_alleged_demanded_or_wished_is_asserted(reading: Any, gold: dict[str, Any]) -> None:
    for span in gold["must_not_be_asserted"]:
        asserted = [
            e.trigger.text for e in reading.events
            if e.modality == "asserted" and e.trigger.start < span["end"] and span["start"] < e.trigger.end
        ]  # fmt: skip
        assert not asserted, span["why"]


@pytest.mark.parametrize(
    ("figure", "floor"),
    [("times value", 85), ("quotes content", 75), ("events type", 70), ("events type + who + whom", 55)],
)
def test_the_main_lines_are_right(figure: str, floor: float, reading: Any, gold: dict[str, Any]) -> None:
    figures = {f.name: f.value for f in score([gold], [msgspec.to_builtins(reading)])}
    assert figures[figure] >= floor
