"""Applications of others that wait for my signature beside theirs (共同签署): read in full, sign or refuse.

Legal basis: the statute by which the matter asks for a second signature, such as 民法典 第一千零六十二条.
"""
