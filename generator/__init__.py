__version__ = "0.1.0"

FAULT = 3
"""The exit code of a fault of the program, which must never look like problems found."""
