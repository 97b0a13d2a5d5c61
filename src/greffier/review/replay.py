"""The log of reviews, applied to what was read. What no longer finds its row is told as a conflict, never dropped."""

from __future__ import annotations

from greffier.review.log import Review, reviews
from greffier.store.days import day_bounds, day_shares
from greffier.store.record import Record
from greffier.store.summary import summarise_links

_LISTS = ("actors", "recipients")


def relink(record: Record) -> None:
    """Apply merges and splits to `event_links`."""
    for review in reviews(record):
        if review.action not in ("merge", "split"):
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
        if review.action in ("merge", "split"):
            relink(record)
            moved = record.rows("SELECT f.link_id, l.link_id FROM facts f JOIN event_links l USING (event_id) WHERE f.link_id <> l.link_id")
            record.connection.execute(
                "UPDATE facts SET link_id = l.link_id FROM event_links l WHERE l.event_id = facts.event_id AND facts.link_id <> l.link_id"
            )
            summarise_links(record, {link for both in moved for link in both})
            return
        _apply(record, review, event)
        edtf = record.one('SELECT "when" FROM facts WHERE event_id = ?', [event])
        record.connection.execute(
            "UPDATE facts SET first_day = ?, last_day = ? WHERE event_id = ?", [*day_bounds(edtf), event]
        )
        record.connection.execute("DELETE FROM fact_days WHERE event_id = ?", [event])
        for day, share in day_shares(edtf):
            record.connection.execute("INSERT INTO fact_days VALUES (?, ?, ?)", [event, day, share])
        summarise_links(record, [record.one("SELECT link_id FROM event_links WHERE event_id = ?", [event])])


def replay(record: Record) -> None:
    """Apply acceptances, corrections and rejections to `facts`, and write down the conflicts."""
    run = record.connection.execute
    run("DELETE FROM conflicts")
    for review in reviews(record):
        event = find_again(record, review)
        if event is None:
            problem = f"{review.action} by {review.who}: the reading has no such event any more ({review.reason})"
            run("INSERT INTO conflicts VALUES (?, ?)", [review.seq, problem])
        elif review.action not in ("merge", "split"):
            _apply(record, review, event)
        elif review.action == "merge" and not record.one("SELECT 1 FROM events WHERE event_id = ?", [review.value]):
            run("INSERT INTO conflicts VALUES (?, ?)", [review.seq, f"merge by {review.who}: event {review.value} is gone"])


def _apply(record: Record, review: Review, event: str) -> None:
    run = record.connection.execute
    if review.action == "accept":
        run("UPDATE facts SET review = 'accepted', confidence = 1.0 WHERE event_id = ?", [event])
    elif review.action == "reject":
        run("DELETE FROM facts WHERE event_id = ?", [event])
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
