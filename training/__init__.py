"""Growing the trees that tell body blocks: run by hand, never at run time."""
