"""Who speaks and who is addressed: the words of the text, from the syntax or from the order of words."""

from __future__ import annotations

from greffier.annotate.quotes_clause import shared_auxiliary, subject_token
from greffier.annotate.quotes_cues import Cue, CueTable, cue_table
from greffier.annotate.quotes_draft import Group, Phrase, is_finite
from greffier.annotate.quotes_page import Page, Segment
from greffier.parse.doc import Token

_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "ADJ", "DET"})
_HEADS = frozenset({"NOUN", "PROPN", "PRON"})
_LEFT_OUT = frozenset({"acl:relcl", "acl", "advcl", "parataxis", "punct", "ccomp", "cc", "dep"})
_CARRIERS = frozenset({"advcl", "xcomp", "conj", "ccomp", "acl", "parataxis", "advcl:cleft"})


def phrase_of(page: Page, head: Token) -> Phrase:
    """The noun phrase of a head without clauses and without what is set off by commas, names in apposition kept."""
    times = cue_table(page.doc.language).words["times"]
    keep = {head.i}
    stack = [head]
    while stack:
        token = stack.pop()
        for child in token.children:
            if child.dep in _LEFT_OUT or child.sent != head.sent or child.lemma.lower() in times:
                continue
            if page.holders[child.i] is not page.holders[head.i] and child.dep != "punct":
                continue
            if _set_off(page, head, child) and (
                head.pos == "PROPN" or child.dep not in ("appos", "conj") or not _named(child)
            ):
                continue
            keep.add(child.i)
            stack.append(child)
    first = last = head.i
    while first - 1 in keep or (first - 2 in keep and page.tokens[first - 1].pos == "PUNCT"):
        first -= 1
    while last + 1 in keep or (last + 2 in keep and page.tokens[last + 1].pos in ("PUNCT", "CCONJ")):
        last += 1
    case = page.tokens[first]
    while first < head.i and case.pos == "ADP":
        first += 1
        case = page.tokens[first]
    return Phrase(head, first, last)


def _set_off(page: Page, head: Token, child: Token) -> bool:
    low, high = sorted((head.i, child.i))
    return any(page.tokens[i].text in (",", "(", "–", "—") for i in range(low + 1, high))


def _named(token: Token) -> bool:
    return (
        token.pos == "PROPN"
        or token.text[:1].isupper()
        or any(c.pos == "PROPN" and c.dep in ("appos", "flat:name", "compound") for c in token.children)
    )


def verb_source(page: Page, cue: Cue, group: Group, segment: Segment, table: CueTable) -> Phrase | None:
    """Who says it, for a verb: its subject, agent, controller or antecedent; None if nobody is named."""
    if group.inverted is not None:
        return Phrase(group.inverted, group.inverted.i, group.inverted.i)
    carrier = shared_auxiliary(page, cue.head, segment, table)
    if carrier is not None and not _passive_auxiliary(carrier):
        subject = subject_of(carrier, table)
        if subject is not None and page.holders[subject.i] is segment.holder:
            return _with_name(page, phrase_of(page, subject), group)
    if is_passive(page, cue, group, table):
        agent = _agent(page, cue, segment, table)
        return None if agent is None else phrase_of(page, agent)
    before = page.tokens[group.first - 1] if group.first > segment.first else None
    if before is not None and before.lower in table.words["as"]:
        found = inverted_subject(page, group, cue, segment, table)
        if found is not None:
            return found
    subject = _adjacent(page, cue, group, segment, table) or _from_tree(page, cue, group, segment, table)
    gerund = cue.tokens[0].lower.endswith(tuple(table.words["participle_endings"]))
    if subject is None and (gerund or is_finite_group(page, cue, group, table)):
        subject = _nearest_left(page, group, segment, table)
    return None if subject is None else _with_name(page, phrase_of(page, subject), group)


def _with_name(page: Page, phrase: Phrase, group: Group) -> Phrase:
    """The phrase with the name set off between it and the verb: `la principale organisation, la Fédération …, a dit`."""
    tokens = page.tokens
    start, end = phrase.last + 1, group.first - 1
    if phrase.head.pos == "PROPN" or not 1 < end - start < 16 or tokens[start].text != "," or tokens[end].text != ",":
        return phrase
    inside = tokens[start + 1 : end]
    name = next((t for t in inside[:2] if t.pos in ("NOUN", "PROPN")), None)
    if name is None or not name.text[:1].isupper() or any(is_finite(t) or t.text == "," for t in inside):
        return phrase
    return Phrase(phrase.head, phrase.first, end - 1)


