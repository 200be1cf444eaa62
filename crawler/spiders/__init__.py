"""What is fetched, in which order. Thin: the work is done by the library."""
