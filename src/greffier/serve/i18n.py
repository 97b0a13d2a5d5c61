"""The pages in French and English."""

from __future__ import annotations

import tomllib
from contextvars import ContextVar
from functools import lru_cache
from importlib.resources import files

from fastapi import Request

LANGUAGES = ("fr", "en")
COOKIE = "greffier_lang"
NUMBERS: ContextVar[str] = ContextVar("numbers", default="en")  # the language in which a page writes numbers


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


def count(number: int) -> str:
    """A whole number with its thousands apart: 12 345 in French, 12,345 in English."""
    return f"{number:,}".replace(",", "\u202f") if NUMBERS.get() == "fr" else f"{number:,}"


def decimal(number: float, digits: int = 1, sign: bool = False) -> str:
    """A number with decimals: 1,5 in French, 1.5 in English."""
    text = f"{number:+,.{digits}f}" if sign else f"{number:,.{digits}f}"
    text = text.lstrip("-+") if not float(text.replace(",", "")) else text
    return text.replace(",", "\u202f").replace(".", ",") if NUMBERS.get() == "fr" else text
