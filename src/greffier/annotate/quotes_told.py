"""`selon X`, `pour X`, `according to X`: the clause around them is what X says. Nouns of saying: `la suggestion de X de …`."""

from __future__ import annotations

from greffier.annotate.quotes_clause import (
    clause_start,
    content_end,
    inner_start,
    main_verb_stop,
    relative_end,
    verb_group,
)
from greffier.annotate.quotes_cues import Cue, CueTable
from greffier.annotate.quotes_draft import Content, Draft, Phrase, finish, has_finite, is_finite, kind_of, trim
from greffier.annotate.quotes_page import Page, Segment
from greffier.annotate.quotes_setting import cited_source
from greffier.annotate.quotes_source import head_from, phrase_of, subject_of, verb_source
from greffier.parse.doc import Token

_NOUNS = frozenset({"NOUN", "PROPN"})


def as_told(page: Page, cue: Cue, drafts: list[Draft], table: CueTable) -> Draft | None:
    """The quotation that a preposition ascribes to its complement; None if that is no source."""
    segment = page.segment(cue.head)
    first, last = cue.tokens[0].i, cue.tokens[-1].i
    if "own-view" in cue.entry.groups:
        return _own_view(page, cue, segment, table)
    noun = _complement_noun(page, last + 1, segment)
    if noun is None or noun.lemma.lower() in table.words["not_a_source"] or noun.pos == "NUM":
        return None
    source = phrase_of(page, noun)
    source = Phrase(noun, max(source.first, last + 1), max(source.last, last + 1))
    if noun.pos == "PRON":
        source = Phrase(noun, noun.i, noun.i)
    if noun.lower in table.words["relatives"]:
        return _relative_view(page, cue, noun, segment, table)
    if "viewpoint" in cue.entry.groups and not _is_viewpoint(page, cue, source, segment):
        return None
    stop = _phrase_stop(page, source, segment)
    holder = next(
        (d for d in drafts if d.covers(first, last) and d.rank == 2 and d.content.how.startswith("clause after")), None
    )
    if holder is not None and noun.pos == "PRON":
        if holder.start == first:
            holder.content.ranges[0] = (source.last + 1, holder.content.ranges[0][1])
        elif _between_commas(page, first, stop, segment):
            _split(page, holder, first, stop)
        return None
    if noun.lower in table.words["own_voice"]:
        return None
    content = _told(page, segment, first, stop, source, holder, table)
    if content is None:
        return None
    if _relayed(page, drafts, content, source, first):
        return None
    cited = cited_source(page, source, table)
    return Draft(
        content,
        kind_of(page, content),
        cue=(first, last),
        source=cited or source,
        relay=source if cited else None,
        frame=segment[:2],
        rank=1,
    )


def _relayed(page: Page, drafts: list[Draft], content: Content, source: Phrase, first: int) -> bool:
    """`"…," X said, according to Y`: X speaks, Y passes it on, and is noted in X's quotation."""
    for draft in drafts:
        cue = draft.cue
        if draft.rank != 3 or cue is None or draft.source is None or cue[0] >= first:
            continue
        end = max(cue[1], draft.source.last)
        if all(t.pos == "PUNCT" for t in page.tokens[end + 1 : first]) and content.ranges[0][0] <= draft.start:
            draft.relay = source
            return True
    return False


def _relative_view(page: Page, cue: Cue, relative: Token, segment: Segment, table: CueTable) -> Draft | None:
    """`X, pour qui …`, `X, selon lequel …`: the relative clause is what its antecedent thinks."""
    verb = next((t for t in relative.ancestors() if t.dep.startswith("acl")), None)
    if any(t.lemma.lower() in table.nouns for t in page.tokens[max(segment.first, cue.head.i - 10) : cue.head.i]):
        return None
    if verb is None or verb.head.pos not in _NOUNS or page.tokens[cue.head.i - 1].text != ",":
        return None
    onset = relative.i + 1
    while onset < segment.last and page.tokens[onset].text == "," and onset + 1 in page.told:
        onset = _next_comma(page, onset + 2, segment) + 1
    if onset >= segment.last:
        return None
    end = content_end(page, segment, onset, verb, table)
    content = finish(page, [trim(page, onset, end)], "relative clause as seen by its antecedent", segment.holder)
    if content is None or not has_finite(page, *content.ranges[0]):
        return None
    source = phrase_of(page, verb.head)
    return Draft(
        content, kind_of(page, content), cue=(cue.head.i, cue.head.i), source=source, frame=segment[:2], rank=2
    )


