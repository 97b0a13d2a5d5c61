"""The log of reviews, applied to what was read. What no longer finds its row, and what contradicts somebody else, is told
as a conflict, never dropped.

Of what is said of one event the last word stands: who accepts or corrects what was rejected brings it back. Where two
people contradict each other, the last word stands too, and the conflict names both, so that they can talk.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from greffier.review.log import Review, reviews
from greffier.store.days import day_bounds, day_shares
from greffier.store.facts import fill_facts
from greffier.store.record import Record
from greffier.store.summary import summarise_links

_LISTS = ("actors", "recipients")
_LINKS = ("merge", "split")


def relink(record: Record) -> None:
    """Apply merges and splits to `event_links`."""
    for review in reviews(record):
        if review.action not in _LINKS:
            continue
        event = find_again(record, review)
        if event is None:
            continue
        if review.action == "split":
            record.connection.execute(
                "UPDATE event_links SET link_id = event_id, score = 1.0, why = ? WHERE event_id = ?",
                [f"split off by {review.who}: {review.reason}", event],
            )
            continue
        target = record.one("SELECT link_id FROM event_links WHERE event_id = ?", [review.value])
        mine = record.one("SELECT link_id FROM event_links WHERE event_id = ?", [event])
        if target and mine and target != mine:
            record.connection.execute(
                "UPDATE event_links SET link_id = ?, score = 1.0, why = ? WHERE link_id = ?",
                [target, f"merged by {review.who}: {review.reason}", mine],
            )


def apply_now(record: Record, review: Review) -> None:
    """Let one new review take effect at once. What it means for the dates of other articles comes with the next build."""
    event = find_again(record, review)
    if event is None:
        return
    with record.transaction():
        if review.action in _LINKS:
            relink(record)
            moved = record.rows("SELECT f.link_id, l.link_id FROM facts f JOIN event_links l USING (event_id) WHERE f.link_id <> l.link_id")
            record.connection.execute(
                "UPDATE facts SET link_id = l.link_id FROM event_links l WHERE l.event_id = facts.event_id AND facts.link_id <> l.link_id"
            )
            summarise_links(record, {link for both in moved for link in both})
        else:
            fill_facts(record, "e.event_id = ?", [event])
            _apply(record, event, _all_of(record, review, event))
            edtf = record.one('SELECT "when" FROM facts WHERE event_id = ?', [event])
            record.connection.execute(
                "UPDATE facts SET first_day = ?, last_day = ? WHERE event_id = ?", [*day_bounds(edtf), event]
            )
            record.connection.execute("DELETE FROM fact_days WHERE event_id = ?", [event])
            for day, share in day_shares(edtf):
                record.connection.execute("INSERT INTO fact_days VALUES (?, ?, ?)", [event, day, share])
            summarise_links(record, [record.one("SELECT link_id FROM event_links WHERE event_id = ?", [event])])
        note_conflicts(record)


def _all_of(record: Record, review: Review, event: str) -> list[Review]:
    """All that was said of an event; `review` is of it too."""
    return _by_event(_found(record, (r for r in reviews(record) if r.article_id == review.article_id))).get(event, [])


def replay(record: Record) -> None:
    """Apply acceptances, corrections and rejections to `facts`, and write down the conflicts."""
    for event, said in _by_event(_found(record, reviews(record))).items():
        _apply(record, event, said)
    note_conflicts(record)


def _found(record: Record, said: Iterable[Review]) -> list[tuple[Review, str | None]]:
    """Reviews with the events that they speak of. Most are there by their id: these are looked up together."""
    log = list(said)
    ids = [review.id for review in log]
    there = {row[0] for row in record.rows("SELECT event_id FROM events WHERE event_id IN (SELECT unnest(?::VARCHAR[]))", [ids])}
    return [(review, review.id if review.id in there else find_again(record, review)) for review in log]


def _by_event(found: Iterable[tuple[Review, str | None]]) -> dict[str, list[Review]]:
    """Reviews by event; what no longer finds its event is not in it."""
    said: dict[str, list[Review]] = {}
    for review, event in found:
        if event is not None:
            said.setdefault(event, []).append(review)
    return said


def note_conflicts(record: Record) -> None:
    """Write down which reviews no longer find what they speak of, and which contradict somebody else's."""
    record.connection.execute("DELETE FROM conflicts")
    for seq, problem in _conflicts(record):
        record.connection.execute("INSERT INTO conflicts VALUES (?, ?)", [seq, problem])


