"""Constructions of both languages, read by the whole program: who acts on whom, did it happen, on whose word."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from greffier.model import Article, Event, Reading, Side
from greffier.ontology import ontology
from greffier.reading import read, read_many

CASES = Path(__file__).parents[1] / "cases"


def _cases(language: str) -> list[dict[str, object]]:
    table = tomllib.loads((CASES / f"events_{language}.toml").read_text(encoding="utf-8"))
    return [dict(case) for case in table["case"]]


def _side(sides: list[Side]) -> str:
    return "+".join(sorted({s.country for s in sides if s.country})) or "-"


def _line(event: Event, claimed: bool) -> str:
    line = f"{event.type} {_side(event.actors)}>{_side(event.recipients)} {event.modality}"
    return f"{line} claimed" if claimed and event.claimed_by else line


def _sorted(line: str) -> str:
    type_, sides, *rest = line.split(" ")
    return " ".join([type_, ">".join("+".join(sorted(side.split("+"))) for side in sides.split(">")), *rest])


@pytest.mark.parametrize("language", ["fr", "en"])
def test_constructions(language: str) -> None:
    cases = _cases(language)

    def reject(article: Article, error: Exception) -> None:
        raise error

    wrong = []
    articles = [Article(text=str(case["text"]), language=language) for case in cases]
    for case, reading in zip(cases, read_many(articles, reject), strict=True):
        expected = sorted(_sorted(line) for line in case["events"])  # type: ignore[attr-defined]
        claimed = any(line.endswith("claimed") for line in expected)
        found = sorted(_line(event, claimed) for event in reading.events)
        if found != expected:
            wrong.append(f"{case['text']}\n  expected {expected}\n  found    {found} {[e.why for e in reading.events]}")
    assert not wrong, f"{len(wrong)} of {len(cases)}:\n" + "\n".join(wrong)


def _read(text: str, language: str = "fr", published: str | None = None) -> Reading:
    return read(Article(text=text, language=language, published=published))


def test_spans_are_true_to_the_original() -> None:
    text = "\u00abMoscou accuse\u00a0Washington de mentir\u00bb, e\u0301crit le journal. L'Iran a attaque\u0301 Israe\u0308l."
    reading = _read(text)
    assert reading.events
    for event in reading.events:
        for span in (event.trigger, event.sentence, *event.actors, *event.recipients, *event.again):
            assert text[span.start : span.end] == span.text


def test_codes_agree_with_each_other() -> None:
    reading = _read("La police russe a arrêté des opposants. Moscou accuse Washington de mentir.")
    codes = ontology()
    for event in reading.events:
        assert event.quad == codes.quad(event.type)
        assert event.goldstein == codes.score(event.type, event.mode)
        assert event.cameo in codes.cameo
        assert set(event.context) <= codes.contexts
        assert 0 < event.confidence < 1
        assert event.why.startswith("frame ")


def test_one_act_told_twice_is_one_event() -> None:
    reading = _read("L'armée russe a attaqué l'armée ukrainienne. Cette attaque a duré deux heures.")
    assaults = [e for e in reading.events if e.type == "ASSAULT"]
    assert len(assaults) == 1
    assert [s.text for s in assaults[0].again] == ["attaque"]


@pytest.mark.parametrize(
    ("text", "what", "value", "at_least"),
    [
        ("L'armée syrienne a tué au moins 39 rebelles.", "killed", 39, True),
        ("L'armée syrienne a tué une cinquantaine de rebelles.", "killed", 50, False),
        ("La police russe a arrêté trois opposants.", "arrested", 3, False),
    ],
)
def test_magnitude(text: str, what: str, value: float, at_least: bool) -> None:
    (event,) = _read(text).events
    (magnitude,) = event.magnitude
    assert (magnitude.what, magnitude.value, magnitude.at_least) == (what, value, at_least)
    assert text[magnitude.start : magnitude.end] == magnitude.text


@pytest.mark.parametrize(
    ("language", "text", "dates"),
    [
        # what is set off has a date of its own
        ("fr", "Le président turc, réélu le 3 mars 2019, a accusé Israël.", [None]),
        ("fr", "Le ministre turc, qui avait voté lundi, a accusé Israël.", [None]),
        ("en", "Turkey accused Israel of bombing the grid, which failed on March 7.", [None]),
        ("fr", "La Turquie a accusé lundi 4 mars 2019 Israël.", ["2019-03-04"]),
        ("fr", "Une visite du président turc en Iran commencée lundi 4 mars 2019 est la première.", ["2019-03-04"]),
        # who answers a deed of Saturday has not answered on Saturday; words go on with the date of words
        ("fr", "L'armée turque a bombardé la Syrie samedi 2 mars 2019. L'Iran a condamné ce raid.", ["2019-03-02", None]),
        ("fr", "La Turquie a accusé lundi 4 mars 2019 Israël. Elle a menacé l'Iran.", ["2019-03-04", "2019-03-04"]),
        # the date of another noun, unless that noun is the setting
        ("fr", "La Turquie a accusé l'Iran de l'attentat du 3 mars 2019.", [None]),
        ("fr", "Lors du sommet du 3 mars 2019, la Turquie a accusé l'Iran.", ["2019-03-03"]),
        ("en", "At the summit of 3 March 2019, Turkey accused Iran.", ["2019-03-03"]),
        # what is remembered was not today
        ("fr", "Des Grecs ont célébré lundi 4 mars 2019 l'anniversaire de l'attaque du consulat turc par l'armée grecque.", [None]),
    ],
)
def test_dates_stay_with_their_act(language: str, text: str, dates: list[str | None]) -> None:
    assert [e.when for e in _read(text, language, "2019-03-10").events] == dates
