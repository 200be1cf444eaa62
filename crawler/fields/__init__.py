"""The fields of an article: one file a field, sources in order of trust."""
