"""Read articles and print what they say.

examples:
  greffier read article.txt                        for people: quotations and events, each with its words
  greffier read --format json article.txt          one JSON object, as `greffier schema` describes
  greffier read --format jsonl news.jsonl > r.jsonl
  cat article.txt | greffier read -
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from greffier.cli.inputs import Rejects
    from greffier.errors import InputError
    from greffier.model import Article, Reading

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
    parser.add_argument(
        "--spans",
        choices=("codebook", "timeml"),
        default="codebook",
        help="how json and jsonl cut time expressions: as docs/codebook.md does (default: `depuis 1998`), or as TimeML "
        "does, with prepositions outside and the ends of a range apart (`1998`), to compare with its corpora",
    )
    parser.add_argument("--frames", action="append", default=[], metavar="FILE", help="your own frames besides ours (TOML)")


def run(arguments: argparse.Namespace) -> int:
    """Print the readings in input order."""
    from greffier.cli.inputs import Rejects, options_from
    from greffier.reading import read_many

    if arguments.frames:
        from greffier.annotate.events.frames import use_frames

        use_frames(arguments.frames)
    rejects = Rejects()
    texts = _Texts(rejects.articles(arguments.inputs, options_from(arguments)), rejects)
    write = _writer(arguments.format, arguments.spans)
    for reading in read_many(texts, texts.reject):
        write(reading, texts.waiting.pop(0))
    return rejects.status


class _Texts:
    """The articles on their way through the reader, kept for the formats that print words of the text."""

    def __init__(self, articles: Iterator[Article], rejects: Rejects) -> None:
        self.articles = articles
        self.rejects = rejects
        self.waiting: list[Article] = []

    def __iter__(self) -> Iterator[Article]:
        for article in self.articles:
            self.waiting.append(article)
            yield article

    def reject(self, article: Article, error: InputError) -> None:
        self.waiting.remove(article)
        self.rejects(article, error)


def _writer(form: str, spans: str) -> Callable[[Reading, Article], None]:
    if form == "text":
        from greffier.cli.text import print_reading

        return print_reading
    if form == "timeml":
        from greffier.export.timeml import to_timeml

        return lambda reading, article: print(to_timeml(reading, article.text))
    from greffier.export.timex3 import with_timex3
    from greffier.model import to_json

    cut = with_timex3 if spans == "timeml" else lambda reading: reading
    return lambda reading, article: print(to_json(cut(reading), indent=form == "json"))
