"""Unpacks the members of a zip file that match one of the patterns: extract-members.py FILE FOLDER PATTERN..."""

import re
import shutil
import sys
import zipfile
from pathlib import Path

archive_path, folder, *patterns = sys.argv[1:]
wanted = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
count = 0
try:
    with zipfile.ZipFile(archive_path) as archive:
        for member in archive.infolist():
            if member.is_dir() or not wanted.fullmatch(member.filename) or ".." in member.filename.split("/"):
                continue
            target = Path(folder, member.filename)
            target.parent.mkdir(parents=True, exist_ok=True)
            # Reading to the end compares the checksum of the member.
            with archive.open(member) as source, open(target, "wb") as copy:
                shutil.copyfileobj(source, copy, 1 << 20)
            count += 1
except (OSError, zipfile.BadZipFile) as error:
    sys.exit(f"{type(error).__name__}: {error}")
if count == 0:
    sys.exit("no member matches")
