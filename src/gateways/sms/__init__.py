"""Text messages: a small protocol, and the 政务总线's ``atg.biz.smssend`` behind it."""

from gateways.sms.client import BusSms, SmsQuotaExhausted, SmsSender, SmsSettings
from gateways.sms.templates import read_templates

__all__ = ["BusSms", "SmsQuotaExhausted", "SmsSender", "SmsSettings", "read_templates"]
