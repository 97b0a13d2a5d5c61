"""Cues followed by what is said: a clause, an infinitive, a quotation, a phrase with quoted words."""

from __future__ import annotations

from collections.abc import Callable

from greffier.annotate.quotes_clause import content_end, main_verb_stop
from greffier.annotate.quotes_cues import CueTable, cue_table
from greffier.annotate.quotes_draft import (
    Content,
    Draft,
    Place,
    can_speak,
    finish,
    is_finite,
    is_no_speaker,
    is_utterance,
    kind_of,
    says_own_voice,
    trim,
)
from greffier.annotate.quotes_marks import Quoted
from greffier.annotate.quotes_page import Page
from greffier.annotate.quotes_source import addressee, is_passive, verb_source
from greffier.parse.doc import Token

_CLAUSES = frozenset({"ccomp", "acl", "obl:arg", "obj", "advcl", "xcomp", "csubj", "nmod", "dep", "acl:relcl", "amod"})
_NEAR = frozenset({"ADP", "DET", "PUNCT", "SCONJ", "ADV"})


def complement(page: Page, at: Place, table: CueTable) -> Draft | None:
    """The quotation that a cue introduces; None if nothing is said."""
    tries: tuple[Callable[[Page, Place, CueTable], Content | None], ...] = (
        _after_colon,
        _predicate,
        _clause,
        _question,
        _infinitive,
        _words,
    )
    if is_negated(at, table):
        return None
    for attempt in tries:
        content = attempt(page, at, table)
        if content is not None:
            break
    else:
        return None
    source = verb_source(page, at.cue, at.group, at.segment, table)
    if says_own_voice(at.cue, source, table) or is_no_speaker(source, table):
        return None
    if "push" in at.cue.entry.groups and source is not None and not can_speak(page, source, table):
        return None
    passive = is_passive(page, at.cue, at.group, table)
    gerund = not passive and at.cue.tokens[0].lower.endswith(tuple(table.words["participle_endings"]))
    if source is None and not gerund:
        return None
    nobody = source is not None and source.head.lower in table.words["nobody"]
    if passive and page.tokens[at.group.first - 1].text == ",":
        page.asides.add(at.group.first)
    return Draft(
        content,
        kind_of(page, content),
        cue=(at.group.first, at.group.last),
        source=None if nobody else source,
        to=addressee(page, at.cue, source, table),
        nobody=nobody,
        same_source=gerund and (source is None or _is_apart(page, at)),
        frame=(at.segment.first, at.segment.last),
        rank=2,
    )


def _is_apart(page: Page, at: Place) -> bool:
    """Does the participle follow a comma or `en`, not its noun?"""
    before = page.tokens[at.group.first - 1] if at.group.first > at.segment.first else None
    return before is not None and before.pos in ("PUNCT", "ADP", "CCONJ", "ADV")


def is_negated(at: Place, table: CueTable) -> bool:
    """`n'a pas dit que`: nothing is said. What one does not believe or does not rule out is a thought all the same."""
    if not at.cue.entry.groups & table.words["negatable"]:
        return False
    return any(t.lower in table.words["negations"] for t in at.cue.head.children if abs(t.i - at.cue.head.i) <= 5)


def _after_colon(page: Page, at: Place, table: CueTable) -> Content | None:
    """`a déclaré : « … »`, `a déclaré « … »`, `said: "…"`."""
    if "quote" not in at.cue.entry.takes:
        return None
    tokens, segment, index = page.tokens, at.segment, at.group.last + 1
    colon = False
    while index < segment.last:
        token = tokens[index]
        quoted = page.by_open.get(index)
        if quoted is not None and quoted.parent is segment.holder:
            if colon or (_is_close(page, at, index) and is_utterance(page, quoted)):
                return finish(page, [(index, page.close_index(quoted))], "quotation after its cue", segment.holder)
            if (
                _after_comma(page, at, index)
                and is_utterance(page, quoted)
                and _stands_last(page, quoted, segment.last)
            ):
                return finish(page, [(index, page.close_index(quoted))], "quotation after its cue", segment.holder)
            if index <= at.group.last + 2:
                return None
        follows_colon = index + 1 < segment.last and tokens[index + 1].text == ":"
        if token.lower in table.words["complementizers"] and not follows_colon:
            return None
        if token.text == ";" or (token.text == ":" and index + 1 not in page.by_open):
            return None
        if token.text != ":" and is_finite(token) and token.pos in ("VERB", "AUX") and not _in_relative(token):
            return None
        colon = token.text == ":"
        index = page.next_at_level(index, segment.holder)
    return None


