"""One folder a domain; upper floors use lower ones, never the other way (docs/architecture.md)."""
