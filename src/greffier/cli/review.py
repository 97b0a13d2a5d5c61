"""Have the last word: accept, correct, reject, merge or split events, with your name and your reason.

The log is kept in the record, is never rewritten, and is replayed over every later reading. Ids come from
`greffier search` and from the pages; the first letters are enough.

examples:
  greffier review news.duckdb accept 3fa1 --who "A. Durand" --reason "checked with the ministry"
  greffier review news.duckdb correct 3fa1 modality reported --who "A. Durand" --reason "only Moscow says so"
  greffier review news.duckdb correct 3fa1 actors USA,GBR --who "A. Durand" --reason "the British took part"
  greffier review news.duckdb merge 3fa1 77be --who "A. Durand" --reason "the same landing"
  greffier review news.duckdb split 3fa1 --who "A. Durand" --reason "another landing"
  greffier review news.duckdb log > reviews.jsonl          and back:  … replay reviews.jsonl
  greffier review news.duckdb conflicts
"""

from __future__ import annotations

import argparse
from pathlib import Path

HELP = "accept, correct or reject what was read"

_ARGUMENTS = {"accept": 1, "reject": 1, "split": 1, "merge": 2, "correct": 3, "log": 0, "conflicts": 0, "replay": 1}


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("record", metavar="RECORD")
    parser.add_argument("action", choices=list(_ARGUMENTS))
    parser.add_argument("what", nargs="*", metavar="EVENT", help="event; for correct also FIELD VALUE, for merge the other")
    parser.add_argument("--who", default="", help="your name")
    parser.add_argument("--reason", default="", help="why")


def run(arguments: argparse.Namespace) -> int:
    """Write to the log and let it take effect, or print it."""
    from greffier.errors import UsageError
    from greffier.review.log import to_jsonl
    from greffier.store.record import Record

    if len(arguments.what) != _ARGUMENTS[arguments.action]:
        raise UsageError(f"`{arguments.action}` takes {_ARGUMENTS[arguments.action]} words; see `greffier review --help`")
    if arguments.action in ("log", "conflicts"):
        with Record(arguments.record) as record:
            if arguments.action == "log":
                print(to_jsonl(record), end="")
            else:
                for seq, problem in record.rows("SELECT * FROM conflicts ORDER BY seq"):
                    print(f"{seq}: {problem}")
        return 0
    return _write(arguments)


def _write(arguments: argparse.Namespace) -> int:
    from greffier.review.log import add_review, append, from_jsonl
    from greffier.review.replay import apply_now
    from greffier.run.build import finish
    from greffier.store.record import Record

    with Record(arguments.record, write=True) as record:
        if arguments.action == "replay":
            path = Path(arguments.what[0])
            added = append(record, from_jsonl(path.read_text(encoding="utf-8"), str(path)))
            finish(record)
        else:
            event, *rest = arguments.what
            value = rest[-1] if rest else None
            field = rest[0] if len(rest) > 1 else None
            who, reason = arguments.who, arguments.reason
            apply_now(record, add_review(record, arguments.action, event, who=who, reason=reason, field=field, value=value))
            added = 1
        conflicts = record.one("SELECT count(*) FROM conflicts")
    print(f"{arguments.record}: {added} noted" + (f", {conflicts} conflicts (`… conflicts` lists them)" if conflicts else ""))
    return 1 if conflicts else 0
