"""The keys that the sandbox and our clients share, generated at first start and never part of the repository."""

import secrets


def generate_keys(sandbox_url: str) -> dict[str, str]:
    """Return fresh keys for every protocol, as settings."""
    return {
        "ZHELIBAN_BASE_URL": sandbox_url,
        "ZHELIBAN_ACCESS_KEY": f"sandbox-{secrets.token_hex(8)}",
        "ZHELIBAN_SECRET_KEY": secrets.token_hex(16),
        "ZHELIBAN_APP_ID": "sandbox-app",
        "ZHELIBAN_SIMPLEAUTH_URL": sandbox_url,
        "ZHELIBAN_SERVICE_CODE": f"sandbox-{secrets.token_hex(8)}",
        "ZHELIBAN_SERVICE_PASSWORD": secrets.token_hex(16),
        "ZHELIBAN_ESSO_URL": sandbox_url,
        "ZHELIBAN_ESSO_PROJECT_ID": f"sandbox-{secrets.token_hex(8)}",
        "ZHELIBAN_ESSO_SECRET": secrets.token_hex(16),
        "ZHEZHENGDING_BASE_URL": sandbox_url,
        "ZHEZHENGDING_APP_KEY": f"sandbox-{secrets.token_hex(8)}",
        "ZHEZHENGDING_APP_SECRET": secrets.token_hex(16),
        "ZHEZHENGDING_SCAN_APP_KEY": f"sandbox-scan-{secrets.token_hex(8)}",
        "ZHEZHENGDING_SCAN_APP_SECRET": secrets.token_hex(16),
        "ZHEZHENGDING_TENANT_ID": "196729",
        "DATA_SHARING_BASE_URL": sandbox_url,
        "DATA_SHARING_APP_KEY": f"sandbox-{secrets.token_hex(8)}",
        "DATA_SHARING_APP_SECRET": secrets.token_hex(16),
        "GOVERNMENT_BUS_BASE_URL": f"{sandbox_url}/government_bus",
        "GOVERNMENT_BUS_ACCESS_KEY": f"sandbox-{secrets.token_hex(12)}",
        "GOVERNMENT_BUS_SECRET_KEY": secrets.token_hex(14),
        "GOVERNMENT_BUS_APP_ID": "2000000001",
        "GOVERNMENT_BUS_CALLBACK_ACCESS_KEY": f"sandbox-{secrets.token_hex(12)}",
        "GOVERNMENT_BUS_CALLBACK_SECRET_KEY": secrets.token_hex(14),
        "SMS_BASE_URL": f"{sandbox_url}/sms",
        "SMS_ACCESS_KEY": f"sandbox-{secrets.token_hex(12)}",
        "SMS_SECRET_KEY": secrets.token_hex(14),
        "SMS_APP_ID": "2000000001",
        "SMS_APP_KEY": f"sandbox-{secrets.token_hex(8)}",
        "SMS_APP_SECRET": secrets.token_hex(16),
        "SMS_SIGN_ID": "sandbox-sign",
        "EXPRESS_BASE_URL": f"{sandbox_url}/express",
        "EXPRESS_APP_KEY": f"sandbox-{secrets.token_hex(8)}",
        "EXPRESS_APP_SECRET": secrets.token_hex(16),
        "PAYMENT_BASE_URL": f"{sandbox_url}/payment",
        "PAYMENT_APP_ID": f"sandbox-{secrets.token_hex(8)}",
        "PAYMENT_SECRET": secrets.token_hex(16),
        "PAYMENT_NOTIFY_SECRET": secrets.token_hex(16),
    }
