"""Events of the office portal's directory (浙政钉通讯录事件): a hint that an officer or an organisation changed.

The callback is unsigned, so nothing in it is believed: who is named is looked up in the directory.
"""
