"""How often programs may call: by token, by address, and how often an address may come with a token that is none.

A good token is let in from an address that has tried bad ones too often: one machine behind an office's address
does not shut out the others. Guessing a token of 256 bits is out of reach; what is limited is the noise.
"""

from django.utils import timezone

from gongjian.apps.api.services.tokens import Caller, caller_of
from gongjian.core import flood
from gongjian.core.errors import TooMany
from gongjian.core.flood import Limit
from gongjian.core.rules import RuleTable

TOKEN, ADDRESS, FAILED = "api.token_flood", "api.address_flood", "api.failed_flood"
TOO_OFTEN = "调用得太快，这一次没有办。请按 Retry-After 的秒数等一等再试。"
TOO_MANY_BAD = "这个地址用不对的令牌试得太多。请核对令牌，按 Retry-After 的秒数等一等再试。"


def admit(text: str, sender: str) -> Caller | None:
    """Return who calls with a token from an address (`flood.sender_of`), None for a token that is no good.

    Raises TooMany when the token or the address has called too often, or the address with too many bad tokens.
    """
    caller = caller_of(text)
    if caller is None:
        _spend(FAILED, sender, TOO_MANY_BAD)
        return None
    _spend(ADDRESS, sender, TOO_OFTEN)
    _spend(TOKEN, str(caller.token_id), TOO_OFTEN)
    return caller


def _spend(key: str, whose: str, sentence: str) -> None:
    rules = RuleTable("api.limits", TOKEN, ADDRESS, FAILED)
    value = rules.rule(key, on=timezone.localdate(), place_code="").value
    limit = Limit(int(value["burst"]), int(value["per_hour"]))
    if not flood.take(key, whose, limit):
        raise TooMany(sentence, flood.seconds_until(key, whose, limit))
