"""greffier: reads dated news in French and English and keeps the record of who did what to whom, and who says so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from greffier.model import Article, Reading
    from greffier.reading import read, read_many
    from greffier.store.record import Record

__all__ = ["Article", "Reading", "Record", "read", "read_many"]

_HOMES = {
    "Article": "model", "Reading": "model", "Record": "store.record", "read": "reading", "read_many": "reading",
}  # fmt: skip


def __getattr__(name: str) -> Any:
    """Import on first use, so that `greffier --help` starts at once."""
    if name in _HOMES:
        from importlib import import_module

        return getattr(import_module(f"greffier.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'greffier' has no attribute {name!r}")
