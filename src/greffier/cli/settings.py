"""Print every setting: its value in force, its default, and what it means.

A setting is changed by an environment variable, for instance
  GREFFIER_MAX_ARTICLE_CHARS=2000000 greffier read long.txt
"""

from __future__ import annotations

import argparse

HELP = "print every setting and what it means"


def add(parser: argparse.ArgumentParser) -> None:
    """The command has no arguments."""


def run(arguments: argparse.Namespace) -> int:
    """Print the table."""
    from greffier.settings import SETTINGS, TABLE

    for name, (default, text) in TABLE.items():
        value = getattr(SETTINGS, name)
        shown = ",".join(value) if isinstance(value, tuple) else str(value)
        print(f"GREFFIER_{name.upper()}={shown}\n    {text} (default {default})")
    return 0
