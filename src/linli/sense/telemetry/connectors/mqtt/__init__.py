"""The door for MQTT 3.1.1 and 5: packets (bytes), session (protocol), listener (sockets)."""
