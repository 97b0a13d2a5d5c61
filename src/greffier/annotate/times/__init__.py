"""Time expressions: found, and resolved to sets of days."""

from __future__ import annotations

from typing import NamedTuple

from greffier.model import JointReading, TimeRef
from greffier.parse.doc import Doc


class Times(NamedTuple):
    """The times of an article in text order, and the consistent ways to date them together."""

    found: list[TimeRef]
    joint: list[JointReading]


def find_times(doc: Doc, published: str | None) -> Times:
    """All time expressions of an article published on `published` (EDTF or None)."""
    return Times([], [])
