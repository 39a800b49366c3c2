"""Plain notes: what people write and paste, read as claims."""
