"""From cues and marks to drafts of quotations: content, cue, source, addressee as places in the text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from greffier.annotate.quotes_clause import (
    Content,
    Group,
    clause_start,
    content_end,
    finish,
    has_finite,
    subject_token,
    trim,
    verb_group,
)
from greffier.annotate.quotes_cues import Cue, CueTable
from greffier.annotate.quotes_marks import Quoted
from greffier.annotate.quotes_page import Page, Segment
from greffier.annotate.quotes_source import Phrase, addressee, inverted_subject, phrase_of, verb_source
from greffier.model import QuoteKind
from greffier.parse.doc import Token

_BOUNDARIES = frozenset({",", "–", "—", "-", "?", "!", "…", "...", "?!"})


@dataclass(slots=True)
class Draft:
    """A quotation as places in the text. `speaks_on` marks one without a cue that carries on the last speaker."""

    content: Content
    kind: QuoteKind
    cue: tuple[int, int] | None = None
    source: Phrase | None = None
    to: Phrase | None = None
    speaks_on: bool = False
    nobody: bool = False

    @property
    def start(self) -> int:
        return self.content.ranges[0][0]


@dataclass(slots=True)
class _At:
    """A verbal cue where it stands."""

    cue: Cue
    group: Group
    segment: Segment


def draft_quotes(page: Page, cues: list[Cue], table: CueTable) -> list[Draft]:
    """All quotations of an article, in text order."""
    drafts: list[Draft] = []
    verbal = [_place(page, cue, table) for cue in cues if cue.entry.kind == "verb"]
    rest: list[_At] = []
    for at in verbal:
        draft = _incise(page, at, table) if at.cue.entry.takes & {"quote", "incise"} else None
        if draft is None:
            rest.append(at)
        else:
            drafts.append(draft)
    for at in rest:
        draft = _complement(page, at, table)
        if draft is not None:
            drafts.append(draft)
    for cue in cues:
        if cue.entry.kind == "preposition":
            draft = _as_told(page, cue, table)
            if draft is not None:
                drafts.append(draft)
    drafts.extend(_free(page, drafts, table))
    drafts.sort(key=lambda d: (d.start, -d.content.ranges[-1][1]))
    return drafts


def _place(page: Page, cue: Cue, table: CueTable) -> _At:
    segment = page.segment(cue.head)
    return _At(cue, verb_group(page, cue, segment, table), segment)


# --- … , dit X ---------------------------------------------------------------------------------------------------


def _incise(page: Page, at: _At, table: CueTable) -> Draft | None:
    """A cue inserted in or after what is said: `"…", a dit X`, `…, affirme X, …`, `"…," X said.`"""
    bounds = _incise_bounds(page, at, table)
    if bounds is None:
        return None
    first, last, source = bounds
    content = _around(page, at, first, last, table)
    if content is None:
        return None
    page.incises.add(first)
    nobody = source is not None and source.head.lower in table.words["nobody"]
    return Draft(
        content,
        _kind(page, content),
        cue=(at.group.first, at.group.last),
        source=None if nobody else source,
        to=addressee(page, at.cue, source, table),
        nobody=nobody,
    )


def _incise_bounds(page: Page, at: _At, table: CueTable) -> tuple[int, int, Phrase | None] | None:
    """First and last token of the inserted words, and who speaks; None if the cue is not inserted."""
    group, segment = at.group, at.segment
    if at.cue.head.feat("VerbForm") == "Inf" or (group.first == segment.first and segment.holder is None):
        return None
    if _boundary(page, group.first - 1, segment):
        if group.inverted is not None:
            source: Phrase | None = Phrase(group.inverted, group.inverted.i, group.inverted.i)
            return group.first, group.last, source
        subject = subject_token(at.cue.head)
        if subject is not None and subject.i < group.first or _complement_right(page, at, table):
            return None
        if not has_finite(page, group.first, group.last):
            return None
        source = inverted_subject(page, group, at.cue, segment)
        return None if source is None else (group.first, max(group.last, source.last), source)
    return _subject_first(page, at, table)


def _subject_first(page: Page, at: _At, table: CueTable) -> tuple[int, int, Phrase | None] | None:
    """`"…," X said`, `…, he added`."""
    subject = subject_token(at.cue.head)
    if subject is None or subject.i > at.group.first or subject.lower in table.words["relatives"]:
        return None
    source = phrase_of(page, subject)
    first = min([source.first, *(t.i for t in subject.subtree() if t.dep == "det")])
    if not _boundary(page, first - 1, at.segment) or _complement_right(page, at, table):
        return None
    closes = _closing(page, first - 1) is not None
    said = at.cue.head.child("ccomp", "parataxis", "advcl", "dep")
    before = said is not None and said.i < first
    follows = page.tokens[at.group.last + 1].text if at.group.last + 1 < at.segment.last else "."
    if not (closes or before or at.cue.head.dep == "parataxis") or follows in ("-",):
        return None
    if not closes and at.cue.head.child("obj", "xcomp") is not None:
        return None
    return first, at.group.last, source


def _boundary(page: Page, index: int, segment: Segment) -> bool:
    if index < segment.first:
        return segment.holder is not None and index < segment.first
    return page.tokens[index].text in _BOUNDARIES or index in page.by_close


def _closing(page: Page, index: int) -> Quoted | None:
    """The quoted stretch that closes at a token, or just before the comma there."""
    if page.tokens[index].text == "," and index > 0:
        index -= 1
    return page.by_close.get(index)


def _complement_right(page: Page, at: _At, table: CueTable) -> bool:
    """Does `que`, an infinitive, a colon or an opening mark follow before the next comma?"""
    tokens, index = page.tokens, at.group.last + 1
    while index < at.segment.last:
        token = tokens[index]
        if token.text in (",", ".", "?", "!", ";") or token.lower in table.words["relatives"] and token.pos == "PRON":
            return False
        if token.lower in table.words["complementizers"] or token.text == ":" or index in page.by_open:
            return True
        if index <= at.group.last + 3 and token.feat("VerbForm") == "Inf":
            return True
        index = page.next_at_level(index, at.segment.holder)
    return any(c.dep in ("ccomp",) and c.i > at.group.last for c in at.cue.head.children)


def _around(page: Page, at: _At, first: int, last: int, table: CueTable) -> Content | None:
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
    if quoted is not None and quoted.parent is segment.holder and _stands_alone(page, quoted, segment):
        opening = _open_index(page, quoted)
        ranges: list[tuple[int, int] | None] = [(opening, before)]
        ranges.extend(_second_quoted(page, segment, last))
        return finish(page, ranges, "quotation before its cue", segment.holder)
    if tokens[before].lower in table.words["relatives"] | table.words["complementizers"] | table.words["coordinators"]:
        after = trim(page, last + 1, segment.last - 1)
        return finish(page, [after], "clause around an inserted cue", segment.holder)
    if quoted is None and "incise" not in at.cue.entry.takes:
        return None
    start = clause_start(page, segment, before, table)
    ranges = [trim(page, start, before)]
    if last + 2 < segment.last and tokens[last + 1].text == "," and not has_finite(page, start, before):
        ranges.append(trim(page, last + 2, segment.last - 1))
    elif quoted is None and not has_finite(page, start, before):
        return None
    return finish(page, ranges, "clause before its cue", segment.holder)


def _within_marks(page: Page, holder: Quoted, first: int, last: int) -> Content | None:
    opening = _open_index(page, holder)
    closing = page.doc.token_at(max(holder.start, holder.end - 1))
    assert closing is not None
    before = trim(page, opening, first - 1)
    after = trim(page, last + 1, closing.i)
    if before is None or before[1] <= opening:
        return None
    content = finish(page, [before, after], "quotation with an inserted cue", holder)
    if content is not None:
        content.quoted = [holder]
    return content


def _open_index(page: Page, quoted: Quoted) -> int:
    token = page.doc.token_at(quoted.start)
    assert token is not None
    return token.i


def _stands_alone(page: Page, quoted: Quoted, segment: Segment) -> bool:
    """Does the quoted stretch begin its sentence, or follow a colon?"""
    opening = _open_index(page, quoted)
    before = opening - 1
    while before >= segment.first and (page.tokens[before].pos in ("CCONJ", "ADV", "INTJ") or page.tokens[before].text in ",–—-"):
        before -= 1
    return before < segment.first or page.tokens[before].text in (":", ";")


def _second_quoted(page: Page, segment: Segment, last: int) -> list[tuple[int, int]]:
    """The quoted stretch that goes on after `, a-t-il dit, "…"`."""
    tokens = page.tokens
    index = last + 1
    while index < segment.last and index <= last + 12:
        quoted = page.by_open.get(index)
        if quoted is not None and quoted.parent is segment.holder:
            closing = page.doc.token_at(max(quoted.start, quoted.end - 1))
            if closing is not None and tokens[index - 1].text in (",", ":"):
                return [(index, closing.i)]
            return []
        index += 1
    return []


def _kind(page: Page, content: Content) -> QuoteKind:
    """Direct if all is in marks, mixed if some is, indirect if nothing is."""
    if not content.quoted:
        return "indirect"
    tokens = page.tokens
    outside = 0
    for first, last in content.ranges:
        for token in tokens[first : last + 1]:
            if token.pos != "PUNCT" and not any(q.start <= token.start < q.end for q in content.quoted):
                outside += 1
    if outside:
        return "mixed"
    whole = any(t.feat("VerbForm") == "Fin" or t.feat("Mood") for a, b in content.ranges for t in tokens[a : b + 1])
    return "direct" if whole else "mixed"


# --- X dit que … --------------------------------------------------------------------------------------------------


def _complement(page: Page, at: _At, table: CueTable) -> Draft | None:
    """A cue followed by its content: a clause, an infinitive, a quotation, a phrase with quoted words."""
    tries: tuple[Callable[[Page, _At, CueTable], Content | None], ...] = (_after_colon, _clause, _infinitive, _words)
    for attempt in tries:
        content = attempt(page, at, table)
        if content is not None:
            break
    else:
        return None
    source = verb_source(page, at.cue, at.group, at.segment, table)
    if source is not None and source.head.lower in table.words["own_voice"] or _own_voice(at.cue):
        return None
    nobody = source is not None and source.head.lower in table.words["nobody"]
    return Draft(
        content,
        _kind(page, content),
        cue=(at.group.first, at.group.last),
        source=None if nobody else source,
        to=addressee(page, at.cue, source, table),
        nobody=nobody,
    )


def _own_voice(cue: Cue) -> bool:
    verbs = [cue.head, *(t for t in cue.head.children if t.dep.startswith("aux"))]
    return any(t.feat("Person") in ("1", "2") for t in verbs)


def _after_colon(page: Page, at: _At, table: CueTable) -> Content | None:
    """`a déclaré : « … »`, `a déclaré « … »`, `said: "…"`."""
    if "quote" not in at.cue.entry.takes:
        return None
    tokens, segment, index = page.tokens, at.segment, at.group.last + 1
    colon = False
    while index < segment.last:
        token = tokens[index]
        quoted = page.by_open.get(index)
        if quoted is not None and quoted.parent is segment.holder:
            end = page.next_at_level(index, segment.holder) - 1
            near = index <= at.group.last + 2
            if colon or (near and _is_utterance(page, quoted)):
                return finish(page, [(index, end)], "quotation after its cue", segment.holder)
            return None
        if token.lower in table.words["complementizers"] and not _colon_follows(page, index, segment):
            return None
        if token.text in (";", ".", "?", "!") or token.text == ":" and index + 1 not in page.by_open:
            return None
        colon = token.text == ":"
        index += 1
    return None


def _colon_follows(page: Page, index: int, segment: Segment) -> bool:
    return index + 1 < segment.last and page.tokens[index + 1].text == ":"


def _is_utterance(page: Page, quoted: Quoted) -> bool:
    """A whole clause, or words that end in a full stop."""
    inside = page.doc.tokens_between(quoted.inner_start, quoted.inner_end)
    return any(t.feat("VerbForm") == "Fin" or t.feat("Mood") or t.text in ("!", "?") for t in inside)


def _clause(page: Page, at: _At, table: CueTable) -> Content | None:
    """`que` and a finite clause; in English the clause alone."""
    if "que" not in at.cue.entry.takes:
        return None
    found = _complementizer(page, at, table)
    if found is None:
        return None
    onset, clause = found
    end = content_end(page, at.segment, at.cue, onset, clause, table)
    return finish(page, [trim(page, onset, end)], "clause after its cue", at.segment.holder)


def _complementizer(page: Page, at: _At, table: CueTable) -> tuple[int, Token | None] | None:
    """Where the finite clause begins, and its head."""
    members = {t.i for t in at.cue.tokens}
    segment = at.segment
    for verb in at.cue.tokens:
        for child in verb.children:
            if child.i <= at.group.last or child.dep not in ("ccomp", "acl", "obl:arg", "obj", "advcl", "xcomp"):
                continue
            mark = next((t for t in child.children if t.lower in table.words["complementizers"] and t.dep in ("mark", "obj")), None)
            if mark is not None and mark.i > at.group.last and mark.i + 1 < segment.last:
                return mark.i + 1, child
            if child.dep == "ccomp" and page.doc.language == "en" and child.pos in ("VERB", "AUX"):
                return max(at.group.last + 1, child.subtree()[0].i), child
    index = at.group.last + 1
    while index < segment.last:
        token = page.tokens[index]
        if token.lower in table.words["complementizers"] and index + 1 < segment.last:
            return index + 1, token.head if token.head.i > index and token.head.i not in members else None
        if token.text in (";", ".", ":") or (token.feat("VerbForm") == "Fin" and token.pos in ("VERB", "AUX")):
            return None
        index = page.next_at_level(index, segment.holder)
    return None


def _infinitive(page: Page, at: _At, table: CueTable) -> Content | None:
    """`de`, `à` or nothing, and an infinitive; in English `to` and a verb, or a preposition and a gerund."""
    takes = at.cue.entry.takes
    if not takes & {"inf", "de+inf", "à+inf", "ing"}:
        return None
    for verb in at.cue.tokens:
        for child in verb.children:
            if child.i <= at.group.last or child.dep not in ("xcomp", "advcl", "ccomp", "obl:arg", "acl"):
                continue
            onset = _infinitive_onset(page, child, takes)
            if onset is not None and onset > at.group.last:
                end = content_end(page, at.segment, at.cue, onset, child, table)
                return finish(page, [trim(page, onset, end)], "infinitive after its cue", at.segment.holder)
    return None


def _infinitive_onset(page: Page, verb: Token, takes: frozenset[str]) -> int | None:
    english = page.doc.language == "en"
    marks = [t for t in verb.children if t.dep in ("mark", "case") and t.i < verb.i]
    if english:
        to = next((t for t in verb.children if t.lower == "to" and t.i < verb.i), None)
        if to is not None and "inf" in takes:
            return to.i + 1
        if verb.feat("VerbForm") == "Part" and marks and "ing" in takes:
            return marks[0].i + 1
        return None
    if verb.feat("VerbForm") != "Inf":
        verb_inf = next((t for t in verb.children if t.feat("VerbForm") == "Inf" and t.i < verb.i), None)
        if verb_inf is None:
            return None
    for mark in marks:
        if mark.lower in ("de", "d'") and "de+inf" in takes or mark.lower == "à" and "à+inf" in takes:
            return mark.i + 1
    if marks or "inf" not in takes:
        return None
    return min(t.i for t in verb.subtree())


def _words(page: Page, at: _At, table: CueTable) -> Content | None:
    """Quoted words in the cue's object or complement."""
    if "words" not in at.cue.entry.takes:
        return None
    segment = at.segment
    index = at.group.last + 1
    while index < segment.last:
        quoted = page.by_open.get(index)
        if quoted is not None and quoted.parent is segment.holder:
            found = _phrase_with(page, at, index, quoted)
            if found is not None:
                return finish(page, [found], "quoted words in the cue's complement", segment.holder)
        index = page.next_at_level(index, segment.holder)
    return None


