"""Toponyms: found, and resolved to coordinates."""

from __future__ import annotations

from greffier.annotate.places_accept import Judge
from greffier.annotate.places_mentions import Mention, Scan
from greffier.annotate.places_resolve import Resolver
from greffier.model import Place
from greffier.parse.doc import Doc
from greffier.resolve.gazetteer import Entry, load_gazetteer


def find_places(doc: Doc) -> list[Place]:
    """All toponyms of an article, in text order, with coordinates in degrees (WGS 84) where they are known.

    Countries count, demonyms do not; neither do persons' names and names of bodies that contain a toponym.
    """
    scan = Scan(doc, load_gazetteer(doc.language))
    judge = Judge(scan, Resolver(scan))
    return [_record(f"p{number}", scan, *found) for number, found in enumerate(judge.accepted(), 1)]


def _record(number: str, scan: Scan, mention: Mention, entry: Entry, why: str) -> Place:
    span = scan.doc.span(scan.edges(mention.first)[0], scan.edges(mention.last - 1)[1])
    return Place(
        id=number,
        start=span.start,
        end=span.end,
        text=span.text,
        name=entry.name,
        kind=entry.kind,
        country=entry.country,
        geonames=entry.geonames,
        lat=entry.lat,
        lon=entry.lon,
        why=why,
    )
