"""The archive of official documents (归档): what is kept for how long, the four checks, and packages for the archive.

Legal basis: 机关文件材料归档范围和文书档案保管期限规定 (国家档案局令第8号); checks: DA/T 70-2018.
"""
