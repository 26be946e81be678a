"""Compiled loops over arrays. Imported where they are called, since numba takes a third of a second to import.

Compiled code is kept beside the modules, or in numba's folder of the user where that can not be written. A kernel
calls none of another module: numba keeps compiled code by the time of its own file alone.
"""
