"""The device protocol, version 1, over our own MQTT client."""
