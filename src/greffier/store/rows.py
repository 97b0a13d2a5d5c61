"""One reading as rows of the record's tables. Ids are hashes of content: the same on every machine and every run."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

import msgspec

from greffier.model import Article, Event, Quote, Reading, Span
from greffier.store.days import day_bounds

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def article_id(article: Article) -> str:
    """The id of an article: a hash of its words, date, title and outlet (not of where the file lay)."""
    return _hash(article.text, article.published, article.title, article.source)


def reading_rows(article: Article, reading: Reading) -> Rows:
    """All rows of one reading, by table."""
    key = article_id(article)
    actor_ids = {actor.id: _hash(key, "actor", actor.id) for actor in reading.actors}
    place_ids = {place.id: _hash(key, "place", place.start, place.end) for place in reading.places}
    times = {time.id: time.edtf for time in reading.times}
    events = {event.id: _hash(key, event.trigger.start, event.trigger.end, event.type) for event in reading.events}
    first, last = day_bounds(reading.published)
    return {
        "articles": [
            {
                "article_id": key, "name": reading.id, "language": reading.language, "published": reading.published,
                "first_day": _iso(first), "last_day": _iso(last), "title": article.title, "source": article.source,
                "url": article.url, "origin": article.where, "text": article.text,
                "reader": msgspec.json.encode(reading.reader).decode(), "warnings": reading.warnings,
            }
        ],
        "times": [
            {
                "time_id": _hash(key, "time", time.start, time.end), "article_id": key, "local_id": time.id,
                "start_offset": time.start, "end_offset": time.end, "text": time.text, "edtf": time.edtf,
                "type": time.timex.type if time.timex else None, "value": time.timex.value if time.timex else None,
                "part": time.part, "clock": time.clock, "why": time.why,
            }
            for time in reading.times
        ],
        "joint_readings": [
            {"article_id": key, "number": number, "local_id": time, "edtf": edtf}
            for number, joint in enumerate(reading.joint)
            for time, edtf in joint.times.items()
        ],
        "places": [
            {
                "place_id": place_ids[place.id], "article_id": key, "local_id": place.id, "start_offset": place.start,
                "end_offset": place.end, "text": place.text, "name": place.name, "kind": place.kind,
                "country": place.country, "geonames": place.geonames, "lat": place.lat, "lon": place.lon, "why": place.why,
            }
            for place in reading.places
        ],
        "actors": [
            {
                "actor_id": actor_ids[actor.id], "article_id": key, "local_id": actor.id, "name": actor.name,
                "kind": actor.kind, "country": actor.country, "sectors": actor.sectors, "office": actor.office,
                "wikidata": actor.wikidata, "known": actor.known, "from_table": actor.table,
            }
            for actor in reading.actors
        ],
        "mentions": [
            {
                "actor_id": actor_ids[actor.id], "article_id": key, "start_offset": mention.start,
                "end_offset": mention.end, "text": mention.text, "why": mention.why,
            }
            for actor in reading.actors
            for mention in actor.mentions
        ],
        "quotes": [_quote_row(key, quote, actor_ids, times) for quote in reading.quotes],
        "events": [_event_row(key, event, events[event.id], actor_ids, place_ids, reading) for event in reading.events],
        "event_sides": [row for event in reading.events for row in _sides(key, event, events[event.id], actor_ids, reading)],
    }  # fmt: skip


def _quote_row(key: str, quote: Quote, actor_ids: dict[str, str], times: dict[str, str | None]) -> Row:
    spans = {
        "content": quote.content, "verbatim": quote.verbatim, "cue": quote.cue, "source": quote.source,
        "to": quote.to, "occasion": quote.occasion,
    }  # fmt: skip
    return {
        "quote_id": quote_key(key, quote), "article_id": key, "local_id": quote.id, "kind": quote.kind,
        "content": " … ".join(span.text for span in quote.content), "spans": msgspec.to_builtins(spans),
        "speaker": quote.speaker.name if quote.speaker else None,
        "speaker_country": quote.speaker.country if quote.speaker else None,
        "actor_id": actor_ids.get(quote.speaker.actor or "") if quote.speaker else None,
        "relay": quote.relay.name if quote.relay else None,
        "said": times.get(quote.when or ""), "inside": quote.inside, "why": quote.why,
    }  # fmt: skip


def quote_key(article: str, quote: Quote) -> str:
    """The record-wide id of a quotation."""
    return _hash(article, "quote", *(offset for span in quote.content for offset in (span.start, span.end)))


def _event_row(
    key: str, event: Event, event_id: str, actor_ids: dict[str, str], place_ids: dict[str, str], reading: Reading
) -> Row:
    first, last = day_bounds(event.when)
    claimant = next((a.name for a in reading.actors if a.id == event.claimed_by), event.claimed_by)
    return {
        "event_id": event_id, "article_id": key, "local_id": event.id, "type": event.type, "mode": event.mode,
        "context": event.context, "cameo": event.cameo, "quad": event.quad, "goldstein": event.goldstein,
        **_offsets("trigger", event.trigger), "trigger_text": event.trigger.text,
        **_offsets("sentence", event.sentence), "sentence": event.sentence.text,
        "when": event.when, "first_day": _iso(first), "last_day": _iso(last),
        "place_id": place_ids.get(event.where or ""), "modality": event.modality,
        "claimed_by": actor_ids.get(event.claimed_by or ""), "claimant": claimant,
        "again": msgspec.to_builtins(event.again), "magnitude": msgspec.to_builtins(event.magnitude),
        "confidence": event.confidence, "why": event.why,
    }  # fmt: skip


def _sides(key: str, event: Event, event_id: str, actor_ids: dict[str, str], reading: Reading) -> list[Row]:
    names = {actor.id: actor.name for actor in reading.actors}
    return [
        {
            "event_id": event_id, "article_id": key, "role": role, "position": position,
            "actor_id": actor_ids.get(side.actor or ""), "name": names.get(side.actor or "", side.text),
            "country": side.country, "sector": side.sector, "start_offset": side.start, "end_offset": side.end,
            "text": side.text,
        }
        for role, sides in (("actor", event.actors), ("recipient", event.recipients))
        for position, side in enumerate(sides)
    ]  # fmt: skip


def _offsets(name: str, span: Span) -> Row:
    return {f"{name}_start": span.start, f"{name}_end": span.end}


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _hash(*parts: object) -> str:
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:20]
