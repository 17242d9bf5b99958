"""What the system says when it refuses a file, in plain Chinese."""

import errno

_REFUSALS: tuple[tuple[type[OSError], str], ...] = (
    (FileNotFoundError, "没有这个文件或文件夹。请检查路径。"),
    (PermissionError, "没有读写的权限。请改文件或文件夹的权限，或换有权限的用户。"),
    (IsADirectoryError, "这是文件夹，不是文件。请写文件的路径。"),
    (NotADirectoryError, "路径中间有一段是文件，不是文件夹。请检查路径。"),
    (FileExistsError, "已经有一个同名的文件。请换个名字。"),
)


def os_words(error: OSError) -> str:
    """Return what the system refused, as a Chinese sentence without the file's name."""
    for kind, words in _REFUSALS:
        if isinstance(error, kind):
            return words
    if error.errno == errno.ENOSPC:
        return "磁盘满了，写不下。请腾出空间再试。"
    return f"系统读写不了（{error.strerror or type(error).__name__}）。请拷到本机的磁盘上再试。"
