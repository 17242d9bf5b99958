"""A covenant as numbered articles: read from plain text, two versions held against each other word by word."""

from gongjian.engines.articles.compare import ArticleChange, Piece, compare_articles, compare_words
from gongjian.engines.articles.reading import Article, Draft, read_articles

__all__ = [
    "Article",
    "ArticleChange",
    "Draft",
    "Piece",
    "compare_articles",
    "compare_words",
    "read_articles",
]
