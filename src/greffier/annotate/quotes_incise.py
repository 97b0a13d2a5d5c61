"""Cues inserted in or after what is said: `"…", a dit X`, `…, affirme X, …`, `"…," X said.`"""

from __future__ import annotations

from greffier.annotate.quotes_clause import (
    clause_start,
    content_end,
    is_saying,
    passes,
    relative_end,
    subject_token,
    verb_group,
)
from greffier.annotate.quotes_cues import Cue, CueTable
from greffier.annotate.quotes_draft import (
    Content,
    Draft,
    Phrase,
    Place,
    finish,
    has_finite,
    is_finite,
    kind_of,
    says_own_voice,
    trim,
)
from greffier.annotate.quotes_marks import Quoted
from greffier.annotate.quotes_page import Page, Segment
from greffier.annotate.quotes_source import addressee, inverted_subject, is_finite_group, is_passive, phrase_of
from greffier.model import QuoteKind
from greffier.parse.doc import Token

_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "NUM", "ADP", "PRON", "PART"})
_BOUNDARIES = frozenset({",", "–", "—", "-", "?", "!", "…", "...", "?!"})


def incise(page: Page, at: Place, table: CueTable) -> Draft | None:
    """The quotation around an inserted cue; None if the cue is not inserted."""
    if not at.cue.entry.takes & {"quote", "incise"} or at.cue.head.i in page.mains:
        return None
    at = _with_governor(page, at, table)
    bounds = _bounds(page, at, table)
    if bounds is None:
        return None
    first, last, source = bounds
    content = _around(page, at, first, last, table)
    if content is None or says_own_voice(at.cue, source, table):
        return None
    page.incises.add(first)
    nobody = source.head.lower in table.words["nobody"] and source.last == source.head.i  # not `one of them`
    return Draft(
        content,
        "direct" if _is_dialogue(page, at.segment) else _kind(page, content),
        cue=(at.group.first, at.group.last),
        source=None if nobody else source,
        to=addressee(page, at.cue, source, table),
        nobody=nobody,
        frame=(at.segment.first, at.segment.last),
        rank=3,
    )


def _with_governor(page: Page, at: Place, table: CueTable) -> Place:
    """`« … », s'est borné à dire X`: an infinitive with the finite verb it hangs on; the place as it is without one."""
    tokens, index = page.tokens, at.group.first - 1
    if at.cue.head.feat("VerbForm") != "Inf" or index <= at.segment.first or at.group.inverted is not None:
        return at
    if tokens[index].lower in table.words["infinitive_marks"]:
        index -= 1
    governor = tokens[index]
    participle = any(t.dep.startswith("aux") for t in governor.children)
    if not passes(at.cue.head, governor) or not (participle or is_finite(governor)):
        return at
    cue = Cue(at.cue.entry, at.cue.head, [governor, *at.cue.tokens], finite=True)
    group = verb_group(page, cue, at.segment, table)
    return Place(cue, group, at.segment) if _boundary(page, group.first - 1, at.segment) else at


def _is_dialogue(page: Page, segment: Segment) -> bool:
    """`— Je pars, dit-il.`: a paragraph that begins with a long dash is spoken."""
    first = page.tokens[segment.first]
    begins = (
        segment.first == 0
        or page.doc.sentences[first.sent].block != page.doc.sentences[page.tokens[segment.first - 1].sent].block
    )
    return begins and first.text in ("—", "–")


def _kind(page: Page, content: Content) -> QuoteKind:
    """What stands in marks as an utterance is direct even where it has no verb."""
    kind = kind_of(page, content)
    alone = all(a in page.by_open and b in page.by_close for a, b in content.ranges)
    return "direct" if kind == "mixed" and alone else kind