def _told(
    page: Page, segment: Segment, first: int, stop: int, source: Phrase, holder: Draft | None, table: CueTable
) -> Content | None:
    """The clause around `selon X`, which stands at tokens `first` to `stop`: after it, before it, or both."""
    tokens, before = page.tokens, first - 1
    if before < segment.first or _opens_clause(page, before, table):
        follows = tokens[source.last + 1 : stop]
        if follows and follows[0].text != "," and any(is_finite(t) for t in follows):
            stop = source.last  # no comma after the source
        if stop + 1 >= segment.last:
            return None
        opener = tokens[before - 1] if before > segment.first and tokens[before].text == "," else None
        relative = opener is not None and opener.lower in table.words["relatives"]
        end = (
            relative_end(page, segment, stop + 1, opener, table)
            if relative
            else content_end(page, segment, stop + 1, None, table)
        )
        after = trim(page, _past_colon(page, segment, stop + 1, end), min(end, segment.last - 1))
        if after is None or after[1] - after[0] < 2:
            return None
        return finish(page, [after], "clause as told by the source", segment.holder)
    commas = tokens[before].text == "," or (before in page.by_close and tokens[before - 1].text == ",")
    inner = inner_start(page, segment, before, table) if source.head.pos == "PRON" or not commas else None
    start = clause_start(page, segment, before, table) if inner is None else inner
    end = segment.last - 1
    inside = tokens[before].text == "," and stop < segment.last and tokens[stop].text == ","
    if inside and holder is not None:
        start, end = holder.start, holder.end
    ranges = [trim(page, start, before)]
    if inside:
        ranges.append(trim(page, stop + 1, end))
    elif not commas and _goes_on(page, source, segment, table):  # `elle est selon lui « morte »`
        ranges.append(trim(page, source.last + 1, content_end(page, segment, source.last + 1, None, table)))
    if (
        ranges[0] is None
        or (ranges[0][1] - ranges[0][0] < 2 and not inside)
        or not any(r is not None and has_finite(page, *r) for r in ranges)
    ):
        return None
    return finish(page, ranges, "clause as told by the source", segment.holder)


def _goes_on(page: Page, source: Phrase, segment: Segment, table: CueTable) -> bool:
    """Does the clause go on right after the source: always after a pronoun, else with `que` or a quotation mark?"""
    after = source.last + 1
    if after >= segment.last or (page.tokens[after].pos == "PUNCT" and after not in page.by_open):
        return False
    opens = after in page.by_open or page.tokens[after].lower in table.words["complementizers"]
    return opens or source.head.pos == "PRON"


def _own_view(page: Page, cue: Cue, segment: Segment, table: CueTable) -> Draft | None:
    """`X a démenti : à l'en croire, …`, `in her view, …`: as seen by the subject before, else by whom the pronoun means."""
    tokens, first, last = page.tokens, cue.tokens[0].i, cue.tokens[-1].i
    owner = next((t for t in cue.tokens if t.lower in table.words["owners"]), cue.tokens[-1])
    source = Phrase(owner, owner.i, owner.i)
    content = _told(page, segment, first, last + 1, Phrase(owner, last, last), None, table)
    if content is None:
        return None
    if first > segment.first and tokens[first - 1].text == ":":
        verb = next((t for t in tokens[segment.first : first] if t.dep == "root" or is_finite(t)), None)
        verb = None if verb is None else verb.head if verb.dep.startswith("aux") else verb
        subject = None if verb is None else subject_of(verb, table)
        if subject is not None and subject.i < first:
            source = phrase_of(page, subject)
    return Draft(content, kind_of(page, content), cue=(first, last), source=source, frame=segment[:2], rank=1)


