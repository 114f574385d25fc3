"""Blocks that any page may use."""

from .media import DiagramBlock, DownloadBlock, KeyImageBlock, VideoBlock
from .text import CalloutBlock, ProseBlock, TextStream

__all__ = [
    "CalloutBlock",
    "DiagramBlock",
    "DownloadBlock",
    "KeyImageBlock",
    "ProseBlock",
    "TextStream",
    "VideoBlock",
]
