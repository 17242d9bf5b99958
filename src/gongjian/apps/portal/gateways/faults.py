"""How sending a message can fail; the message of each says why, in words for the desk, without a personal detail."""


class SendFault(Exception):
    """It was not sent this time."""


class Refused(SendFault):
    """The receiver won't ever take this one: a dead number, an address that isn't there."""


class Down(SendFault):
    """Nothing gets through this way at the moment, whomever it is for."""
