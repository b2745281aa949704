"""The authors' format: which files, columns and keys there are, declared once."""
