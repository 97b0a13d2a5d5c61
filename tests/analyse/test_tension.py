"""Series, shares, turning points and steps, checked against small cases computed by hand."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from greffier.analyse.actors import active_actors
from greffier.analyse.claims import claims
from greffier.analyse.pairs import country_pairs
from greffier.analyse.tension import Point, escalation, period_start, periods, series, tone, turning_points, undated
from greffier.cli import main
from greffier.store.days import day_bounds, day_shares
from greffier.store.record import Record
from greffier.store.summary import summarise


class Case:
    """A record filled by hand."""

    def __init__(self, record: Record) -> None:
        self._record = record
        self.number = 0

    @property
    def record(self) -> Record:
        """The record, with the summaries of what it holds by now."""
        summarise(self._record)
        return self._record

    def article(self, published: str, source: str | None = None) -> str:
        self.number += 1
        key = f"article{self.number}"
        self._record.connection.execute(
            "INSERT INTO articles (article_id, language, published, first_day, last_day, source, text, reader) "
            "VALUES (?, 'fr', ?, ?, ?, ?, '', '{}')",
            [key, published, *day_bounds(published), source],
        )
        return key

    def fact(self, article: str, type_: str, quad: int, score: float, when: str | None, actors: str = "AAA", recipients: str = "BBB",
             modality: str = "asserted", link: str | None = None, claimant: str | None = None) -> str:  # fmt: skip
        self.number += 1
        key = f"event{self.number}"
        self._record.connection.execute(
            'INSERT INTO facts (event_id, link_id, article_id, source_id, type, quad, goldstein, "when", first_day, last_day, modality, '
            "claimant, actors, recipients, confidence) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0.9)",
            [key, link or key, article, article, type_, quad, score, when, *day_bounds(when), modality, claimant, actors.split(),
             recipients.split()],
        )  # fmt: skip
        for day, share in day_shares(when):
            self._record.connection.execute("INSERT INTO fact_days VALUES (?, ?, ?)", [key, day, share])
        return link or key


@pytest.fixture
def case(tmp_path: Path) -> Iterator[Case]:
    with Record(tmp_path / "r.duckdb", write=True) as record:
        yield Case(record)


def test_the_example_of_the_docs(case: Case) -> None:
    """Ten articles a day; A accuses B on 2 May, B's troops cross on 3 or 4 May; two articles of 4 May tell it."""
    for day in ("2019-05-02", "2019-05-03", "2019-05-04"):
        some = [case.article(day) for _ in range(10)]
        if day == "2019-05-02":
            case.fact(some[0], "ACCUSE", 3, -2, "2019-05-02")
        if day == "2019-05-04":
            case.fact(some[0], "ASSAULT", 4, -7, "[2019-05-03,2019-05-04]", "BBB", "AAA", link="crossing")
            case.fact(some[1], "ASSAULT", 4, -7, "[2019-05-03,2019-05-04]", "BBB", "AAA", link="crossing")
    points = series(case.record, "AAA", "BBB")
    assert [(p.conflict, p.score, p.articles, p.share) for p in points] == [
        (1, -2, 1, pytest.approx(0.1)), (0.5, -3.5, 0, 0), (0.5, -3.5, 2, pytest.approx(0.2)),
    ]  # fmt: skip


def test_five_candidate_days_count_a_fifth_each(case: Case) -> None:
    fridays = "[2019-03-01,2019-03-08,2019-03-15,2019-03-22,2019-03-29]"
    case.fact(case.article("2019-03"), "THREATEN", 3, -3.5, fridays)
    points = series(case.record, "AAA", "BBB")
    assert len(points) == 29
    assert sum(p.conflict for p in points) == pytest.approx(1)
    assert {p.conflict for p in points if p.start.weekday() == 4} == {0.2}
    assert sum(p.volume for p in points) == pytest.approx(29 / 31)


@pytest.mark.parametrize(("edtf", "days"), [("2019-03-29", 1), ("2019-03", 31), ("2001/..", 0), ("1999/2013", 0), (None, 0), ("2019", 0)])
def test_days_of_a_date(edtf: str | None, days: int) -> None:
    shares = day_shares(edtf)
    assert len(shares) == days
    assert not shares or sum(s for _, s in shares) == pytest.approx(1)


def test_directed_and_not(case: Case) -> None:
    article = case.article("2019-03-29")
    case.fact(article, "ACCUSE", 3, -2, "2019-03-29", "AAA", "BBB")
    case.fact(article, "THREATEN", 3, -3, "2019-03-29", "BBB", "AAA")
    case.fact(article, "CONSULT", 1, 1, "2019-03-29", "AAA BBB", "")
    case.fact(article, "ACCUSE", 3, -2, "2019-03-29", "AAA", "CCC")
    either, forth, back = (series(case.record, *pair, directed=d)[0] for pair, d in
                           ((("AAA", "BBB"), False), (("AAA", "BBB"), True), (("BBB", "AAA"), True)))  # fmt: skip
    assert (either.conflict, either.cooperation) == (2, 1)
    assert (forth.conflict, forth.score) == (1, -2)
    assert (back.conflict, back.score) == (1, -3)


