"""The printed and Word twins of a questionnaire version.

`printed.pdf` and `word_file.word` load their libraries when they are called: web processes never do.
"""
