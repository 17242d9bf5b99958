"""Search by name, pinyin initials and code, for places and for everything else that has a name."""

from gongjian.engines.textsearch.normal import compact, normalise, terms
from gongjian.engines.textsearch.pinyin import full_pinyin, initials
from gongjian.engines.textsearch.query import Query, Token, TokenKind, parse_query
from gongjian.engines.textsearch.ranking import Hit, How, SearchEntry, highlight, index_entry, match, rank

__all__ = [
    "Hit",
    "How",
    "Query",
    "SearchEntry",
    "Token",
    "TokenKind",
    "compact",
    "full_pinyin",
    "highlight",
    "index_entry",
    "initials",
    "match",
    "normalise",
    "parse_query",
    "rank",
    "terms",
]
