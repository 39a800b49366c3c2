"""What could have made a printed number."""
