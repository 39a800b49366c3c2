"""The NumPy program of an example, written and run."""
