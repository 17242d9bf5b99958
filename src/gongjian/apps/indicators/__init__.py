"""Indicators: the registry seen by people, base values, and every figure opening its rows."""
