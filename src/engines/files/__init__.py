"""Files and the locker (材料库): what a person uploaded, checked for what it is, stored outside the database."""

from engines.files.actions import bind_files, delete_file, keep_in_locker, release_file, store_file
from engines.files.kinds import OFFICE_FILES, PICTURES, media_type_of
from engines.files.models import StoredFile
from engines.files.queries import FileNotFound, file_of, find_in_locker, list_files, own_files
from engines.files.storage import delete_made, is_made, open_file, read_made, write_made

__all__ = [
    "OFFICE_FILES",
    "PICTURES",
    "FileNotFound",
    "StoredFile",
    "bind_files",
    "delete_file",
    "delete_made",
    "file_of",
    "find_in_locker",
    "is_made",
    "keep_in_locker",
    "list_files",
    "media_type_of",
    "open_file",
    "own_files",
    "read_made",
    "release_file",
    "store_file",
    "write_made",
]
