"""The world around the integration, simulated: one code for the demo, the tests and the benchmarks.

Nothing in here knows the integration: a simulated device knows the device protocol (`docs/device-protocol.md`) and a
broker, a simulated phone what a companion app knows of Home Assistant, as real ones do.
"""