def _bounds(page: Page, at: Place, table: CueTable) -> tuple[int, int, Phrase] | None:
    """First and last token of the inserted words, and who speaks; None if the cue is not inserted."""
    group, segment = at.group, at.segment
    if not is_finite_group(page, at.cue, group, table) or is_passive(page, at.cue, group, table):
        return None
    found = _verb_first(page, at, table) if _boundary(page, group.first - 1, segment) else None
    if found is None and page.doc.language == "en":
        return _subject_first(page, at, table)
    return found


def _verb_first(page: Page, at: Place, table: CueTable) -> tuple[int, int, Phrase] | None:
    """`"…", a dit X`, `"…," said X`."""
    group, segment = at.group, at.segment
    if group.inverted is not None:
        return group.first, group.last, Phrase(group.inverted, group.inverted.i, group.inverted.i)
    if _complement_right(page, at, table):
        return None
    subject = subject_token(at.cue.head)
    left = subject is not None and subject.i < group.first and page.holders[subject.i] is segment.holder
    left = left and subject is not None and subject.lower not in table.words["own_voice"]
    source = inverted_subject(page, group, at.cue, segment, table)
    if source is None or (left and page.by_close.get(group.first - 1) is None and not _is_aside(page, source, segment)):
        return None
    if left and subject is not None and page.doc.language == "en":
        return None
    return group.first, max(group.last, source.last), source


def _is_aside(page: Page, source: Phrase, segment: Segment) -> bool:
    """`Le navire, indique la préfecture, a coulé`: somebody, and the comma that closes the aside."""
    after = source.last + 1
    return page.is_somebody(source.head) and after < segment.last and page.tokens[after].text == ","


def _subject_first(page: Page, at: Place, table: CueTable) -> tuple[int, int, Phrase] | None:
    """`"…," X said`, `…, he added`."""
    head = at.cue.head
    subjects = [t for t in head.children if t.dep.startswith("nsubj") and t.i < at.group.first]
    quoted = [t for t in subjects if _closing(page, _whole_start(page, phrase_of(page, t), at.segment) - 1) is not None]
    subject = next(iter([*quoted, *reversed(subjects)]), None) or subject_token(head)
    if subject is None:
        return _subject_by_order(page, at)
    if subject.i > at.group.first or subject.lower in table.words["relatives"]:
        return None
    source = phrase_of(page, subject)
    first = _whole_start(page, source, at.segment)
    if not _boundary(page, first - 1, at.segment) or _complement_right(page, at, table):
        return None
    closes = _closing(page, first - 1) is not None
    said = head.child("ccomp", "parataxis", "advcl", "dep")
    before = (said is not None and said.i < first) or head.dep in ("parataxis", "conj") or len(subjects) > 1
    other = head.child("xcomp") if "obj" in at.cue.entry.to else head.child("obj", "xcomp")
    if not (closes or before) or (not closes and other is not None):
        return None
    return first, at.group.last, source


def _other_tense(page: Page, at: Place, verb: Token) -> bool:
    """`…, X said, but does not …`: whoever said it in the past is no subject of a verb in the present."""
    cue = next((t for t in page.tokens[at.group.first : at.group.last + 1] if t.feat("Tense") is not None), None)
    told = cue is not None and (cue.feat("Tense") != "Pres" or at.group.first < at.cue.tokens[0].i)
    return told and verb.feat("Tense") == "Pres"


def _subject_by_order(page: Page, at: Place) -> tuple[int, int, Phrase] | None:
    """`"…," an aide of his said.`, `…, the minister, Ann Lee, said.`: a noun phrase between a boundary and the cue."""
    tokens, segment, last = page.tokens, at.segment, at.group.first - 1
    after = at.group.last + 1
    if after < segment.last and tokens[after].pos != "PUNCT":
        return None
    first = _nominal_start(page, last - 1 if tokens[last].text == "," else last, segment)
    if tokens[last].text == ",":
        if not any(t.pos == "PROPN" for t in tokens[first:last]) or tokens[first - 1].text != ",":
            return None
        last, first = last - 1, _nominal_start(page, first - 2, segment)
    if first > last or not _boundary(page, first - 1, segment):
        return None
    if _closing(page, first - 1) is None and at.cue.head.child("ccomp", "parataxis") is None:
        return None
    nouns = [t for t in tokens[first : last + 1] if t.pos in ("NOUN", "PROPN")]
    head = next((t for t in nouns if not first <= t.head.i <= last), None)
    return None if head is None else (first, at.group.last, Phrase(head, first, last))


