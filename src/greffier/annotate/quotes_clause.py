"""Where the content of a cue begins and ends: by the syntax, and by punctuation where the syntax errs."""

from __future__ import annotations

from dataclasses import dataclass, field

from greffier.annotate.quotes_cues import Cue, CueTable
from greffier.annotate.quotes_marks import Quoted
from greffier.annotate.quotes_page import Page, Segment
from greffier.parse.doc import Token

_CLITICS = frozenset("ne n' le la l' les lui leur y en se s' me m' te t' nous vous".split())
_SUBJECTS = frozenset({"nsubj", "nsubj:pass", "csubj", "expl:subj", "nsubj:caus"})
_PLAIN = frozenset({".", ",", ";", ":", "-", "–", "—", "…"})
_DASHES = frozenset({"-", "–", "—"})
_SKIPPED_POS = frozenset({"ADV", "PUNCT", "CCONJ", "INTJ"})
_STOPS = frozenset({".", "!", "?", "…", "..."})


@dataclass(slots=True)
class Group:
    """The words of a verbal cue with its auxiliaries and clitics: tokens `first` to `last`, both included."""

    first: int
    last: int
    inverted: Token | None = None  # the clitic subject of `a-t-il dit`


@dataclass(slots=True)
class Content:
    """Token ranges (inclusive), in order, that hold what is said."""

    ranges: list[tuple[int, int]]
    how: str
    quoted: list[Quoted] = field(default_factory=list)


def verb_group(page: Page, cue: Cue, segment: Segment, table: CueTable) -> Group:
    """The verb with what clings to it."""
    tokens = page.tokens
    members = [t.i for t in cue.tokens]
    for verb in cue.tokens:
        members.extend(
            t.i for t in verb.children if t.dep.startswith("aux") and segment.first <= t.i < verb.i and verb.i - t.i <= 8
        )
    first, last = min(members), max(members)
    while first > segment.first and tokens[first - 1].lower in _CLITICS and tokens[first - 1].pos == "PRON":
        first -= 1
    while last + 1 < segment.last and tokens[last + 1].lower in table.words["inverted"]:
        last += 1
    inverted = next((t for t in tokens[first : last + 1] if t.lower in table.words["inverted"] and t.lower != "-t"), None)
    return Group(first, last, inverted)


def trim(page: Page, first: int, last: int) -> tuple[int, int] | None:
    """The range without punctuation at its edges that is no quotation mark or bracket; None if nothing is left."""
    tokens = page.tokens
    while first <= last and tokens[first].text in _PLAIN:
        first += 1
    while last >= first and tokens[last].text in _PLAIN and not (tokens[last].text == "…" and last in page.by_close):
        last -= 1
    return (first, last) if first <= last else None


def passes(token: Token, through: Token) -> bool:
    """Is `through` the token or one of its ancestors?"""
    return token is through or any(t is through for t in token.ancestors())


def content_end(page: Page, segment: Segment, cue: Cue, onset: int, clause: Token | None, table: CueTable) -> int:
    """The last token of a content that begins at token `onset` and whose syntactic head is `clause`."""
    tokens, holder = page.tokens, segment.holder
    index = onset
    while index < segment.last:
        token = tokens[index]
        if index > onset and (token.text == ";" or _cuts(page, segment, cue, index, onset, clause, table)):
            break
        if token.text == "(":
            index = _after_bracket(page, index, segment.last)
            continue
        index = page.next_at_level(index, holder)
    return min(index, segment.last) - 1


def _after_bracket(page: Page, index: int, stop: int) -> int:
    for at in range(index + 1, min(stop, index + 60)):
        if page.tokens[at].text == ")":
            return at + 1
    return index + 1


def _cuts(
    page: Page, segment: Segment, cue: Cue, index: int, onset: int, clause: Token | None, table: CueTable
) -> bool:
    """Does the content end before the comma, dash or coordinator at `index`?"""
    tokens = page.tokens
    token = tokens[index]
    comma = token.text == "," or token.text in _DASHES
    coordinator = token.pos == "CCONJ" and token.lower in table.words["coordinators"]
    if not (comma or coordinator) or index + 1 >= segment.last:
        return False
    following = tokens[index + 1]
    if comma and following.pos == "CCONJ" and index + 2 < segment.last:
        coordinator, following = True, tokens[index + 2]
    if comma and index + 1 in page.incises:
        return True
    if following.lower in table.words["complementizers"] or following.lower in table.words["openers_before_content"]:
        return False
    if comma and following.lower in table.prepositions:
        return _runs_to_end(page, segment, index + 1)
    if comma and _is_cue_participle(page, index + 1, table):
        return True
    return clause is not None and _attached_outside(page, segment, index + 1, onset, clause)


def _runs_to_end(page: Page, segment: Segment, index: int) -> bool:
    """No comma follows: the phrase closes the sentence."""
    return not any(t.text == "," for t in page.tokens[index : segment.last])


def _is_cue_participle(page: Page, index: int, table: CueTable) -> bool:
    """`estimant que`, `en soulignant`, `adding that` after a comma: the main subject goes on speaking."""
    for token in page.tokens[index : index + 4]:
        if token.lower in ("en", "tout", "while", "by") or token.pos == "ADV":
            continue
        return (
            token.feat("VerbForm") in ("Part", "Ger")
            and token.lower.endswith(("ant", "ing"))
            and token.lemma.lower() in table.verbs
        )
    return False


def _attached_outside(page: Page, segment: Segment, start: int, onset: int, clause: Token) -> bool:
    """Do the words up to the next comma hang on something outside the clause?"""
    tokens = page.tokens
    stop = start
    while stop < segment.last and tokens[stop].text != ",":
        stop = max(stop + 1, page.next_at_level(stop, segment.holder))
    chunk = tokens[start:stop]
    tops = [t for t in chunk if not start <= t.head.i < stop or t.head is t]
    tops = [t for t in tops if t.pos not in ("PUNCT", "CCONJ")]
    return bool(tops) and not any(passes(t, clause) for t in tops)


def clause_start(page: Page, segment: Segment, before: int, table: CueTable) -> int:
    """Where the main clause that ends at token `before` begins: after a semicolon, a dateline, an earlier incise."""
    tokens = page.tokens
    start = segment.first
    for index in range(segment.first, before):
        if page.holders[index] is segment.holder and tokens[index].text in (";", ":"):
            start = index + 1
    while start < before and tokens[start].text in _DASHES:
        start += 1
    return start


def has_finite(page: Page, first: int, last: int) -> bool:
    """Does a finite verb stand in the range?"""
    return any(t.feat("VerbForm") == "Fin" or t.feat("Mood") for t in page.tokens[first : last + 1])


def subject_token(verb: Token) -> Token | None:
    """The subject that the parser gives a verb."""
    return next((t for t in verb.children if t.dep in _SUBJECTS), None)


def finish(page: Page, ranges: list[tuple[int, int] | None], how: str, holder: Quoted | None) -> Content | None:
    """A content from its ranges, with the quoted stretches directly in it."""
    kept = [r for r in ranges if r is not None]
    if not kept:
        return None
    tokens = page.tokens
    quoted = [
        q
        for q in page.marks.found
        if q.parent is holder and any(tokens[a].start <= q.start and q.end <= tokens[b].end for a, b in kept)
    ]
    return Content(kept, how, quoted)
