"""One text in Markdown to HTML and facts, a file for each pass; `parse.py` has their order. Knows no site."""
