"""The parts behind the actors: phrases found in words, short names, dates of office, records and their spans."""

from __future__ import annotations

import csv
from importlib.resources import files

import pytest

from greffier.annotate.actors import Actors, find_actors
from greffier.annotate.actors.lexicon import plural
from greffier.annotate.places import find_places
from greffier.model import Article
from greffier.parse.blocks import find_blocks
from greffier.parse.doc import Doc
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many
from greffier.reading import read
from greffier.resolve.knowledge import Entity, Term, days_of, knowledge, office_rank, surnames
from greffier.resolve.phrases import PhraseIndex, atoms_of, fold, split_atoms


def actors_of(text: str, language: str, on: str | None = "2019-03-29") -> tuple[Doc, Actors]:
    """The parsed text and its actors."""
    source = Source(text)
    doc = next(parse_many([Unparsed(source, language, find_blocks(source.clean))]))
    return doc, find_actors(doc, find_places(doc), on)


# ---- phrases


@pytest.mark.parametrize(
    ("text", "atoms"),
    [
        ("l'Iran", ("l", "Iran")),
        ("Guinea-Bissau", ("Guinea", "Bissau")),
        ("U.S.", ("US",)),
        ("U.S", ("US",)),
        ("St. Kitts", ("St", "Kitts")),
        ("J. Smith", ("J", "Smith")),
        ("...", ()),
    ],
)
def test_words_are_split_the_same_way_everywhere(text: str, atoms: tuple[str, ...]) -> None:
    assert split_atoms(text) == atoms


@pytest.mark.parametrize(("word", "folded"), [("Élysée", "elysee"), ("Œuvre", "oeuvre"), ("Erdoğan", "erdogan"), ("ı", "i")])
def test_accents_do_not_matter(word: str, folded: str) -> None:
    assert fold(word) == folded


def _found(index: PhraseIndex[str], text: str) -> list[str]:
    source = Source(text)
    doc = next(parse_many([Unparsed(source, "en", find_blocks(source.clean))]))
    return [payload for hit in index.scan(atoms_of(doc.tokens), lambda found: found) for payload in hit.payloads]


def test_the_longest_phrase_wins_and_case_counts() -> None:
    index: PhraseIndex[str] = PhraseIndex()
    for phrase in ("Congo", "Republic of Congo", "US", "Le Maire", "general"):
        index.add(phrase, phrase)
    assert _found(index, "The Republic of Congo met the US general.") == ["Republic of Congo", "US", "general"]
    assert _found(index, "Tell us about the congo. Le maire is not Le Maire.") == ["Le Maire"]
    assert _found(index, "The Republic of, Congo is cut by a comma.") == ["Congo"]


def test_a_shorter_phrase_is_found_where_the_longer_is_refused() -> None:
    index: PhraseIndex[str] = PhraseIndex()
    for phrase in ("Republic of Congo", "Congo", "Republic"):
        index.add(phrase, phrase)
    source = Source("The Republic of Congo.")
    doc = next(parse_many([Unparsed(source, "en", find_blocks(source.clean))]))
    found = index.scan(atoms_of(doc.tokens), lambda f: f.payloads[0] if f.last - f.first == 1 else None)
    assert list(found) == ["Republic", "Congo"]


# ---- the tables


@pytest.mark.parametrize(
    ("name", "country", "short"),
    [
        ("Angela Merkel", "DEU", ["Merkel"]),
        ("Ursula von der Leyen", "DEU", ["von der Leyen", "Leyen"]),
        ("Xi Jinping", "CHN", ["Xi"]),
        ("Kim Jong-un", "PRK", ["Kim"]),
        ("Bartholomew I", "TUR", ["Bartholomew"]),
        ("Lula", "BRA", ["Lula"]),
    ],
)
def test_short_forms_of_names(name: str, country: str, short: list[str]) -> None:
    assert surnames(name, country) == short


@pytest.mark.parametrize(
    ("published", "days"),
    [
        ("2019-03-29", ("2019-03-29", "2019-03-29")),
        ("2019-02", ("2019-02-01", "2019-02-28")),
        ("2018-09/2018-10", ("2018-09-01", "2018-10-31")),
        ("2012", ("2012-01-01", "2012-12-31")),
        (None, None),
    ],
)
def test_days_an_article_may_be_of(published: str | None, days: tuple[str, str] | None) -> None:
    assert days_of(published) == days


def test_terms_with_open_and_partial_dates() -> None:
    entity = Entity("A", "person", "FRA", (), "t")
    entity.terms = [Term("x", "FRA", (), "2010", "2012-05", "t"), Term("y", "FRA", (), "2012-06-01", "", "t")]
    assert [t.office for t in entity.terms_on("2012-05-31", "2012-05-31")] == ["x"]
    assert [t.office for t in entity.terms_on("2012-05-15", "2012-06-15")] == ["x", "y"]
    assert [t.office for t in entity.terms_on("2026-01-01", "2026-01-01")] == ["y"]


