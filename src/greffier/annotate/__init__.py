"""What is read from a parsed article: one file for each kind of thing. Doc in, records out."""
