"""A record as data frames: pandas, Polars or Arrow, whichever the user has."""

from __future__ import annotations

from typing import Any

from greffier.errors import UsageError
from greffier.store.record import Record

LIBRARIES = ("pandas", "polars", "arrow")


def frame(record: Record, table_or_sql: str, library: str = "pandas") -> Any:
    """A table of the record, or the answer to a query, as a data frame.

    Raises UsageError when the library is not installed or the query is not understood.
    """
    import duckdb

    if library not in LIBRARIES:
        raise UsageError(f"{library!r} is no library for frames; say one of {', '.join(LIBRARIES)}")
    sql = table_or_sql if " " in table_or_sql.strip() else f'FROM "{table_or_sql.strip()}"'
    try:
        relation = record.connection.sql(sql)
        if library == "pandas":
            return relation.df()
        table = relation.to_arrow_table()
        if library == "arrow":
            return table
        import polars

        return polars.from_arrow(table)
    except ImportError as error:
        package = {"arrow": "pyarrow"}.get(library, library)
        raise UsageError(f"this needs {package}: pip install {package} ({error})") from None
    except duckdb.Error as error:
        raise UsageError(f"the record does not understand this: {error}") from None