def _in_relative(token: Token) -> bool:
    """A finite verb of a relative clause, itself or as auxiliary."""
    verb = token.head if token.dep.startswith(("aux", "cop")) else token
    return verb.dep.startswith("acl")


def _is_close(page: Page, at: Place, opening: int) -> bool:
    """Right after the cue, or after a few words of time: `said last night "…"`."""
    between = page.tokens[at.group.last + 1 : opening]
    return len(between) <= 1 or (
        len(between) <= 4 and all(t.pos in ("NOUN", "PROPN", "ADJ", "ADV", "DET") for t in between)
    )


def _after_comma(page: Page, at: Place, opening: int) -> bool:
    """`said, "…"`, `comme le rappelle X, « … »`: a comma, and before it no more than who speaks."""
    between = page.tokens[at.group.last + 1 : opening]
    if not between or between[-1].text != "," or len(between) > 10 or at.cue.entry.groups & {"think"}:
        return False
    return not any(t.pos in ("VERB", "AUX", "SCONJ", "PART", "CCONJ") for t in between)


def _stands_last(page: Page, quoted: Quoted, stop: int) -> bool:
    return all(t.pos == "PUNCT" for t in page.tokens[page.close_index(quoted) + 1 : stop])


def _clause(page: Page, at: Place, table: CueTable) -> Content | None:
    """`que` and a finite clause; in English the clause alone."""
    if "que" not in at.cue.entry.takes:
        return None
    found = _complementizer(page, at, table)
    if found is None:
        return None
    onset, clause = found
    while onset < at.segment.last - 1 and (
        page.tokens[onset].text in (":", ",") or page.tokens[onset].lower in table.words["complementizers"]
    ):
        onset += 1
    onset = _with_mark(page, at, onset)
    surely = at.cue.head.pos in ("VERB", "AUX")  # else the syntax has misread the sentence
    end = content_end(page, at.segment, onset, clause if surely else None, table)
    if at.cue.head.dep.startswith("acl"):
        end = main_verb_stop(page, onset, end, 1, table)
    return finish(page, [trim(page, onset, end)], "clause after its cue", at.segment.holder)


def _question(page: Page, at: Place, table: CueTable) -> Content | None:
    """`demande si …`, `asked whether …`: the indirect question with its question word."""
    if "si" not in at.cue.entry.takes:
        return None
    tokens, segment = page.tokens, at.segment
    for index in range(at.group.last + 1, min(at.group.last + 12, segment.last - 1)):
        token = tokens[index]
        if token.text in (";", ":", ".") or (is_finite(token) and token.pos in ("VERB", "AUX")):
            return None
        asks = token.lower in table.words["questions"] and token.feat("PronType") != "Rel"
        if asks and (token.lower != "s'" or tokens[index + 1].lower in table.words["persons"]):
            end = content_end(page, segment, index, None, table)
            content = trim(page, index, end)
            if content is None or not any(is_finite(t) for t in tokens[index : end + 1]):
                return None
            return finish(page, [content], "question after its cue", segment.holder)
    return None


def _complementizer(page: Page, at: Place, table: CueTable) -> tuple[int, Token | None] | None:
    """Where the finite clause begins, and its head."""
    segment, marks = at.segment, table.words["complementizers"]
    for verb in at.cue.tokens:
        for child in verb.children:
            if child.i <= at.group.last or child.i >= segment.last or child.dep not in _CLAUSES:
                continue
            inner = [child, *(c for c in child.children if c.dep in ("acl", "ccomp") and child.lower == "ce")]
            for clause in inner:
                mark = next((t for t in clause.children if t.lower in marks and at.group.last < t.i < clause.i), None)
                if mark is not None and (
                    mark.dep == "mark" or mark.feat("PronType") != "Rel" or _after_fact(page, mark, table)
                ):
                    return mark.i + 1, clause
            onset = _bare_clause(page, at, child, table)
            if onset is not None:
                return onset, child
    return _complementizer_by_order(page, at, table)


