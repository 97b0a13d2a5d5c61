"""Where a clause that is said begins and ends: by the syntax, and by punctuation where the syntax errs."""

from __future__ import annotations

from greffier.annotate.quotes_cues import Cue, CueTable
from greffier.annotate.quotes_draft import Group, has_finite, is_finite
from greffier.annotate.quotes_page import Page, Segment
from greffier.parse.doc import Token

_DATELINE = frozenset({"PROPN", "PUNCT", "NUM", "NOUN", "X", "ADP"})
_DASHES = frozenset({"-", "–", "—"})


def verb_group(page: Page, cue: Cue, segment: Segment, table: CueTable) -> Group:
    """The verb with what clings to it."""
    tokens, words = page.tokens, table.words
    members = [t.i for t in cue.tokens]
    for verb in cue.tokens:
        members.extend(
            t.i
            for t in verb.children
            if t.dep.startswith("aux") and segment.first <= t.i < verb.i and verb.i - t.i <= 8
            if page.holders[t.i] is segment.holder
        )
    first, last = min(members), max(members)
    first = _auxiliary_before(page, first, segment, table)
    while (
        first > segment.first
        and tokens[first - 1].lower in words["clitics"]
        and tokens[first - 1].pos in ("PRON", "ADV", "DET")
    ):
        first -= 1
    while last + 1 < segment.last and tokens[last + 1].lower in words["inverted"]:
        last += 1
    inverted = next((t for t in tokens[first : last + 1] if t.lower in words["inverted"] and t.lower != "-t"), None)
    return Group(first, last, inverted)


def _auxiliary_before(page: Page, first: int, segment: Segment, table: CueTable) -> int:
    """An auxiliary that the parser hung elsewhere, with an adverbial between: `a de son côté déclaré`."""
    if page.tokens[first].feat("VerbForm") != "Part" and page.tokens[first].pos in ("VERB", "AUX"):
        return first
    for index in range(first - 1, max(segment.first - 1, first - 7), -1):
        token = page.tokens[index]
        if token.lower in table.words["finite_auxiliaries"]:
            return index
        if token.lemma.lower() in table.words["auxiliaries"] and token.pos in ("AUX", "VERB"):
            return index
        if token.pos in ("VERB", "PUNCT", "CCONJ", "SCONJ") or page.holders[index] is not segment.holder:
            return first
    return first


def passes(token: Token, through: Token) -> bool:
    """Is `through` the token or one of its ancestors?"""
    return token is through or any(t is through for t in token.ancestors())


def content_end(page: Page, segment: Segment, onset: int, clause: Token | None, table: CueTable) -> int:
    """The last token of a content that begins at token `onset` and whose syntactic head is `clause`."""
    tokens, holder = page.tokens, segment.holder
    closes = _whole_in_marks(page, segment, onset)
    if closes is not None:
        return closes
    index = onset
    while index < segment.last:
        token = tokens[index]
        aside = _told_aside(page, segment, index)
        if aside is not None:
            index = aside + 1
            continue
        if index > onset and (token.text in (";", "»") or _cuts(page, segment, index, onset, clause, table)):
            break
        if token.text == "(":
            index = _after_bracket(page, index, segment.last)
            continue
        index = page.next_at_level(index, holder)
    return min(index, segment.last) - 1


def _whole_in_marks(page: Page, segment: Segment, onset: int) -> int | None:
    """Where a content that begins with an opening mark ends with its closing one: before a comma or the end."""
    quoted = page.by_open.get(onset)
    if quoted is None or quoted.parent is not segment.holder:
        return None
    after = page.next_at_level(onset, segment.holder)
    if after >= segment.last or page.tokens[after].text in (",", ".", ";", ":", ")", "–", "—"):
        return after - 1
    return None


def _told_aside(page: Page, segment: Segment, index: int) -> int | None:
    """Past `, selon X,` inserted in a clause: the comma that closes it; None if none stands here."""
    tokens = page.tokens
    if tokens[index].text != "," or index + 1 not in page.told:
        return None
    return next((i for i in range(index + 2, min(index + 15, segment.last)) if tokens[i].text == ","), None)


def _after_bracket(page: Page, index: int, stop: int) -> int:
    for at in range(index + 1, min(stop, index + 60)):
        if page.tokens[at].text == ")":
            return at + 1
    return index + 1


