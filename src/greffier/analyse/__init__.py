"""Questions to a record: country pairs, tension, who claims what. Plain functions over an open record."""
