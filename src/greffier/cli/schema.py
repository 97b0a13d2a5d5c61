"""Print the JSON Schema of a reading, as `greffier read --format json` writes it."""

from __future__ import annotations

import argparse

HELP = "print the JSON Schema of a reading"


def add(parser: argparse.ArgumentParser) -> None:
    """The command has no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Print the schema."""
    import json

    from greffier.model import json_schema

    print(json.dumps(json_schema(), indent=2, ensure_ascii=False))
    return 0
