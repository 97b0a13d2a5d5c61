"""From words to syntax: text with true offsets, language, blocks, sentences, tokens."""
