"""Uploads and the locker (材料库): files a person keeps and uses again."""
