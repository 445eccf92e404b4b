"""What every room stands on and no room is about: time, settings, database, errors, crypto, outbox.

No domain word belongs here; whoever needs one is in the wrong room.
"""