def _phrase_with(page: Page, at: _At, opening: int, quoted: Quoted) -> tuple[int, int] | None:
    closing = page.next_at_level(opening, at.segment.holder) - 1
    inside = page.tokens[opening + 1 : max(opening + 2, closing)]
    top = next((t for t in inside if not opening < t.head.i < closing and t.pos != "PUNCT"), None)
    members = {t.i for t in at.cue.tokens}
    near = all(t.pos in ("ADP", "DET", "PUNCT", "SCONJ", "ADV") for t in page.tokens[at.group.last + 1 : opening])
    if near:
        first = opening
        while first - 1 > at.group.last and page.tokens[first - 1].pos == "DET" and page.tokens[first - 1].lower not in ("du", "des"):
            first -= 1
        return first, closing
    token = top
    for _ in range(8):
        if token is None or token.head is token:
            return None
        if token.head.i in members:
            break
        if token.head.pos in ("VERB", "AUX") and token.dep not in ("xcomp", "advcl", "acl") or token.dep == "acl:relcl":
            pass
        token = token.head
    else:
        return None
    if token is None or token.i <= at.group.last or token.dep.split(":")[0] in ("nsubj", "advcl", "punct", "conj"):
        return None
    if token.dep == "obl:mod":
        return None
    tree = [t.i for t in token.subtree() if t.sent == token.sent]
    first, last = max(at.group.last + 1, min(tree)), max(closing, max(tree))
    while first < token.i and page.tokens[first].pos == "ADP":
        first += 1
    return trim(page, min(first, opening), min(last, at.segment.last - 1))