def _with_mark(page: Page, at: Place, onset: int) -> int:
    """A content that begins inside quotation marks takes the opening one with it."""
    inside = page.holders[onset] is not at.segment.holder and onset - 1 in page.by_open and onset - 1 > at.group.last
    return onset - 1 if inside else onset


def _bare_clause(page: Page, at: Place, clause: Token, table: CueTable) -> int | None:
    """Where a clause without `that` begins: `said he would leave`, no comma between."""
    if page.doc.language != "en" or clause.dep != "ccomp":
        return None
    if clause.pos not in ("VERB", "AUX") and clause.child("nsubj", "nsubj:pass", "expl") is None:
        return None
    if not any(is_finite(t) for t in [clause, *clause.children] if t is clause or t.dep.startswith(("aux", "cop"))):
        return None  # `found him dead`
    onset = max(at.group.last + 1, min(t.i for t in clause.subtree()))
    between = page.tokens[at.group.last + 1 : onset]
    while onset < clause.i and page.tokens[onset].pos == "PUNCT" and onset not in page.by_open:
        onset += 1
        between = page.tokens[at.group.last + 1 : onset]
    if page.tokens[onset].lower in table.words["questions"] or any(t.text in (",", ":", ";") for t in between):
        return None
    if any(t.lower in table.words["topic_marks"] for t in between):
        return None  # `joked about criticism he would get`
    return onset


def _complementizer_by_order(page: Page, at: Place, table: CueTable) -> tuple[int, Token | None] | None:
    """The first `que` after the cue with no verb and no end of a clause between."""
    segment, index = at.segment, at.group.last + 1
    members = {t.i for t in at.cue.tokens}
    while index < segment.last:
        token = page.tokens[index]
        if token.lower in table.words["complementizers"] and index + 1 < segment.last:
            if page.tokens[index - 1].lower in table.words["conjunction_heads"]:
                return None
            if any(t.lower in table.words["comparatives"] for t in page.tokens[at.group.last + 1 : index]):
                return None
            if _after_fact(page, token, table):
                return index + 1, token.head if token.head.i > index else None
            if (token.feat("PronType") == "Rel" and token.dep != "mark") or (
                page.doc.language == "en" and token.pos in ("DET", "PRON")
            ):
                return None
            clause = token.head if token.head.i > index and token.head.i not in members else None
            return index + 1, clause
        if token.text in (";", ".", ":") or token.pos == "CCONJ" or (is_finite(token) and token.pos in ("VERB", "AUX")):
            return None
        index = page.next_at_level(index, segment.holder)
    return None


def _after_fact(page: Page, mark: Token, table: CueTable) -> bool:
    """`par le fait que`, `the fact that`."""
    return page.tokens[mark.i - 1].lower in table.words["facts"]


def _infinitive(page: Page, at: Place, table: CueTable) -> Content | None:
    """`de`, `à` or nothing, and an infinitive; in English `to` and a verb, or a preposition and a gerund."""
    takes = at.cue.entry.takes
    if not takes & {"inf", "de+inf", "à+inf", "ing"}:
        return None
    for verb in at.cue.tokens:
        for child in verb.children:
            if child.i <= at.group.last or child.i >= at.segment.last or child.dep not in _CLAUSES:
                continue
            if _is_apart_clause(page, at, child):
                continue
            onset = infinitive_onset(page, child, takes)
            if onset is not None and onset > at.group.last:
                form = _form(page, onset, child)
                return _with_quotes(at, form, _infinitive_content(page, at, onset, child, table))
    found = (
        _gerund_by_order(page, at, table) if page.doc.language == "en" else _infinitive_by_order(page, at, takes, table)
    )
    if found is None:
        return None
    return _with_quotes(at, _form(page, *found), _infinitive_content(page, at, *found, table))


def _form(page: Page, onset: int, verb: Token) -> str:
    """Which of the forms that a cue may take stands here."""
    before = page.tokens[onset - 1].lower if onset else ""
    if page.doc.language == "en":
        return "ing" if verb.lower.endswith("ing") else "inf"
    return {"de": "de+inf", "d'": "de+inf", "à": "à+inf"}.get(before, "inf")


