"""公务接待: an officer asks for a reception by a letter; it is approved, listed when it is over, reviewed and settled.

《党政机关国内公务接待管理规定》（中办发〔2013〕22号）: no letter, no reception; one working meal; few accompany; a list
that tells the truth.
"""
