"""What an author gives: a network, its samples, the method, and the names of its quantities."""