def _passive_auxiliary(verb: Token) -> bool:
    return any(t.dep == "aux:pass" for t in verb.children)


def is_passive(page: Page, cue: Cue, group: Group, table: CueTable) -> bool:
    """`est qualifié de`, `qualifiée de … par`: who says it is the agent."""
    if cue.finite or group.inverted is not None:
        return False
    words = [t for t in page.tokens[group.first : group.last + 1] if t not in cue.tokens]
    lemmas = {t.lemma.lower() for t in words}
    if any(t.lower in table.words["reflexives"] for t in words):
        return False
    carrier = (
        shared_auxiliary(page, cue.head, page.segment(cue.head), table)
        if not lemmas & table.words["auxiliaries"]
        else None
    )
    if carrier is not None:
        return _passive_auxiliary(carrier)
    past = cue.head.feat("Tense") == "Past" or cue.head.feat("Aspect") == "Perf"
    participle = past and cue.head.feat("VerbForm") == "Part"
    if cue.head.pos == "ADJ" and cue.head.dep == "acl":
        participle = True  # `qualifiée`, taken for an adjective
    if lemmas & table.words["passive_auxiliaries"] and participle:
        return True
    if lemmas & table.words["auxiliaries"]:
        return _passive_auxiliary(cue.head)
    return (participle and cue.head.dep in ("acl", "amod", "advcl", "conj") and page.doc.language == "fr") or (
        participle and cue.head.dep == "acl"
    )


def is_finite_group(page: Page, cue: Cue, group: Group, table: CueTable) -> bool:
    """Do the words form a finite verb?"""
    words = page.tokens[group.first : group.last + 1]
    if cue.finite or group.inverted is not None:
        return True
    past = cue.head.feat("Tense") == "Past" and group.first == group.last
    if page.doc.language == "en" and past and cue.head.dep in ("root", "parataxis"):
        return True  # `chimed`: past and participle are one form
    return any(is_finite(t) or t.lower in table.words["finite_auxiliaries"] for t in words)


def _agent(page: Page, cue: Cue, segment: Segment, table: CueTable) -> Token | None:
    """The complement of `par` or `by`, also where the parser hung it lower."""
    agent = cue.head.child("obl:agent")
    if agent is not None:
        return agent
    index = max(t.i for t in cue.tokens) + 1
    while index < segment.last and page.tokens[index].text not in (",", ";", "."):
        token = page.tokens[index]
        if token.lower in table.words["agents"] and page.holders[index] is segment.holder:
            return token.head if token.head is not token and token.head.i > index else None
        index = page.next_at_level(index, segment.holder)
    return None


def _from_tree(page: Page, cue: Cue, group: Group, segment: Segment, table: CueTable) -> Token | None:
    """The subject by the syntax, where it stands in the same segment."""
    own = [t for t in cue.tokens if subject_token(t) is not None]
    if not own and _is_set_off(page, cue, group, segment, table):
        verb = next((t for t in cue.head.ancestors() if t.pos in ("VERB", "AUX") and segment.first <= t.i), None)
        subject = None if verb is None else subject_of(verb, table)
        if (
            subject is not None
            and page.holders[subject.i] is segment.holder
            and segment.first <= subject.i < group.first
        ):
            return subject
    for member in [*own, cue.head, *cue.tokens]:
        subject = subject_of(member, table)
        if subject is not None and subject_token(member) is not subject:
            subject = _nearer(page, member, subject, table)
        if subject is not None and page.holders[subject.i] is segment.holder:
            inside = segment.first <= subject.i < segment.last
            if inside and not group.first <= subject.i <= group.last:
                if subject.lemma.lower() in table.words["times"]:
                    continue
                return None if subject.dep.startswith("expl") else subject
    return None


def _nearer(page: Page, verb: Token, antecedent: Token, table: CueTable) -> Token:
    """In `les critiques de Washington, qui voit …` what stands before `qui`, if the verb agrees with it alone."""
    relative = subject_token(verb)
    numbers = {t.feat("Number") for t in [verb, *verb.children] if is_finite(t) and t.feat("Number")}
    agrees = not numbers or antecedent.feat("Number") in numbers
    if relative is None or relative.lower not in table.words["relatives"] or agrees:
        return antecedent
    index = relative.i - 1
    while index > antecedent.i and page.tokens[index].pos in ("PUNCT", "ADP"):
        index -= 1
    token, found = page.tokens[index], antecedent
    chain = [token, *token.ancestors()]
    if antecedent not in chain:
        return antecedent
    for above in chain[: chain.index(antecedent)]:
        if page.is_somebody(above) and above.i > antecedent.i:
            found = above  # the highest: not the last name in `avec X, le successeur de Y, qui …`
    return found