def _with_quotes(at: Place, form: str, content: Content | None) -> Content | None:
    """The content, if it needs no quoted words or has some."""
    if content is None or form not in at.cue.entry.only_quoted or content.quoted:
        return content
    return None


def _is_apart_clause(page: Page, at: Place, child: Token) -> bool:
    """Has another clause begun in between, or a bare gerund after a comma (`condemned it, saying …`)?"""
    between = [t.text for t in page.tokens[at.group.last + 1 : child.i]]
    bare = page.doc.language == "en" and not any(t.dep in ("mark", "case") and t.i < child.i for t in child.children)
    return child.dep == "advcl" and (":" in between or (bare and "," in between and child.lower.endswith("ing")))


def _infinitive_content(page: Page, at: Place, onset: int, verb: Token, table: CueTable) -> Content | None:
    onset = _with_mark(page, at, onset)
    end = _before_lead_date(page, at, onset, content_end(page, at.segment, onset, verb, table), table)
    if at.cue.head.dep.startswith("acl"):
        end = main_verb_stop(page, onset, end, 0, table)
    return finish(page, [trim(page, onset, end)], "infinitive after its cue", at.segment.holder)


def _before_lead_date(page: Page, at: Place, onset: int, end: int, table: CueTable) -> int:
    """`X called on Y to rise on Tuesday`: in the first sentence a lone last weekday is when it was said."""
    tokens, times = page.tokens, table.words["times"]
    sentences = page.doc.sentences
    if any(s.kind != "heading" for s in sentences[: tokens[onset].sent]) or at.cue.head.feat("Tense") != "Past":
        return end
    last = end
    while last > onset and tokens[last].text in (".", ","):
        last -= 1
    first = last
    while first > onset and tokens[first].lower in times:
        first -= 1
    alone = first < last and tokens[first].lower in table.words["lead_date_marks"]
    said = any(t.lower in times for t in tokens[at.segment.first : first])
    return first - 1 if alone and not said and first - 1 > onset else end


def infinitive_onset(page: Page, verb: Token, takes: frozenset[str]) -> int | None:
    """The token where an infinitive that a cue takes begins, without its `de`, `à` or `to`; None if it takes none."""
    marks = [t for t in verb.children if t.dep in ("mark", "case", "aux") and t.i < verb.i]
    if page.doc.language == "en":
        to = next((t for t in marks if t.lower == "to" and t.pos == "PART"), None)
        if to is not None:
            onset = to.i - 1 if page.tokens[to.i - 1].lower in cue_table("en").words["negations"] else to.i + 1
            return onset if "inf" in takes and verb.feat("VerbForm") == "Inf" else None
        if verb.lower.endswith("ing") and "ing" in takes and verb.pos == "VERB":
            return marks[0].i + 1 if marks else verb.i
        return None
    if verb.feat("VerbForm") != "Inf" and not any(t.feat("VerbForm") == "Inf" and t.i < verb.i for t in verb.children):
        return None
    for mark in marks:
        if mark.lower in ("de", "d'"):
            return mark.i + 1 if "de+inf" in takes else None
        if mark.lower == "à":
            return mark.i + 1 if "à+inf" in takes else None
    marks = [t for t in marks if t.dep != "aux" and t.feat("VerbForm") is None]
    return min(t.i for t in verb.subtree()) if "inf" in takes and not marks else None


def _is_time(token: Token, table: CueTable) -> bool:
    """A word of time, or what says more of one: `vendredi dernier`."""
    return any(t.lemma.lower() in table.words["times"] for t in (token, token.head))


