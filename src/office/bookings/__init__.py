"""预订: meetings and whatever else takes a room, equipment, a car or a driver for some hours."""
