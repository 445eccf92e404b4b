"""What integrators and the public use without a micro-app: verification, keys, health."""
