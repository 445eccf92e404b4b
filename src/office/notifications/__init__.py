"""What the office portal (浙政钉) told this officer of tasks, and when it shall not disturb them.

The inbox is the place of work; a notification and a to-do at the portal only point to it.
"""
