"""The outside world, as the API reaches it."""
