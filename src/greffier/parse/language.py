"""Which of the served languages an article is in."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from greffier.errors import UnservedLanguage
from greffier.lang import load_table
from greffier.settings import SETTINGS

# Languages that a reader of French and English may well be handed; asking among these is safer than among all 97.
_CANDIDATES = ("fr", "en", "es", "de", "it", "pt", "nl", "ru", "ar", "zh", "ca", "ro", "pl", "tr", "uk", "fa", "ja")
_SAMPLE = 4000
_ENOUGH_WORDS = 40
_PLAIN = 0.15  # share of the words
_WORD = re.compile(r"[^\W\d_]+")


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import py3langid

    py3langid.set_languages(list(_CANDIDATES))
    return py3langid


@lru_cache(maxsize=1)
def _function_words() -> dict[str, frozenset[str]]:
    return {code: frozenset(load_table(code, "function_words")["function_words"]) for code in SETTINGS.languages}


def _plain(text: str) -> str | None:
    """The language where its commonest words leave no doubt, None otherwise: this saves loading the identifier."""
    words = _WORD.findall(text[:_SAMPLE].lower())
    shares = sorted(((sum(w in own for w in words) / max(1, len(words)), code) for code, own in _function_words().items()), reverse=True)
    (best, code), rest = shares[0], shares[1:]
    sure = len(words) >= _ENOUGH_WORDS and best >= _PLAIN and all(4 * share <= best for share, _ in rest)
    return code if sure else None


def detect_language(text: str, given: str | None, where: str = "") -> str:
    """The article's language, ISO 639-1: the one given, else the one detected. Raises UnservedLanguage."""
    if given:
        language = given.lower().split("-")[0]
    else:
        language = _plain(text) or str(_identifier().classify(text[:_SAMPLE])[0])
    if language not in SETTINGS.languages:
        raise UnservedLanguage(where, language, SETTINGS.languages)
    return language
