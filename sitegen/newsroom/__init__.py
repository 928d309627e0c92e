"""The site as values: `site.py` says what is published, `plan/` what is made of it, `contexts/` what templates see."""
