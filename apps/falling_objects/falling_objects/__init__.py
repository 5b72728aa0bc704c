"""Watches facades for what falls or is thrown from them."""

__version__ = "0.1.0"
