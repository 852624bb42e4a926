"""The command line: a thin shell around the pure library."""

from .main import main, run

__all__ = ["main", "run"]