def _past_colon(page: Page, segment: Segment, first: int, last: int) -> int:
    """In `Pour X, secrétaire général : « … »` what is said begins after the colon."""
    for index in range(first, min(last, segment.last - 1)):
        if is_finite(page.tokens[index]) or index in page.by_open:
            return first
        if page.tokens[index].text == ":" and index + 1 in page.by_open:
            return index + 1
    return first


def _between_commas(page: Page, first: int, stop: int, segment: Segment) -> bool:
    tokens = page.tokens
    return tokens[first - 1].text == "," and stop < segment.last and tokens[stop].text == ","


def _split(page: Page, holder: Draft, first: int, stop: int) -> None:
    """`que le polonium est, selon lui, une substance`: the same speaker again, no part of what is said."""
    ranges: list[tuple[int, int] | None] = []
    for a, b in holder.content.ranges:
        if a <= first and stop <= b:
            ranges.extend([trim(page, a, first - 1), trim(page, stop + 1, b)])
        else:
            ranges.append((a, b))
    kept = [r for r in ranges if r is not None]
    if kept:
        holder.content.ranges = kept


def _complement_noun(page: Page, index: int, segment: Segment) -> Token | None:
    """The noun or pronoun after the preposition."""
    tokens = page.tokens
    for at in range(index, min(index + 10, segment.last)):
        token = tokens[at]
        if token.text in (",", ".", ":") or token.lower in ("que", "qu'"):
            return None
        if (
            token.pos == "ADJ"
            and tokens[at - 1].pos == "DET"
            and at + 1 < segment.last
            and tokens[at + 1].pos == "PUNCT"
        ):
            return token  # `ce dernier`
        if token.pos == "PRON" and (at == index or token.head.i < at + 1):
            return token
        if token.pos in _NOUNS:
            head = token
            while head.head is not head and index <= head.head.i < at + 5 and head.head.pos in _NOUNS:
                head = head.head
            return head
    return None


def _phrase_stop(page: Page, source: Phrase, segment: Segment) -> int:
    """The comma (or end) that closes the phrase, an apposition to the source included."""
    stop = _next_comma(page, source.last + 1, segment)
    while stop < segment.last and page.tokens[stop].text == ",":
        following = _next_comma(page, stop + 1, segment)
        if following >= segment.last or page.tokens[following].text != ",":
            break
        chunk = page.tokens[stop + 1 : following]
        tops = [t for t in chunk if not stop < t.head.i < following and t.pos != "PUNCT"]
        attached = [t for t in tops if source.first <= t.head.i <= source.last]
        if (
            not tops
            or len(attached) < len(tops)
            or any(t.dep not in ("appos", "acl", "acl:relcl", "nmod", "conj") for t in tops)
        ):
            break
        stop = following
    return stop


def _next_comma(page: Page, index: int, segment: Segment) -> int:
    while index < segment.last and page.tokens[index].text not in (",", ";", ".", ":"):
        index = page.next_at_level(index, segment.holder)
    return min(index, segment.last)


def _is_viewpoint(page: Page, cue: Cue, source: Phrase, segment: Segment) -> bool:
    """`Pour X, …` gives a view only at the head of a clause, of a person or body, and before a comma."""
    index = cue.head.i
    before = page.tokens[index - 1] if index else None
    heads = index == segment.first or (before is not None and before.text in (";", ":"))
    after = source.last + 1
    if not heads or after >= segment.last:
        return False
    somebody = page.is_somebody(source.head)
    stop = _next_comma(page, after, segment)
    close = not any(is_finite(t) for t in page.tokens[after:stop])
    return somebody and close and stop < segment.last and page.tokens[stop].text == ","


