"""What a source printed: claims, numbers, lines of arithmetic."""
