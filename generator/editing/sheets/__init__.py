"""What staff fill in with Excel or WPS: workbooks written from the data, and read back into it."""
