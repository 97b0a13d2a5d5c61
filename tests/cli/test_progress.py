"""A long build says how far it is, how fast it goes, and how long reading will take."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from greffier.cli.progress import Reporter, duration
from greffier.ingest.raw import Meter, Options
from greffier.ingest.sources import read_inputs
from greffier.run.build import Progress


def test_the_meter_goes_from_nothing_to_all_through_files_of_all_kinds(tmp_path: Path) -> None:
    line = json.dumps({"text": "Moscou accuse Washington de mentir. " * 20}) + "\n"
    (tmp_path / "a.jsonl").write_text(line * 300, encoding="utf-8")
    (tmp_path / "b.csv").write_text("id,text\n" + "1,Moscou accuse Washington de mentir.\n" * 2000, encoding="utf-8")
    (tmp_path / "c.txt").write_text("Moscou accuse Washington de mentir.", encoding="utf-8")
    meter = Meter()
    told = [meter.fraction for _ in read_inputs([str(tmp_path)], Options(), meter)]
    assert len(told) == 2301
    assert all(part is not None for part in told)
    assert told == sorted(told)  # type: ignore[type-var]
    assert told[0] < 0.1  # type: ignore[operator]
    assert 0.3 < told[150] < 0.6  # type: ignore[operator]
    assert told[-1] == pytest.approx(1.0, abs=1e-3)


def test_what_has_no_size_has_no_part(capsys: pytest.CaptureFixture[str]) -> None:
    meter = Meter()
    list(read_inputs(["http://127.0.0.1:9/feed"], Options(), meter))
    assert meter.fraction is None
    assert Reporter(meter).line(Progress(seen=5), 1e9).endswith("0 rejected")


class Given(Meter):
    """A meter that says what a test wants."""

    part = 0.0

    @property
    def fraction(self) -> float | None:
        return self.part


def test_the_time_left_follows_the_pace_of_the_last_minutes() -> None:
    meter = Given()
    reporter = Reporter(meter)
    reporter.began = 0.0
    assert reporter.line(Progress(), 1.0) == "reading: 0 articles, 0.0 a second, 0 rejected, 0 %"
    meter.part = 0.1
    assert reporter.line(Progress(seen=100), 11.0) == "reading: 100 articles, 9.1 a second, 0 rejected, 10 %, 2 min left"
    meter.part = 0.5  # a stretch that the record held already: passed in no time
    reporter.line(Progress(seen=500), 12.0)
    for minute in range(1, 5):
        meter.part = 0.5 + 0.01 * minute
        line = reporter.line(Progress(seen=600), 12.0 + 60 * minute)
    assert line.endswith("54 %, 46 min left")
    assert reporter.line(Progress(seen=600, step="links"), 300.0).startswith("links: 600 articles")


@pytest.mark.parametrize(("seconds", "words"), [(44.6, "45 s"), (600, "10 min"), (12_000, "3 h 20 min")])
def test_durations(seconds: float, words: str) -> None:
    assert duration(seconds) == words
