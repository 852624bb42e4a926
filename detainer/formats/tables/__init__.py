"""One file a format of tables: rows in, rows with their answers out."""
