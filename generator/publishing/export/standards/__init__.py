"""A package as other people's standards describe it: for citing it, depositing it, and reading its tables."""
