"""Tables by the column: the answers of :mod:`detainer.table`, worked out for many rows at once.

Needs the extra ``detainer[arrow]``. Nothing here decides anything: what a group of rows that
look alike comes to is asked of the row engine once, and a cell or a row that is not of the
plainest kind is given to it as it stands.
"""
