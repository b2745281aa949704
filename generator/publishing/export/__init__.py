"""The data packages that researchers download: tables, descriptor, archive."""
