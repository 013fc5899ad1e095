"""Two texts, or one with itself -> aligned passages with offsets into the raw texts."""
