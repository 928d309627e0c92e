"""sitegen: a static site generator for daily news. Start reading at `build.py`, which knows the order of the stages."""

__version__ = "0.1.0"
