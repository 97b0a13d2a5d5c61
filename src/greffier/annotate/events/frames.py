"""Frames: how a language names an act, as data (`lang/<language>/frames/*.toml`; format in `lang/README.md`)."""

from __future__ import annotations

import os
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from greffier.errors import UsageError
from greffier.ontology import ontology
from greffier.settings import SETTINGS

_SETTING = "GREFFIER_FRAMES"
POS = ("verb", "noun", "adj")
CONTENT = ("alleged", "demanded", "threatened", "promised", "refused", "denied", "wished", "fact")
NEEDS = ("any", "both", "actor", "recipient", "none")
MODALITIES = ("asserted", "reported", "planned", "hypothetical", "negated")
_KEYS = frozenset(
    ["id", "trigger", "pos", "type", "mode", "cameo", "actor", "recipient", "content", "content_is", "mutual", "modality", "needs", "context", "with", "without", "examples"]
)
_LISTS = ("actor", "recipient", "content", "context")


@dataclass(frozen=True, slots=True)
class Frame:
    """One entry of a frame file. `actor` is empty where the default of its part of speech holds."""

    id: str
    trigger: str
    pos: str
    type: str
    mode: str | None = None
    cameo: str | None = None
    actor: tuple[str, ...] = ()
    recipient: tuple[str, ...] = ()
    content: tuple[str, ...] = ()
    content_is: str = "alleged"
    mutual: bool = False
    modality: str = "asserted"
    needs: str = "any"
    context: tuple[str, ...] = ()
    present: tuple[tuple[str, frozenset[str]], ...] = ()
    absent: tuple[tuple[str, frozenset[str]], ...] = ()
    examples: tuple[dict[str, Any], ...] = field(default=(), compare=False)
    file: str = ""


@dataclass(frozen=True, slots=True)
class Pattern:
    """One spelling of a frame's trigger: the words after the first, and whether the verb must be reflexive."""

    frame: Frame
    rest: tuple[str, ...]
    reflexive: bool


@dataclass(slots=True)
class Lexicon:
    """All frames of a language, found by the lemma of their trigger's first word, longest trigger first."""

    frames: list[Frame]
    by_word: dict[str, list[Pattern]]
    support: frozenset[str]  # verbs that a noun frame asks for as its `head`: they lend it their sides


@lru_cache(maxsize=8)
def lexicon(language: str) -> Lexicon:
    """The frames of a language: those shipped, and those of the setting `frames`. Raises UsageError on a bad entry."""
    frames: list[Frame] = []
    folder = files("greffier.lang") / language / "frames"
    if folder.is_dir():
        for file in sorted(folder.iterdir(), key=lambda f: f.name):
            if file.name.endswith(".toml"):
                frames.extend(parse_frames(file.read_text(encoding="utf-8"), f"{language}/frames/{file.name}"))
    for path in own_frame_files():
        frames.extend(own_frames(path, language))
    return build_lexicon(frames)


def own_frame_files() -> list[Path]:
    """The users' frame files that are in force, by the setting `frames`."""
    return [Path(name.strip()) for name in os.environ.get(_SETTING, SETTINGS.frames).split(",") if name.strip()]


def use_frames(paths: list[str]) -> None:
    """Read with these files of frames too, in this process and those it starts. Raises UsageError on a bad file."""
    for path in paths:
        own_frames(Path(path), "")
    os.environ[_SETTING] = ",".join(paths)
    lexicon.cache_clear()


def build_lexicon(frames: list[Frame]) -> Lexicon:
    """An index over frames. Raises UsageError when two have one id."""
    seen: dict[str, str] = {}
    by_word: dict[str, list[Pattern]] = {}
    for frame in frames:
        if frame.id in seen:
            raise UsageError(f"{frame.file}: the id {frame.id!r} is already used in {seen[frame.id]}")
        seen[frame.id] = frame.file
        for spelling in frame.trigger.split("|"):
            words = spelling.split()
            reflexive = len(words) > 1 and words[0] in ("se", "s'")
            words = words[1:] if reflexive else words
            by_word.setdefault(words[0], []).append(Pattern(frame, tuple(words[1:]), reflexive))
    for patterns in by_word.values():
        patterns.sort(key=lambda p: (-len(p.rest), not p.reflexive, -_closeness(p.frame)))
    heads = (words for f in frames if f.pos == "noun" for slot, words in f.present if slot == "head")
    return Lexicon(frames, by_word, frozenset(w for words in heads for w in words))


def _closeness(frame: Frame) -> int:
    """How much a frame asks of what surrounds it: words count more than mere presence."""
    return sum(1 if words <= {"*", "@"} else 2 for _, words in frame.present)


def own_frames(path: Path, language: str) -> list[Frame]:
    """The frames of a user's file for one language (its `language` key, else any). Raises UsageError."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise UsageError(f"{path}: the frame file cannot be read ({error.strerror})") from error
    frames = parse_frames(text, str(path))
    return frames if tomllib.loads(text).get("language", language) == language else []


def parse_frames(text: str, name: str) -> list[Frame]:
    """The frames of one TOML text. Raises UsageError that names file, entry and what is wrong with it."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"{name}: this is no TOML: {error}") from error
    entries = table.get("frame", [])
    if not isinstance(entries, list):
        raise UsageError(f"{name}: entries must begin with [[frame]]")
    return [_frame(entry, name) for entry in entries]


def _frame(entry: dict[str, Any], name: str) -> Frame:
    label = f"{name}: frame {entry.get('id', '(without id)')!r}"
    unknown = set(entry) - _KEYS
    if unknown:
        raise UsageError(f"{label}: unknown key {', '.join(sorted(unknown))}")
    for key in ("id", "trigger", "pos", "type"):
        if not entry.get(key):
            raise UsageError(f"{label}: the key {key} is missing")
    values = {k: v for k, v in entry.items() if k not in ("with", "without")}
    for key in _LISTS:
        given = values.get(key, ())
        values[key] = (given,) if isinstance(given, str) else tuple(given)
    values["examples"] = tuple(entry.get("examples", ()))
    frame = Frame(**values, present=_words(entry.get("with")), absent=_words(entry.get("without")), file=name)
    _check(frame, label)
    return frame


def _words(table: dict[str, list[str]] | None) -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple((slot, frozenset([words] if isinstance(words, str) else words)) for slot, words in (table or {}).items())


def _check(frame: Frame, label: str) -> None:
    known = ontology()
    choices = {
        "pos": POS, "content_is": CONTENT, "needs": NEEDS, "modality": MODALITIES, "type": tuple(known.types),
    }  # fmt: skip
    for key, allowed in choices.items():
        if getattr(frame, key) not in allowed:
            raise UsageError(f"{label}: {key} is {getattr(frame, key)!r}, and only {', '.join(allowed)} are known")
    if frame.mode and frame.mode not in known.modes[frame.type]:
        allowed_modes = ", ".join(known.modes[frame.type]) or "none"
        raise UsageError(f"{label}: {frame.type} has no mode {frame.mode!r}; its modes: {allowed_modes}")
    for context in frame.context:
        if context not in known.contexts:
            raise UsageError(f"{label}: unknown context {context!r}")
    if frame.cameo and frame.cameo not in known.cameo:
        raise UsageError(f"{label}: unknown CAMEO code {frame.cameo!r}")
    if not frame.examples:
        raise UsageError(f"{label}: every frame carries at least one example")
