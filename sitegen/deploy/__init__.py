"""From the published folder to a place that readers reach: what changed is sent, in an order that they survive.

`run.py` knows the order; a module for each kind of place (`folder`, `switched`, `objects`, `rsync`, `branch`) knows how
to read, send and remove there; `target.py` tells which kind is meant.
"""
