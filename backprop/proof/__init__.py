"""The witnesses compared."""
