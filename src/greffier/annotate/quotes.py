"""Quotations: who said what, in which words."""

from __future__ import annotations

from greffier.annotate.actors import Actors
from greffier.model import Quote, TimeRef
from greffier.parse.doc import Doc


def find_quotes(doc: Doc, actors: Actors, times: list[TimeRef]) -> tuple[list[Quote], list[str]]:
    """The quotations of an article in text order, and warnings about marks that do not pair."""
    return [], []
