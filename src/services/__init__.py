"""Citizens' micro-apps (浙里办), one folder each."""
