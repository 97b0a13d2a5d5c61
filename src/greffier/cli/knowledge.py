"""Who is known: the tables of states, bodies, groups and office holders, and your own.

examples:
  greffier knowledge list                                        the tables, and how much is in them
  greffier knowledge show "Juan Guaidó" --on 2019-03-29          who that is, and in which office on a day
  greffier knowledge show Moscou                                 what a name may stand for
  greffier knowledge import my-ministers.csv                     your own office holders, before the shipped ones
  greffier knowledge update --country MLI --country NER          newest office holders from Wikidata

An imported table has the columns jurisdiction (or country), position (or office), person, person_qid, start, end.
Your tables are kept in $GREFFIER_HOME/knowledge, or where your system keeps the data of programs.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greffier.resolve.knowledge import Entity, Knowledge

HELP = "who is known, in which office when; your own tables; update from Wikidata"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's actions."""
    actions = parser.add_subparsers(dest="action", metavar="ACTION", required=True)
    actions.add_parser("list", help="the tables, and how much is in them")
    show = actions.add_parser("show", help="what a name stands for")
    show.add_argument("name", help="a name in French or English")
    show.add_argument("--on", metavar="DATE", help="offices held then: 2019-03-29, 2019-03 or 2019")
    take = actions.add_parser("import", help="take in a table of office holders")
    take.add_argument("file", type=Path, help="CSV file")
    take.add_argument("--name", help="what the table is to be called (default: the file's name)")
    update = actions.add_parser("update", help="ask Wikidata for office holders")
    update.add_argument("--country", action="append", metavar="CODE", help="only this one (ISO 3166-1 alpha-3); repeat")
    update.add_argument("--since", type=int, default=1999, metavar="YEAR", help="offices held since then (1999)")
    update.add_argument("--refresh", action="store_true", help="ask again also what was asked before")
    update.add_argument("--endpoint", metavar="URL", help="another SPARQL service with Wikidata in it")


def run(arguments: argparse.Namespace) -> int:
    """Do the action; exit status 1 where something was not found or left out."""
    actions = {"list": _list, "show": _show, "import": _import, "update": _update}
    return actions[arguments.action](arguments)


def _list(arguments: argparse.Namespace) -> int:
    from collections import Counter

    from greffier.resolve.knowledge import home, knowledge

    known = knowledge()
    counts: Counter[str] = Counter(e.table for e in known.entities if e.kind != "person")
    terms: Counter[str] = Counter(t.table for e in known.entities for t in e.terms)
    persons: Counter[str] = Counter(table for e in known.entities for table in {t.table for t in e.terms})
    for table, count in sorted(counts.items()):
        print(f"{table:<28}{count:>7,} names")
    for table, count in sorted(terms.items()):
        print(f"{table:<28}{count:>7,} terms of {persons[table]:,} persons")
    print(f"your own tables: {home() / 'knowledge'}")
    return 0


def _show(arguments: argparse.Namespace) -> int:
    from greffier.errors import UsageError
    from greffier.resolve.knowledge import days_of, knowledge

    days = days_of(arguments.on)
    if arguments.on and days is None:
        raise UsageError(f"--on {arguments.on!r} is no date; give one such as 2019-03-29, 2019-03 or 2019")
    known = knowledge()
    found = known.find(arguments.name)
    if not found:
        near = _near(known, arguments.name)
        hint = f"; perhaps you mean {', '.join(near)}" if near else "; see `greffier knowledge import` to add it"
        print(f"greffier: nothing is known by the name {arguments.name!r}{hint}", file=sys.stderr)
        return 1
    for entity in sorted(found, key=lambda e: (e.kind, e.name)):
        _print_entity(entity, days)
    return 0


def _print_entity(entity: Entity, days: tuple[str, str] | None) -> None:
    code = f"  wikidata {entity.wikidata}" if entity.wikidata else ""
    sort = f" ({entity.sort})" if entity.sort else ""
    print(f"{entity.name}  {entity.kind}{sort}  {entity.country or 'no country'}  {' '.join(entity.sectors)}{code}")
    if entity.start or entity.end:
        print(f"    from {entity.start or '…'} to {entity.end or 'today'}")
    if entity.members:
        print(f"    members: {', '.join(entity.members)}")
    for term in sorted(entity.terms, key=lambda t: t.start):
        mark = " " if days is None else "*" if term.holds(*days) else " "
        place = f"{term.country or '-'} {'|'.join(term.sectors)}"
        years = f"{term.start or '…':<10} – {term.end or 'today':<10}"
        print(f"  {mark} {years}  {place:<10}  {term.office}  [{term.table}]")
    if days is not None and entity.terms:
        held = entity.terms_on(*days)
        when = days[0] if days[0] == days[1] else f"{days[0]} to {days[1]}"
        print(f"    on {when}: {'; '.join(t.office for t in held) or 'no office known'}")
    if not entity.terms:
        print(f"    [{entity.table}]")


def _near(known: Knowledge, name: str) -> list[str]:
    from difflib import get_close_matches

    return get_close_matches(name, list({entity.name for entity in known.entities}), 3, 0.75)


def _import(arguments: argparse.Namespace) -> int:
    from greffier.resolve.tables import import_table, rejected_lines

    result = import_table(arguments.file, arguments.name)
    for line in rejected_lines(result):
        print(f"greffier: left out: {line}", file=sys.stderr)
    print(f"{result.taken:,} terms of office taken into {result.path}")
    return 1 if result.rejected else 0


def _update(arguments: argparse.Namespace) -> int:
    from greffier.errors import UsageError
    from greffier.resolve.knowledge import knowledge
    from greffier.resolve.wikidata import ENDPOINT, update

    states = knowledge().states
    wrong = [code for code in arguments.country or () if code.upper() not in states]
    if wrong:
        raise UsageError(f"{', '.join(wrong)}: no country has this code; use ISO 3166-1 alpha-3, for instance MLI")
    chosen = [code.upper() for code in arguments.country or ()] or [c for c, s in states.items() if s.sort == "member"]
    result = update(
        [(code, states[code].name) for code in chosen],
        since=arguments.since,
        endpoint=arguments.endpoint or ENDPOINT,
        refresh=arguments.refresh,
        tell=lambda line: print(line, file=sys.stderr, flush=True),
    )
    for code, reason in result.failed.items():
        print(f"greffier: {code}: {reason}", file=sys.stderr)
    asked, cached = len(result.asked), len(result.cached)
    print(f"{result.rows:,} terms of office in {result.path} ({asked} countries asked, {cached} kept from before)")
    return 1 if result.failed else 0