def test_what_did_not_happen_is_not_counted_and_claims_are_apart(case: Case) -> None:
    article = case.article("2019-03-29")
    case.fact(article, "ASSAULT", 4, -9, "2019-03-29", modality="negated")
    case.fact(article, "ASSAULT", 4, -9, "2019-03-29", modality="hypothetical")
    case.fact(article, "ASSAULT", 4, -9, "2019-03-29", modality="reported", claimant="AAA")
    case.fact(article, "ACCUSE", 3, -2, "2019-03-29")
    (point,) = series(case.record, "AAA", "BBB")
    assert (point.events, point.asserted, point.claimed) == (2, 1, 1)


def test_an_event_told_often_counts_once_and_its_outlets_are_counted(case: Case) -> None:
    for source in ("Le Monde", "AFP", "AFP"):
        article = case.article("2019-03-29", source)
        case.fact(article, "ACCUSE", 3, -2, "2019-03-29", link="one")
    (point,) = series(case.record, "AAA", "BBB")
    assert (point.events, point.articles) == (1, 3)
    assert point.share == 1


def test_a_turning_point_names_its_events(case: Case) -> None:
    for day in range(1, 29):
        article = case.article(f"2019-02-{day:02}")
        for _ in range(1 if day < 15 else 8):
            case.fact(article, "THREATEN" if day >= 15 else "ACCUSE", 3, -3.5 if day >= 15 else -2, f"2019-02-{day:02}")
    points = series(case.record, "AAA", "BBB")
    turns = turning_points(case.record, "AAA", "BBB", points)
    assert [(t.start, t.before, t.after) for t in turns] == [(date(2019, 2, 15), 1, 8)]
    types = {case.record.one("SELECT type FROM facts WHERE link_id = ?", [link]) for link in turns[0].links}
    assert types == {"THREATEN"}
    assert tone(points).direction == "rising"
    assert tone(points[::-1]).direction == "falling"


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_short_or_even_series_has_no_turning_point(count: int, case: Case) -> None:
    points = [Point(date(2019, 1, day + 1), verbal_conflict=1.0) for day in range(count)]
    assert turning_points(case.record, "AAA", "BBB", points) == []
    assert tone(points).direction == "steady"


def test_steps_of_escalation(case: Case) -> None:
    article = case.article("2019-03-29")
    case.fact(article, "ACCUSE", 3, -2, "2019-03-01")
    case.fact(article, "SANCTION", 4, -5, "2019-03-10")
    case.fact(article, "THREATEN", 3, -3, "2019-03-05")
    case.fact(article, "THREATEN", 3, -3, "2019-03-07")
    assert [(r.name, r.first, r.events) for r in escalation(case.record, "AAA", "BBB")] == [
        ("criticism", date(2019, 3, 1), 1), ("threat", date(2019, 3, 5), 2), ("sanction", date(2019, 3, 10), 1),
    ]  # fmt: skip


def test_who_claims_and_who_denies(case: Case) -> None:
    one, two = case.article("2019-03-29"), case.article("2019-03-30")
    case.fact(one, "ASSAULT", 4, -9, "2019-03-29", modality="reported", claimant="Moscow", link="strike")
    case.fact(two, "ASSAULT", 4, -9, "2019-03-29", modality="negated", claimant="Kyiv", link="strike")
    case.fact(two, "ACCUSE", 3, -2, "2019-03-29")
    (claim,) = claims(case.record)
    assert (claim.link_id, claim.claimed_by, claim.denied_by, claim.asserted, claim.articles) == (
        "strike", ["Moscow"], ["Kyiv"], False, 2,
    )  # fmt: skip
    assert claims(case.record, ("AAA", "CCC")) == []


def test_pairs(case: Case) -> None:
    article = case.article("2019-03-29")
    case.fact(article, "ACCUSE", 3, -2, None, "AAA", "BBB CCC")
    case.fact(article, "CONSULT", 1, 1, None, "CCC BBB AAA", "")
    case.fact(article, "ACCUSE", 3, -4, None, "BBB", "AAA", modality="negated")
    assert [(p.a, p.b, p.events, p.conflict, p.cooperation, p.score) for p in country_pairs(case.record)] == [
        ("AAA", "BBB", 2, 1, 1, -0.5), ("AAA", "CCC", 2, 1, 1, -0.5), ("BBB", "CCC", 1, 0, 1, 1.0),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("day", "step", "start"),
    [("2019-03-29", "day", "2019-03-29"), ("2019-03-29", "week", "2019-03-25"), ("2019-03-29", "month", "2019-03-01")],
)
def test_periods(day: str, step: str, start: str) -> None:
    first = period_start(date.fromisoformat(day), step)  # type: ignore[arg-type]
    assert first == date.fromisoformat(start)
    assert next(iter(periods(first, date.fromisoformat(day), step))) == first  # type: ignore[arg-type]


