"""Matters: what residents, patrols and the hotline raise, followed to an answer."""
