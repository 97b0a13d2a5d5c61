"""The log of what reviewers said: appended to in the record, written to and read from JSONL."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from greffier.errors import UsageError
from greffier.store.record import Record

ACTIONS = ("accept", "correct", "reject", "merge", "split")
FIELDS = ("type", "mode", "modality", "claimant", "when", "actors", "recipients")
_MODALITIES = ("asserted", "reported", "planned", "hypothetical", "negated")


class Review(msgspec.Struct, frozen=True, kw_only=True):
    """One thing a reviewer said of one event.

    The event is named by its id, and by its article and the offsets of its trigger, so that it is found again when a
    newer reader gives it another type and thereby another id. `value` of a merge is the other event's id; of countries,
    codes by comma.
    """

    seq: int = 0
    moment: str
    who: str
    action: str
    kind: str = "event"
    id: str
    article_id: str | None = None
    start_offset: int | None = None
    end_offset: int | None = None
    field: str | None = None
    value: str | None = None
    reason: str


def add_review(
    record: Record, action: str, event: str, *, who: str, reason: str, field: str | None = None, value: str | None = None
) -> Review:
    """Append a review of an event to the log. `replay.apply_now` lets it take effect. Raises UsageError."""
    review = make_review(record, action, event, who=who, reason=reason, field=field, value=value)
    append(record, [review])
    return review


def make_review(
    record: Record, action: str, event: str, *, who: str, reason: str, field: str | None = None, value: str | None = None
) -> Review:
    """A review of an event, checked against what the record holds, not yet in any log. Raises UsageError."""
    _check(action, field, value, who, reason)
    if action == "merge" and not find_events(record, value or ""):
        raise UsageError(f"there is no event {value!r} to merge with")
    found = find_events(record, event)
    if not found:
        raise UsageError(f"there is no event {event!r}; `greffier search` and `greffier show` name events")
    if len(found) > 1:
        raise UsageError(f"{event!r} begins the ids of {len(found)} events; give more of it")
    event_id, article, start, end = found[0]
    now = datetime.now(UTC).isoformat(timespec="seconds")
    return Review(
        moment=now, who=who, action=action, id=event_id, article_id=article, start_offset=start, end_offset=end,
        field=field, value=value, reason=reason,
    )  # fmt: skip


def find_events(record: Record, prefix: str) -> list[tuple[str, str, int, int]]:
    """Events whose id is, or begins with, `prefix`: id, article, and the offsets of the trigger."""
    if not prefix:
        return []
    rows = record.rows(
        "SELECT event_id, article_id, trigger_start, trigger_end FROM events WHERE starts_with(event_id, ?) ORDER BY 1 LIMIT 9",
        [prefix],
    )
    return [(str(a), str(b), int(c), int(d)) for a, b, c, d in rows]


def _check(action: str, field: str | None, value: str | None, who: str, reason: str) -> None:
    if action not in ACTIONS:
        raise UsageError(f"{action!r} is no review; say one of {', '.join(ACTIONS)}")
    if not who.strip() or not reason.strip():
        raise UsageError("a review needs a name (--who) and a reason (--reason)")
    if action == "correct":
        if field not in FIELDS:
            raise UsageError(f"{field!r} cannot be corrected; these can: {', '.join(FIELDS)}")
        check_value(field, value or "")


def check_value(field: str, value: str) -> None:
    """Raises UsageError when a field cannot have this value."""
    from greffier.ontology import ontology
    from greffier.when import parse_edtf

    types = ontology().types
    if field == "type" and value not in types:
        raise UsageError(f"{value!r} is no PLOVER type; types are {', '.join(types)}")
    if field == "modality" and value not in _MODALITIES:
        raise UsageError(f"{value!r} is no modality; say one of {', '.join(_MODALITIES)}")
    if field == "when" and value and parse_edtf(value) is None:
        raise UsageError(f"{value!r} is no EDTF date; write for instance 2019-03-23, 2019-03 or 2019-03-01/2019-03-05")
    if field in ("actors", "recipients") and not all(len(c) == 3 and c.isupper() for c in value.split(",") if c):
        raise UsageError(f"{value!r}: give countries as ISO codes of three letters by comma, for instance USA,RUS")


def append(record: Record, reviews: Iterable[Review]) -> int:
    """Append reviews to the log; those that are in it already (same time, person, action, event) are left out."""
    added = 0
    with record.transaction():
        last = int(record.one("SELECT coalesce(max(seq), 0) FROM reviews"))
        have = {tuple(row) for row in record.rows("SELECT moment, who, action, id, field, value FROM reviews")}
        for review in reviews:
            key = (review.moment, review.who, review.action, review.id, review.field, review.value)
            if key in have:
                continue
            have.add(key)
            added += 1
            row = msgspec.structs.astuple(msgspec.structs.replace(review, seq=last + added))
            record.connection.execute(f"INSERT INTO reviews VALUES ({', '.join('?' * len(row))})", list(row))
    return added


def reviews(record: Record) -> Iterator[Review]:
    """The log, in the order in which it was said."""
    for row in record.rows("SELECT * FROM reviews ORDER BY seq"):
        yield Review(**dict(zip(Review.__struct_fields__, row, strict=True)))


def to_jsonl(record: Record) -> str:
    """The log as JSONL, to keep beside the data or to send to a colleague."""
    return "".join(msgspec.json.encode(review).decode() + "\n" for review in reviews(record))


def spool_path(record: Path) -> Path:
    """Where reviews wait that were said while a build held the record."""
    return record.with_name(record.name + ".reviews.jsonl")


def spool(record: Path, review: Review) -> None:
    """Keep a review until the record is free: one line, on the disk before this returns."""
    with spool_path(record).open("ab") as file:
        file.write(msgspec.json.encode(review) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def take_spooled(record: Record) -> int:
    """Move reviews that waited into the log. Returns their number."""
    path = spool_path(record.path)
    taken = path.with_suffix(".taken")
    added = 0
    while path.exists() or taken.exists():
        if not taken.exists():  # else a build was killed between the two steps; the log leaves out what it has already
            path.rename(taken)  # what a server adds from now on is in a file of its own, and not lost
        added += append(record, from_jsonl(taken.read_text(encoding="utf-8"), str(taken)))
        taken.unlink()
    return added


def from_jsonl(text: str, where: str) -> list[Review]:
    """The reviews of a JSONL file. Raises UsageError with the line of what is none."""
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        if line.strip():
            try:
                found.append(msgspec.json.decode(line, type=Review))
            except msgspec.MsgspecError as error:
                raise UsageError(f"{where}:{number}: this line is no review ({error})") from None
    return found
