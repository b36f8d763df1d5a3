"""What cuts across every section: themes, keywords and workstreams."""
