"""GDELT 2 style: 61 tab-separated columns without a header, as in GDELT's event files.

What GDELT does not have stays out (who claims it, whether it happened): only asserted and reported events are written,
and only those whose day is settled, since GDELT's day is not optional. Codes follow the GDELT 2.0 event codebook.
"""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

from greffier.export.rows import ExportEvent, Party, Where, export_events, single_line
from greffier.store.record import Record

_ACTOR = ("Code", "Name", "CountryCode", "KnownGroupCode", "EthnicCode", "Religion1Code", "Religion2Code", "Type1Code", "Type2Code",
          "Type3Code")  # fmt: skip
_GEO = ("Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID")
COLUMNS = (
    "GlobalEventID", "Day", "MonthYear", "Year", "FractionDate",
    *(f"Actor1{name}" for name in _ACTOR), *(f"Actor2{name}" for name in _ACTOR),
    "IsRootEvent", "EventCode", "EventBaseCode", "EventRootCode", "QuadClass", "GoldsteinScale", "NumMentions", "NumSources",
    "NumArticles", "AvgTone",
    *(f"{who}Geo_{name}" for who in ("Actor1", "Actor2", "Action") for name in _GEO), "DATEADDED", "SOURCEURL",
)  # fmt: skip
_GEO_TYPE = {"country": 1, "admin1": 5, "region": 5, "water": 5, "city": 4, "airport": 4, "facility": 4}
_TYPE = {"IGO": "IGO", "NGO": "NGO", "BUS": "BUS", "MED": "MED", "EDU": "EDU", "JUD": "JUD", "LEG": "LEG", "COP": "COP", "OPP": "OPP",
         "REB": "REB", "CVL": "CVL", "MIL": "MIL", "GOV": "GOV", "REL": "REL", "CRM": "CRM"}  # fmt: skip


def write_gdelt(record: Record, path: Path) -> int:
    """Write the rows. Returns their number."""
    count = 0
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, escapechar=None, lineterminator="\n")
        for event in export_events(record):
            if event.day is not None and event.modality in ("asserted", "reported") and event.cameo:
                count += 1
                writer.writerow([single_line(value) for value in gdelt_row(event)])
    return count


def gdelt_row(event: ExportEvent) -> list[Any]:
    """The 61 values of an event whose day is settled. The id is the event's own hash as a number of 60 bits."""
    day = event.day
    assert day is not None
    second = event.recipients or event.actors[1:]
    fraction = day.year + (day.timetuple().tm_yday - 1) / 365
    added = (event.published or day.isoformat())[:10].replace("-", "").ljust(8, "0")[:8] + "000000"
    cameo = event.cameo or ""
    return [
        int(event.link_id[:15], 16), day.strftime("%Y%m%d"), day.strftime("%Y%m"), day.year, f"{fraction:.4f}",
        *_actor(event.actors[0] if event.actors else None), *_actor(second[0] if second else None),
        1, cameo, cameo[:3], cameo[:2], event.quad, event.goldstein, event.tellings, event.sources, event.articles, 0,
        *_geo(None), *_geo(None), *_geo(event.place), added, event.url or event.origin,
    ]  # fmt: skip


def _actor(party: Party | None) -> list[str]:
    if party is None:
        return [""] * len(_ACTOR)
    country = party.country if party.country not in (None, "IGO", "NGO") else ""
    kind = _TYPE.get(party.sector or party.country or "", "")
    return [f"{country}{kind}", party.name.upper(), country or "", "", "", "", "", kind, "", ""]


def _geo(place: Where | None) -> list[Any]:
    if place is None:
        return [0, *[""] * (len(_GEO) - 1)]
    return [
        _GEO_TYPE.get(place.kind, 4), place.name, place.country or "", "", "",
        "" if place.lat is None else place.lat, "" if place.lon is None else place.lon, place.geonames or "",
    ]  # fmt: skip
