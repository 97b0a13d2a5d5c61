"""Who read an article: versions of program and models, and one hash over all knowledge that is data."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from importlib.resources.abc import Traversable

from greffier.annotate.events.frames import own_frame_files
from greffier.model import Reader
from greffier.parse.syntax import model_name
from greffier.resolve.knowledge import user_tables

_KNOWLEDGE = (".toml", ".csv", ".tsv")


@lru_cache(maxsize=8)
def reader_identity(language: str) -> Reader:
    """The reader of this language: a change of any of its parts may change readings."""
    model = model_name(language)
    return Reader(version("greffier"), {model: _version(model)}, _lexicon_hash())


def _version(package: str) -> str:
    try:
        return version(package.replace("_", "-"))
    except PackageNotFoundError:
        return "unknown"


@lru_cache(maxsize=1)
def _lexicon_hash() -> str:
    digest = hashlib.sha256()
    for folder in ("data", "lang", "ontology"):
        for file in _data_files(files("greffier") / folder):
            digest.update(file.name.encode() + file.read_bytes())
    for own in (*user_tables(), *own_frame_files()):
        digest.update(own.name.encode() + own.read_bytes())
    return digest.hexdigest()[:12]


def _data_files(folder: Traversable) -> list[Traversable]:
    found: list[Traversable] = []
    for entry in sorted(folder.iterdir(), key=lambda e: e.name):
        if entry.is_dir():
            found.extend(_data_files(entry))
        elif entry.name.endswith(_KNOWLEDGE):
            found.append(entry)
    return found
