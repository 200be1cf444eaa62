"""From a hub page, a feed or a sitemap to links, each with a reason."""