def _infinitive_by_order(page: Page, at: Place, takes: frozenset[str], table: CueTable) -> tuple[int, Token] | None:
    """`de` or `à` before an infinitive, after nothing or the addressee alone, where the parser hung it elsewhere."""
    tokens, index = page.tokens, at.group.last + 1
    if "inf" in takes and index < at.segment.last and tokens[index].feat("VerbForm") == "Inf":
        return index, _infinitive_head(tokens[index])
    while index < at.segment.last - 1 and (
        tokens[index].pos == "ADV" or (tokens[index].pos in ("NOUN", "ADJ") and _is_time(tokens[index], table))
    ):
        index += 1  # `a demandé samedi soir à X de …`
    wanted = [w for w, take in (("de", "de+inf"), ("d'", "de+inf"), ("à", "à+inf")) if take in takes]
    if not wanted or not (_is_infinitive_next(page, index, wanted) or _addressee_opens(page, at, index)):
        return None
    while index < min(at.segment.last - 1, at.group.last + 40):
        token = tokens[index]
        if token.text in (";", ".", ":") or (
            is_finite(token) and token.dep != "acl:relcl" and token.pos in ("VERB", "AUX")
        ):
            return None
        if token.lower in wanted:
            verb = next((t for t in tokens[index + 1 : index + 5] if t.feat("VerbForm") == "Inf"), None)
            if verb is not None and all(t.pos in ("PRON", "ADV", "PUNCT", "DET") for t in tokens[index + 1 : verb.i]):
                return index + 1, _infinitive_head(verb)
        index = page.next_at_level(index, at.segment.holder)
    return None


def _gerund_by_order(page: Page, at: Place, table: CueTable) -> tuple[int, Token] | None:
    """`accused the firm of hiding its debts`: a preposition and a gerund, after nothing or the addressee alone."""
    if "ing" not in at.cue.entry.takes:
        return None
    tokens = page.tokens
    for index in range(at.group.last + 1, min(at.segment.last - 1, at.group.last + 12)):
        token, following = tokens[index], tokens[index + 1]
        if token.pos in ("VERB", "AUX", "CCONJ", "SCONJ") and token.dep != "mark":
            return None
        if token.text in (",", ";", ":"):
            return None
        if token.lower in table.words["content_marks"] and following.lower.endswith(
            tuple(table.words["content_gerunds"])
        ):
            object_of = following.dep == "compound" and following.head.i == index + 2  # `of planning attacks`
            return (index + 1, following) if following.pos == "VERB" or object_of else None
    return None


def _infinitive_head(verb: Token) -> Token:
    return verb.head if verb.dep in ("cop", "aux", "aux:pass", "aux:tense") else verb


def _is_infinitive_next(page: Page, index: int, wanted: list[str]) -> bool:
    return index < len(page.tokens) and page.tokens[index].lower in wanted


def _addressee_opens(page: Page, at: Place, index: int) -> bool:
    """Does what follows the cue look like its addressee: a phrase with the right preposition, or an object?"""
    if index >= at.segment.last:
        return False
    token, slots = page.tokens[index], at.cue.entry.to
    if token.lower in ("à", "au", "aux") or token.lower in ("auprès", "devant"):
        return "à" in slots
    return "obj" in slots and token.pos in ("DET", "PROPN", "NOUN", "PRON", "NUM", "ADJ")


def _predicate(page: Page, at: Place, table: CueTable) -> Content | None:
    """What something is called: `a qualifié l'attaque de « lâche »`, `described it as "insane"`."""
    if "as" not in at.cue.entry.takes:
        return None
    tokens, segment, index = page.tokens, at.segment, at.group.last + 1
    while index < segment.last and tokens[index].text not in (";", ":"):
        quoted = page.by_open.get(index)
        if quoted is not None and quoted.parent is segment.holder:
            first = index
            while first - 1 > at.group.last and tokens[first - 1].pos == "DET":
                first -= 1
            before = tokens[first - 1]
            marked = bool({before.lower, tokens[index - 1].lower} & table.words["as_marks"])
            if "qualify-as" in at.cue.entry.groups and not marked:
                return None
            if first - 1 <= at.group.last or marked or before.pos in ("NOUN", "PROPN", "PRON"):
                return finish(page, [(index, page.close_index(quoted))], "what something is called", segment.holder)
            return None
        index = page.next_at_level(index, segment.holder)
    return None


def _words(page: Page, at: Place, table: CueTable) -> Content | None:
    """Quoted words in the cue's object or complement."""
    if "words" not in at.cue.entry.takes:
        return None
    segment, index = at.segment, at.group.last + 1
    while index < segment.last:
        quoted = page.by_open.get(index)
        if quoted is not None and quoted.parent is segment.holder and not is_name(page, quoted, table):
            found = _phrase_with(page, at, index, quoted, table)
            if found is not None:
                return finish(page, [found], "quoted words in the cue's complement", segment.holder)
        index = page.next_at_level(index, segment.holder)
    return None


