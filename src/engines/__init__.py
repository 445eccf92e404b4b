"""The shared machines on which the thin micro-apps stand; each is used through its front page."""
