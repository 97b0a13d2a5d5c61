"""Toponyms: found, and resolved to coordinates."""

from __future__ import annotations

from greffier.model import Place
from greffier.parse.doc import Doc


def find_places(doc: Doc) -> list[Place]:
    """All toponyms of an article, in text order."""
    return []
