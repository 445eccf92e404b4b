"""The sandbox for gunicorn: ``gateways.sandbox.serve:app``, one process, several threads."""

from gateways.sandbox.application import create_sandbox
from kit.logs import configure_logs
from kit.settings import load_settings

configure_logs()
app = create_sandbox(load_settings())
