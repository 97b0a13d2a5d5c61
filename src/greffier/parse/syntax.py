"""Tokens and syntax from spaCy, in one form for all languages.

This is the only file that knows spaCy: another parser takes its place here, by the settings `model_fr`, `model_en`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Any, NamedTuple

from greffier.lang import language_data
from greffier.parse.blocks import Block
from greffier.parse.doc import Doc, Sentence, Token
from greffier.parse.sentences import sentence_starts
from greffier.parse.source import Source
from greffier.parse.universal import to_universal
from greffier.settings import SETTINGS

# The entity recogniser takes two fifths of the time and calls Washington a person: our own tables know better.
# The strings are those of the corpus the model was trained on: half a second to load, and every string a text or a label
# needs is added when it is met (a test compares the parses).
_UNUSED = ("ner", "senter", "strings")


@lru_cache(maxsize=4)
def load_model(language: str) -> Any:
    """The spaCy pipeline of a language, without the parts that are not used."""
    import spacy

    unused = list(_UNUSED)
    if language == "fr":
        _import_french()
        # The model would compile its stored copy of the same rules, with the classes that were just avoided.
        unused.append("tokenizer")
    return spacy.load(model_name(language), exclude=unused)


def _import_french() -> None:
    """Import spaCy's French with the letters of Latin scripts only.

    Its tokenizer's rules for hyphenated words spell out every letter of every script some hundred times; compiling them
    took 2.4 of the 4 seconds of a cold start, twice. A test holds the tokens equal to those of the untouched rules.
    """
    import sys

    import spacy.lang.char_classes as classes

    if "spacy.lang.fr" in sys.modules:
        return
    stock = classes.ALPHA, classes.ALPHA_LOWER
    lower = "a-zà-öø-ÿœ"
    classes.ALPHA, classes.ALPHA_LOWER = lower + "A-ZÀ-ÖØ-ÞŒŸ", lower
    try:
        import spacy.lang.fr  # noqa: F401
    finally:
        classes.ALPHA, classes.ALPHA_LOWER = stock


def model_name(language: str) -> str:
    """The package that parses this language."""
    return str(getattr(SETTINGS, f"model_{language}"))


class Unparsed(NamedTuple):
    """A text cut into blocks and language known, ready for the parser. `lead`: where its first sentence after a dateline begins."""

    source: Source
    language: str
    blocks: list[Block]
    lead: int = 0


class _Cut(NamedTuple):
    words: list[str]
    spaces: list[bool]
    starts: list[int]
    sentence_starts: list[bool | int | None]
    block_of: list[int]


def parse_many(texts: Iterable[Unparsed]) -> Iterator[Doc]:
    """Parse texts in order, each into a Doc; texts that follow one another in one language are parsed together."""
    batch: list[Unparsed] = []
    size = 0
    for text in texts:
        if batch and (text.language != batch[0].language or size > SETTINGS.batch_words * 6):
            yield from _parse_batch(batch)
            batch, size = [], 0
        batch.append(text)
        size += len(text.source.clean)
    if batch:
        yield from _parse_batch(batch)


def _parse_batch(batch: list[Unparsed]) -> Iterator[Doc]:
    language = batch[0].language
    nlp = load_model(language)
    cuts = [_cut(nlp, text) for text in batch]
    parsed = nlp.pipe(_spacy_doc(nlp, cut) for cut in cuts)
    for text, cut, doc in zip(batch, cuts, parsed, strict=True):
        yield _build(text, cut, doc)


def _cut(nlp: Any, text: Unparsed) -> _Cut:
    """Tokenize block by block; white space makes no token."""
    cut = _Cut([], [], [], [], [])
    abbreviations = language_data(text.language).abbreviations
    for number, block in enumerate(text.blocks):
        words: list[str] = []
        for token in nlp.tokenizer(text.source.clean[block.start : block.end]):
            if not token.text.strip():
                if cut.spaces:
                    cut.spaces[-1] = True
                continue
            words.append(token.text)
            cut.spaces.append(bool(token.whitespace_))
            cut.starts.append(block.start + token.idx)
            cut.block_of.append(number)
        starts = sentence_starts(words, abbreviations)
        if block.start < text.lead < block.end:
            led = bisect_left(cut.starts, text.lead) - len(cut.words)
            if led < len(words):
                starts[led] = True
        cut.words.extend(words)
        cut.sentence_starts.extend(starts)
        if words:
            cut.spaces[-1] = True
    return cut


def _spacy_doc(nlp: Any, cut: _Cut) -> Any:
    from spacy.tokens import Doc as SpacyDoc

    return SpacyDoc(nlp.vocab, words=cut.words, spaces=cut.spaces, sent_starts=cut.sentence_starts)


def _build(text: Unparsed, cut: _Cut, parsed: Any) -> Doc:
    """Our tokens from a parsed spaCy document, read out in whole columns because single attributes are slow."""
    strings = parsed.vocab.strings
    columns = parsed.to_array(["LEMMA", "POS", "DEP", "MORPH", "TAG", "HEAD", "SENT_START"])
    names: dict[int, str] = {}

    def name(key: int) -> str:
        if key not in names:
            names[key] = strings[key] if key else ""
        return names[key]

    tokens: list[Token] = []
    sentences: list[Sentence] = []
    heads: list[int] = []
    tags: list[str] = []
    for i, (lemma, pos, dep, morph, tag, head, start) in enumerate(columns.tolist()):
        if start == 1 or i == 0:
            if sentences:
                sentences[-1].last = i
            block = cut.block_of[i]
            sentences.append(Sentence(len(sentences), i, len(cut.words), text.blocks[block].kind, block))
        word = cut.words[i]
        tokens.append(Token(i, word, name(lemma) or word, name(pos), name(dep), name(morph), cut.starts[i], len(sentences) - 1))
        heads.append(i + (head if head < 1 << 63 else head - (1 << 64)))
        tags.append(name(tag))
    for token, head in zip(tokens, heads, strict=True):
        if head != token.i:
            token.head = tokens[head]
            tokens[head].children.append(token)
    to_universal(text.language, tokens, tags)
    for sentence in sentences:
        sentence.root = next((t for t in tokens[sentence.first : sentence.last] if t.head is t), None)
    return Doc(text.source, text.language, tokens, sentences, text.blocks)
