"""Stored lines on their way to other systems: a target is a system, a file its kind."""
