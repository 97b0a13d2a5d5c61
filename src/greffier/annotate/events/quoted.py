"""Events inside quotations: on whose word, and which acts are done by saying them."""

from __future__ import annotations

from greffier.annotate.actors import Actors
from greffier.annotate.events.clauses import is_verb
from greffier.annotate.events.slots import Syntax
from greffier.model import Quote, Speaker
from greffier.ontology import ontology
from greffier.parse.doc import Doc, Token

_VERBAL = (1, 3)


class Quoted:
    """The quotations of an article by the tokens inside them."""

    def __init__(self, doc: Doc, quotes: list[Quote], actors: Actors) -> None:
        self.doc = doc
        self.actors = actors
        self._inner: dict[int, Quote] = {}
        size: dict[int, int] = {}
        for quote in quotes:
            for span in quote.content:
                start, end = doc.source.clean_offset(span.start), doc.source.clean_offset(span.end)
                for token in doc.tokens_between(start, end):
                    if token.i not in size or end - start < size[token.i]:
                        self._inner[token.i], size[token.i] = quote, end - start

    def quote(self, token: Token) -> Quote | None:
        """The innermost quotation that holds a token, or None."""
        quote = self._inner.get(token.i)
        if quote is None or quote.kind != "indirect" or quote.cue is None:
            return quote
        cue = self.doc.token_at(self.doc.source.clean_offset(quote.cue.end) - 1)
        return None if cue is not None and _governs(token, cue) else quote

    def speaker(self, token: Token) -> Speaker | None:
        """Who says the words that this token is part of."""
        quote = self.quote(token)
        return quote.speaker if quote else None

    def cue(self, token: Token) -> Token | None:
        """The verb or noun that introduces the quotation a token stands in: the last word of its cue."""
        quote = self.quote(token)
        if quote is None or quote.cue is None:
            return None
        return self.doc.token_at(self.doc.source.clean_offset(quote.cue.end) - 1)

    def claimant(self, token: Token) -> str | None:
        """The actor id of who says it, else the words that name the speaker, `?` where nobody is named."""
        quote = self.quote(token)
        if quote is None:
            return None
        if quote.speaker is None:
            return quote.source.text if quote.source else "?"
        return quote.speaker.actor or quote.speaker.name


def _governs(token: Token, cue: Token) -> bool:
    """Does the token hold the cue in a relative or adverbial clause of its own, so that it cannot be what the cue brings?"""
    aside = False
    while cue is not token:
        aside = aside or cue.dep in ("acl:relcl", "acl", "advcl")
        if cue.head is cue:
            return False
        cue = cue.head
    return aside


def is_performative(syntax: Syntax, head: Token, type_: str, cue: Token | None = None) -> bool:
    """An act done by saying so: `nous condamnons`, `I call on`; with the cue of its quotation also `dit condamner`."""
    if ontology().quad(type_) not in _VERBAL or not is_verb(head):
        return False
    if cue is not None and cue is head.head and head.feat("VerbForm") == "Inf":
        return not any(c.dep.startswith("aux") for c in head.children)
    subjects = syntax.surface_subject(head)
    first_person = any(s.lower in syntax.grammar.first_person for s in subjects)
    past = any(c.dep.startswith("aux") and c.lemma not in syntax.grammar.wanting for c in head.children)
    return first_person and not past and head.feat("Tense") not in ("Past", "Imp", "Fut")
