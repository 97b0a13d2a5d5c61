"""From files, folders and feeds to articles: one file a kind of source, told apart by content."""
