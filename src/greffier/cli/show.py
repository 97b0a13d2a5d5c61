"""What is in a record: counts, the tension of each country pair, the actors, the last events.

example:
  greffier show news.duckdb
"""

from __future__ import annotations

import argparse

HELP = "what is in a record"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("--events", type=int, default=10, metavar="N", help="how many of the last events (default 10)")


def run(arguments: argparse.Namespace) -> int:
    """Print the overview."""
    from greffier.analyse.overview import last_events, overview
    from greffier.analyse.pairs import country_pairs
    from greffier.store.record import Record

    with Record(arguments.record) as record:
        counts = overview(record)
        print("  ".join(f"{number:,} {name}" for name, number in counts.items()))
        pairs = country_pairs(record, limit=12)
        if pairs:
            print("\ncountry pairs            events  conflict  cooperation  only claimed  mean score")
            for pair in pairs:
                print(
                    f"  {pair.a} {pair.b:<17} {pair.events:>6}  {pair.conflict:>8}  {pair.cooperation:>11}"
                    f"  {pair.claimed:>12}  {pair.score:>+10.1f}"
                )
        events = last_events(record, arguments.events)
        if events:
            print("\nlast events")
            for event in events:
                print(f"  {event.when or 'no date':<12} {event.type:<9} {event.actors} → {event.recipients}  {event.modality}")
                print(f"      {event.words}")
    return 0
