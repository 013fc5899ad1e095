"""str -> tokens, sentences, paragraphs, all with spans of the raw text. No I/O."""
