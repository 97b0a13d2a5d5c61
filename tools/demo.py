"""`make demo`: read the examples into demo.duckdb and show what was found."""

from __future__ import annotations

import sys
from pathlib import Path

from greffier.cli import main

ROOT = Path(__file__).resolve().parent.parent
RECORD = "demo.duckdb"


def demo() -> int:
    """Build, show, and name the next command."""
    print("demo: reading the articles under examples/ (twenty-one dispatches on Venezuela, January to April 2019)")
    status = main(["build", "examples", "-o", RECORD])
    if status:
        return status
    show()
    print("\nnext, see what one article says:\n  .venv/bin/greffier read examples/13-moscou-repond-a-trump.fr.txt")
    return 0


def show() -> None:
    """The record in figures, its actors and quotations."""
    from greffier.store.record import Record

    main(["show", RECORD, "--events", "6"])
    with Record(RECORD) as record:
        print("\nactors most often named")
        for name, country, sectors, times in record.rows(
            "SELECT a.name, a.country, any_value(a.sectors), count(*) FROM actors a JOIN mentions m USING (actor_id) "
            "WHERE a.known GROUP BY a.name, a.country ORDER BY 4 DESC, 1 LIMIT 12"
        ):
            print(f"  {times:>3}  {name} ({country or '?'} {' '.join(sectors or [])})")
        print("\nsome quotations")
        for speaker, country, content in record.rows(
            "SELECT speaker, speaker_country, content FROM quotes WHERE kind = 'direct' AND speaker IS NOT NULL "
            "ORDER BY length(content), quote_id LIMIT 6"
        ):
            print(f"  {speaker} ({country or '?'}): {' '.join(content.split())[:110]}")


if __name__ == "__main__":
    sys.exit(demo())
