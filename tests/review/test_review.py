"""What people say stays said: replayed over later readings, and told when it no longer fits."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from greffier.cli import main
from greffier.errors import UsageError
from greffier.ingest.raw import Options
from greffier.ingest.sources import read_inputs
from greffier.review.log import add_review, append, from_jsonl, reviews, to_jsonl
from greffier.review.replay import apply_now
from greffier.run.build import build, finish
from greffier.store.record import Record

from ..conftest import ROOT

WHO = {"who": "A. Durand", "reason": "checked"}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("review") / "r.duckdb"
    build(path, read_inputs([str(ROOT / "examples")], Options()))
    return path


@pytest.fixture
def record(built: Path, tmp_path: Path) -> Iterator[Record]:
    shutil.copy(built, tmp_path / "r.duckdb")
    with Record(tmp_path / "r.duckdb", write=True) as opened:
        yield opened


def some_event(record: Record, where: str = "true") -> str:
    return str(record.one(f"SELECT event_id FROM facts WHERE {where} ORDER BY event_id LIMIT 1"))


def test_accept(record: Record) -> None:
    event = some_event(record)
    add_review(record, "accept", event, **WHO)
    finish(record)
    assert record.rows("SELECT review, confidence FROM facts WHERE event_id = ?", [event]) == [("accepted", 1.0)]


def test_reject_takes_the_event_out_of_the_facts_and_keeps_what_was_read(record: Record) -> None:
    event = some_event(record)
    add_review(record, "reject", event, **WHO)
    finish(record)
    assert record.one("SELECT count(*) FROM facts WHERE event_id = ?", [event]) == 0
    assert record.one("SELECT count(*) FROM events WHERE event_id = ?", [event]) == 1


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("type", "THREATEN", "THREATEN"),
        ("modality", "reported", "reported"),
        ("when", "2019-03-23", "2019-03-23"),
        ("claimant", "Moscou", "Moscou"),
        ("actors", "RUS,CHN", ["RUS", "CHN"]),
        ("recipients", "", []),
    ],
)
def test_correct(field: str, value: str, expected: object, record: Record) -> None:
    event = some_event(record)
    add_review(record, "correct", event, field=field, value=value, **WHO)
    finish(record)
    assert record.rows(f'SELECT "{field}", review FROM facts WHERE event_id = ?', [event]) == [(expected, "corrected")]


def test_a_corrected_type_brings_its_quad_class(record: Record) -> None:
    event = some_event(record, "quad <> 4")
    add_review(record, "correct", event, field="type", value="ASSAULT", **WHO)
    finish(record)
    assert record.one("SELECT quad FROM facts WHERE event_id = ?", [event]) == 4


def test_a_corrected_date_has_its_days(record: Record) -> None:
    event = some_event(record)
    add_review(record, "correct", event, field="when", value="[2019-03-22,2019-03-23]", **WHO)
    finish(record)
    assert [share for (share,) in record.rows("SELECT share FROM fact_days WHERE event_id = ?", [event])] == [0.5, 0.5]


def test_merge_and_split(record: Record) -> None:
    (a,), (b,) = record.rows("SELECT min(event_id) FROM facts GROUP BY link_id ORDER BY 1 LIMIT 2")
    add_review(record, "merge", a, value=b, **WHO)
    finish(record)
    links = {record.one("SELECT link_id FROM facts WHERE event_id = ?", [e]) for e in (a, b)}
    assert len(links) == 1
    add_review(record, "split", a, **WHO)
    finish(record)
    links = {record.one("SELECT link_id FROM facts WHERE event_id = ?", [e]) for e in (a, b)}
    assert len(links) == 2


@pytest.mark.parametrize(
    ("action", "options"),
    [
        ("accept", {}),
        ("reject", {}),
        ("correct", {"field": "when", "value": "2019-03-22/2019-03-23"}),
        ("correct", {"field": "type", "value": "ASSAULT"}),
        ("correct", {"field": "actors", "value": "FRA"}),
        ("correct", {"field": "recipients", "value": ""}),
        ("correct", {"field": "modality", "value": "negated"}),
        ("correct", {"field": "when", "value": ""}),
    ],
)
@pytest.mark.parametrize("where", ["true", "link_id IN (SELECT link_id FROM facts GROUP BY 1 HAVING count(*) > 1)"], ids=["told-once", "told-often"])
def test_a_review_applied_at_once_does_what_the_next_build_would(
    action: str, options: dict[str, str], where: str, record: Record
) -> None:
    apply_now(record, add_review(record, action, some_event(record, where), **WHO, **options))
    at_once = derived(record)
    finish(record)
    assert derived(record) == at_once


def derived(record: Record) -> dict[str, list[object]]:
    """All rows of all tables that a build derives, sorted."""
    tables = ("facts", "fact_days", "event_links", "pair_tellings", "pair_events", "actor_tellings", "actor_counts", "actor_quotes",
              "actor_forms", "place_counts", "article_days")  # fmt: skip
    return {table: sorted(record.rows(f"FROM {table}"), key=repr) for table in tables}


def test_a_merge_and_a_split_at_once_do_what_the_next_build_would(record: Record) -> None:
    a, b = (some_event(record, f"list_contains(actors, '{country}') AND list_contains(recipients, 'VEN')") for country in ("USA", "RUS"))
    for action, options in (("merge", {"value": b}), ("split", {})):
        before = derived(record)
        apply_now(record, add_review(record, action, a, **WHO, **options))
        at_once = derived(record)
        assert at_once != before
        finish(record)
        assert derived(record) == at_once


def test_the_log_goes_to_another_record(record: Record, built: Path, tmp_path: Path) -> None:
    event = some_event(record)
    add_review(record, "reject", event, **WHO)
    log = to_jsonl(record)
    shutil.copy(built, tmp_path / "other.duckdb")
    with Record(tmp_path / "other.duckdb", write=True) as other:
        assert append(other, from_jsonl(log, "log")) == 1
        assert append(other, from_jsonl(log, "log")) == 0
        finish(other)
        assert other.one("SELECT count(*) FROM facts WHERE event_id = ?", [event]) == 0
        assert list(reviews(other)) == list(reviews(record))


def test_a_review_finds_its_event_under_a_new_id(record: Record) -> None:
    event = some_event(record)
    add_review(record, "correct", event, field="modality", value="negated", **WHO)
    for table in ("events", "event_sides", "event_links"):
        record.connection.execute(f"UPDATE {table} SET event_id = 'anew' WHERE event_id = ?", [event])
    finish(record)
    assert record.one("SELECT modality FROM facts WHERE event_id = 'anew'") == "negated"
    assert record.one("SELECT count(*) FROM conflicts") == 0


def test_a_review_whose_event_is_gone_is_a_conflict(record: Record) -> None:
    event = some_event(record)
    add_review(record, "accept", event, **WHO)
    record.connection.execute("DELETE FROM events WHERE event_id = ?", [event])
    record.connection.execute("DELETE FROM event_links WHERE event_id = ?", [event])
    finish(record)
    assert "no such event any more (checked)" in record.one("SELECT problem FROM conflicts")
    assert record.one("SELECT count(*) FROM reviews") == 1


@pytest.mark.parametrize(
    ("action", "options", "words"),
    [
        ("praise", {}, "is no review"),
        ("correct", {"field": "sentence", "value": "x"}, "cannot be corrected; these can"),
        ("correct", {"field": "type", "value": "SHOUT"}, "is no PLOVER type"),
        ("correct", {"field": "when", "value": "soon"}, "is no EDTF date"),
        ("correct", {"field": "actors", "value": "Russia"}, "ISO codes of three letters"),
        ("correct", {"field": "modality", "value": "sure"}, "is no modality"),
        ("merge", {"value": "nothing"}, "no event 'nothing' to merge with"),
        ("accept", {"who": " "}, "needs a name"),
    ],
)
def test_what_is_no_review_says_why(action: str, options: dict[str, str], words: str, record: Record) -> None:
    with pytest.raises(UsageError, match=words):
        add_review(record, action, some_event(record), **{**WHO, **options})


def test_an_event_that_is_not_there(record: Record) -> None:
    with pytest.raises(UsageError, match="there is no event 'zz'"):
        add_review(record, "accept", "zz", **WHO)
    with pytest.raises(UsageError, match="log:2: this line is no review"):
        from_jsonl(to_jsonl(record) + "\n{}\n", "log")


# --- people who change their mind, and people who contradict each other -------------------------------------------------
@pytest.mark.parametrize("last", ["accept", "correct"])
def test_who_rejected_an_event_can_bring_it_back(last: str, record: Record) -> None:
    event = some_event(record)
    more = {"field": "modality", "value": "negated"} if last == "correct" else {}
    for action, options in (("reject", {}), (last, more)):
        apply_now(record, add_review(record, action, event, **WHO, **options))
    at_once = derived(record)
    assert record.rows("SELECT review FROM facts WHERE event_id = ?", [event]) == [("corrected" if more else "accepted",)]
    finish(record)
    assert derived(record) == at_once
    assert record.rows("FROM conflicts") == []  # one's own mind may change


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        (("accept", {}), ("reject", {}), "reject by B"),
        (("reject", {}), ("accept", {}), "accept by B"),
        (("reject", {}), ("correct", {"field": "type", "value": "AID"}), "correct type = AID by B"),
        (("correct", {"field": "when", "value": "2019-03-22"}), ("correct", {"field": "when", "value": "2019-03-23"}), "when = 2019-03-23 by B"),
    ],
    ids=["accepted-rejected", "rejected-accepted", "rejected-corrected", "corrected-twice"],
)
def test_two_people_who_contradict_each_other_are_told(
    first: tuple[str, dict[str, str]], then: tuple[str, dict[str, str]], words: str, record: Record
) -> None:
    event = some_event(record)
    apply_now(record, add_review(record, first[0], event, who="A", reason="one", **first[1]))
    assert record.rows("FROM conflicts") == []
    apply_now(record, add_review(record, then[0], event, who="B", reason="two", **then[1]))
    (problem,) = [row[1] for row in record.rows("FROM conflicts")]
    assert words in problem
    assert f"{first[0]}" in problem
    assert "by A" in problem
    stands = record.rows('SELECT type, "when" FROM facts WHERE event_id = ?', [event])
    assert (stands == []) == (then[0] == "reject")  # the last word
    if then[1]:
        assert then[1]["value"] in stands[0]
    finish(record)
    assert [row[1] for row in record.rows("FROM conflicts")] == [problem]


def test_different_fields_and_agreement_are_no_conflict(record: Record) -> None:
    event = some_event(record)
    for who, action, options in (("A", "accept", {}), ("B", "correct", {"field": "type", "value": "AID"}), ("C", "accept", {}),
                                 ("D", "correct", {"field": "modality", "value": "negated"})):  # fmt: skip
        add_review(record, action, event, who=who, reason="read", **options)
    finish(record)
    assert record.rows("FROM conflicts") == []


def test_a_merge_that_somebody_undoes_is_told(record: Record) -> None:
    (a,), (b,) = record.rows("SELECT min(event_id) FROM facts GROUP BY link_id ORDER BY 1 LIMIT 2")
    add_review(record, "merge", a, value=b, who="A", reason="the same")
    add_review(record, "split", a, who="B", reason="another")
    finish(record)
    assert "split by B" in record.one("SELECT problem FROM conflicts")


def test_a_merge_whose_other_event_is_gone_is_told(record: Record) -> None:
    (a,), (b,) = record.rows("SELECT min(event_id) FROM facts GROUP BY link_id ORDER BY 1 LIMIT 2")
    add_review(record, "merge", a, value=b, **WHO)
    for table in ("events", "event_sides", "event_links"):
        record.connection.execute(f"DELETE FROM {table} WHERE event_id = ?", [b])
    finish(record)
    assert record.one("SELECT problem FROM conflicts") == f"merge by {WHO['who']}: event {b} is gone"


# --- the command -----------------------------------------------------------------------------------------------------------
def review(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = main(["review", *arguments])
    return status, capsys.readouterr().out


def test_all_reviews_by_command_and_the_log_as_jsonl(built: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    one, other = str(tmp_path / "one.duckdb"), str(tmp_path / "other.duckdb")
    shutil.copy(built, one)
    shutil.copy(built, other)
    with Record(built) as record:
        events = [row[0] for row in record.rows("SELECT min(event_id) FROM facts GROUP BY link_id ORDER BY 1 LIMIT 5")]
    who = ("--who", "A. Durand", "--reason", "checked")
    for words in (("accept", events[0]), ("correct", events[1], "type", "AID"), ("reject", events[2]), ("merge", events[3], events[4]),
                  ("split", events[3])):  # fmt: skip
        assert review(capsys, one, *words, *who) == (0, f"{one}: 1 noted\n")
    _, log = review(capsys, one, "log")
    assert [json.loads(line)["action"] for line in log.splitlines()] == ["accept", "correct", "reject", "merge", "split"]
    (tmp_path / "log.jsonl").write_text(log, encoding="utf-8")
    assert review(capsys, other, "replay", str(tmp_path / "log.jsonl")) == (0, f"{other}: 5 noted\n")
    with Record(one) as a, Record(other) as b:
        assert derived(a) == derived(b)
        assert a.rows("SELECT type, review FROM facts WHERE event_id = ?", [events[1]]) == [("AID", "corrected")]
    status, out = review(capsys, one, "accept", events[2], "--who", "B", "--reason", "it did happen")
    assert status == 1
    assert "1 conflicts" in out
    assert "goes against reject by A. Durand" in review(capsys, one, "conflicts")[1]


@pytest.mark.parametrize("words", [("accept",), ("merge", "x"), ("correct", "x", "type"), ("accept", "zz", "--who", "A", "--reason", "r")])
def test_a_wrong_review_command_is_a_sentence(words: tuple[str, ...], built: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", str(built), *words]) == 2
    assert "greffier: " in capsys.readouterr().err
