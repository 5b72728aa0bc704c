"""The companion that watches facades."""
