"""Gongjian (共建): plans in, programmes run, documents out, every figure traceable."""

__version__ = "0.1.0"
