"""餐次与菜单: the meals of a day with their menus, what the kitchen is to cook, and what was thrown away.

Source: 《中华人民共和国反食品浪费法》第七条、第八条; GB 7718-2011 (allergens).
"""