def is_name(page: Page, quoted: Quoted, table: CueTable) -> bool:
    """A title or a name in quotation marks: a few words with a capital, no verb, after a noun."""
    inside = [t for t in page.doc.tokens_between(quoted.inner_start, quoted.inner_end) if t.pos != "PUNCT"]
    if not inside or len(inside) > 6 or any(is_finite(t) for t in inside):
        return False
    before = page.tokens[page.open_index(quoted) - 1] if page.open_index(quoted) else None
    if len(inside) > 1 and all(t.text[:1].isupper() or t.text[:1].isdigit() for t in inside):
        return True
    capital = inside[0].text[:1].isupper()
    return capital and before is not None and before.pos in ("NOUN", "PROPN", "DET")


def _with_complement(page: Page, at: Place, opening: int, closing: int, table: CueTable) -> int:
    """The last token of a phrase whose head is in marks and whose complement is not: `la « bonne foi » du témoin`."""
    tokens, last = page.tokens, closing
    while last + 1 < at.segment.last and tokens[last + 1].pos == "ADJ" and opening < tokens[last + 1].head.i < closing:
        last += 1
    if last + 1 < at.segment.last and tokens[last + 1].lower in table.words["of"]:
        noun = tokens[last + 1].head
        if noun.i > last and opening < noun.head.i < closing:
            inside = {t.i for t in noun.subtree()}
            while last + 1 < at.segment.last and last + 1 in inside and tokens[last + 1].text not in (",", ";"):
                last += 1
    return last


def _phrase_with(page: Page, at: Place, opening: int, quoted: Quoted, table: CueTable) -> tuple[int, int] | None:
    """The complement of the cue that holds the quoted words; None if they belong elsewhere."""
    tokens, closing = page.tokens, page.close_index(quoted)
    between = tokens[at.group.last + 1 : opening]
    if all(t.pos in _NEAR and t.text not in (",", "(") for t in between):
        return opening, _with_complement(page, at, opening, closing, table)
    token: Token | None = next((t for t in tokens[opening + 1 : closing] if not opening < t.head.i < closing), None)
    only_qualifies = token is not None and token.pos == "ADJ" and token.dep == "amod"
    bare = _bare_object(page, at, opening, token)
    members = {t.i for t in at.cue.tokens}
    while token is not None and token.head.i not in members:
        if token.head is token or (token.head.pos == "VERB" and token.head.feat("VerbForm") == "Fin"):
            return None
        token = token.head
    if token is None or token.i <= at.group.last or token.dep.split(":")[0] in ("nsubj", "advcl", "punct", "conj"):
        return None
    case = next((c.lower for c in token.children if c.dep == "case"), "")
    if bare or only_qualifies:
        return opening, closing
    slot = "ing" in at.cue.entry.takes and case in table.words["content_marks"]  # `threatened X with …`
    if token.dep.startswith("obl") and case in table.words["setting_marks"] and not slot:
        return None
    if token.dep == "obl:mod" and "comme" not in (c.lower for c in token.children):
        return None
    tree = [t.i for t in token.subtree() if t.sent == token.sent and t.i < at.segment.last]
    first, last = max(at.group.last + 1, min(tree)), max(closing, max(tree))
    while first < token.i and (tokens[first].pos == "ADP" or tokens[first].lower in table.words["complementizers"]):
        first += 1
    end = content_end(page, at.segment, min(first, opening), token, table)
    first = min(first, opening)
    if all(t.pos == "DET" or t.dep == "nmod:poss" for t in tokens[first:opening]):
        first = opening  # a determiner is the narrator's
    return trim(page, first, max(closing, min(last, end)))


def _bare_object(page: Page, at: Place, opening: int, token: Token | None) -> bool:
    """`voit dans cette arrivée une « provocation »`: an object that the parser hung on the noun before, without a preposition."""
    before = page.tokens[opening - 1]
    if token is None or token.dep not in ("nmod", "appos") or before.pos != "DET" or token.head.i >= opening:
        return False
    between = page.tokens[at.group.last + 1 : opening]
    plain = not any(c.dep == "case" for c in token.children)
    return plain and not any(t.pos in ("VERB", "AUX", "SCONJ") or t.text == "," for t in between)