# --- selon X ------------------------------------------------------------------------------------------------------


def _as_told(page: Page, cue: Cue, table: CueTable) -> Draft | None:
    """`selon X`: the clause it stands in is what X says."""
    tokens = page.tokens
    segment = page.segment(cue.head)
    first, last = cue.tokens[0].i, cue.tokens[-1].i
    noun = _complement_noun(page, last + 1, segment)
    if noun is None or noun.lemma.lower() in table.words["not_a_source"]:
        return None
    source = phrase_of(page, noun)
    if source.first <= last:
        source = Phrase(noun, last + 1, max(source.last, last + 1))
    end = source.last
    if cue.entry.group == "viewpoint" and not _viewpoint(page, cue, noun, end, segment):
        return None
    stop = end + 1
    while stop < segment.last and tokens[stop].text != "," and tokens[stop].text not in (";", ".", ":"):
        stop = page.next_at_level(stop, segment.holder)
    before = first - 1
    initial = before < segment.first or _opens_clause(page, before, table)
    if initial:
        content_last = content_end(page, segment, cue, min(stop + 1, segment.last), None, table)
        after = trim(page, stop + 1, min(content_last, segment.last - 1)) if stop + 1 < segment.last else None
        content = finish(page, [after], "clause as told by the source", segment.holder)
    else:
        start = _told_start(page, segment, before, table)
        ranges = [trim(page, start, before)]
        if tokens[before].text == "," and stop < segment.last and tokens[stop].text == "," and tokens[stop + 1 : stop + 2]:
            ranges.append(trim(page, stop + 1, segment.last - 1))
        content = finish(page, ranges, "clause as told by the source", segment.holder)
    if content is None:
        return None
    return Draft(content, _kind(page, content), cue=(first, last), source=source)


