"""The sandbox for gunicorn: ``gateways.sandbox.serve:app``, one process, several threads."""

from gateways.sandbox.application import create_sandbox
from kit.settings import load_settings

app = create_sandbox(load_settings())
