"""Toponyms: found, and resolved to coordinates."""

from __future__ import annotations

from greffier.annotate.places_mentions import Mention, Scan, name_span
from greffier.annotate.places_resolve import Resolver, is_place
from greffier.model import Place
from greffier.parse.doc import Doc
from greffier.resolve.gazetteer import Entry, load_gazetteer


def find_places(doc: Doc) -> list[Place]:
    """All toponyms of an article, in text order, with coordinates in degrees (WGS 84) where they are known.

    Countries count, demonyms do not; neither do persons' names and names of bodies that contain a toponym.
    """
    scan = Scan(doc, load_gazetteer(doc.language))
    resolver = Resolver(scan)
    places: list[Place] = []
    for mention in scan.mentions:
        entry, why = resolver.best(mention)
        if is_place(mention, entry, resolver):
            places.append(_record(f"p{len(places) + 1}", scan, mention, entry, why))
    return places


def _record(number: str, scan: Scan, mention: Mention, entry: Entry, why: str) -> Place:
    span = scan.doc.span(*name_span(scan.doc, scan.atoms, mention.first, mention.last))
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
