"""Errors with a sentence for the person; one middleware turns them into a page or a fragment."""


class DomainError(Exception):
    """Something the person can understand and act on. The message is shown as it is."""

    status = 400

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class NotAllowed(DomainError):
    """The actor lacks the right."""

    status = 403


class NotFound(DomainError):
    """No such row, or a row of another scope: both look the same from outside."""

    status = 404

    def __init__(self, message: str = "没有找到。它可能已经移走，或者不归你管。") -> None:
        super().__init__(message)


class Conflict(DomainError):
    """The state of the row does not allow this now."""

    status = 409


class TooMany(DomainError):
    """More came from one sender than is taken at once; `retry_after_s` says when it may come again, 0 when unknown."""

    status = 429

    def __init__(self, message: str, retry_after_s: int = 0) -> None:
        super().__init__(message)
        self.retry_after_s = retry_after_s


class Invalid(DomainError):
    """A value that was sent can't be accepted; the message says which and why."""

    status = 422
