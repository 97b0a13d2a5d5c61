"""Events: who did what to whom, did it happen, and on whose word. START in `find.py`."""

from greffier.annotate.events.find import find_events

__all__ = ["find_events"]
