"""What tests share: the place of the outside material, and readings that are made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import pytest

from greffier.model import Article, Reading

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


@pytest.fixture(scope="session")
def shared() -> Path:
    """../shared, or the test is skipped with a word about it."""
    if not SHARED.is_dir():
        pytest.skip("../shared (gold and news that are not part of the project) is not beside this checkout")
    return SHARED


@lru_cache(maxsize=512)
def _read(text: str, language: str | None, published: str | None) -> Reading:
    from greffier.reading import read

    return read(Article(text, language=language, published=published))


@pytest.fixture(scope="session")
def reading_of() -> Callable[..., Reading]:
    """`reading_of(text, language=None, published=None)`: the reading of a text, made once."""
    return lambda text, language=None, published=None: _read(text, language, published)