def _nominal_start(page: Page, index: int, segment: Segment) -> int:
    """The first token of the run of nouns and what goes with them that ends at a token; past it if there is none."""
    first = index + 1
    while (
        first - 1 > segment.first
        and page.tokens[first - 1].pos in _NOMINAL
        and page.holders[first - 1] is segment.holder
    ):
        if first - 1 in page.by_close:
            break
        first -= 1
    return first


def _whole_start(page: Page, source: Phrase, segment: Segment) -> int:
    """The first word of the subject with all that stands before its head."""
    left = [t.i for t in source.head.subtree() if segment.first <= t.i <= source.first and t.pos != "PUNCT"]
    first = source.first
    while first - 1 in left:
        first -= 1
    return first


def _boundary(page: Page, index: int, segment: Segment) -> bool:
    if index < segment.first:
        return False
    return page.tokens[index].text in _BOUNDARIES or index in page.by_close


def _closing(page: Page, index: int) -> Quoted | None:
    """The quoted stretch that closes at a token, or just before the comma there."""
    if page.tokens[index].text == "," and index > 0:
        index -= 1
    return page.by_close.get(index)


def _complement_right(page: Page, at: Place, table: CueTable) -> bool:
    """Does `que`, an infinitive, a colon or an opening mark follow before the next comma?"""
    tokens, index = page.tokens, at.group.last + 1
    while index < at.segment.last:
        token = tokens[index]
        if token.text in (",", ".", "?", "!", ";") or (token.lower in table.words["relatives"] and token.pos == "PRON"):
            return False
        if token.lower in table.words["complementizers"] or index in page.by_open:
            return True
        if token.text == ":":
            return _closing(page, at.group.first - 1) is None
        if index <= at.group.last + 3 and token.feat("VerbForm") == "Inf":
            return True
        index = page.next_at_level(index, at.segment.holder)
    return False


def _around(page: Page, at: Place, first: int, last: int, table: CueTable) -> Content | None:
    """What stands before the inserted words, and after them if it goes on."""
    tokens, segment = page.tokens, at.segment
    if segment.holder is not None:
        return _within_marks(page, segment.holder, first, last)
    before = first - 1
    while before >= segment.first and tokens[before].text == ",":
        before -= 1
    if before < segment.first:
        return None
    quoted = page.by_close.get(before)
    if quoted is not None and quoted.parent is None and stands_alone(page, quoted, segment):
        opening = page.open_index(quoted)
        ranges: list[tuple[int, int] | None] = [(opening, before)]
        ranges.extend(_second_quoted(page, segment, last))
        return finish(page, ranges, "quotation before its cue", None)
    openers = table.words["relatives"] | table.words["complementizers"] | table.words["coordinators"]
    if tokens[before].lower in openers:
        end = relative_end(page, segment, last + 2, tokens[before], table)
        return finish(page, [trim(page, last + 1, end)], "clause around an inserted cue", None)
    if quoted is None and "incise" not in at.cue.entry.takes and at.group.inverted is None:
        return None
    start = clause_start(page, segment, before, table)
    comma = _closing_comma(page, at, last)
    joined = (
        comma is not None and tokens[comma + 1].lower in table.words["coordinators"] | table.words["clause_openers"]
    )
    # `Il est, disent-ils, malade` is not complete, `La banque fermera, disent-ils, mais …` is
    complete = has_finite(page, start, before) and (joined or not is_finite(tokens[before]))
    answers = tokens[start].feat("VerbForm") == "Inf" and passes(tokens[start], at.cue.head)  # `Partir, a dit X.`
    rest = None if comma is None else _rest(page, at, comma + 1, (start, before), complete, table)
    if not complete and rest is None and not answers:
        return None
    if rest is not None and not complete:
        page.mains.update(t.i for t in tokens[rest[0] : rest[1] + 1] if is_finite(t) and t.i - rest[0] <= 3)
    return finish(page, [trim(page, start, before), rest], "clause before its cue", None)


