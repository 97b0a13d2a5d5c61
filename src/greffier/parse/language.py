"""Which of the served languages an article is in."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from greffier.errors import UnservedLanguage
from greffier.settings import SETTINGS

# Languages that a reader of French and English may well be handed; asking among these is safer than among all 97.
_CANDIDATES = ("fr", "en", "es", "de", "it", "pt", "nl", "ru", "ar", "zh", "ca", "ro", "pl", "tr", "uk", "fa", "ja")
_SAMPLE = 4000


@lru_cache(maxsize=1)
def _identifier() -> Any:
    import py3langid

    py3langid.set_languages(list(_CANDIDATES))
    return py3langid


def detect_language(text: str, given: str | None, where: str = "") -> str:
    """The article's language, ISO 639-1: the one given, else the one detected. Raises UnservedLanguage."""
    language = given.lower().split("-")[0] if given else str(_identifier().classify(text[:_SAMPLE])[0])
    if language not in SETTINGS.languages:
        raise UnservedLanguage(where, language, SETTINGS.languages)
    return language
