"""What is true of one language only, as data: one folder a language, read once, bound together here."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any


@lru_cache(maxsize=64)
def load_table(language: str, name: str) -> dict[str, Any]:
    """The TOML file `lang/<language>/<name>.toml`."""
    return tomllib.loads((files(__package__) / language / f"{name}.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True)
class LanguageData:
    """The knowledge of one language that the parser needs."""

    abbreviations: frozenset[str]


@lru_cache(maxsize=8)
def language_data(language: str) -> LanguageData:
    """The data of a served language."""
    return LanguageData(abbreviations=frozenset(load_table(language, "abbreviations")["abbreviations"]))