def _complement_noun(page: Page, index: int, segment: Segment) -> Token | None:
    if index >= segment.last:
        return None
    for token in page.tokens[index : min(index + 12, segment.last)]:
        if token.pos in ("NOUN", "PROPN", "PRON") and token.head.i < index or token.pos in ("NOUN", "PROPN"):
            head = token
            while head.head.i > index - 1 and head.head.pos in ("NOUN", "PROPN") and head.head is not head and head.head.i < index + 6:
                head = head.head
            return head
        if token.pos == "PRON":
            return token
        if token.text in (",", "."):
            return None
    return None


def _viewpoint(page: Page, cue: Cue, noun: Token, end: int, segment: Segment) -> bool:
    """`Pour X, …` gives a view only at the head of a sentence, of somebody named, and before a comma."""
    if cue.head.i != segment.first or noun.pos != "PROPN":
        return False
    return end + 1 < segment.last and page.tokens[end + 1].text == ","


def _opens_clause(page: Page, before: int, table: CueTable) -> bool:
    token = page.tokens[before]
    if token.text == "," and before > 0:
        token = page.tokens[before - 1]
        return token.lower in table.words["relatives"] | table.words["complementizers"] | table.words["coordinators"] or token.lower in ("car", "or")
    return token.text in (":", ";") or token.pos in ("CCONJ", "SCONJ")


