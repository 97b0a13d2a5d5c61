"""Time expressions: every rule's examples, the value of news expressions, what a month leaves open, and any text."""

from __future__ import annotations

import time
import tomllib
from pathlib import Path
from typing import Any

import pytest
from edtf import parse_edtf as parse_with_edtf_package
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from greffier.annotate.times import find_times, settle
from greffier.annotate.times.grammar import FIGURES, TELLING, load_grammar, lower
from greffier.export.timeml import to_timeml
from greffier.export.timex3 import timex3
from greffier.lang import load_table
from greffier.model import Article, TimeRef, Timex
from greffier.parse.blocks import find_blocks
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many
from greffier.reading import read
from greffier.settings import SETTINGS

CASES = Path(__file__).resolve().parent.parent / "cases"
DISPATCH = (
    " date 2019-03 Le ministre a déclaré vendredi que « personne ne doit s'inquiéter ». Deux avions russes ont atterri samedi. "
    "Moscou a demandé jeudi à Washington de partir. Vendredi, Washington a mis en garde Moscou."
)


def times_of(texts: list[str], language: str, published: list[str | None]) -> list[list[TimeRef]]:
    """The times of several texts, parsed together."""
    sources = [Source(text) for text in texts]
    docs = parse_many(Unparsed(s, language, find_blocks(s.clean)) for s in sources)
    return [find_times(doc, day).found for doc, day in zip(docs, published, strict=True)]


@pytest.mark.parametrize("language", SETTINGS.languages)
def test_the_examples_of_every_rule(language: str) -> None:
    cases = [(rule.id, example) for rule in load_grammar(language).rules for example in rule.examples]
    assert len(cases) > 60
    found = times_of([example["text"] for _, example in cases], language, ["2012-11-14"] * len(cases))
    wrong = [
        (rule, example["text"], [t.text for t in times])
        for (rule, example), times in zip(cases, found, strict=True)
        if [t.text for t in times] != ([] if example.get("none") else example["spans"])
    ]
    assert not wrong


@pytest.mark.parametrize("language", SETTINGS.languages)
def test_no_pattern_fits_a_sentence_that_is_passed_over(language: str) -> None:
    """Every way through a pattern of the first levels takes a word or a figure that makes the sentence worth reading."""
    grammar = load_grammar(language)
    enough = TELLING | FIGURES | {name for rule in grammar.rules for name in rule.values}
    enough |= {word for word, classes in grammar.values.items() if not TELLING.isdisjoint(classes)}
    enough |= {"t", "q"}  # `T3`: a letter with its figure
    assert [rule.id for rule in grammar.rules if not all(way & enough for way in ways(rule.tree))] == []


def ways(tree: tuple[str, Any]) -> list[set[str]]:
    """The words and classes that each way through a pattern must take."""
    kind, body = tree
    if kind == "symbol":
        return [{body[0]}]
    if kind == "maybe":
        return [set()]
    if kind == "span":
        return ways(body)
    if kind == "alt":
        return [way for branch in body for way in ways(branch)]
    found: list[set[str]] = [set()]
    for part in body:
        found = [way | more for way in found for more in ways(part)]
    return found


@pytest.mark.parametrize("language", SETTINGS.languages)
def test_news_expressions_mean_the_right_days(language: str) -> None:
    """Own sentences, each with the times that must be found and what they mean: at least 97 in 100 right."""
    cases: list[dict[str, Any]] = tomllib.loads((CASES / f"times_{language}.toml").read_text(encoding="utf-8"))["case"]
    found = times_of([case["text"] for case in cases], language, [case.get("published") for case in cases])
    total, wrong = 0, []
    for case, times in zip(cases, found, strict=True):
        got = [[t.text, t.edtf or "", t.timex.value if t.timex else ""] for t in times]
        want = case["times"]
        total += 1
        if [g[: len(w)] for g, w in zip(got, want, strict=False)] != want or len(got) != len(want):
            wrong.append(f"{case['text']}\n   want {want}\n   got  {got}")
    assert len(wrong) <= 0.03 * total, f"{len(wrong)} of {total} wrong:\n" + "\n".join(wrong)


def test_a_month_leaves_five_joint_readings_and_one_day_settles_all() -> None:
    reading = read(Article(DISPATCH))
    by_text = {t.text.lower(): t for t in reading.times}
    assert by_text["vendredi"].edtf == "[2019-03-01,2019-03-08,2019-03-15,2019-03-22,2019-03-29]"
    assert by_text["samedi"].edtf == "[2019-02-23,2019-03-02,2019-03-09,2019-03-16,2019-03-23]"
    assert by_text["jeudi"].edtf == "[2019-02-28,2019-03-07,2019-03-14,2019-03-21,2019-03-28]"
    assert len(reading.joint) == 5
    for text, day in (("samedi", "2019-03-23"), ("jeudi", "2019-03-28"), ("vendredi", "2019-03-29")):
        (left,) = settle(reading.joint, by_text[text].id, day)
        assert {left.times[by_text[name].id] for name in ("samedi", "jeudi")} == {"2019-03-23", "2019-03-28"}


