"""Parties: organisations, users, grants, groups with roles and terms, stand-ins."""
