"""Changes of the authors' files: single figures, proposals, workbooks, new things."""
