"""A report of an audit written out: as text, JSON, CSV and a page."""