def _opens_clause(page: Page, before: int, table: CueTable) -> bool:
    """Does a clause begin here: after `car`, `que,`, `qui,`, `;`?"""
    token = page.tokens[before]
    if token.text == "," and before > 0:
        token = page.tokens[before - 1]
        openers = table.words["relatives"] | table.words["complementizers"] | table.words["coordinators"]
        return token.lower in openers or token.lower in table.words["clause_openers"]
    return token.text in (":", ";") or token.pos in ("CCONJ", "SCONJ")


def noun_cue(page: Page, cue: Cue, table: CueTable) -> Draft | None:
    """`son intention de …`, `la suggestion de X de …`, `l'accusation selon laquelle …`."""
    segment, noun = page.segment(cue.head), cue.head
    found = _noun_complement(page, cue, segment, table)
    if found is None:
        return None
    onset, cue_last, verbs = found
    source = _noun_source(page, cue, onset, segment, table)
    named = page.tokens[onset - 1].lower in table.words["relatives"]  # `selon laquelle`: a report of somebody's words
    if source is None and (verbs == 0 or not named):
        return None
    end = main_verb_stop(page, onset, content_end(page, segment, onset, None, table), verbs, table)
    content = finish(page, [trim(page, onset, end)], "clause after a noun of saying", segment.holder)
    if content is None:
        return None
    return Draft(
        content,
        kind_of(page, content),
        cue=(noun.i, cue_last),
        source=source,
        nobody=source is None,
        frame=segment[:2],
        rank=2,
    )


def _noun_complement(page: Page, cue: Cue, segment: Segment, table: CueTable) -> tuple[int, int, int] | None:
    """Where what is said begins, the last token of the cue, and how many finite verbs the content has of its own."""
    tokens, takes = page.tokens, cue.entry.takes
    for index in range(cue.head.i + 1, min(cue.head.i + 14, segment.last - 1)):
        token, following = tokens[index], tokens[index + 1]
        if token.lower in table.words["infinitive_marks"]:
            verb = next(
                (t for t in tokens[index + 1 : index + 5] if t.pos not in ("PRON", "ADV", "PUNCT", "PART")), None
            )
            form = {"d'": "de+inf", "de": "de+inf", "à": "à+inf", "to": "inf"}.get(token.lower, "")
            if verb is not None and verb.feat("VerbForm") == "Inf" and form in takes:
                return index + 1, cue.head.i, 0
        if (
            token.lower in table.words["told"]
            and following.lower in table.words["relatives"]
            and index + 2 < segment.last
        ):
            return index + 2, cue.head.i, 1
        apart = index > cue.head.i + 1  # with the owner between, what follows is no relative clause
        if token.lower in table.words["complementizers"] and "que" in takes and (apart or token.pos == "SCONJ"):
            return index + 1, cue.head.i, 1
        if token.pos in ("VERB", "AUX", "PUNCT", "CCONJ"):
            return None
    return None


def _noun_source(page: Page, cue: Cue, onset: int, segment: Segment, table: CueTable) -> Phrase | None:
    """Whose word it is: the complement with `de`, or the subject of a light verb above; else nobody."""
    noun = cue.head
    for index in range(noun.i + 1, onset - 1):
        token = page.tokens[index]
        if token.lower in table.words["of"] and index + 1 < onset:
            head = head_from(page, index + 1, segment)
            if head is not None and head.i < onset and head.pos in _NOUNS:
                phrase = phrase_of(page, head)
                return Phrase(head, max(phrase.first, index + 1), min(phrase.last, max(head.i, onset - 2)))
    owner = noun.child("nmod:poss")
    if owner is not None and owner.pos in _NOUNS and owner.i < noun.i:
        phrase = phrase_of(page, owner)  # `Paris's demand that …`
        return Phrase(owner, phrase.first, min(phrase.last, owner.i))
    verb = next((t for t in reversed(page.tokens[max(segment.first, noun.i - 5) : noun.i]) if t.pos == "VERB"), None)
    if verb is not None and verb.lemma.lower() in table.words["light_verbs"]:
        light = Cue(cue.entry, verb, [verb])
        return verb_source(page, light, verb_group(page, light, segment, table), segment, table)
    return None