def _is_set_off(page: Page, cue: Cue, group: Group, segment: Segment, table: CueTable) -> bool:
    """A participle after a comma that the parser hung on a noun: `X a condamné le vote, estimant que …`."""
    participle = cue.tokens[0].lower.endswith(tuple(table.words["participle_endings"]))
    noun = cue.head.head.lemma.lower()
    if noun in table.words["occasions"] or noun in table.words["media_nouns"] or noun in table.nouns:
        return False  # `un message, demandant de …`: the message asks
    on_noun = cue.head.dep.startswith(("acl", "nmod", "appos", "conj")) and cue.head.head.pos in _HEADS
    return participle and on_noun and group.first > segment.first and page.tokens[group.first - 1].text == ","


def subject_of(verb: Token, table: CueTable, depth: int = 0) -> Token | None:
    """The subject, or that of the verb which this one is joined to; the antecedent of a relative pronoun."""
    subject = subject_token(verb)
    if subject is not None:
        if (subject.lower in table.words["relatives"] and subject.pos == "PRON") or subject.feat("PronType") == "Rel":
            return _antecedent(verb)
        return subject
    if depth > 4 or verb.head is verb:
        return None
    if verb.dep in ("acl", "acl:relcl") and verb.head.pos in _HEADS:
        return verb.head
    if verb.dep in _CARRIERS:
        return subject_of(verb.head, table, depth + 1) if verb.head.pos in ("VERB", "AUX", "ADJ", "NOUN") else None
    return None


def _antecedent(verb: Token) -> Token | None:
    token = verb
    while token.dep not in ("acl:relcl", "acl") and token.head is not token:
        token = token.head
    if token.head is token:
        return None
    antecedent = token.head
    if antecedent.dep == "appos" and antecedent.pos != "PROPN" and antecedent.head.i < antecedent.i:
        return antecedent.head  # `Y, un organisme qui …`: named by Y
    return antecedent


def _adjacent(page: Page, cue: Cue, group: Group, segment: Segment, table: CueTable) -> Token | None:
    """The pronoun or bare noun phrase right before a finite verb, at the head of its clause: surer than the syntax."""
    if group.first <= segment.first:
        return None
    tokens, index = page.tokens, group.first - 1
    if not is_finite_group(page, cue, group, table):
        participle = cue.tokens[0].lower.endswith(tuple(table.words["participle_endings"]))
        noun = tokens[index].pos in ("NOUN", "ADJ") and page.holders[index] is segment.holder
        return _noun_before(page, index, segment) if participle and noun else None
    while index > segment.first and tokens[index].pos == "ADV":
        index -= 1
    token = tokens[index]
    if page.holders[index] is not segment.holder:
        return None
    if token.lower in table.words["own_voice"]:
        return token
    if token.pos == "PRON" and token.feat("Person") == "3" and token.feat("PronType") != "Rel":
        return token
    if token.pos not in ("NOUN", "PROPN"):
        return None
    start = index
    while start > segment.first and index - start < 12 and page.holders[start - 1] is segment.holder:
        if (
            tokens[start - 1].pos not in ("DET", "ADJ", "PROPN", "NOUN", "NUM")
            and tokens[start - 1].lower not in table.words["of"]
        ):
            break
        start -= 1
    opens = (
        start == segment.first
        or tokens[start - 1].text in (",", ";", ":")
        or tokens[start - 1].pos in ("CCONJ", "SCONJ")
    )
    if not opens or tokens[start].pos not in ("DET", "PROPN") or tokens[start].lemma.lower() in table.words["times"]:
        return None
    nouns = [t for t in tokens[start : index + 1] if t.pos in ("NOUN", "PROPN")]
    head = next((t for t in nouns if not start <= t.head.i <= index or t.head is t), nouns[0])
    joined = tokens[start - 1].pos == "CCONJ" and head.dep == "conj" and head.head.pos in _HEADS
    joined = joined and page.is_somebody(head.head)
    return head.head if joined and head.head.i < start and _one_phrase(page, head) else head  # `Rome and Oslo said`


