"""Work on many articles: cut into parts, done by many processes, merged by one writer, exactly once."""
