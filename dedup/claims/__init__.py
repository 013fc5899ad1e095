"""Claims: what each sentence asserts, which sentences of other articles make the same claim, and the claim table."""
