"""Tables by the column: the answers of :mod:`detainer.table`, worked out for many rows at once.

Needs the extra ``detainer[arrow]``. Nothing here decides anything: what a group of rows that
look alike comes to is asked of the row engine once, and a cell or a row that is not of the
plainest kind is given to it as it stands.

:func:`decide_batches` answers record batches of Arrow, on one machine or on each of many
(``docs/scale.md``); :func:`decided_schema` says beforehand what it will make of them.
"""

from ..errors import Problem

try:
    from .batches import decide_batches, decided_schema
except ImportError as error:
    if error.name not in ("numpy", "pyarrow"):
        raise
    _NEEDED = Problem(
        "EXTRA_NEEDED", "detainer.arrow", "needs the extra `arrow`", "pip install 'detainer[arrow]'"
    )
    raise ImportError(
        f"{_NEEDED.code} {_NEEDED.field}: {_NEEDED.message} ({_NEEDED.hint})", name=error.name
    ) from None

__all__ = ["decide_batches", "decided_schema"]
