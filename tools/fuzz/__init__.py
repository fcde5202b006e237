"""Fuzzing: inputs without end for every entrance of nkreport; see docs/fuzzing.md.

An input is always a string of bytes, from which `choices` draws what to build: a text, a file, arguments.
So the same bytes give the same input whether they come from a seeded generator, from atheris or from a file,
and shorter bytes give a smaller input.
"""
