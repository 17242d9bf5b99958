"""The entry point of `gongjian serve`: the WSGI application in a process that has begun to read what clicks will want."""

from gongjian.config.kernels import load_kernels
from gongjian.config.wsgi import application

load_kernels()

__all__ = ["application"]
