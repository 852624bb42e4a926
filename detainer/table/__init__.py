"""Tables: one row of text in, one answer out, the same as ``check`` gives, by the million."""
