"""Every cue of `lang/*/cues.toml` is tried on its own examples; the lists are long enough and hold nothing twice."""

from __future__ import annotations

import pytest

from greffier.lang import load_table

from .quoting import failures


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_example_is_read_as_marked(language: str) -> None:
    groups = load_table(language, "cues")["group"]
    examples = [example for group in groups for cue in group["cues"] for example in cue[1:]]
    wrong = failures(examples, language)
    assert not wrong, f"{len(wrong)} of {len(examples)}:\n" + "\n".join(wrong)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_cue_has_an_example_and_there_are_enough(language: str) -> None:
    groups = load_table(language, "cues")["group"]
    assert [cue[0] for group in groups for cue in group["cues"] if len(cue) < 2] == []
    assert len({cue[0] for group in groups for cue in group["cues"]}) >= 250


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_cue_stands_twice_in_a_group(language: str) -> None:
    for group in load_table(language, "cues")["group"]:
        names = [cue[0] for cue in group["cues"]]
        assert len(names) == len(set(names)), group["name"]
