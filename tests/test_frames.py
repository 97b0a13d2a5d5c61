"""Every example of every frame, read by the whole program. A frame is data; its examples are its tests."""

from __future__ import annotations

import pytest

from greffier.annotate.events.frames import lexicon, parse_frames
from greffier.cli.frames import check_examples
from greffier.errors import UsageError
from greffier.settings import SETTINGS


@pytest.mark.parametrize("language", SETTINGS.languages)
def test_examples_come_out(language: str) -> None:
    failures = check_examples(language, lexicon(language).frames)
    assert not failures, f"{len(failures)} examples fail:\n" + "\n".join(map(str, failures))


def test_a_failing_example_is_found() -> None:
    frame = parse_frames(
        '[[frame]]\nid = "attack"\ntrigger = "attack"\npos = "verb"\ntype = "ASSAULT"\nrecipient = ["obj"]\n'
        'examples = [{ text = "Turkey attacked Syria.", actors = ["FRA"] }]\n',
        "own.toml",
    )
    assert len(check_examples("en", frame)) == 1


@pytest.mark.parametrize(
    ("entry", "complaint"),
    [
        ('id = "x"\ntrigger = "x"\npos = "verb"\ntype = "AGREED"', "AGREED"),
        ('id = "x"\ntrigger = "x"\npos = "verb"\ntype = "AGREE"', "example"),
        ('id = "x"\ntrigger = "x"\npos = "verb"\ntype = "AGREE"\nmode = "beat"', "no mode"),
        ('id = "x"\npos = "verb"\ntype = "AGREE"', "trigger"),
        ('id = "x"\ntrigger = "x"\npos = "verb"\ntype = "AGREE"\nactors = ["subj"]', "unknown key"),
    ],
)
def test_a_bad_entry_says_what_is_wrong(entry: str, complaint: str) -> None:
    with pytest.raises(UsageError, match=complaint):
        parse_frames("[[frame]]\n" + entry, "own.toml")
