"""What the tests of quotations share: reading sentences in one go, and comparing with what they should give."""

from __future__ import annotations

from collections.abc import Iterable

from greffier.annotate.actors import find_actors
from greffier.annotate.places import find_places
from greffier.annotate.quotes import find_quotes
from greffier.model import Quote
from greffier.parse.blocks import find_blocks
from greffier.parse.doc import Doc
from greffier.parse.source import Source
from greffier.parse.syntax import Unparsed, parse_many

from .marked import Expected, read_marked


def parse(text: str, language: str) -> Doc:
    """One text as a parsed article."""
    return next(iter(parse_all([text], language)))


def parse_all(texts: Iterable[str], language: str) -> Iterable[Doc]:
    """Each text as an article of its own, parsed together."""

    def unparsed() -> Iterable[Unparsed]:
        for text in texts:
            source = Source(text)
            yield Unparsed(source, language, find_blocks(source.clean))

    return parse_many(unparsed())


def quotes_of(doc: Doc) -> tuple[list[Quote], list[str]]:
    """Quotations and warnings of a parsed article."""
    return find_quotes(doc, find_actors(doc, find_places(doc), "2018-10-01"), [])


def failures(marked: list[str], language: str) -> list[str]:
    """Of sentences with marks, those that are read otherwise; each with what was read."""
    pairs = [read_marked(m) for m in marked]
    wrong: list[str] = []
    for (text, expected), doc in zip(pairs, parse_all([t for t, _ in pairs], language), strict=True):
        quotes, _ = quotes_of(doc)
        problem = _difference(expected, quotes)
        if problem:
            wrong.append(f"{problem}: {text}\n      read: {[_shown(q) for q in quotes]}")
    return wrong


def _shown(quote: Quote) -> str:
    source = quote.source.text if quote.source else None
    return f"{source} / {quote.cue.text if quote.cue else None} / {[c.text for c in quote.content]}"


def _difference(expected: list[Expected], quotes: list[Quote]) -> str:
    """What differs: the contents must be the same characters, sources and addressees must overlap. Empty if all is right."""
    if len(expected) != len(quotes):
        return f"{len(quotes)} quotations, not {len(expected)}"
    for want in expected:
        spans = sorted(want.content)
        got = next((q for q in quotes if sorted((c.start, c.end) for c in q.content) == spans), None)
        if got is None:
            return "content"
        if (want.source is None) != (got.source is None):
            return "source"
        if want.source and got.source and not (got.source.start < want.source[1] and want.source[0] < got.source.end):
            return "source"
        if want.to and not (got.to and got.to.start < want.to[1] and want.to[0] < got.to.end):
            return "addressee"
    return ""