def test_days_weeks_and_months_add_up_to_the_same(case: Case) -> None:
    """Five Fridays of March 2019 lie in five ISO weeks, one fifth in each; the month has the whole event."""
    case.fact(case.article("2019-03-29"), "THREATEN", 3, -3.5, "[2019-03-01,2019-03-08,2019-03-15,2019-03-22,2019-03-29]")
    weeks, months = (series(case.record, "AAA", "BBB", step=step) for step in ("week", "month"))  # type: ignore[arg-type]
    assert [(p.start.isoformat(), p.conflict) for p in weeks] == [
        (start, pytest.approx(0.2)) for start in ("2019-02-25", "2019-03-04", "2019-03-11", "2019-03-18", "2019-03-25")
    ]
    assert [(p.start.isoformat(), p.conflict, p.score) for p in months] == [("2019-03-01", pytest.approx(1), pytest.approx(-3.5))]


def test_twice_the_articles_is_not_twice_the_tension(case: Case) -> None:
    """Monday: 2 of 4 articles tell of the pair. Tuesday: 4 of 8. By hand: counts 2 and 4, shares one half and one half."""
    for day, number in (("2019-04-01", 4), ("2019-04-02", 8)):
        for some in [case.article(day) for _ in range(number)][: number // 2]:
            case.fact(some, "ACCUSE", 3, -2, day)
    assert [(p.conflict, p.articles, p.volume, p.share) for p in series(case.record, "AAA", "BBB")] == [(2, 2, 4, 0.5), (4, 4, 8, 0.5)]


def test_independent_sources_are_counted_apart_from_articles(case: Case) -> None:
    """An agency's dispatch in three papers, and one report of a paper's own: four articles, two sources."""
    for source in ("Agence", "Agence", "Agence", "Le Courrier"):
        article = case.article("2019-03-29")
        case.fact(article, "ACCUSE", 3, -2, "2019-03-29", link="one")
        case._record.connection.execute("UPDATE facts SET source_id = ? WHERE article_id = ?", [source, article])
    (point,) = series(case.record, "AAA", "BBB")
    assert (point.events, point.articles, point.sources) == (1, 4, 2)


def test_an_event_without_any_day_is_counted_beside_the_curve(case: Case) -> None:
    article = case.article("2019-03-29")
    for when in (None, "2001/..", "2019"):
        case.fact(article, "ACCUSE", 3, -2, when)
    assert series(case.record, "AAA", "BBB") == []
    assert undated(case.record, "AAA", "BBB") == 3


def test_who_acts_most(case: Case) -> None:
    article = case.article("2019-03-29")
    run = case.record.connection.execute
    for key, name, country in (("a1", "Ann", "AAA"), ("a2", "Bob", "BBB"), ("a3", "Cy", "CCC")):
        run("INSERT INTO actors (actor_id, article_id, local_id, name, kind, country, known) VALUES (?, ?, ?, ?, 'person', ?, true)",
            [key, article, key, name, country])  # fmt: skip
    for who, whom in (("a1", "a2"), ("a1", "a2"), ("a2", "a1"), ("a3", "a2")):
        event = case.fact(article, "ACCUSE", 3, -2, "2019-03-29")
        for role, actor in (("actor", who), ("recipient", whom)):
            run("INSERT INTO event_sides VALUES (?, ?, ?, 0, ?, NULL, NULL, NULL, 0, 1, 'x')", [event, article, role, actor])
    run("INSERT INTO quotes (quote_id, article_id, local_id, kind, content, spans, actor_id) VALUES "
        """('q', ?, 'q', 'direct', 'x', '{"content": [{"start": 0, "end": 1, "text": "x"}]}', 'a3')""", [article])  # fmt: skip
    found = active_actors(case.record)
    assert [(a.name, a.acts, a.suffers, a.says) for a in found] == [("Bob", 1, 3, 0), ("Ann", 2, 1, 0), ("Cy", 1, 0, 1)]
    assert [a.name for a in active_actors(case.record, country="CCC")] == ["Cy"]


def test_the_command(case: Case, capsys: pytest.CaptureFixture[str]) -> None:
    article = case.article("2019-03-29")
    case.fact(article, "ACCUSE", 3, -2, "2019-03-28", "AAA", "BBB")
    case.fact(article, "ASSAULT", 4, -7, "2019-03-29", "BBB", "AAA", modality="reported", claimant="A")
    path = str(case.record.path)
    case._record.close()
    assert main(["tension", path, "aaa", "bbb", "--step", "day"]) == 0
    out = capsys.readouterr().out
    assert "conflict in words 1.0, in deeds 1.0" in out
    assert "criticism      first 2019-03-28" in out
    assert "violence       first 2019-03-29" in out
    assert "100 %" in out  # claimed
    assert "Scores are weights" in out
    assert main(["tension", path, "AAA", "BBB", "--directed", "--step", "day", "--json", "--from", "2019-03-01", "--to", "2019-03-31"]) == 0
    points = json.loads(capsys.readouterr().out)
    assert [(p["verbal_conflict"], p["material_conflict"]) for p in points if p["start"] == "2019-03-28"] == [(1.0, 0.0)]
    assert sum(p["material_conflict"] for p in points) == 0
    assert main(["tension", path, "AAA", "ZZZ"]) == 2
    assert "no dated event between AAA and ZZZ" in capsys.readouterr().err
