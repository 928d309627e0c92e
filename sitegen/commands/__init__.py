"""A module for each command: its words, and what it does with them. `sitegen/cli.py` puts them together."""
