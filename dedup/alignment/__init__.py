"""Alignment: which sentences of several articles make the same claim, what differs, and the claim table."""
