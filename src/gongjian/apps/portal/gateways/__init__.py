"""The outside world, as the public door reaches it."""
