"""From the words that name a source to the speaker: the actor of the reading that is meant."""

from __future__ import annotations

from greffier.annotate.actors import ActorMention, Actors
from greffier.annotate.quotes_draft import Draft
from greffier.annotate.quotes_page import Page
from greffier.annotate.quotes_source import Phrase
from greffier.model import Speaker


class Speakers:
    """Gives each draft its speaker; remembers who spoke last for quotations that go on without a cue."""

    def __init__(self, page: Page, actors: Actors) -> None:
        self.page = page
        self.actors = actors
        self.last: Speaker | None = None

    def speaker(self, draft: Draft) -> Speaker | None:
        """The speaker of a draft, None where nobody can be named."""
        if draft.nobody:
            return None
        if draft.source is None:
            return self.last
        found = self._of_phrase(draft.source)
        self.last = found
        return found

    def _of_phrase(self, phrase: Phrase) -> Speaker:
        mention = self._mention(phrase)
        if mention is not None:
            record = self.actors.record(mention.actor)
            return Speaker(actor=record.id, name=record.name, country=record.country)
        if phrase.head.pos == "PRON" and self.last is not None:
            return self.last
        span = self.page.doc.token_span(self.page.tokens[phrase.first], self.page.tokens[phrase.last])
        return Speaker(actor=None, name=span.text, country=None)

    def _mention(self, phrase: Phrase) -> ActorMention | None:
        """The mention of the phrase's head; else of a name in apposition to it."""
        direct = self.actors.of(phrase.head)
        if direct is not None:
            return direct
        for token in self.page.tokens[phrase.first : phrase.last + 1]:
            if token.dep in ("appos", "flat:name", "compound") or token.pos == "PROPN":
                found = self.actors.of(token)
                if found is not None:
                    return found
        return None
