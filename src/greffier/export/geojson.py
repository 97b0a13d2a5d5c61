"""GeoJSON (RFC 7946): a point for each event whose place is known, longitude first."""

from __future__ import annotations

import json
from pathlib import Path

from greffier.export.rows import export_events
from greffier.export.tables import event_row
from greffier.store.record import Record


def write_geojson(record: Record, path: Path) -> int:
    """One FeatureCollection. Returns the number of features."""
    count = 0
    with path.open("w", encoding="utf-8") as file:
        file.write('{"type": "FeatureCollection", "features": [\n')
        for event in export_events(record):
            place = event.place
            if place is None or place.lat is None or place.lon is None:
                continue
            feature = {
                "type": "Feature",
                "id": event.link_id,
                "geometry": {"type": "Point", "coordinates": [place.lon, place.lat]},
                "properties": {k: v for k, v in event_row(event).items() if k not in ("lat", "lon")},
            }
            file.write((",\n" if count else "") + json.dumps(feature, ensure_ascii=False, default=str))
            count += 1
        file.write("\n]}\n")
    return count
