"""RSS and Atom feeds, by feedparser: one article an entry, its words as far as the feed gives them."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from typing import Any

from greffier.errors import BadRow, InputError
from greffier.ingest.markup import parse_html, text_of
from greffier.ingest.raw import Item, Kind, Options, Raw
from greffier.model import Article

_START = re.compile(rb"<(rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)


def read_feed(raw: Raw, options: Options) -> Iterator[Item]:
    """The articles of a feed."""
    import feedparser

    content = raw.content()
    if b"<!ENTITY" in content:
        yield InputError(raw.where, "this feed defines entities of its own, which no feed needs; it is not read")
        return
    feed = feedparser.parse(content, resolve_relative_uris=False)
    if not feed.entries:
        reason = f" ({feed.bozo_exception})" if feed.get("bozo") else ""
        yield InputError(raw.where, f"there are no entries in this feed{reason}")
    for number, entry in enumerate(feed.entries, 1):
        yield _article(entry, feed.feed, f"{raw.where}:{number}", options)


def _article(entry: Any, feed: Any, where: str, options: Options) -> Item:
    bodies = [body.get("value", "") for body in entry.get("content", [])] or [entry.get("summary", "")]
    text = plain(max(bodies, key=len), where)
    if not text:
        return BadRow(where, "this entry has no words, only a link; read the page it links to")
    moment = entry.get("published_parsed") or entry.get("updated_parsed")
    language = (entry.get("language") or feed.get("language") or options.language or "")[:2].lower()
    return Article(
        text=text,
        id=entry.get("id") or entry.get("link"),
        language=options.language or language or None,
        published=time.strftime("%Y-%m-%d", moment) if moment else None,
        title=plain(entry.get("title", ""), where) or None,
        source=feed.get("title") or None,
        url=entry.get("link"),
        where=where,
    )


def plain(markup: str, where: str) -> str:
    """The words of a piece of HTML."""
    if "<" not in markup and "&" not in markup:
        return markup.strip()
    try:
        return text_of(parse_html(f"<div>{markup}</div>", where))
    except InputError:
        return ""


FEED = Kind("feed", lambda raw, options: bool(_START.search(raw.head[:4096])), read_feed)
