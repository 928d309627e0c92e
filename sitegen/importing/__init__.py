"""Moving in: other programs' posts, read into values (`entry.py`), planned as files of this site, and written."""
