"""Civil servants' micro-apps (浙政钉), one folder each."""
