"""公务用车: an officer asks for a car; it is approved, dispatched, handed out, returned and becomes a cost.

《党政机关公务用车管理办法》（中办发〔2017〕71号）第三条: the kinds of official cars, which the purposes follow.
"""
