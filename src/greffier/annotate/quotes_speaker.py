"""From the words that name a source to the speaker: the actor of the reading that is meant."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from greffier.annotate.actors import ActorMention, Actors
from greffier.annotate.quotes_cues import CueTable
from greffier.annotate.quotes_draft import Draft, Phrase
from greffier.annotate.quotes_page import Page
from greffier.model import Speaker

_INSERTED = 3
_MODIFIERS = frozenset({"nmod", "amod", "nmod:poss", "compound"})


@lru_cache(maxsize=1)
def _media() -> dict[str, tuple[str, str]]:
    """News media by the names they go by: name and country."""
    found: dict[str, tuple[str, str]] = {}
    text = (files("greffier") / "data" / "media.csv").read_text(encoding="utf-8")
    for row in csv.DictReader(text.splitlines()):
        for alias in [row["name"], *filter(None, row["aliases"].split("|"))]:
            found[alias.casefold()] = (row["name"], row["country"])
    return found


class Speakers:
    """Gives each draft its speaker; remembers who spoke last for quotations that go on without a cue."""

    def __init__(self, page: Page, actors: Actors, table: CueTable) -> None:
        self.page = page
        self.actors = actors
        self.table = table
        self.last: Speaker | None = None
        self.described: dict[
            str, Speaker
        ] = {}  # by the noun that spoke: `le documentaire de X`, then `le documentaire`

    def speaker(self, draft: Draft) -> Speaker | None:
        """The speaker of a draft, None where nobody can be named."""
        if draft.nobody:
            return None
        if draft.source is None:
            return self.last if draft.speaks_on else None
        found = self.of(draft.source)
        if draft.rank == _INSERTED or draft.cue is None or self.page.holders[draft.cue[0]] is None:
            self.last = found  # who is quoted within a quotation does not go on after it
        return found

    def of(self, phrase: Phrase) -> Speaker:
        """Who is meant by a phrase: an actor of the reading, a news medium, or what the words say."""
        speaker = self._of(phrase)
        if phrase.head.pos == "NOUN":
            self.described[phrase.head.lemma] = speaker
        return speaker

    def _of(self, phrase: Phrase) -> Speaker:
        medium = self._medium(phrase)
        if medium is not None:
            return medium
        mention = self._mention(phrase)
        if mention is not None:
            mention = self.actors.as_agent(mention)
            record = self.actors.record(mention.actor)
            country = record.country or (None if record.known else self._focus(phrase))
            return Speaker(actor=record.id, name=record.name, country=country)
        if phrase.head.pos == "PRON" and self.last is not None:
            return self.last
        words = self.page.tokens[phrase.first : phrase.last + 1]
        before = self.described.get(phrase.head.lemma)
        if (
            before is not None
            and words[0].lower in self.table.words["definite"]
            and all(t.pos != "PROPN" for t in words)
        ):
            return before
        span = self.page.doc.token_span(self.page.tokens[phrase.first], self.page.tokens[phrase.last])
        return Speaker(actor=None, name=" ".join(span.text.split()), country=self._focus(phrase))

    def _medium(self, phrase: Phrase) -> Speaker | None:
        """A news medium named by the phrase, or whose report the phrase is."""
        words = self.page.tokens[phrase.first : phrase.last + 1]
        for start in range(len(words)):
            if not words[start].text[:1].isupper():
                continue
            for stop in range(min(len(words), start + 5), start, -1):
                text = self.page.doc.text[words[start].start : words[stop - 1].end].casefold()
                if text in _media() and self._stands_for(words[start], phrase):
                    name, country = _media()[text]
                    mention = self.actors.of(phrase.head) or self.actors.of(words[start])
                    return Speaker(actor=mention.actor if mention else None, name=name, country=country)
        return None

    def _stands_for(self, name: object, phrase: Phrase) -> bool:
        """Is the medium the speaker, and not only somebody's employer: `l'agence X`, `le documentaire de X`?"""
        head = phrase.head
        return head.pos == "PROPN" or head.lemma.lower() in self.table.words["media_nouns"]

    def _focus(self, phrase: Phrase) -> str | None:
        """Somebody without a country of their own speaks from the one the article is about; not what is international."""
        words = self.page.tokens[phrase.first : phrase.last + 1]
        if any(t.lemma.lower() in self.table.words["of_no_country"] for t in words):
            return None
        return self.actors.focus

    def _mention(self, phrase: Phrase) -> ActorMention | None:
        """The mention of a person's name in or beside the head; else of the head; else of what the head belongs to."""
        inside = self.page.tokens[phrase.first : phrase.last + 1]
        direct = self.actors.of(phrase.head)
        for token in inside:
            if (
                token is phrase.head
                or token.dep not in ("appos", "flat:name", "nmod", "compound", "flat")
                or token.pos != "PROPN"
            ):
                continue
            if any(c.dep == "case" for c in token.children):
                continue
            found = self.actors.of(token)
            if found is not None and found.kind == "name" and (direct is None or found.animate):
                return found
        if direct is not None and direct.kind != "modifier":
            return direct
        for token in inside:
            found = self.actors.of(token)
            if found is not None and not found.weak and token.dep not in _MODIFIERS and token.head is phrase.head:
                return found
        return direct