def test_offices_have_ranks() -> None:
    assert office_rank("President") < office_rank("Prime Minister") < office_rank("Minister of Defence")
    assert office_rank("Minister of Defence") < office_rank("Mayor of Paris")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_state_is_found_by_its_name(language: str) -> None:
    known = knowledge()
    text = (files("greffier") / "data" / "states.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        found = {name.entity.country for name in known.names(language).lookup(row[f"name_{language}"])}
        assert row["iso3"] in found, row[f"name_{language}"]


@pytest.mark.parametrize(
    ("word", "language", "many"),
    [
        ("général", "fr", "généraux"),
        ("chef de l'opposition", "fr", "chefs de l'opposition"),
        ("premier ministre", "fr", "premiers ministres"),
        ("policeman", "en", "policemen"),
        ("secretary of state", "en", "secretaries of state"),
        ("opposition leader", "en", "opposition leaders"),
        ("child", "en", "children"),
        ("commander-in-chief", "en", "commanders-in-chief"),
    ],
)
def test_plurals_of_role_nouns(word: str, language: str, many: str) -> None:
    assert plural(word, language) == many


# ---- records and mentions


def test_one_minister_by_title_name_and_rank() -> None:
    text = (
        "Le ministre de la Défense du Venezuela, le général Vladimir Padrino, a parlé. Le ministre a défendu l'accord. "
        "Le général a quitté la salle."
    )
    _, actors = actors_of(text, "fr")
    padrino = next(a for a in actors.records if "Padrino" in a.name)
    assert [m.text for m in padrino.mentions] == [
        "Le ministre de la Défense du Venezuela, le général Vladimir Padrino",
        "Le ministre",
        "Le général",
    ]
    assert (padrino.country, padrino.sectors[:2], padrino.known) == ("VEN", ["GOV", "MIL"], True)
    assert padrino.table
    assert padrino.table == "officeholders_a.csv"


def test_an_unknown_person_keeps_what_the_text_says() -> None:
    _, actors = actors_of("A Alger, un jeune manifestant, Karim Tazi, accuse la police.", "fr")
    person = next(a for a in actors.records if a.name == "Karim Tazi")
    assert (person.known, person.country, person.sectors, person.table) == (False, "DZA", ["CVL"], None)


def test_spans_are_of_the_original_text() -> None:
    text = "La\u00a0Russie et les E\u0301tats-Unis ont signé\u200b. Moscou a protesté."
    _, actors = actors_of(text, "fr")
    spans = [m for a in actors.records for m in a.mentions]
    assert spans
    assert all(text[m.start : m.end] == m.text for m in spans)


def test_an_acronym_the_text_introduces_is_the_same_actor() -> None:
    text = "Le Collectif des parents de Gao (CPGX) accuse l'armée malienne. Selon le CPGX, dix civils sont morts au Mali."
    _, actors = actors_of(text, "fr")
    collective = next(a for a in actors.records if any(m.text == "CPGX" for m in a.mentions))
    assert any(m.text.startswith("Le Collectif") for m in collective.mentions)
    assert collective.country == "MLI"


def test_a_name_with_an_article_is_no_person() -> None:
    _, actors = actors_of("The Amber Horizon Forum denounced the raid.", "en")
    assert [(a.name, a.kind) for a in actors.records] == [("Amber Horizon Forum", "organisation")]


def test_a_place_is_no_actor_until_an_event_needs_it() -> None:
    doc, actors = actors_of("Une bombe a explosé à Bagdad.", "fr")
    mention = actors.of(next(t for t in doc.tokens if t.text == "Bagdad"))
    assert mention is not None
    assert (mention.weak, mention.country, mention.sector) == (True, "IRQ", None)
    assert not actors.records
    actors.as_agent(mention)
    assert [(a.name, a.mentions[0].text) for a in actors.records] == [("Iraq (government)", "Bagdad")]
    assert actors.record(mention.actor).country == "IRQ"


def test_several_actors_behind_the_same_words() -> None:
    doc, actors = actors_of("Hungarian and Romanian officials met.", "en")
    found = actors.all_of(next(t for t in doc.tokens if t.text == "officials"))
    assert [m.country for m in found] == ["HUN", "ROU"]


def test_every_mention_says_why() -> None:
    text = "Washington, qui accuse la police de Caracas, a parlé au président Nicolas Maduro. Il a refusé. Ce pays dément."
    _, actors = actors_of(text, "fr")
    assert actors.mentions
    assert all(m.why for m in actors.mentions)


@pytest.mark.parametrize("on", [None, "2019-03-29", "2019", "2018-09/2018-10", "1850-01-01"])
@pytest.mark.parametrize(
    "text",
    [
        "!!! ... --- '' ''",
        "LE PRÉSIDENT RUSSE VLADIMIR POUTINE ACCUSE WASHINGTON",
        "de de de du du ministre ministre du ministre de la de l'",
        "Ministre, ministre, ministre, Jean Jean Jean, de la Défense de de la France de Russie du Mali",
        "Le",
        "𝔏𝔢 président 🤖 des États‑Unis",
        "il elle ils le la les leur son sa ses qui dont",
        "U.S.'s 's of of the the's 's president of of",
    ],
)
def test_any_text_ends_in_a_result(text: str, on: str | None) -> None:
    for language in ("fr", "en"):
        doc, actors = actors_of(text, language, on)
        ids = {a.id for a in actors.records} | set(actors.spare)
        assert all(m.actor in ids for m in actors.mentions)
        assert all(m.first.i <= m.last.i < len(doc.tokens) for m in actors.mentions)


@pytest.mark.parametrize(
    ("given", "gender"),
    [("Brian", "m"), ("Angela", "f"), ("Zzyzx", None)],
)
def test_first_names_tell_a_gender_where_the_tables_agree(given: str, gender: str | None) -> None:
    assert knowledge().given_gender(given) == gender


def test_an_unknown_person_is_taken_up_by_surname_and_pronoun() -> None:
    text = "Brian Zurke, le secrétaire américain à l'Energie, a parlé. Zurke a menacé la Russie. Il a accusé l'Iran."
    reading = read(Article(text, language="fr", published="2018-10"))
    assert {side.actor for event in reading.events for side in event.actors} == {next(a.id for a in reading.actors if a.name == "Brian Zurke")}
    assert len(reading.events) == 2


def test_a_word_of_the_language_is_nobody() -> None:
    """There is a Say Chhum in the tables."""
    assert not read(Article("Say goodbye to the old town.", language="en", published="2018-10")).actors
