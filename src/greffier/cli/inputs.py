"""What all commands that read articles share: their arguments, and how rejects are told."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field

from greffier.errors import InputError, UsageError
from greffier.ingest.raw import Options
from greffier.model import Article


def add_inputs(parser: argparse.ArgumentParser) -> None:
    """The arguments FILE…, --language, --map."""
    parser.add_argument("inputs", nargs="+", metavar="FILE", help="file, folder, or - for standard input")
    parser.add_argument("--language", metavar="CODE", help="language of all articles (fr, en); else each is detected")
    parser.add_argument(
        "--map", action="append", default=[], metavar="FIELD=COLUMN", help="name a column, e.g. --map text=body"
    )


def options_from(arguments: argparse.Namespace) -> Options:
    """The reading options of a command line. Raises UsageError."""
    from greffier.ingest.jsonl import FIELDS

    mapping: dict[str, str] = {}
    for pair in arguments.map:
        name, separator, column = pair.partition("=")
        if not separator or name not in FIELDS:
            raise UsageError(f"--map {pair}: write FIELD=COLUMN, where FIELD is one of {', '.join(FIELDS)}")
        mapping[name] = column
    return Options(mapping, arguments.language)


@dataclass
class Rejects:
    """Counts what was rejected and tells each on stderr with its reason."""

    errors: list[InputError] = field(default_factory=list)

    def __call__(self, article: Article, error: InputError) -> None:
        """Take one rejected article."""
        self.tell(error)

    def tell(self, error: InputError) -> None:
        """Tell one error."""
        self.errors.append(error)
        print(f"rejected: {error}", file=sys.stderr)

    def articles(self, inputs: list[str], options: Options) -> Iterator[Article]:
        """The articles of the inputs; what cannot be read is told and left out."""
        from greffier.ingest.sources import read_inputs

        for item in read_inputs(inputs, options):
            if isinstance(item, InputError):
                self.tell(item)
            else:
                yield item

    @property
    def status(self) -> int:
        """The command's exit status."""
        return 1 if self.errors else 0
