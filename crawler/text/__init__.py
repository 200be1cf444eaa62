"""Text in, text out: nothing here knows of HTML."""
