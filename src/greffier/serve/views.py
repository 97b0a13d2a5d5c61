"""What each page holds, as plain records: the templates draw them, the JSON twins send them, the OpenAPI describes them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass
class Filters:
    """What is on screen: every page keeps these in its address."""

    a: str | None = None
    b: str | None = None
    type: str | None = None
    modality: str | None = None
    place: str | None = None
    speaker: str | None = None
    first: date | None = None
    last: date | None = None


@dataclass
class EventLine:
    """One event in a list, by its most certain telling `event_id`; `who` and `whom` are names, `actors` countries."""

    link_id: str
    event_id: str
    when: str | None
    type: str
    quad: int
    actors: list[str]
    recipients: list[str]
    who: list[str]
    whom: list[str]
    modality: str
    claimant: str | None
    place: str | None
    confidence: float
    review: str | None
    articles: int
    sources: int
    before: str
    trigger: str
    after: str


@dataclass
class PairCounts:
    """A country pair in figures."""

    a: str
    b: str
    events: int
    conflict: int
    cooperation: int
    claimed: int
    score: float


@dataclass
class PairLine(PairCounts):
    """A country pair in a list; `spark` is (conflict, cooperation) by period."""

    spark: list[tuple[float, float]] = field(default_factory=list)


@dataclass
class SpotLine:
    """A place with what happened there."""

    name: str
    country: str | None
    lat: float
    lon: float
    events: int
    conflict: int


@dataclass
class ActiveLine:
    """An actor in a list."""

    name: str
    country: str | None
    sectors: list[str]
    known: bool
    articles: int
    acts: int
    suffers: int
    says: int


@dataclass
class OverviewPage:
    """What is in the record."""

    counts: dict[str, int]
    first: date | None
    last: date | None
    pairs: list[PairLine]
    spots: list[SpotLine]
    actors: list[ActiveLine]
    latest: list[EventLine]


@dataclass
class PeriodLine:
    """One period of a pair's series."""

    start: date
    verbal_cooperation: float
    material_cooperation: float
    verbal_conflict: float
    material_conflict: float
    score: float
    asserted: float
    claimed: float
    articles: float
    sources: int
    volume: float
    share: float | None


@dataclass
class TurnLine:
    """A turning point and the events that make it."""

    start: date
    before: float
    after: float
    events: list[EventLine]


@dataclass
class RungLine:
    """A step of escalation."""

    name: str
    first: date | None
    link_id: str | None
    events: int


@dataclass
class ClaimLine:
    """Who claims and who denies an event."""

    link_id: str
    type: str
    actors: list[str]
    recipients: list[str]
    when: str | None
    claimed_by: list[str]
    denied_by: list[str]
    asserted: bool
    articles: int


@dataclass
class PairPage:
    """Two countries over time."""

    a: str
    b: str
    directed: bool
    step: str
    direction: str
    earlier: float
    later: float
    verbal: float
    material: float
    series: list[PeriodLine]
    turns: list[TurnLine]
    rungs: list[RungLine]
    claims: list[ClaimLine]
    total: int
    events: list[EventLine]
    undated: int


@dataclass
class EventsPage:
    """A list of events under filters."""

    total: int
    events: list[EventLine]


@dataclass
class TellingLine:
    """One article's telling of an event."""

    event_id: str
    article_id: str
    title: str
    outlet: str | None
    published: str | None
    language: str
    type: str
    mode: str | None
    cameo: str | None
    modality: str
    claimant: str | None
    when: str | None
    said_when: str | None
    narrowed_by: str | None
    narrowed_in: str | None
    actors: list[str]
    recipients: list[str]
    who: list[str]
    whom: list[str]
    place: str | None
    confidence: float
    review: str | None
    before: str
    trigger: str
    after: str
    why: str
    link_why: str | None
    magnitude: list[dict[str, object]]
    offset: int


@dataclass
class ReviewLine:
    """One entry of the log of reviews."""

    moment: str
    who: str
    action: str
    field: str | None
    value: str | None
    reason: str


@dataclass
class EventPage:
    """One event with all its tellings."""

    link_id: str
    head: EventLine
    claimed_by: list[str]
    denied_by: list[str]
    agreement: dict[str, int]
    tellings: list[TellingLine]
    reviews: list[ReviewLine]


@dataclass
class Piece:
    """A stretch of an article's text with the layers that cover it; `href` leads to the thing."""

    text: str
    layers: list[str]
    why: str
    href: str | None
    anchor: str | None


@dataclass
class ArticlePage:
    """An article with what was read in it."""

    article_id: str
    name: str | None
    title: str | None
    outlet: str | None
    url: str | None
    published: str | None
    language: str
    origin: str
    copy_of: str | None
    reader: str
    warnings: list[str]
    pieces: list[Piece]
    events: list[EventLine]


@dataclass
class QuoteLine:
    """One quotation."""

    quote_id: str
    article_id: str
    kind: str
    content: str
    speaker: str | None
    country: str | None
    said: str | None
    why: str | None
    offset: int


@dataclass
class QuotesPage:
    """A list of quotations."""

    total: int
    quotes: list[QuoteLine]


@dataclass
class OfficeLine:
    """An office with its dates."""

    office: str
    country: str | None
    start: str
    end: str
    table: str


@dataclass
class ActorPage:
    """An actor over all articles."""

    name: str
    country: str | None
    sectors: list[str]
    known: bool
    wikidata: str | None
    offices: list[OfficeLine]
    articles: int
    forms: list[str]
    acts: list[EventLine]
    said: list[QuoteLine]
    about: list[QuoteLine]


@dataclass
class FoundLine:
    """One thing found by a search, in words."""

    kind: str
    id: str
    article_id: str
    date: str | None
    head: str
    words: str


@dataclass
class HitLine(FoundLine):
    """One thing found by a search, with the event or the quotation that it is."""

    event: EventLine | None
    quote: QuoteLine | None


@dataclass
class SearchPage:
    """What a search found."""

    total: int
    hits: list[HitLine]


@dataclass
class ReviewPage:
    """The queue of events that nobody has looked at, the least certain first."""

    waiting: int
    done: int
    conflicts: list[str]
    queue: list[EventLine]


@dataclass
class ScoreLine:
    """A PLOVER type with its quad class and its score, from -10 to 10."""

    type: str
    quad: int
    score: float


@dataclass
class AboutPage:
    """Versions, readers, tables, scores and licences."""

    version: str
    schema: int
    readers: dict[str, int]
    tables: dict[str, int]
    record: str
    updated: str
    scores: list[ScoreLine]
