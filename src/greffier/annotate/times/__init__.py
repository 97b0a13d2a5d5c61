"""Time expressions: found, and resolved to sets of days.

    grammar.py   words and patterns of `lang/` compiled into a cascade
    meaning.py   what the words of a match say
    guards.py    what must stand around them
    tense.py     past or still to come
    resolve.py   the days that are meant, for every possible day of publication
    find.py      all of it over an article, and the datings that hang together
    attach.py    arguments that the parser hung on a time, hung where they belong
"""

from greffier.annotate.times.attach import free_arguments
from greffier.annotate.times.find import Times, find_times, settle

__all__ = ["Times", "find_times", "free_arguments", "settle"]
