"""START HERE. From one article to its reading.

    article → source → header, language, blocks → syntax → times → places → actors → quotes → events → reading

`read` is pure: no store, no network, no clock. The process pool, the cluster, the server and the command line all
call it (or `read_many`, which parses neighbours together and is faster).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from greffier.annotate.actors import find_actors
from greffier.annotate.events import find_events
from greffier.annotate.places import find_places
from greffier.annotate.quotes import find_quotes
from greffier.annotate.times import find_times, free_arguments
from greffier.errors import EmptyInput, GreffierError, InputError, TooLong, Unreadable
from greffier.model import SCHEMA, Article, Reading
from greffier.parse.blocks import find_blocks
from greffier.parse.doc import Doc
from greffier.parse.header import dateline_end, find_dateline, find_header
from greffier.parse.language import detect_language
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many
from greffier.reader import reader_identity
from greffier.settings import SETTINGS


class _Prepared(NamedTuple):
    article: Article
    published: str | None
    unparsed: Unparsed


def read(article: Article) -> Reading:
    """The reading of one article. Raises InputError when it cannot be read (empty, too long, unserved language)."""
    prepared = _prepare(article)
    return _annotate(prepared, next(parse_many([prepared.unparsed])))


def read_many(articles: Iterable[Article], reject: Callable[[Article, InputError], None]) -> Iterator[Reading]:
    """The readings of many articles, in order. Articles that cannot be read go to `reject` and are left out."""
    waiting: list[_Prepared] = []

    def unparsed() -> Iterator[Unparsed]:
        for article in articles:
            try:
                prepared = _prepare(article)
            except InputError as error:
                reject(article, error)
                continue
            waiting.append(prepared)
            yield prepared.unparsed

    for doc in parse_many(unparsed()):
        prepared = waiting.pop(0)
        try:
            reading = _annotate(prepared, doc)
        except GreffierError:
            raise  # a wrong setting or frame file: it concerns every article, not this one
        except Exception as fault:
            reject(prepared.article, Unreadable(prepared.article.where, fault))
        else:
            yield reading


def _prepare(article: Article) -> _Prepared:
    """Everything that comes before syntax."""
    if not article.text.strip():
        raise EmptyInput(article.where)
    if len(article.text) > SETTINGS.max_article_chars:
        raise TooLong(article.where, len(article.text), SETTINGS.max_article_chars)
    source = Source(article.text)
    header = find_header(source.clean)
    language = detect_language(source.clean[header.end :], article.language, article.where)
    blocks = find_blocks(source.clean, header.end)
    published = article.published or header.published or find_dateline(source.clean, header.end, language)
    lead = dateline_end(source.clean, header.end)
    return _Prepared(article, published, Unparsed(source, language, blocks, lead))


def _annotate(prepared: _Prepared, doc: Doc) -> Reading:
    """Everything that comes after syntax: each step sees what the steps before it found."""
    article, published = prepared.article, prepared.published
    times = find_times(doc, published)
    free_arguments(doc, times.found)
    places = find_places(doc)
    actors = find_actors(doc, places, published)
    quotes, warnings = find_quotes(doc, actors, times.found)
    events = find_events(doc, actors, quotes, times.found, places)
    return Reading(
        schema=SCHEMA,
        id=article.id or content_id(article.text),
        language=doc.language,
        published=published,
        title=article.title,
        source=article.source,
        reader=reader_identity(doc.language),
        times=times.found,
        places=places,
        actors=actors.records,
        quotes=quotes,
        events=events,
        joint=times.joint,
        warnings=warnings,
    )


def content_id(text: str) -> str:
    """A stable id for an article that came without one: the start of its text's SHA-256."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
