"""What holds for any text: spans are true, contents are disjoint or nested, one missing mark disturbs one paragraph."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from greffier.model import Quote

from .quoting import parse, quotes_of

_PIECES = [
    "Le ministre a déclaré que", "la guerre est finie", "« ", " »", '"', "“", "”", "'", "‘", "’", "‹", "›", ", a-t-il dit,",
    "selon Reuters,", ", a poursuivi le général.", "\n\n", "\n", " : ", "; ", "— ", "(", ")", "[sic]", "(...)", "[…]", "Paris",
    "accuse Moscou de", "mentir", "il a dit", "qualifié de", "lâche", "estimant que", "! ", "? ", ". ", "…", "\u00a0", "dit-on",
    "les Etats-Unis", "l'ONU", "qui", "et", "que", "dans un communiqué", "vendredi", "’", "``", "''", "\u200b", "\r\n",
]  # fmt: skip
_PARAGRAPHS = [
    "Le ministre a déclaré que \"personne ne doit s'inquiéter\" de l'arrivée de soldats.",
    '"Nous sommes prêts. Nous attendons", a dit le général Vladimir Padrino.',
    "« Je suis venu, a-t-il expliqué, pour parler de paix. »",
    "L'opposition dénonce un « coup d'État », estimant que le vote était « truqué ».",
    "« La tension monte. » « Il faut agir. »",
    "Selon Reuters, Moscou accuse Kiev d'avoir « provoqué » l'attaque.",
]
_slow = settings(deadline=None, max_examples=60, suppress_health_check=list(HealthCheck))


def _check(text: str, quotes: list[Quote]) -> None:
    ids = {q.id for q in quotes}
    for quote in quotes:
        spans = [
            *quote.content,
            *quote.verbatim,
            *(s for s in (quote.cue, quote.source, quote.to, quote.occasion) if s),
        ]
        assert quote.content
        assert all(text[s.start : s.end] == s.text and s.text for s in spans)
        assert all(a.end <= b.start for a, b in zip(quote.content, quote.content[1:], strict=False))
        assert quote.inside is None or quote.inside in ids - {quote.id}
    sets = [{i for s in q.content for i in range(s.start, s.end)} for q in quotes]
    for number, one in enumerate(sets):
        for other in sets[number + 1 :]:
            assert not one & other or one <= other or other <= one


@_slow
@given(st.lists(st.sampled_from(_PIECES), min_size=1, max_size=25).map(" ".join), st.sampled_from(["fr", "en"]))
def test_any_mixture_of_marks_and_cues(text: str, language: str) -> None:
    doc = parse(text, language)
    if doc.tokens:
        _check(text, quotes_of(doc)[0])


@_slow
@given(st.text(alphabet="aàé «»\"'“”‘’.,:;-\n(", max_size=80))
def test_any_string(text: str) -> None:
    doc = parse(text, "fr")
    if doc.tokens:
        _check(text, quotes_of(doc)[0])


@_slow
@given(st.lists(st.sampled_from(_PARAGRAPHS), min_size=2, max_size=4), st.data())
def test_a_missing_mark_changes_no_other_paragraph(paragraphs: list[str], data: st.DataObject) -> None:
    which = data.draw(st.integers(0, len(paragraphs) - 1))
    marks = [i for i, char in enumerate(paragraphs[which]) if char in '"«»']
    at = data.draw(st.sampled_from(marks))
    damaged = [*paragraphs]
    damaged[which] = paragraphs[which][:at] + paragraphs[which][at + 1 :]
    whole, less = ["\n\n".join(p) for p in (paragraphs, damaged)]
    assert _elsewhere(whole, paragraphs, which) == _elsewhere(less, damaged, which)


def _elsewhere(text: str, paragraphs: list[str], which: int) -> list[tuple[int, int, str]]:
    """Content spans outside one paragraph: the paragraph's number, the offset in it, the words."""
    found: list[tuple[int, int, str]] = []
    starts, start = [], 0
    for paragraph in paragraphs:
        starts.append(start)
        start += len(paragraph) + 2
    for quote in quotes_of(parse(text, "fr"))[0]:
        for span in quote.content:
            number = max(i for i, s in enumerate(starts) if s <= span.start)
            if number != which:
                found.append((number, span.start - starts[number], span.text))
    return sorted(found)
