"""What an engine raises when the data it was given cannot be computed with."""


class EngineInputError(ValueError):
    """Say, in a sentence for the user, which input is wrong and what to do about it."""
