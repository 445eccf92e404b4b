"""访客通行证: the page of somebody who was invited, opened by the token in their text message alone.

It says what is handled of them and why, takes their consent or its withdrawal, and shows the pass with its QR code.

Source: 《中华人民共和国个人信息保护法》第十四条、第十五条、第十七条、第十九条、第四十七条.
"""
