"""What the questions are put to."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Protocol


class Source(Protocol):
    """A record, or whatever else answers SQL as one does (the server's copy, with a limit on time)."""

    def rows(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> list[tuple[Any, ...]]:
        """All rows of a query."""
        ...

    def one(self, sql: str, parameters: Sequence[Any] | dict[str, Any] = ()) -> Any:
        """The first value of the first row, None where there is none."""
        ...


def rows_of(source: Source, sql: str, ids: Sequence[str]) -> list[tuple[Any, ...]]:
    """All rows of a query in which `{ids}` stands for a list of values, which may be empty. Uses an index where there is one."""
    marks = ", ".join(f"${number + 1}" for number in range(len(ids)))
    return source.rows(sql.replace("{ids}", marks), ids) if ids else []
