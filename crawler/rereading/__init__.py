"""Saved pages read again by today's extractor: what would change, and the change made."""
