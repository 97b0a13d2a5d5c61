"""When and where: the date and the place of an event, from its clause, else by a rule that `why` names."""

from __future__ import annotations

from greffier.annotate.events.clauses import is_verb
from greffier.annotate.events.draft import Draft
from greffier.annotate.events.grammar import grammar
from greffier.model import Place, TimeRef
from greffier.ontology import ontology
from greffier.parse.doc import Doc, Token


def tokens_of(doc: Doc, start: int, end: int) -> list[Token]:
    """The tokens under a span of the original text."""
    first = doc.source.clean_offset(start)
    return doc.tokens_between(first, max(first + 1, doc.source.clean_offset(end)))


def time_tokens(doc: Doc, times: list[TimeRef]) -> frozenset[int]:
    """The indexes of all tokens that belong to time expressions."""
    return frozenset(t.i for time in times for t in tokens_of(doc, time.start, time.end))


_DEEDS = (2, 4)
_ASIDES = frozenset({"acl", "acl:relcl", "appos", "amod"})
_REACH = 8  # sentences over which a story keeps its date


class WhenWhere:
    """Dates and places of one article by sentence."""

    def __init__(self, doc: Doc, times: list[TimeRef], places: list[Place]) -> None:
        self.doc = doc
        self._words = grammar(doc.language)
        self._told: tuple[str, int] | None = None  # date and sentence of the last act told
        self._spoken: set[int] = set()  # sentences whose date is that of words
        self.times: dict[int, list[tuple[Token, TimeRef]]] = {}
        for time in times:
            found = tokens_of(doc, time.start, time.end)
            if time.edtf and found:
                self.times.setdefault(found[0].sent, []).append((_top(found), time))
        self.places: dict[int, list[tuple[Token, Place]]] = {}
        for place in places:
            found = tokens_of(doc, place.start, place.end)
            if found:
                self.places.setdefault(found[0].sent, []).append((_top(found), place))

    def place_and_date(self, draft: Draft) -> None:
        """Sets `when` and `where` of a draft, and says by which rule."""
        head = draft.candidate.head
        self._date(draft, head)
        self._place(draft, head)
        if draft.when and not _is_deed(draft):
            self._spoken.add(head.sent)
        if draft.when and draft.verdict.modality == "asserted" and "sentence" not in draft.why[-1]:
            self._told = (draft.when, head.sent)

    def _date(self, draft: Draft, head: Token) -> None:
        if self._remembered(head):
            draft.why.append("remembered, so not of the date told")
            return
        here = self.times.get(head.sent, [])
        clause = _clause(head)
        here = [(token, time) for token, time in here if not self._aside(token, head) and not self._of_another(token, head)]
        same = [time for token, time in here if token is head or _clause(token) is clause or _below(token, head)]
        if same:
            draft.when = min(same, key=lambda t: abs(t.start - head.start)).edtf
            draft.why.append("date in its clause")
        elif len(here) == 1:
            draft.when = here[0][1].edtf
            draft.why.append("only date of its sentence")
        elif not here and draft.verdict.modality in ("asserted", "reported"):
            self._carried(draft, head)

    def _remembered(self, head: Token) -> bool:
        """`le dixième anniversaire de l'assaut du palais` is today, the assault is not."""
        above = head.head
        while above.pos == "NOUN" and above.head is not above:
            if above.lemma in self._words.remembering:
                return True
            above = above.head
        return False

    def _aside(self, token: Token, head: Token) -> bool:
        """Does the token say when something else was: `le président, réélu le 20 mai, a accusé`?"""
        while token is not head and token.head is not token:
            apart = token.dep == "acl:relcl" or any(t.text == "," for t in self.doc.tokens[token.head.i : token.i])
            if token.dep in _ASIDES and apart and not _below(head, token):
                return True
            token = token.head
        return False

    def _of_another(self, token: Token, head: Token) -> bool:
        """Does the token date another noun: `a condamné l'attentat du 3 mai`? Not where that noun is the setting of the act
        (`lors du sommet du 3 mai`) or does it (`la réunion du 3 mai a condamné`)."""
        noun = token.head
        if token.dep != "nmod" or noun.pos not in ("NOUN", "PROPN") or noun is head or _below(head, noun):
            return False
        if not any(c.dep == "case" and c.lemma in self._words.of for c in token.children):
            return False
        before = [noun.head, *(c for c in noun.children if c.dep == "case")]  # `lors` may stand over its noun
        return noun.dep != "nsubj" and not any(t.lower in self._words.setting for t in before)

    def _carried(self, draft: Draft, head: Token) -> None:
        """An undated deed keeps the date of the sentence before it, or of the last deed told and dated.

        Words do so only where that sentence tells of words too: who answers a landing of Saturday has not answered on Saturday.
        """
        deed = _is_deed(draft)
        block = self.doc.sentences[head.sent].block
        for index in range(head.sent - 1, max(-1, head.sent - 3), -1):
            if self.doc.sentences[index].block != block:
                break
            if self.times.get(index) and (deed or index in self._spoken):
                draft.when = self.times[index][-1][1].edtf
                draft.why.append("date of the sentence before")
                return
        gerund = is_verb(head) and head.feat("VerbForm") == "Part" and not any(c.dep.startswith("aux") for c in head.children)
        if (deed or gerund) and self._told is not None and head.sent - self._told[1] <= _REACH and not _earlier(head):
            draft.when = self._told[0]
            draft.why.append("date of the last deed told")

    def _place(self, draft: Draft, head: Token) -> None:
        here = self.places.get(head.sent, [])
        clause = _clause(head)
        near = [p for token, p in here if _below(token, head)] or [p for token, p in here if _clause(token) is clause]
        if near:
            draft.where = near[0].id


def _is_deed(draft: Draft) -> bool:
    """More than words: cooperation and conflict in deeds, and meetings."""
    return ontology().quad(draft.type) in _DEEDS or draft.type == "CONSULT"


def _top(tokens: list[Token]) -> Token:
    """The token whose head lies outside."""
    inside = {t.i for t in tokens}
    return next((t for t in tokens if t.head is t or t.head.i not in inside), tokens[0])


def _earlier(head: Token) -> bool:
    """Pluperfect: before what is being told."""
    auxiliaries = [c for c in head.children if c.dep.startswith("aux")]
    return any(c.feat("Tense") == "Imp" or c.feat("VerbForm") == "Part" or c.lower == "had" for c in auxiliaries if c.dep != "aux:pass")


def _clause(token: Token) -> Token:
    """The verb that a token stands under, itself if it is one."""
    while not is_verb(token) and token.head is not token:
        token = token.head
    while token.dep.startswith(("aux", "cop")) and token.head is not token:
        token = token.head
    return token


def _below(token: Token, head: Token) -> bool:
    return any(a is head for a in token.ancestors())
