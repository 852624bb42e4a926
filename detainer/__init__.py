"""Counts the hours of an immigration detainer and shows the rules."""

__version__ = "0.1.0"
