"""Changing a document step by step: each function gives a new one and leaves the one it was given as it is.

A document may have faults on the way; `schema.faults` says which. What a function needs must be there: NotFound
is raised for a section, question or scale that somebody else has removed.
"""
