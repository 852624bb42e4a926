"""``python -m detainer`` is the command ``detainer``."""

from .cli import run

run()
