"""What lasts from run to run, apart from the articles themselves."""
