"""The frames by which acts are found: how many a type and mode, and whether their examples come out.

examples:
  greffier frames                           coverage of each PLOVER type and mode
  greffier frames check my-frames.toml      run the examples of your own file (with `language = "fr"` at its top)
  greffier frames check                     run the examples of all frames that are shipped
"""

from __future__ import annotations

import argparse
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from greffier.annotate.events.frames import Frame
    from greffier.model import Event

HELP = "coverage of the frames, and a check of their examples"


@dataclass(frozen=True)
class Failure:
    """An example that does not come out as its frame says."""

    frame: Frame
    text: str
    expected: str
    found: str

    def __str__(self) -> str:
        return f"{self.frame.file}: {self.frame.id}: {self.text}\n    expected {self.expected}\n    found    {self.found}"


def add(parser: argparse.ArgumentParser) -> None:
    """The command's arguments."""
    parser.add_argument("action", nargs="?", choices=("check",), help="run the examples")
    parser.add_argument("files", nargs="*", metavar="FILE", help="frame files of your own")


def run(arguments: argparse.Namespace) -> int:
    """Print coverage, or check examples (exit status 1 when one fails)."""
    if arguments.action is None:
        _print_coverage()
        return 0
    return _check(arguments.files)


def _check(files: list[str]) -> int:
    from greffier.annotate.events.frames import lexicon, own_frames, use_frames
    from greffier.errors import UsageError
    from greffier.settings import SETTINGS

    use_frames(files)
    failures: list[Failure] = []
    examples = 0
    for language in SETTINGS.languages:
        frames = [f for p in files for f in own_frames(Path(p), language)] if files else lexicon(language).frames
        examples += sum(len(f.examples) for f in frames)
        failures.extend(check_examples(language, frames))
    if files and not examples:
        raise UsageError(f"{', '.join(files)}: there is no frame in it for {', '.join(SETTINGS.languages)}")
    for failure in failures:
        print(failure)
    print(f"{examples - len(failures)} of {examples} examples come out as expected")
    return 1 if failures else 0


def check_examples(language: str, frames: list[Frame]) -> list[Failure]:
    """Read every example of these frames in one batch; the examples that do not come out.

    A frame of which no example is read by the frame itself is untested, and fails too: its example lacks its trigger, or
    another frame is always chosen before it.
    """
    from greffier.errors import InputError
    from greffier.model import Article
    from greffier.reading import read_many

    examples = [(frame, example) for frame in frames for example in frame.examples]
    articles = [Article(text=e["text"], language=language, where=f.id, published=e.get("published")) for f, e in examples]

    def reject(article: Article, error: InputError) -> None:
        raise error

    failures: list[Failure] = []
    tried: set[str] = set()
    chosen: dict[str, str] = {}
    for (frame, example), reading in zip(examples, read_many(articles, reject), strict=True):
        expected = _expected(frame, example)
        own = [e for e in reading.events if frame.id in _frame_ids(e)]
        if not example.get("none"):
            if any(_fits(example, e) for e in own):
                tried.add(frame.id)
            chosen.setdefault(frame.id, "; ".join(map(_shown, reading.events)) or "no event")
        same_type = own or [e for e in reading.events if e.type == frame.type]
        if not _comes_out(example, frame, own, reading.events):
            shown = same_type or reading.events
            failures.append(Failure(frame, example["text"], expected, "; ".join(map(_shown, shown)) or "no event"))
    failed = {failure.frame.id for failure in failures}
    for frame in frames:
        if frame.id not in tried and frame.id not in failed:
            text = next((e["text"] for e in frame.examples if not e.get("none")), "(it has only examples with `none`)")
            failures.append(Failure(frame, text, "that the frame itself reads one of its examples", chosen.get(frame.id, "none")))
    return failures


def _frame_ids(event: Event) -> list[str]:
    return [part.removeprefix("frame ") for part in event.why.split("; ") if part.startswith("frame ")]


def _comes_out(example: dict[str, Any], frame: Frame, own: list[Event], events: list[Event]) -> bool:
    if example.get("none"):
        return not own
    return any(e.type == frame.type and _fits(example, e) for e in events)


def _fits(example: dict[str, Any], event: Event) -> bool:
    sides = {"actors": event.actors, "recipients": event.recipients}
    for key, found in sides.items():
        if key in example and set(example[key]) != {s.country for s in found if s.country}:
            return False
    if "modality" in example and example["modality"] != event.modality:
        return False
    return "claimed" not in example or example["claimed"] == (event.claimed_by is not None)


def _expected(frame: Frame, example: dict[str, Any]) -> str:
    if example.get("none"):
        return "that it does not fire"
    said = [f"{k} {example[k]}" for k in ("actors", "recipients", "modality", "claimed") if k in example]
    return f"{frame.type} {' '.join(said)}"


def _shown(event: Event) -> str:
    actors, recipients = ([s.country for s in side] for side in (event.actors, event.recipients))
    return f"{event.type} actors {actors} recipients {recipients} {event.modality} ({event.why})"


def _print_coverage() -> None:
    from greffier.annotate.events.frames import lexicon
    from greffier.ontology import ontology
    from greffier.settings import SETTINGS

    languages = SETTINGS.languages
    counts = {lang: Counter((f.type, f.mode or "") for f in lexicon(lang).frames) for lang in languages}
    print(f"{'type':<12}{'mode':<16}" + "".join(f"{lang:>6}" for lang in languages))
    for type_, modes in ontology().modes.items():
        total = [sum(n for (t, _), n in counts[lang].items() if t == type_) for lang in languages]
        print(f"{type_:<28}" + "".join(f"{n:>6}" for n in total))
        for mode in modes:
            print(f"{'':<12}{mode:<16}" + "".join(f"{counts[lang][type_, mode]:>6}" for lang in languages))
    print(f"{'frames':<28}" + "".join(f"{len(lexicon(lang).frames):>6}" for lang in languages))
