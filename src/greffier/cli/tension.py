"""The tone between two countries over time: a series, its turning points, the steps of escalation.

examples:
  greffier tension news.duckdb USA RUS
  greffier tension news.duckdb RUS VEN --directed --step day --from 2019-03-01
  greffier tension news.duckdb USA RUS --json > usa-rus.json
"""

from __future__ import annotations

import argparse

HELP = "the tone between two countries over time"
_BAR = 24


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("a", metavar="COUNTRY", help="ISO code, e.g. USA")
    parser.add_argument("b", metavar="COUNTRY")
    parser.add_argument("--directed", action="store_true", help="only what the first does to the second")
    parser.add_argument("--step", choices=("day", "week", "month"), default="week", help="default: week")
    parser.add_argument("--from", dest="first", metavar="DAY", help="from this day on (2019-03-01)")
    parser.add_argument("--to", dest="last", metavar="DAY")
    parser.add_argument("--json", action="store_true", help="the series as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the series."""
    from greffier.analyse.tension import escalation, series, tone, turning_points
    from greffier.cli.search import parse_day
    from greffier.errors import UsageError
    from greffier.store.record import Record

    a, b = arguments.a.upper(), arguments.b.upper()
    with Record(arguments.record) as record:
        points = series(
            record, a, b, directed=arguments.directed, step=arguments.step,
            first=parse_day(arguments.first), last=parse_day(arguments.last),
        )  # fmt: skip
        if not points:
            raise UsageError(f"no dated event between {a} and {b}; `greffier show {arguments.record}` lists the pairs")
        if arguments.json:
            import json
            from dataclasses import asdict

            print(json.dumps([asdict(p) | {"share": p.share} for p in points], default=str, indent=1))
            return 0
        turns = {turn.start: turn for turn in turning_points(record, a, b, points)}
        rungs = escalation(record, a, b)
    direction = tone(points)
    print(f"{a} {'→' if arguments.directed else '–'} {b}, by {arguments.step}: the tone is {direction.direction} "
          f"(net conflict {direction.earlier:.1f}, then {direction.later:.1f} a {arguments.step}); "
          f"conflict in words {direction.verbal:.1f}, in deeds {direction.material:.1f}")  # fmt: skip
    top = max(max(p.conflict, p.cooperation) for p in points) or 1
    print(f"{'':>12} {'cooperation':>{_BAR}} | {'conflict':<{_BAR}} score  share  claimed")
    for p in points:
        left = "▒" * round(_BAR * p.cooperation / top)
        right = "█" * round(_BAR * p.conflict / top)
        share = f"{100 * p.share:4.0f} %" if p.share is not None else "     –"
        claimed = f"{100 * p.claimed / p.events:4.0f} %" if p.events else ""
        mark = "  ← turning point" if p.start in turns else ""
        print(f"{p.start} {left:>{_BAR + 1}} | {right:<{_BAR}} {p.score:+5.1f} {share}  {claimed}{mark}")
    for rung in rungs:
        print(f"{rung.name:<14} first {rung.first or 'on an unknown day'}, {rung.events} events ({', '.join(rung.types)})")
    print("Scores are weights (Goldstein 1992, PLOVER); counts and shares are what was read.")
    return 0
