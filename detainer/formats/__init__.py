"""One file a format: a decision in, text out."""
