"""Read articles and print what they say.

examples:
  greffier read article.txt                        for people: quotations and events, each with its words
  greffier read --format json article.txt          one JSON object, as `greffier schema` describes
  greffier read --format jsonl news.jsonl > r.jsonl
  cat article.txt | greffier read -
"""

from __future__ import annotations

import argparse
import sys

HELP = "read articles and print what they say"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    from greffier.cli.inputs import add_inputs

    add_inputs(parser)
    parser.add_argument(
        "--format",
        choices=("text", "json", "jsonl", "timeml"),
        default="text",
        help="text for people (default), json and jsonl for programs, timeml for tools on times",
    )
    parser.add_argument("--frames", action="append", default=[], metavar="FILE", help="your own frames besides ours (TOML)")


def run(arguments: argparse.Namespace) -> int:
    """Print the readings in input order."""
    from greffier.cli.inputs import Rejects, options_from
    from greffier.model import to_json
    from greffier.reading import read_many

    if arguments.frames:
        from greffier.annotate.frames import use_frames

        use_frames(arguments.frames)
    rejects = Rejects()
    kept: list[tuple[str, str]] = []  # texts of articles on their way, for the formats that print them
    wants_text = arguments.format in ("text", "timeml")

    def articles():  # type: ignore[no-untyped-def]
        for article in rejects.articles(arguments.inputs, options_from(arguments)):
            if wants_text:
                kept.append((article.where, article.text))
            yield article

    def reject(article, error) -> None:  # type: ignore[no-untyped-def]
        if wants_text:
            kept.remove((article.where, article.text))
        rejects(article, error)

    for number, reading in enumerate(read_many(articles(), reject)):
        if arguments.format == "text":
            from greffier.cli.text import print_reading

            print_reading(reading, *kept.pop(0), first=number == 0)
        elif arguments.format == "timeml":
            from greffier.export.timeml import to_timeml

            print(to_timeml(reading, kept.pop(0)[1]))
        else:
            sys.stdout.write(to_json(reading, indent=arguments.format == "json") + "\n")
    return rejects.status