def _closing_comma(page: Page, at: Place, last: int) -> int | None:
    """The comma that closes the inserted words, what belongs to the cue (`à la radio`) included; None without one."""
    tokens, segment, comma = page.tokens, at.segment, last + 1
    while comma < segment.last and tokens[comma].text != "," and not is_finite(tokens[comma]):
        comma = page.next_at_level(comma, segment.holder)
    return comma if comma + 2 < segment.last and tokens[comma].text == "," else None


def _rest(
    page: Page, at: Place, onset: int, said: tuple[int, int], complete: bool, table: CueTable
) -> tuple[int, int] | None:
    """What goes on after the inserted words: the rest of a clause begun before, or what is joined to a whole one."""
    segment = at.segment
    if complete and not _goes_on(page, at, onset, said, table):
        return None
    rest = trim(page, onset, min(content_end(page, segment, onset, None, table), segment.last - 1))
    return rest if rest is not None and has_finite(page, *rest) else None


def _goes_on(page: Page, at: Place, onset: int, said: tuple[int, int], table: CueTable) -> bool:
    """`…, a dit X, puisque …`; `…, X said, but does not …`: what is joined to the clause rather than to the cue."""
    tokens = page.tokens
    if tokens[onset].lower in table.words["clause_openers"]:
        return True
    if tokens[onset].lower not in table.words["coordinators"]:
        return False
    finite = next((t for t in tokens[onset : at.segment.last] if is_finite(t) or t.lower in table.finite), None)
    if finite is None:
        return False
    verb = finite.head if finite.dep.startswith(("aux", "cop")) else finite
    subject = subject_token(verb) or verb.child("expl")
    if subject is None:
        return (verb.dep == "conj" and said[0] <= verb.head.i <= said[1]) or _other_tense(page, at, finite)
    speaks = is_saying(verb, table) and page.is_somebody(subject)
    return not speaks and subject.lower not in table.words["persons"]


def _within_marks(page: Page, holder: Quoted, first: int, last: int) -> Content | None:
    """The cue stands inside the marks: all else between them is said."""
    opening, closing = page.open_index(holder), page.close_index(holder)
    before, after = trim(page, opening, first - 1), trim(page, last + 1, closing)
    if before is None or before[1] <= opening:
        return None
    if after is not None and after[0] >= closing:
        after = None
    content = finish(page, [before, after], "quotation with an inserted cue", holder)
    if content is not None:
        content.quoted = [holder]
    return content


def stands_alone(page: Page, quoted: Quoted, segment: Segment) -> bool:
    """Does the quoted stretch begin its sentence, or follow a colon?"""
    before = page.open_index(quoted) - 1
    while before >= segment.first and (
        page.tokens[before].pos in ("CCONJ", "ADV", "INTJ") or page.tokens[before].text in (",", "–", "—", "-")
    ):
        before -= 1
    return before < segment.first or page.tokens[before].text in (":", ";")


def _second_quoted(page: Page, segment: Segment, last: int) -> list[tuple[int, int]]:
    """The quoted stretch that goes on after `, a-t-il dit, "…"`."""
    for index in range(last + 1, min(segment.last, last + 25)):
        quoted = page.by_open.get(index)
        if quoted is not None and quoted.parent is segment.holder:
            follows = page.tokens[index - 1].text in (",", ":")
            return [(index, page.close_index(quoted))] if follows else []
        if page.tokens[index].text in (".", ";"):
            return []
    return []
