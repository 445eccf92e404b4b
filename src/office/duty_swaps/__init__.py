"""换班: a shift of one's own taken by a colleague or exchanged, once they agree and who keeps the duty approves."""