def _cuts(page: Page, segment: Segment, index: int, onset: int, clause: Token | None, table: CueTable) -> bool:
    """Does the content end before the comma, dash or coordinator at `index`?"""
    tokens, words = page.tokens, table.words
    token = tokens[index]
    comma = token.text == "," or token.text in _DASHES
    coordinator = token.pos == "CCONJ" and token.lower in words["coordinators"]
    if not (comma or coordinator) or index + 1 >= segment.last:
        return False
    start = index + 1
    if comma and tokens[start].lower in words["coordinators"] and start + 1 < segment.last:
        coordinator, start = True, start + 1
    following = tokens[start]
    if comma and (index + 1 in page.incises or index + 1 in page.asides):
        return True
    if following.lower in words["complementizers"] and coordinator:
        return False
    if (
        comma
        and not coordinator
        and (_relative_told(page, start, segment, table) or _answered(page, start, segment, table))
    ):
        return True
    infinitive = clause is not None and is_nonfinite(clause, table)
    if not has_finite(page, onset, index - 1) and (clause is None or clause.i > index or not infinitive):
        return False
    if comma and start in page.told:
        return not any(t.text == "," for t in tokens[start : segment.last])
    plain = clause is not None and clause.feat("VerbForm") == "Inf"
    if comma and plain and following.lower in words["subordinators"]:
        return True
    if comma and _is_cue_participle(page, start, table):
        return True
    if coordinator and clause is not None:
        if _same_infinitive(page, start, clause, table):
            return False
        if _lacks_auxiliary(page, start, onset, table):
            return True
        if _shares_subject(page, start, clause):
            says = is_saying(_joined_verb(page, start), table)
            ends = says and (_ends_list(page, start, clause) if comma else not _said_by_somebody(page, clause))
            if ends:
                page.resumed.add(start)
            return ends
    return clause is not None and _attached_outside(page, segment, start, onset, clause)


def _shares_subject(page: Page, start: int, clause: Token) -> bool:
    """`et` before a verb that the parser joins to the clause itself."""
    verb = _joined_verb(page, start)
    return verb.head is clause and verb.dep == "conj"


def _ends_list(page: Page, start: int, clause: Token) -> bool:
    """`a dit que X avait menti, et promis …` ends the clause; `que X a menti, triché, et promis …` goes on with it."""
    return all(t.i >= start for t in clause.children if t.dep == "conj")


def is_saying(verb: Token, table: CueTable) -> bool:
    """Is the verb a cue by itself, not only the first word of one (`be convinced`)?"""
    return any(len(entry.words) == 1 for entry in table.verbs.get(verb.lemma.lower(), ()))


def _lacks_auxiliary(page: Page, start: int, onset: int, table: CueTable) -> bool:
    """`a prévenu que X pourrait venir, et exhorté …`: a participle whose auxiliary stands before the content."""
    participle = page.tokens[start]
    if not is_saying(participle, table) or not _is_bare_participle(page, participle):
        return False
    return not any(t.pos == "AUX" and t.dep.startswith("aux") for t in page.tokens[onset:start])


def _is_bare_participle(page: Page, token: Token) -> bool:
    past = token.feat("VerbForm") == "Part" and token.feat("Tense") == "Past"
    bare = past and token.pos == "VERB" and not any(t.dep.startswith("aux") for t in token.children)
    return bare and page.doc.language == "fr"  # English participles are finite forms as well


def shared_auxiliary(page: Page, participle: Token, segment: Segment, table: CueTable) -> Token | None:
    """In `a nié …, et accusé …` the participle whose auxiliary the second one shares; None where it is no such one."""
    if not _is_bare_participle(page, participle):
        return None
    tokens, before = page.tokens, participle.i - 1
    while before > segment.first and tokens[before].pos == "ADV":
        before -= 1
    if tokens[before].pos != "CCONJ" or tokens[before].lower not in table.words["coordinators"]:
        return None
    for token in reversed(tokens[segment.first : before]):
        if token.pos == "VERB" and any(t.dep.startswith("aux") and t.i < token.i for t in token.children):
            return token
    return None


def is_nonfinite(clause: Token, table: CueTable) -> bool:
    """An infinitive or a gerund, also a compound one: `sending`, `partir`, `avoir menti`."""
    if clause.feat("VerbForm") == "Inf" or clause.feat("VerbForm") == "Ger":
        return True
    if clause.lower.endswith(tuple(table.words["content_gerunds"])) and not any(is_finite(t) for t in clause.children):
        return True
    return any(
        t.feat("VerbForm") == "Inf" and t.dep.startswith(("aux", "cop")) for t in clause.children if t.i < clause.i
    )


def _answered(page: Page, start: int, segment: Segment, table: CueTable) -> bool:
    """`, which Washington denies`, `, ce que Paris conteste`: somebody else's answer to what was said, by the narrator."""
    tokens = page.tokens
    last = start
    while last < segment.last and tokens[last].text not in (",", ";", ".", ":"):
        last = page.next_at_level(last, segment.holder)
    chunk = tokens[start:last]
    if not any(t.lower in table.words["relatives"] for t in chunk[:2]):
        return False
    verb = next((t for t in chunk if t.pos in ("VERB", "AUX") and not t.dep.startswith("aux")), None)
    if verb is None or verb.lemma.lower() not in table.words["rejoinders"]:
        return False
    subject = subject_token(verb)
    if subject is None or subject.pos == "PRON":
        return False
    return page.is_somebody(subject) or subject.lemma.lower() in table.words["media_nouns"]


def _joined_verb(page: Page, start: int) -> Token:
    token = page.tokens[start]
    return token.head if token.dep.startswith("aux") else token


def _same_infinitive(page: Page, start: int, clause: Token, table: CueTable) -> bool:
    """`de la respecter et de ne pas se mêler`: a second infinitive with the same preposition."""
    if page.tokens[start].lower not in table.words["openers_before_content"] or clause.feat("VerbForm") != "Inf":
        return False
    return any(t.feat("VerbForm") == "Inf" for t in page.tokens[start + 1 : start + 6])


