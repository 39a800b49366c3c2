"""What is said to a reader, a package a language."""
