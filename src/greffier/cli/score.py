"""Read the articles of a gold file and measure the readings against it.

The gold is JSONL, one article a line with its `text`, annotated by the codebook (docs/codebook.md): `times`, `quotes`,
`events`; or `timexes`, `expected` (event types of a sentence), `toponyms`. With your own gold you learn how far to
trust greffier on your own articles. Times of `timexes` are measured twice: cut as our codebook does (`depuis 1998`)
and as TimeML does (`1998`), which most corpora follow.

examples:
  greffier score gold.jsonl
  greffier score gold.jsonl --readings readings.jsonl      score what was read before
"""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

HELP = "measure readings against gold"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("gold", type=Path, metavar="GOLD.jsonl", help="annotated articles")
    parser.add_argument("--readings", type=Path, metavar="FILE", help="readings as JSONL, instead of reading now")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")


def run(arguments: argparse.Namespace) -> int:
    """Print the figures."""
    from greffier.errors import UsageError
    from greffier.score import score

    gold = load_rows(arguments.gold)
    if not gold:
        raise UsageError(f"{arguments.gold}: there is no gold in it")
    readings = load_rows(arguments.readings) if arguments.readings else read_rows(arguments.gold)
    figures = score(gold, readings)
    if not figures:
        raise UsageError(
            f"{arguments.gold}: its rows hold none of `events`, `timexes`, `expected`, `toponyms`; see docs/codebook.md"
        )
    if arguments.json:
        import json

        print(json.dumps({f.name: round(f.value, 2) for f in figures}, indent=2))
        return 0
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        print(f"{figure.name:<{width}} {figure.value:5.1f}  {figure.detail}{'  (lower is better)' if figure.low_is_good else ''}")
    return 0


def load_rows(path: Path) -> list[dict[str, Any]]:
    """The JSON objects of a JSONL file. Raises UsageError with the line of what is none."""
    import json

    from greffier.errors import UsageError

    rows = []
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: cannot be read ({error})") from None
    for number, line in enumerate(lines, 1):
        if line.strip():
            try:
                row = json.loads(line)
            except ValueError as error:
                raise UsageError(f"{path}:{number}: this line is no JSON ({error})") from None
            if not isinstance(row, dict) or "id" not in row:
                raise UsageError(f"{path}:{number}: this line is no object with an `id`")
            rows.append(row)
    return rows


def read_rows(path: Path) -> list[dict[str, Any]]:
    """The readings of the articles of a gold file, as plain objects."""
    import msgspec

    from greffier.cli.inputs import Rejects
    from greffier.ingest.raw import Options
    from greffier.reading import read_many

    rejects = Rejects()
    articles = rejects.articles([str(path)], Options())
    return [msgspec.to_builtins(reading) for reading in read_many(articles, rejects)]
