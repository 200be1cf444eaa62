"""A few pages of an outlet, asked for one after another: to find lists, to try them."""
