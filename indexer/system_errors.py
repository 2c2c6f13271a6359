"""What the system says when a file cannot be read or written, in Chinese."""

import errno

_REASONS = {
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.ENOENT: "没有这个文件或文件夹",
    errno.ENOTDIR: "不是文件夹",
    errno.EISDIR: "是文件夹，不是文件",
    errno.EEXIST: "已有同名的文件",
    errno.ENOSPC: "磁盘空间已满",
    errno.EDQUOT: "已用完磁盘配额",
    errno.EROFS: "所在的磁盘是只读的",
    errno.EFBIG: "文件太大",
    errno.EIO: "读写出错，磁盘可能已损坏",
    errno.ENAMETOOLONG: "文件名太长",
    errno.ELOOP: "链接指回自身",
    errno.EMFILE: "打开的文件太多",
}


def say_why(error: OSError) -> str:
    """Why the system refused; in its own words where it is something rare."""
    return _REASONS.get(error.errno or 0) or error.strerror or str(error)
