"""What goes in and what comes out: frozen records, the names of the contract.

All offsets count Unicode code points in the article's text exactly as it was given: `text[start:end] == span.text`.
Dates are EDTF (ISO 8601-2, level 2), coordinates WGS 84 degrees, countries ISO 3166-1 alpha-3, `IGO` or `NGO`.
Ids (`t1`, `a3` …) are unique within one reading. `json_schema()` publishes this file as a JSON Schema.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

SCHEMA = 1

Modality = Literal["asserted", "reported", "planned", "hypothetical", "negated"]
QuoteKind = Literal["direct", "mixed", "indirect"]
ActorKind = Literal["person", "state", "body", "group", "organisation"]


class Record(msgspec.Struct, frozen=True):
    """Base of all records: immutable, compared by value, written as JSON objects."""


class Article(Record, frozen=True):
    """One article as it came in. `published` is EDTF (day, month, range) or None; `where` names its origin in errors."""

    text: str
    id: str | None = None
    language: str | None = None
    published: str | None = None
    title: str | None = None
    source: str | None = None
    url: str | None = None
    where: str = ""


class Span(Record, frozen=True):
    start: int
    end: int
    text: str


class Timex(Record, frozen=True):
    """TIMEX3 type (DATE TIME DURATION SET) and value."""

    type: str
    value: str


class TimeRef(Record, frozen=True):
    """A time expression. `edtf` is None only where nothing can be said; `why` names rule, reference and removals."""

    id: str
    start: int
    end: int
    text: str
    edtf: str | None
    timex: Timex | None
    part: str | None = None
    clock: str | None = None
    why: str = ""


class Place(Record, frozen=True):
    """A toponym. `kind`: country admin1 city airport water region facility."""

    id: str
    start: int
    end: int
    text: str
    name: str
    kind: str
    country: str | None
    geonames: int | None
    lat: float | None
    lon: float | None
    why: str = ""


class Mention(Record, frozen=True):
    start: int
    end: int
    text: str
    why: str = ""


class Actor(Record, frozen=True):
    """Who is meant. `known` is False where no table names the actor: then `name` is what the text says of it."""

    id: str
    name: str
    kind: ActorKind
    country: str | None
    sectors: list[str]
    office: str | None = None
    wikidata: str | None = None
    known: bool = True
    mentions: list[Mention] = []
    table: str | None = None


class Speaker(Record, frozen=True):
    actor: str | None
    name: str
    country: str | None


class Quote(Record, frozen=True):
    """Who said what. `content` has several spans when the cue interrupts; `inside` is the id of the holding quote."""

    id: str
    kind: QuoteKind
    content: list[Span]
    verbatim: list[Span]
    cue: Span | None
    source: Span | None
    to: Span | None
    speaker: Speaker | None
    when: str | None = None
    inside: str | None = None
    relay: Speaker | None = None
    occasion: Span | None = None
    why: str = ""


class Side(Record, frozen=True):
    """An actor or recipient of one event, with the words that name it best."""

    actor: str | None
    country: str | None
    sector: str | None
    start: int
    end: int
    text: str


class Magnitude(Record, frozen=True):
    """A number that measures the event: what is counted (killed, injured, arrested, demonstrators, troops, sum …)."""

    what: str
    value: float
    text: str
    start: int
    end: int
    at_least: bool = False
    approximate: bool = False
    unit: str | None = None


class Event(Record, frozen=True):
    """One act between political actors (PLOVER type, mode, context; CAMEO code; quad class; PLOVER score)."""

    id: str
    type: str
    mode: str | None
    context: list[str]
    cameo: str | None
    quad: int
    goldstein: float
    trigger: Span
    sentence: Span
    actors: list[Side]
    recipients: list[Side]
    when: str | None
    where: str | None
    modality: Modality
    claimed_by: str | None
    again: list[Span] = []
    magnitude: list[Magnitude] = []
    confidence: float = 0.5
    why: str = ""


class Reader(Record, frozen=True):
    """What read the article: version, models, and a hash of the lexicon."""

    greffier: str
    models: dict[str, str]
    lexicon: str


class JointReading(Record, frozen=True):
    """One consistent way to date the article's expressions: `times` maps a time's id to a day (EDTF)."""

    times: dict[str, str]


class Reading(Record, frozen=True):
    """All that was read from one article."""

    schema: int
    id: str
    language: str
    published: str | None
    title: str | None
    source: str | None
    reader: Reader
    times: list[TimeRef]
    places: list[Place]
    actors: list[Actor]
    quotes: list[Quote]
    events: list[Event]
    joint: list[JointReading] = []
    warnings: list[str] = []

    def _repr_html_(self) -> str:
        from greffier.export.notebook import reading_html

        return reading_html(self)


def to_json(reading: Record, *, indent: bool = False) -> str:
    """The record as JSON: one line, or indented."""
    line = msgspec.json.encode(reading)
    return (msgspec.json.format(line, indent=2) if indent else line).decode()


def reading_from_json(line: str | bytes) -> Reading:
    """The reading that `to_json` wrote. Raises msgspec.ValidationError if it is none."""
    return msgspec.json.decode(line, type=Reading)


def json_schema() -> dict[str, Any]:
    """The JSON Schema of a reading."""
    schema = msgspec.json.schema(Reading)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": "greffier reading", **schema}
