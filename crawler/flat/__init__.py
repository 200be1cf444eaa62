"""Flat pages: what lines are, told without a tree.

A flat page has no links, no tags and no title. What is left are the lines, their
order and their wording: ``measures`` measures them, ``roles`` tells what they are.
"""
