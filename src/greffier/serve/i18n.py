"""The pages in French and English."""

from __future__ import annotations

import tomllib
from functools import lru_cache
from importlib.resources import files

from fastapi import Request

LANGUAGES = ("fr", "en")
COOKIE = "greffier_lang"


@lru_cache(maxsize=1)
def _catalog() -> dict[str, dict[str, str]]:
    return tomllib.loads((files(__package__) / "words.toml").read_text(encoding="utf-8"))


def words(language: str) -> dict[str, str]:
    """All words of a language, by key."""
    return _catalog()[language]


def language_of(request: Request) -> str:
    """The language of a request: asked for by ?lang=, kept in a cookie, preferred by the browser, else French."""
    for value in (request.query_params.get("lang"), request.cookies.get(COOKIE)):
        if value in LANGUAGES:
            return value
    for part in request.headers.get("accept-language", "").split(","):
        code = part.split(";")[0].strip()[:2].lower()
        if code in LANGUAGES:
            return code
    return "fr"
