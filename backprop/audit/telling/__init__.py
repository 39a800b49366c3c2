"""What a verdict says."""