def _conflicts(record: Record) -> Iterator[tuple[int, str]]:
    found = _found(record, reviews(record))
    for review, now in found:
        if now is None:
            yield review.seq, f"{review.action} by {review.who}: the reading has no such event any more ({review.reason})"
        elif review.action == "merge" and not record.one("SELECT 1 FROM events WHERE event_id = ?", [review.value]):
            yield review.seq, f"merge by {review.who}: event {review.value} is gone"
    for event, said in _by_event(found).items():
        for number, later in enumerate(said):
            against = next((r for r in reversed(said[:number]) if contradict(r, later)), None)
            if against is not None:
                words = f"{_saying(later)} of event {event[:10]} goes against {_saying(against)}; the later word stands"
                yield later.seq, f"{words} ({against.reason} / {later.reason})"


def contradict(a: Review, b: Review) -> bool:
    """Whether two reviews of one event cannot both be right. Who changes his own mind contradicts nobody."""
    if a.who == b.who:
        return False
    if "reject" in (a.action, b.action):
        return a.action != b.action and not {a.action, b.action} & set(_LINKS)
    if a.action == b.action == "correct":
        return a.field == b.field and (a.value or "") != (b.value or "")
    return {a.action, b.action} == set(_LINKS)


def _saying(review: Review) -> str:
    what = f" {review.field} = {review.value or 'nothing'}" if review.action == "correct" else ""
    return f"{review.action}{what} by {review.who}"


def _apply(record: Record, event: str, said: Iterable[Review]) -> None:
    """Apply what was said of one event, in order, to its fact as it was read."""
    verdicts: Sequence[Review] = [review for review in said if review.action not in _LINKS]
    if not verdicts:
        return
    if verdicts[-1].action == "reject":
        record.connection.execute("DELETE FROM facts WHERE event_id = ?", [event])
        return
    for review in verdicts:
        if review.action == "accept":
            record.connection.execute("UPDATE facts SET review = 'accepted', confidence = 1.0 WHERE event_id = ?", [event])
        elif review.action == "correct":
            _correct(record, review, event)


def _correct(record: Record, review: Review, event: str) -> None:
    field, value = review.field or "", review.value or None
    new: object = [c for c in (value or "").split(",") if c] if field in _LISTS else value
    record.connection.execute(
        f"UPDATE facts SET \"{field}\" = ?, review = 'corrected', confidence = 1.0 WHERE event_id = ?", [new, event]
    )
    if field == "type":
        from greffier.ontology import ontology

        quad, score = ontology().types[str(value)]
        record.connection.execute(
            "UPDATE facts SET mode = NULL, quad = ?, goldstein = ? WHERE event_id = ?", [quad, score, event]
        )


def find_again(record: Record, review: Review) -> str | None:
    """The event that a review speaks of, in the reading as it is now.

    By its id; else by its article and trigger, when exactly one event there has a trigger that overlaps. None when the
    event is gone.
    """
    if record.one("SELECT 1 FROM events WHERE event_id = ?", [review.id]):
        return review.id
    rows = record.rows(
        "SELECT event_id FROM events WHERE article_id = ? AND trigger_start < ? AND trigger_end > ?",
        [review.article_id, review.end_offset, review.start_offset],
    )
    return str(rows[0][0]) if len(rows) == 1 else None
