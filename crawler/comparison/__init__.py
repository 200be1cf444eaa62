"""Whether two articles tell one story in one text, and by what that is seen."""
