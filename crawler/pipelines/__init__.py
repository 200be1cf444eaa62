"""What happens to an article after extraction: one file a stage."""
