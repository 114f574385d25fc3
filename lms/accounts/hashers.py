"""How passwords are kept."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class LeanArgon2(Argon2PasswordHasher):
    """Argon2id at 19 MiB, two passes, one lane: Django's default of 100 MiB lets a class signing in exhaust the memory."""

    time_cost = 2
    memory_cost = 19 * 1024
    parallelism = 1
