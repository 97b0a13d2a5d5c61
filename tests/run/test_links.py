"""Linking tellings: what is compared, and how often the sentence encoder is called for it."""

import numpy as np

from greffier.resolve.links import Telling, Words, link_block
from greffier.when import parse_edtf


def telling(number: int, sentence: str, type_: str = "ASSAULT") -> Telling:
    return Telling(
        f"e{number:03}", f"a{number:03}", f"a{number:03}", type_, frozenset({"RUS"}), frozenset({"UKR"}),
        parse_edtf("2019-03-29"), 737_000 + number, None, "a frappé", sentence,
    )  # fmt: skip


class Encoder:
    """Sentences with the same first letter have the same vector."""

    def __init__(self) -> None:
        self.calls: list[list[str]] = []

    def __call__(self, sentences: list[str]) -> list[np.ndarray]:
        self.calls.append(sentences)
        return [np.eye(26)[ord(sentence[0]) - ord("a")] for sentence in sentences]


def groups(tellings: list[Telling], words: Words) -> list[list[str]]:
    return [[t.id for t, _, _ in group.tellings] for group in link_block(tellings, words)]


def test_like_sentences_are_one_event() -> None:
    tellings = [telling(0, "a0"), telling(1, "b1"), telling(2, "a2"), telling(3, "b3")]
    assert groups(tellings, Words(Encoder())) == [["e000", "e002"], ["e001", "e003"]]


def test_sentences_are_encoded_together_and_once() -> None:
    encoder = Encoder()
    groups([telling(i, f"{'ab'[i % 2]}{i}") for i in range(64)], Words(encoder))
    encoded = [sentence for call in encoder.calls for sentence in call]
    assert len(encoded) == len(set(encoded)) == 64
    assert len(encoder.calls) <= 64 / 8


def test_what_cannot_be_the_same_event_is_not_encoded() -> None:
    encoder = Encoder()
    groups([telling(0, "a0"), telling(1, "a1", "AID"), telling(2, "a2", "CONSULT")], Words(encoder))
    assert encoder.calls == []


def test_forgetting_vectors_changes_nothing() -> None:
    tellings = [telling(i, f"{'abc'[i % 3]}{i}") for i in range(30)]
    assert groups(tellings, Words(Encoder(), keep=4)) == groups(tellings, Words(Encoder()))
