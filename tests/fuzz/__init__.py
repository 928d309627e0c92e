"""Fuzzing: functions of bytes that hold a part of the program to what it promises, whatever the bytes are.

`make fuzz` feeds them by coverage (atheris), `make test` and `make soak` by hypothesis; both begin with the same seeds.
"""
