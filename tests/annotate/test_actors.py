"""Who is meant: a table of own phrases in both languages, one phrase a line."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from greffier.annotate.actors import ActorMention, Actors, find_actors
from greffier.annotate.places import find_places
from greffier.lang import load_table
from greffier.parse.blocks import find_blocks
from greffier.parse.doc import Doc
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many

SECTORS = {
    "GOV", "MIL", "OPP", "REB", "CVL", "JUD", "LEG", "COP", "BUS", "MED", "IGO", "NGO", "EDU", "REL", "CRM"
}  # fmt: skip
CASES = Path(__file__).parent.parent / "cases"
FLOOR = 0.97


class Case(NamedTuple):
    """One line of the table."""

    language: str
    on: str
    text: str
    words: str
    expected: str
    name: str


def load_cases(language: str) -> list[Case]:
    """The phrases of a language."""
    table = tomllib.loads((CASES / f"actors_{language}.toml").read_text(encoding="utf-8"))
    found = []
    for group in table["group"]:
        for line in group["cases"]:
            text, words, expected, *name = [part.strip() for part in line.split("|")]
            found.append(Case(language, group["on"], text, words, expected, name[0] if name else ""))
    return found


def load_role_examples(language: str) -> list[Case]:
    """The examples that stand with the role nouns themselves."""
    found = []
    for role in load_table(language, "roles")["roles"]:
        for line in role["examples"]:
            text, words, expected = [part.strip() for part in line.split("|")]
            found.append(Case(language, "2019-03-29", text, words, expected, ""))
    return found


def read_cases(cases: list[Case]) -> Iterator[tuple[Case, Doc, Actors]]:
    """Each case with its parse and actors; parsed together, as articles are."""
    unparsed = []
    for case in cases:
        source = Source(case.text)
        unparsed.append(Unparsed(source, case.language, find_blocks(source.clean)))
    for case, doc in zip(cases, parse_many(unparsed), strict=True):
        yield case, doc, find_actors(doc, find_places(doc), case.on)


def mention_on(doc: Doc, actors: Actors, words: str) -> ActorMention | None:
    """The mention whose head stands in the words (`words#2`: in their second occurrence)."""
    words, _, number = words.partition("#")
    start = -1
    for _ in range(int(number or 1)):
        start = doc.text.index(words, start + 1)
    tokens = doc.tokens_between(start, start + len(words))
    last = tokens[-1].i
    inside = [
        m for m in actors.mentions
        if tokens[0].i <= m.head.i <= last or (m.kind == "name" and m.first.i <= last <= m.last.i)
    ]  # fmt: skip
    strong = [m for m in inside if not m.weak] or inside
    return max(strong, key=lambda m: (m.kind == "name", m.last.i - m.first.i), default=None)


def fault(case: Case, doc: Doc, actors: Actors) -> str | None:
    """What is wrong with the mention on the case's words, or None."""
    mention = mention_on(doc, actors, case.words)
    if case.expected == "none":
        return None if mention is None else f"found {mention.country} {mention.sector} ({mention.why})"
    if mention is None:
        return "nothing found"
    countries, _, sector = case.expected.partition(" ")
    found = "+".join(sorted(m.country or "-" for m in (mention, *mention.others)))
    if found != "+".join(sorted(countries.split("+"))):
        return f"{found} ({mention.kind}: {mention.why})"
    if sector in ("place", "weak"):
        return None if mention.weak else f"{mention.sector}, {mention.kind}: {mention.why}"
    if mention.weak or (sector and mention.sector != sector):
        return f"{mention.sector}, {mention.kind}: {mention.why}"
    record = actors.record(mention.actor)
    if case.name and case.name not in record.name and case.name not in (record.office or ""):
        return f"{record.name}, {record.office}"
    return None


@pytest.mark.parametrize("language", ["fr", "en"])
def test_phrases_name_the_right_actor(language: str) -> None:
    cases = load_cases(language)
    faults = []
    for case, doc, actors in read_cases(cases):
        wrong = fault(case, doc, actors)
        if wrong:
            faults.append(f"{case.text} [{case.words}] expected {case.expected} {case.name}, got {wrong}")
    right = 1 - len(faults) / len(cases)
    assert right >= FLOOR, f"{right:.1%} of {len(cases)} right\n" + "\n".join(faults)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_example_of_a_role_comes_out(language: str) -> None:
    faults = {case.text: fault(case, doc, actors) for case, doc, actors in read_cases(load_role_examples(language))}
    assert not {text: wrong for text, wrong in faults.items() if wrong}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_there_are_at_least_350_role_nouns(language: str) -> None:
    roles = load_table(language, "roles")["roles"]
    assert len({word for role in roles for word in role["words"]}) >= 350
    sectors = {sector for role in roles for sector in role.get("sector", "GOV").split("+")}
    assert sectors <= SECTORS


def test_the_table_has_at_least_300_phrases() -> None:
    assert sum(len(load_cases(language)) for language in ("fr", "en")) >= 300