def _said_by_somebody(page: Page, clause: Token) -> bool:
    """Could the subject of a clause itself speak? Else a verb of saying joined to it belongs to the one who speaks."""
    subject = subject_token(clause)
    return subject is None or subject.pos == "PRON" or page.is_somebody(subject)


def _relative_told(page: Page, index: int, segment: Segment, table: CueTable) -> bool:
    """`, qui, selon X, …`: what follows is said by another."""
    tokens = page.tokens
    if tokens[index].lower not in table.words["relatives"] or index + 2 >= segment.last:
        return False
    return tokens[index + 1].text == "," and index + 2 in page.told


def _is_cue_participle(page: Page, index: int, table: CueTable) -> bool:
    """`estimant que`, `en soulignant`, `adding that` after a comma: the main subject goes on speaking."""
    infinitive = page.tokens[index].lower in table.words["infinitive_markers"]  # `sans exclure de …`
    for token in page.tokens[index : index + 4]:
        if token.lower in table.words["gerund_markers"] or token.pos == "ADV":
            continue
        if infinitive and token.lower in table.words["infinitive_markers"] | table.words["infinitive_marks"]:
            continue
        if infinitive and token.feat("VerbForm") == "Inf":
            page.resumed.add(token.i)
            return is_saying(token, table)
        participle = token.lower.endswith(tuple(table.words["participle_endings"])) and token.pos == "VERB"
        return participle and token.lemma.lower() in table.verbs
    return False


def _attached_outside(page: Page, segment: Segment, start: int, onset: int, clause: Token) -> bool:
    """Do the words up to the next comma hang on something outside the clause?"""
    tokens = page.tokens
    stop = start
    while stop < segment.last and tokens[stop].text != ",":
        stop = max(stop + 1, page.next_at_level(stop, segment.holder))
    chunk = tokens[start:stop]
    if stop < segment.last and len(chunk) <= 3 and all(t.pos == "PROPN" for t in chunk):
        return False  # `in Marlow, Buckinghamshire, …`
    tops = [t for t in chunk if not start <= t.head.i < stop or t.head is t]
    tops = [t for t in tops if t.pos not in ("PUNCT", "CCONJ")]
    return bool(tops) and not any(passes(t, clause) for t in tops)


def main_verb_stop(page: Page, onset: int, end: int, verbs: int, table: CueTable) -> int:
    """Before the verb of the main clause, when the noun was its subject: a finite verb that nothing introduces."""
    introduced = 0
    openers = table.words["relatives"] | table.words["complementizers"]
    for token in page.tokens[onset : end + 1]:
        if token.lower in openers or token.pos in ("SCONJ", "CCONJ"):
            introduced += 1
        if not is_finite(token):
            continue
        if introduced:
            introduced -= 1
        elif verbs:
            verbs -= 1
        else:
            stop = token.i - 1
            while stop > onset and page.tokens[stop].lower in table.words["clitics"]:
                stop -= 1
            return stop
    return end


def relative_end(page: Page, segment: Segment, onset: int, relative: Token | None, table: CueTable) -> int:
    """The last token of a relative clause that goes on at `onset` after an aside (`qui, selon X, …`)."""
    clause = None if relative is None else next((t for t in relative.ancestors() if t.dep.startswith("acl")), None)
    end = content_end(page, segment, onset, clause, table)
    return main_verb_stop(page, onset, end, 1, table)


def inner_start(page: Page, segment: Segment, before: int, table: CueTable) -> int | None:
    """Where the subordinate clause, or the clause after a colon, begins that holds token `before`; None in a main one."""
    tokens = page.tokens
    openers = table.words["relatives"] | table.words["complementizers"]
    for index in range(before, segment.first, -1):
        if page.holders[index] is not segment.holder:
            continue
        if tokens[index].text in (":", ";"):
            return index + 1
        opens = tokens[index].lower in openers and tokens[index].pos in ("PRON", "SCONJ")
        if opens and has_finite(page, index + 1, before):
            return index + 1 if main_verb_stop(page, index + 1, before, 1, table) == before else None
    return None


def clause_start(page: Page, segment: Segment, before: int, table: CueTable) -> int:
    """Where the main clause that ends at token `before` begins: after a semicolon, a dateline, an earlier incise."""
    tokens = page.tokens
    start = segment.first
    for index in range(segment.first, before):
        if page.holders[index] is segment.holder and (
            tokens[index].text == ";" or (tokens[index].text == ":" and index - segment.first <= 6)
        ):
            start = index + 1
    for index in range(start, min(before, start + 10)):
        if tokens[index].text in _DASHES and all(t.pos in _DATELINE for t in tokens[start:index]):
            start = index + 1
            break
    while start < before and (tokens[start].text in _DASHES or tokens[start].text in (",", ")")):
        start += 1
    return start


def subject_token(verb: Token) -> Token | None:
    """The subject that the parser gives a verb."""
    return next((t for t in verb.children if t.dep.startswith(("nsubj", "csubj", "expl:subj"))), None)
