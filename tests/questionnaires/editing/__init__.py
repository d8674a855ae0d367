"""Changing documents step by step."""
