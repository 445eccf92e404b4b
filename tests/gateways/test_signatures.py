"""The worked examples of the protocols, and what must not pass for them."""

import pytest

from gateways import data_sharing, zheliban, zhezhengding
from gateways.zhezhengding.signature import sign_md5

DATE = "Thu, 02 Jan 2025 03:04:05 GMT"
TOKEN_PATH = "/restapi/prod/IC33000020220329000007/uc/sso/access_token"
STAMP = "2025-01-02T11:04:05.123+08:00"
NONCE = "17357870451231234"


def test_a_portal_post_without_query() -> None:
    text = zheliban.canonical_text("POST", TOKEN_PATH, {}, "DEMO-AK-0001", DATE)
    assert text == f"POST\n{TOKEN_PATH}\n\nDEMO-AK-0001\n{DATE}\n"
    assert len(text) == 106
    assert zheliban.sign("DEMO-SK-0001", text) == "iLrb7G7F6O21JF9axjI6Iqp1eBcPW1+PmRW8B3A0288="


def test_the_last_line_feed_is_signed_too() -> None:
    text = zheliban.canonical_text("post", TOKEN_PATH, {}, "DEMO-AK-0001", DATE)
    short = zheliban.sign("DEMO-SK-0001", text.removesuffix("\n"))
    assert short == "jFbYSKyu5Nt93w9wSljRBGVMbqk3AHKAtdDjTaJn/tg="
    assert short != zheliban.sign("DEMO-SK-0001", text)


def test_a_portal_get_with_chinese_and_a_blank() -> None:
    path = "/restapi/prod/IC33000000000000000001/demo/list"
    text = zheliban.canonical_text("GET", path, {"name": "张 三", "a": "1"}, "DEMO-AK-0001", DATE)
    assert text.split("\n")[2] == "a=1&name=%E5%BC%A0%20%E4%B8%89"
    assert zheliban.sign("DEMO-SK-0001", text) == "SttWbFMFH9EixWSTPzezdRgYdHu1uHoh4sIb9bDJ55k="


def test_the_portal_leaves_five_marks_unescaped() -> None:
    text = zheliban.canonical_text("GET", "/p", {"k": "!'()~+&=/"}, "AK", DATE)
    assert text.split("\n")[2] == "k=!'()~%2B%26%3D%2F"


@pytest.mark.parametrize(
    ("method", "path", "parameters", "signature"),
    [
        (
            "GET",
            "/gettoken.json",
            [("appsecret", "demo-app-secret"), ("appkey", "demo-app-key")],
            "0cGwphxSvVyIp/ZNmwECuQVGCkF1CmcJpE8lBYL+5nk=",
        ),
        (
            "POST",
            "/rpc/oauth2/dingtalk_app_user.json",
            [("auth_code", "code-1"), ("access_token", "tok-1")],
            "EOnik7fDaN0ezKo14EK386MV8YkC5ZxFoBO7/NkhN4I=",
        ),
        (
            "POST",
            "/mozi/employee/listEmployeesByCodes",
            [
                ("Zeta", "1"),
                ("tenantId", "196729"),
                ("employeeCodes", "GE_b"),
                ("employeeCodes", "GE_a"),
                ("alpha", "张三"),
                ("empty", ""),
            ],
            "kDvIg3+ctkc3KUThZgkiTvbsbPcDb2G65VWzAPlRQ3k=",
        ),
    ],
)
def test_the_office_portal(method: str, path: str, parameters: list[tuple[str, str]], signature: str) -> None:
    text = zhezhengding.canonical_text(method, STAMP, NONCE, path, parameters)
    assert zhezhengding.sign("demo-app-secret", text) == signature
    assert zhezhengding.sign("demo-app-secret", text + "\n") != signature


def test_the_office_portal_in_md5_mode() -> None:
    parameters = [("access_token", "tok-1"), ("auth_code", "code-1")]
    text = zhezhengding.canonical_text("POST", STAMP, NONCE, "/rpc/oauth2/dingtalk_app_user.json", parameters)
    assert sign_md5("demo-app-secret", text) == "1032b45237502054edb70c5cf1f1105a"


def test_without_parameters_the_fifth_line_goes_with_its_line_feed() -> None:
    assert zhezhengding.canonical_text("get", STAMP, NONCE, "/p", []) == f"GET\n{STAMP}\n{NONCE}\n/p"


@pytest.mark.parametrize(
    ("secret", "signature"),
    [
        ("demoAppSecret", "60db9bbf11afbc873b2d95c1758dfdb5"),
        ("demoRefreshSecret", "6dd0b1964ed5cd2894b4cedbb3e000d9"),
        ("demoRequestSecret", "1c0cce085296e2a33f6c222ee04c9853"),
    ],
)
def test_the_data_platform(secret: str, signature: str) -> None:
    assert data_sharing.sign("demoAppKey", secret, "1735787045123") == signature
    assert data_sharing.sign("demoAppKey", secret, "1735787045124") != signature
