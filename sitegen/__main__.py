"""`python -m sitegen`."""

from sitegen.program import program

program()
