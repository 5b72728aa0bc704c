"""The channels over which people are told: companion app, notify entity or action, script."""