def _noun_before(page: Page, index: int, segment: Segment) -> Token | None:
    """The noun that a participle follows without a comma: `une croyance locale affirmant que`."""
    while index >= segment.first and page.tokens[index].pos == "ADJ":
        index -= 1
    token = page.tokens[index]
    if token.pos != "NOUN" or index < segment.first:
        return None
    return token


def _nearest_left(page: Page, group: Group, segment: Segment, table: CueTable) -> Token | None:
    """The subject by the order of words, where the syntax says nothing: the first free noun phrase of the sentence."""
    found: Token | None = None
    told = False
    for index in range(segment.first, group.first):
        token = page.tokens[index]
        told = (told or index in page.told) and token.text != ","
        if page.holders[index] is not segment.holder or told:
            continue
        if token.text == ";" or (token.pos == "CCONJ" and page.tokens[index - 1].text == ","):
            found = None
        if token.lemma.lower() in table.words["times"]:
            continue
        free = (
            token.pos in _HEADS
            and not any(c.dep == "case" for c in token.children)
            and token.dep not in ("nmod", "obl:mod")
        )
        if found is None and free:
            found = token
    return found


def inverted_subject(page: Page, group: Group, cue: Cue, segment: Segment, table: CueTable) -> Phrase | None:
    """The noun phrase after the verb in `a poursuivi vendredi le général`; None if none stands there."""
    tokens = page.tokens
    for verb in cue.tokens:
        subject = next(
            (t for t in verb.children if t.dep.startswith("nsubj") and group.last < t.i < segment.last), None
        )
        if subject is not None:
            return phrase_of(page, subject)
    index = group.last + 1
    while index < segment.last and tokens[index].text not in (",", ".", ":", ";"):
        token = tokens[index]
        if token.pos == "ADP":
            index = _past_phrase(page, index, segment)
            continue
        if token.pos in _NOMINAL and token.lemma.lower() not in table.words["times"]:
            head = head_from(page, index, segment)
            return None if head is None else phrase_of(page, head)
        index = page.next_at_level(index, segment.holder)
    return None


def _past_phrase(page: Page, index: int, segment: Segment) -> int:
    """Past a prepositional phrase that stands between verb and subject: `à l'AFP`, `dans un tweet`."""
    head = page.tokens[index].head
    end = index + 1
    if head.i > index and head.pos in _HEADS:
        inside = {t.i for t in head.subtree()}
        while end < segment.last and (end in inside and not (end > head.i and page.tokens[end].pos == "DET")):
            end += 1
    return end


def head_from(page: Page, index: int, segment: Segment) -> Token | None:
    """The head of the noun phrase that begins at a token: its first noun, else its first adjective."""
    adjective: Token | None = None
    for token in page.tokens[index : min(index + 6, segment.last)]:
        if token.pos in _HEADS:
            while (
                token.head is not token
                and index <= token.head.i <= index + 5
                and token.head.pos in _HEADS
                and token.head.i < segment.last
            ):
                if not _one_phrase(page, token):
                    break
                token = token.head
            return token
        if token.pos == "ADJ":
            adjective = adjective or token
        elif token.pos not in ("DET", "NUM", "ADV"):
            break
    return adjective


def _one_phrase(page: Page, token: Token) -> bool:
    """Do a token and its head stand in one stretch without commas, colons or quotation marks between?"""
    low, high = sorted((token.i, token.head.i))
    return all(t.pos != "PUNCT" or t.text in ("-", "'") for t in page.tokens[low + 1 : high]) and high - low < 12


def addressee(page: Page, cue: Cue, source: Phrase | None, table: CueTable) -> Phrase | None:
    """Who is spoken to, in one of the cue's slots `to`."""
    for verb in [cue.head, *cue.tokens]:
        for child in verb.children:
            if (source is not None and child is source.head) or child.pos not in ("NOUN", "PROPN", "PRON"):
                continue
            if child.lemma.lower() in table.words["times"]:
                continue
            slot = _slot(child, cue)
            if slot in cue.entry.to and child.i not in (t.i for t in cue.tokens) and not child.dep.startswith("nsubj"):
                return phrase_of(page, child)
    return None


def _slot(token: Token, cue: Cue) -> str:
    case = [c.lower for c in token.children if c.dep == "case" and c not in cue.tokens]
    if not case and any(c in cue.tokens for c in token.children):
        return "obj"  # `call on X`
    if token.dep in ("obj", "iobj") and not case:
        return token.dep
    first = case[0] if case else ""
    return {"au": "à", "aux": "à"}.get(first, " ".join(case) if len(case) > 1 and case[0] == "auprès" else first)
