"""Toponyms: found, and resolved to coordinates."""

from __future__ import annotations

from greffier.annotate.places_accept import Judge
from greffier.annotate.places_mentions import Scan
from greffier.annotate.places_resolve import Resolver, Toponym
from greffier.annotate.places_unknown import UnknownNames
from greffier.model import Place
from greffier.parse.doc import Doc
from greffier.resolve.gazetteer import load_gazetteer


def find_places(doc: Doc) -> list[Place]:
    """All toponyms of an article, in text order, with coordinates in degrees (WGS 84) where they are known.

    Countries count, demonyms do not; neither do persons' names and names of bodies that contain a toponym.
    """
    scan = Scan(doc, load_gazetteer(doc.language))
    known = Judge(scan, Resolver(scan)).accepted()
    places = sorted(known + UnknownNames(scan, known).find(), key=lambda place: place.first)
    return [_record(f"p{number}", scan, place) for number, place in enumerate(places, 1)]


def _record(number: str, scan: Scan, place: Toponym) -> Place:
    entry = place.entry
    span = scan.doc.span(scan.edges(place.first)[0], scan.edges(place.last - 1)[1])
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
        why=place.why,
    )
