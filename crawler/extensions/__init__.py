"""What watches a crawl and tells of it."""