@pytest.mark.parametrize(
    ("text", "published", "edtf"),
    [
        ("Il a parlé vendredi.", "2019-03-29", "2019-03-29"),
        ("Il a parlé vendredi.", None, None),
        ("Il a parlé hier.", "2019-03", "2019-03"),
        ("Il parlera mardi.", "2019-03-29", "2019-04-02"),
        ("Il a parlé mardi 3 juillet.", "2012", "2012-07-03"),
        ("Il a parlé le 3 juillet.", None, "XXXX-07-03"),
        ("Il a parlé samedi.", "2018-09-29/2018-09-30", "2018-09-29"),
    ],
)
def test_what_is_not_known_is_not_invented(text: str, published: str | None, edtf: str | None) -> None:
    ((found,),) = times_of([text], "fr", [published])
    assert found.edtf == edtf
    assert found.why


def test_no_day_is_asserted_that_the_month_does_not_imply() -> None:
    """With the month only, a day is given alone only where the text writes it."""
    texts = ["Il a parlé hier.", "Il a parlé vendredi.", "Il viendra demain.", "Il partira lundi.", "Il est parti la veille.", "Le 3, il partit."]
    for times in times_of(texts, "fr", ["2019-03"] * len(texts)):
        for found in times:
            assert found.edtf is None or len(found.edtf) != 10, found


PIECES = st.one_of(
    st.text(max_size=20),
    st.sampled_from([" vendredi ", " 3 mai 2012 ", " 31/02/2012 ", " depuis 2001", " le 14 Juillet ", " 20h30 ", " XVe siècle ", " fin 2014 ", "9999",
                     " dans la nuit de lundi à mardi ", " il y a trois ans ", " ramadan 2019 ", " 1er ", " last week ", " May 3 ", "-", "/", "l'", " 0 "]),
)  # fmt: skip


@given(st.lists(PIECES, max_size=10).map("".join), st.sampled_from(["fr", "en"]),
       st.sampled_from([None, "2019", "2019-03", "2019-03-29", "2018-09/2018-10", "0001-01-01", "9990-12-31", "../2020", "nonsense"]))  # fmt: skip
@settings(max_examples=120, deadline=None, suppress_health_check=list(HealthCheck))
def test_any_text_gives_times_inside_it_and_edtf_that_others_read(text: str, language: str, published: str | None) -> None:
    if not text.strip():
        return
    for found in times_of([text], language, [published])[0]:
        assert text[found.start : found.end] == found.text
        if found.edtf is not None:
            parse_with_edtf_package(found.edtf)


@pytest.mark.parametrize("text", ["1" * 200_000, "de " * 50_000, "lundi " * 20_000, "le 3 mai " * 10_000, "- " * 50_000], ids=lambda t: t[:9])
def test_pathological_input_stays_linear(text: str) -> None:
    source = Source(text)
    doc = next(parse_many([Unparsed(Source("Lundi."), "fr", find_blocks("Lundi."))]))
    grammar = load_grammar("fr")
    began = time.perf_counter()
    lowered = lower(source.clean)
    grammar.telling(lowered)
    chars = "".join(node.char for node in grammar.nodes(lowered, 0))
    for level in grammar.levels:
        sum(1 for _ in grammar.matches(level, chars))
    assert doc
    assert time.perf_counter() - began < 20


def test_timeml_holds_the_text_unchanged() -> None:
    text = "Le <ministre> & \x0b« vendredi » a\r\nparlé le 3 mai 2012, à 20h30."
    reading = read(Article(text, published="2012-05-04", title="T & U"))
    root = etree.fromstring(to_timeml(reading, text).encode())
    assert "".join(root.find("TEXT").itertext()) == text.replace("\x0b", "\ufffd")
    values = {t.text: t.get("value") for t in root.iter("TIMEX3")}
    assert values["le 3 mai 2012"] == "2012-05-03"
    assert root.find("DCT/TIMEX3").get("functionInDocument") == "CREATION_TIME"
    assert len({t.get("tid") for t in root.iter("TIMEX3")}) == len(values)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_timeml_leaves_signals_outside_and_parts_ranges(language: str) -> None:
    examples = load_table(language, "timeml")["examples"]
    for example in examples:
        text = example["text"]
        cut = timex3([TimeRef("t1", 10, 10 + len(text), text, "2000/..", Timex("DATE", "2000"))], language)
        assert [time.text for time in cut] == example["cut"]
        assert all(text[time.start - 10 : time.end - 10] == time.text for time in cut)
        assert len({time.id for time in cut}) == len(cut)


def test_timeml_tags_signals() -> None:
    text = "Hugo Chavez (1999-2013) a gouverné jusqu'au 5 mars 2013, et l'accord tient depuis 2001."
    root = etree.fromstring(to_timeml(read(Article(text, published="2019-03-29")), text).encode())
    assert "".join(root.find("TEXT").itertext()) == text
    assert [s.text for s in root.iter("SIGNAL")] == ["jusqu'au", "depuis"]
    assert [t.text for t in root.find("TEXT").iter("TIMEX3")] == ["1999", "2013", "5 mars 2013", "2001"]
