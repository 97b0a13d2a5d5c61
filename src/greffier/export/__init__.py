"""The record in the forms that others read: one file a format, all listed in `formats.py`."""
