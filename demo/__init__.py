"""The whole community on one machine: broker, simulated devices and a real Home Assistant.

The tests and benchmarks that need real processes use the same modules: `broker`, `home_assistant`, `community`.
"""
