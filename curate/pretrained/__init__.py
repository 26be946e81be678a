"""Pretrained models and their tokenizers, as they lie on this machine."""
