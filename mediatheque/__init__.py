"""Images, documents and external links: what any page may show or cite."""
