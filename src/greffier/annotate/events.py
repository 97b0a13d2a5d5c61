"""Events: who did what to whom, and did it happen."""

from __future__ import annotations

from greffier.annotate.actors import Actors
from greffier.model import Event, Place, Quote, TimeRef
from greffier.parse.doc import Doc


def find_events(doc: Doc, actors: Actors, quotes: list[Quote], times: list[TimeRef], places: list[Place]) -> list[Event]:
    """The events of an article, in text order."""
    return []
