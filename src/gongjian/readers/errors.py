"""What a reader raises when it will not read a file."""


class ReadError(Exception):
    """Say, in a sentence for the person, why the file was not read and what to do about it."""
