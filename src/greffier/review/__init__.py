"""People have the last word: an append-only log of corrections, replayed over every later reading."""
