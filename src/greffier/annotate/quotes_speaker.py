"""From the words that name a source to the speaker: the actor of the reading that is meant."""

from __future__ import annotations

import csv
from functools import lru_cache
from importlib.resources import files

from greffier.annotate.actors import ActorMention, Actors
from greffier.annotate.quotes_clause import subject_token
from greffier.annotate.quotes_cues import CueTable
from greffier.annotate.quotes_draft import Draft, Phrase
from greffier.annotate.quotes_page import Page
from greffier.annotate.quotes_source import phrase_of
from greffier.model import Speaker
from greffier.parse.doc import Token

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
        self.last_draft: Draft | None = None  # where the last speaker spoke
        self.described: dict[
            str, Speaker
        ] = {}  # by the noun that spoke: `le documentaire de X`, then `le documentaire`

    def speaker(self, draft: Draft) -> Speaker | None:
        """The speaker of a draft, None where nobody can be named."""
        if draft.nobody:
            return None
        if draft.source is None:
            return self.last if draft.speaks_on else None
        found = self._taken_up(draft, draft.source) or self.of(draft.source)
        if draft.rank == _INSERTED or draft.cue is None or self.page.holders[draft.cue[0]] is None:
            self.last = found  # who is quoted within a quotation does not go on after it
            self.last_draft = draft
        return found

    def _taken_up(self, draft: Draft, source: Phrase) -> Speaker | None:
        """Whom a pronoun means where the order of the speakers says it better than that of the names; else None."""
        token = source.head
        if (
            source.first != source.last
            or token.lower.removeprefix("-t").removeprefix("-") not in self.table.words["resumptive"]
        ):
            return None
        said = self.page.tokens[draft.cue[0]] if draft.cue else token
        if said.pos == "ADP" and token.sent == said.sent:  # `…, selon elle, …`: the subject of the whole sentence
            root = self.page.doc.sentences[token.sent].root
            subject = None if root is None else subject_token(root)
            outside = subject is not None and subject.i < said.i and not draft.covers(subject.i, subject.i)
            if subject is not None and outside and self._agree(token, subject) and self.actors.of(subject) is not None:
                return self.of(phrase_of(self.page, subject))
            return None
        last = self.last_draft
        if last is None or last.source is None or self.last is None or not self._agree(token, last.source.head):
            return None
        if not self._is_person(last.source):
            return None
        near = 0 <= token.sent - last.source.head.sent <= 1
        mention = self.actors.of(token)
        meant = mention.antecedent if mention is not None else None
        if not near or meant is None:
            return None
        at = meant.head.i
        same = last.source.first <= at <= last.source.last or last.covers(at, at)
        return self.last if same or not meant.head.dep.startswith("nsubj") else None

    def _is_person(self, source: Phrase) -> bool:
        """Is it a person who spoke: an actor who is one, a name, or `the champion`, no paper and no report?"""
        head, words = source.head, self.table.words
        who = self.actors.of(head)
        if who is not None:
            return who.animate
        if head.pos == "PRON" or (head.text[:1].isupper() and head.pos != "ADJ"):
            return True
        thing = head.lemma.lower() in words["media_nouns"] or head.lemma.lower() in words["occasions"]
        return not thing and self.page.tokens[source.first].lower in words["definite"]

    def _agree(self, pronoun: Token, named: Token) -> bool:
        """Can a pronoun stand for what is named: the same number, no other gender, as far as both are known?"""
        mention = self.actors.of(named)
        plural = mention.plural if mention is not None else named.feat("Number") == "Plur"
        if plural != (pronoun.feat("Number") == "Plur"):
            return False
        gender = (mention.gender if mention is not None else None) or named.feat("Gender")
        own = pronoun.feat("Gender")
        return gender is None or own is None or gender == own

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
        latter = self._latter(phrase)
        if latter is not None:
            record = self.actors.record(self.actors.as_agent(latter).actor)
            return Speaker(actor=record.id, name=record.name, country=record.country or self._focus(phrase))
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
        """The country that the words name; without one that of the article, unless they say somewhere else or abroad."""
        words = self.page.tokens[phrase.first : phrase.last + 1]
        if any(t.lemma.lower() in self.table.words["of_no_country"] for t in words):
            return None
        posted = any(t.lemma.lower() in self.table.words["posted_abroad"] for t in words)
        if posted and words[0].lower not in self.table.words["definite"]:
            return None
        named = {m.country for t in words if (m := self.actors.of(t)) is not None and m.weak and m.kind != "place"}
        if len(named - {None}) == 1:
            return next(iter(named - {None}))
        return self.actors.focus

    def _latter(self, phrase: Phrase) -> ActorMention | None:
        """`ce dernier`, `the latter`: who was named last, in this sentence or the one before."""
        if phrase.head.lemma.lower() not in self.table.words["latter"] or phrase.last - phrase.first > 1:
            return None
        before = [
            m
            for m in self.actors.mentions
            if m.head.i < phrase.first and m.head.sent >= phrase.head.sent - 1 and m.kind in ("name", "role")
        ]
        return max(before, key=lambda m: m.head.i, default=None)

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