def _told_start(page: Page, segment: Segment, before: int, table: CueTable) -> int:
    """The clause that `selon X` closes or interrupts: after the last `que` if that is still open, else the sentence."""
    return clause_start(page, segment, before, table)


# --- "…" without a cue ------------------------------------------------------------------------------------------


def _free(page: Page, drafts: list[Draft], table: CueTable) -> list[Draft]:
    """Whole sentences in quotation marks that no cue has claimed: the last speaker goes on."""
    claimed = {id(q) for d in drafts for q in d.content.quoted}
    found: list[Draft] = []
    for quoted in page.marks.found:
        if quoted.parent is not None or id(quoted) in claimed or not _is_utterance(page, quoted):
            continue
        opening = _open_index(page, quoted)
        segment = page.segment(page.tokens[opening])
        closing = page.next_at_level(opening, segment.holder) - 1
        if not _stands_alone(page, quoted, segment):
            continue
        before = opening - 1
        colon = before >= segment.first and page.tokens[before].text == ":"
        content = finish(page, [(opening, closing)], "quotation without a cue", segment.holder)
        if content is None:
            continue
        source = None
        if colon:
            source = _colon_source(page, segment, before)
        found.append(Draft(content, "direct", source=source, speaks_on=source is None))
    return found


def _colon_source(page: Page, segment: Segment, colon: int) -> Phrase | None:
    """Who speaks in `X … : « … »`: the subject of the words before the colon, or those words."""
    words = page.tokens[segment.first : colon]
    root = next((t for t in words if t.head is t or not segment.first <= t.head.i < colon), None)
    if root is None:
        return None
    subject = subject_token(root)
    if subject is not None and subject.i < colon:
        return phrase_of(page, subject)
    return phrase_of(page, root) if root.pos in ("PROPN", "NOUN") else None
