"""Time expressions of an article: found by the grammar of its language, resolved in order, dated together."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from itertools import islice
from typing import NamedTuple

from greffier.annotate.times.anniversary import Anniversary, date_events, near_anniversary
from greffier.annotate.times.grammar import Grammar, Node, Rule, load_grammar, lower
from greffier.annotate.times.guards import GUARDS, Match, forward_words
from greffier.annotate.times.meaning import Meaning, make
from greffier.annotate.times.resolve import resolve
from greffier.annotate.times.resolved import Context, Resolved, dated
from greffier.annotate.times.tense import tense_of
from greffier.model import JointReading, TimeRef, Timex
from greffier.parse.doc import Doc, Token
from greffier.when import When, iso, parse_edtf

_BYLINE = re.compile(r"\s*(?:\.?\s*[–—-]|\n|$)")  # what follows a date that stands before the text
_WINDOW = 4  # words around a match that guards may look at
_BESIDE = frozenset({"acl", "acl:relcl", "appos"})
_CLOCK_REACH = 20  # characters between a clock time and the day that follows it


class Times(NamedTuple):
    """The times of an article in text order, and the consistent ways to date them together."""

    found: list[TimeRef]
    joint: list[JointReading]


@dataclass(slots=True)
class Expression:
    """A time expression in the reading copy, before and after it is dated."""

    start: int
    end: int
    meaning: Meaning
    tense: str | None
    sentence: int
    byline: bool
    token: Token  # the word of it whose head lies outside
    aside: bool  # in an apposition, a participle or a relative clause
    resolved: Resolved | None = None


def find_times(doc: Doc, published: str | None) -> Times:
    """All time expressions of an article published on `published` (EDTF or None)."""
    grammar = load_grammar(doc.language)
    expressions = [e for s in doc.sentences if s.kind != "header" for e in _in_sentence(doc, grammar, s.index)]
    anniversaries = date_events(doc, grammar, expressions)
    lead = _resolve_all(expressions, parse_edtf(published), anniversaries)
    kept = [e for e in expressions if e.resolved is not None]
    found = [_record(doc, e, f"t{number}") for number, e in enumerate(kept, 1)]
    return Times(found, _joint(kept, lead))


# --- finding ----------------------------------------------------------------------------------------------------------
def _in_sentence(doc: Doc, grammar: Grammar, index: int) -> list[Expression]:
    sentence = doc.sentences[index]
    first, last = doc.tokens[sentence.first], doc.tokens[sentence.last - 1]
    lowered = lower(doc.text[first.start : last.end])
    part = grammar.telling(lowered)
    if part is None:
        return []
    nodes = grammar.nodes(lowered[slice(*part)], first.start + part[0])
    chars = "".join([n.char for n in nodes])
    for level in grammar.levels:
        nodes, chars = _level(doc, grammar, level, nodes, chars)
    forward = forward_words(doc.language)
    found = []
    for node in nodes:
        if isinstance(node.item, Meaning):
            token = _head_token(doc, node, doc.token_at(node.start) or first)
            tense = tense_of(token, forward)
            byline = node.start == first.start and sentence.index < 2 and _BYLINE.match(doc.text, node.end) is not None
            found.append(Expression(node.start, node.end, node.item, tense, index, byline, token, _aside(token)))
    return found


def _head_token(doc: Doc, node: Node, first: Token) -> Token:
    """The token of an expression whose head lies outside it."""
    for token in islice(doc.tokens, first.i, None):
        if token.start >= node.end:
            break
        if token.end > node.start and (not (node.start <= token.head.start < node.end) or token.head is token):
            return token
    return first


def _aside(token: Token) -> bool:
    """`réélu le 20 mai`, `qui a parlé lundi`: told beside the main line of the story."""
    return any(t.dep in _BESIDE and t.feat("VerbForm") != "Inf" for t in token.ancestors())


def _level(doc: Doc, grammar: Grammar, level: int, nodes: list[Node], chars: str) -> tuple[list[Node], str]:
    """One level of the cascade, the nodes and their characters: what matches becomes one node, the leftmost longest wins."""
    taken: list[tuple[int, int, Node]] = []
    for at, fits in grammar.matches(level, chars):
        for rule, match in fits:
            found = _take(doc, grammar, rule, match, nodes)
            if found is not None:
                taken.append(found)
                if found[0] == at:
                    break  # what else fits here is shorter
    if not taken:
        return nodes, chars
    made: list[Node] = []
    done = 0
    for begin, end, node in sorted(taken, key=lambda t: (t[0], -t[1])):
        if begin >= done:
            made.extend(nodes[done:begin])
            made.append(node)
            done = end
    made.extend(nodes[done:])
    return made, "".join([n.char for n in made])


def _take(doc: Doc, grammar: Grammar, rule: Rule, match: re.Match[str], nodes: list[Node]) -> tuple[int, int, Node] | None:
    """The node that a match makes, with the nodes it replaces; None when it means nothing or a guard objects."""
    if rule.make == "pair":
        return None
    where = match.regs
    begin, end = next((where[index] for index in rule.spans if where[index][0] >= 0), where[0])
    if begin == end:
        return None
    groups: dict[str, Node] = {}
    for index, alias in rule.groups:
        if where[index][0] >= 0:
            groups[f"{alias}2" if alias in groups else alias] = nodes[where[index][0]]
    for node in nodes[where[0][0] : where[0][1]]:
        groups.setdefault(node.text, node)
    meaning = make(rule.make, rule.id, groups, rule.fixed)
    if meaning is None:
        return None
    before = [n.text or _lower(doc, n) for n in reversed(nodes[max(0, begin - _WINDOW) : begin])]
    after = [n.text or _lower(doc, n) for n in nodes[end : end + _WINDOW]]
    if (before and before[0] in rule.not_prev) or (after and after[0] in rule.not_next):
        return None
    a, b = nodes[begin].start, nodes[end - 1].end
    looked = Match(doc, meaning, [n.text for n in nodes[begin:end]], doc.text[a:b], a, b, before, after, grammar.guard)
    if not all(GUARDS[name](looked) for name in rule.guard):
        return None
    return begin, end, Node(a, b, "", rule.values, rule.char, meaning)


def _lower(doc: Doc, node: Node) -> str:
    return doc.text[node.start : node.end].lower()


# --- dating -----------------------------------------------------------------------------------------------------------
def _resolve_all(expressions: list[Expression], published: When | None, anniversaries: dict[Anniversary, list[int]]) -> Expression | None:
    """Resolve each expression in order. Returns the lead: the weekday on which the news of a vaguely dated article fell.

    Where the day of publication is open, the first past weekday is the day of the news, and the weekdays named after it
    lie in the seven days up to it: samedi before jeudi before vendredi of one news week. Where that sentence speaks of
    a dated anniversary, it is the weekday next to it.
    """
    vague = (published is not None and published.single is None) or (published is not None and published.grain != "day")
    lead: Expression | None = None
    context = Context(published)  # the main line of the story
    beside, told_in = context, -1  # what asides of a sentence have spoken of
    for number, expression in enumerate(expressions):
        here = (beside if told_in == expression.sentence else context).in_tense(expression.tense)
        if vague and lead is not None and lead is not expression and _past_weekday(expression) and lead.resolved and lead.resolved.when:
            here = replace(here, published=lead.resolved.when)
        if expression.meaning.kind == "clock":
            here = _day_that_follows(expressions, number, here)
        if expression.meaning.bound == "event":
            here = _day_of_event(expressions, number, here)
        expression.resolved = resolve(expression.meaning, here)
        if expression.resolved is None or expression.resolved.when is None:
            continue
        if lead is not None and lead.resolved is not None and here.published is lead.resolved.when:
            expression.resolved = replace(expression.resolved, why=expression.resolved.why + f", in the week up to the {_name(lead)} of the news")
        if vague and lead is None and _past_weekday(expression):
            lead = expression
            expression.resolved = _by_anniversary(expression, anniversaries, here)
        if expression.aside and context.last_day is not None:
            beside, told_in = _spoken(replace(here, published=published), expression.resolved), expression.sentence
        elif not expression.byline:
            context, told_in = _spoken(context, expression.resolved), -1
    return lead


def _by_anniversary(lead: Expression, anniversaries: dict[Anniversary, list[int]], context: Context) -> Resolved:
    """The lead, on the weekday next to the anniversary of which its sentence speaks."""
    resolved = lead.resolved
    assert resolved is not None
    assert resolved.when is not None
    near = near_anniversary(resolved.when, lead.sentence, anniversaries, context)
    if near is None:
        return resolved
    why = resolved.why + "; the one next to the anniversary that is told of"
    return dated(near, resolved.value, resolved.part, resolved.clock, why)


def _day_of_event(expressions: list[Expression], number: int, context: Context) -> Context:
    """`trois jours après la panne du 7 mars` is counted from the date that the event carries."""
    counted = expressions[number]
    event = counted.token.head
    for other in expressions[number + 1 :]:
        if other.sentence != counted.sentence or event not in other.token.ancestors():
            break
        resolved = resolve(other.meaning, replace(context, tense=other.tense))
        if resolved is not None and resolved.when is not None and resolved.type in ("DATE", "TIME"):
            return replace(context, last_day=None, spoken_of=resolved.when)
    return context


def _past_weekday(expression: Expression) -> bool:
    m = expression.meaning
    m = m.inner if m.kind == "part_of" and m.inner else m  # `la nuit de vendredi`
    return m.kind == "date" and m.weekday is not None and not m.year and not m.shift and expression.tense not in ("future", "asked") and m.unit is None


def _name(lead: Expression) -> str:
    return "day" if lead.resolved is None or lead.resolved.when is None else lead.resolved.value


def _day_that_follows(expressions: list[Expression], number: int, context: Context) -> Context:
    """`vers 0 h 40, jeudi`: the day stands after the clock."""
    if number + 1 >= len(expressions):
        return context
    clock, following = expressions[number], expressions[number + 1]
    if following.sentence != clock.sentence or following.start - clock.end > _CLOCK_REACH or following.meaning.kind not in ("date", "deictic"):
        return context
    resolved = resolve(following.meaning, replace(context, tense=following.tense))
    if resolved is None or resolved.when is None or resolved.when.grain != "day":
        return context
    return replace(context, last_day=resolved.when)


def _spoken(context: Context, resolved: Resolved) -> Context:
    """What the text has spoken of, for `la veille`, `cette année-là`, `à 8 heures`."""
    when = resolved.when
    if when is None or resolved.type in ("DURATION", "SET") or resolved.value.endswith("_REF"):
        return context
    if when.open_start or when.open_end:
        return replace(context, named=replace(when, open_start=False, open_end=False))
    return Context(context.published, context.tense, when, when if when.grain == "day" else context.last_day, when)


def _record(doc: Doc, expression: Expression, id_: str) -> TimeRef:
    resolved = expression.resolved
    assert resolved is not None
    span = doc.span(expression.start, expression.end)
    edtf = resolved.when.edtf if resolved.when else None
    if edtf is None and resolved.type in ("DATE", "TIME") and re.fullmatch(r"XXXX-\d\d(-\d\d)?", resolved.value):
        edtf = resolved.value
    why = f"{expression.meaning.rule}: {resolved.why}"
    return TimeRef(id_, span.start, span.end, span.text, edtf, Timex(resolved.type, resolved.value), resolved.part, resolved.clock, why)


# --- together ---------------------------------------------------------------------------------------------------------
def _joint(expressions: list[Expression], lead: Expression | None) -> list[JointReading]:
    """The consistent datings of all days that hang on the lead: as many as the lead has candidates, not their product."""
    if lead is None or lead.resolved is None or lead.resolved.when is None or lead.resolved.when.single:
        return []
    readings = []
    for number, candidate in enumerate(lead.resolved.when.candidates):
        days = {}
        for position, expression in enumerate(expressions, 1):
            when = expression.resolved.when if expression.resolved else None
            if when is None or not _past_weekday(expression) or len(when.candidates) != len(lead.resolved.when.candidates):
                continue
            days[f"t{position}"] = iso(when.candidates[number].start)
        readings.append(JointReading(days))
        assert candidate.start <= candidate.end
    return readings


def settle(joint: list[JointReading], time: str, day: str) -> list[JointReading]:
    """The joint readings that are left once a time is known to be on a day (EDTF); all where none says so."""
    left = [reading for reading in joint if reading.times.get(time) == day]
    return left or joint
