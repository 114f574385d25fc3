"""The keys certificates are signed with: one current, the retired ones published for ever, some perhaps compromised.

A private directory holds, for each key id, `<id>.pem` (the public certificate, kept for ever) and for the current
key alone `<id>.key` (mode 0600). `current` names the key in use; `compromised` lists ids nobody may trust any more.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

OWNER = "Regional Support Office of the Bali Process"
LIFETIME = timedelta(days=3652)


@dataclass(frozen=True)
class PublishedKey:
    """A key as anyone may see it."""

    id: str
    certificate: x509.Certificate
    is_current: bool
    is_compromised: bool

    @property
    def fingerprint(self) -> str:
        """As PDF programs show it, in groups that can be compared by eye."""
        text = self.certificate.fingerprint(hashes.SHA256()).hex().upper()
        return " ".join(text[start : start + 4] for start in range(0, len(text), 4))

    @property
    def pem(self) -> str:
        return self.certificate.public_bytes(serialization.Encoding.PEM).decode()


@dataclass(frozen=True)
class KeyRing:
    """All signing keys of one installation."""

    directory: Path

    def current(self, *, at: datetime | None = None) -> tuple[str, Path, Path]:
        """Id, certificate file and key file of the key in use; made on the first call."""
        if not self._pointer.exists():
            self._start(at or datetime.now(UTC))
        key_id = self._pointer.read_text().strip()
        return key_id, self.directory / f"{key_id}.pem", self.directory / f"{key_id}.key"

    def rotate(self, *, at: datetime | None = None) -> str:
        """Begin to sign with a new key. The old certificate stays published; its private half is destroyed."""
        old = self._pointer.read_text().strip() if self._pointer.exists() else ""
        key_id = self._make(at or datetime.now(UTC))
        _write(self.directory / "current.new", key_id.encode())
        (self.directory / "current.new").replace(self._pointer)
        if old:
            (self.directory / f"{old}.key").unlink(missing_ok=True)
        return key_id

    def mark_compromised(self, key_id: str, *, at: datetime | None = None) -> None:
        """Nobody may trust this key any more; if it was in use, a new one takes over."""
        if key_id not in {key.id for key in self.published()}:
            raise LookupError("There is no key of this id.")
        _write(self.directory / "compromised.new", "\n".join(sorted({*self._compromised(), key_id})).encode())
        (self.directory / "compromised.new").replace(self.directory / "compromised")
        if self.current()[0] == key_id:
            self.rotate(at=at)

    def published(self) -> list[PublishedKey]:
        """Every key ever used, the current one first."""
        current = self._pointer.read_text().strip() if self._pointer.exists() else ""
        bad = self._compromised()
        keys = [
            PublishedKey(
                file.stem, x509.load_pem_x509_certificate(file.read_bytes()), file.stem == current, file.stem in bad
            )
            for file in self.directory.glob("*.pem")
        ]
        return sorted(keys, key=lambda key: (key.is_current, key.certificate.not_valid_before_utc), reverse=True)

    @property
    def _pointer(self) -> Path:
        return self.directory / "current"

    def _compromised(self) -> set[str]:
        file = self.directory / "compromised"
        return set(file.read_text().split()) if file.exists() else set()

    def _start(self, at: datetime) -> None:
        """The first key. Several processes may start at once: the first to link the name wins."""
        key_id = self._make(at)
        mine = self.directory / f"current.{key_id}"
        _write(mine, key_id.encode())
        try:
            os.link(mine, self._pointer)
        except FileExistsError:
            for suffix in ("pem", "key"):
                (self.directory / f"{key_id}.{suffix}").unlink()
        finally:
            mine.unlink()

    def _make(self, at: datetime) -> str:
        self.directory.mkdir(parents=True, exist_ok=True)
        self.directory.chmod(0o700)
        private = ec.generate_private_key(ec.SECP256R1())
        public = private.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        key_id = sha256(public).hexdigest()[:16]
        _write(self.directory / f"{key_id}.key", _private_pem(private))
        certificate = _certificate(private, key_id, at)
        _write(self.directory / f"{key_id}.pem", certificate.public_bytes(serialization.Encoding.PEM))
        return key_id


def _private_pem(private: ec.EllipticCurvePrivateKey) -> bytes:
    return private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )


def _certificate(private: ec.EllipticCurvePrivateKey, key_id: str, at: datetime) -> x509.Certificate:
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, OWNER),
            x509.NameAttribute(NameOID.COMMON_NAME, f"Certificates of completion, key {key_id}"),
        ]
    )
    usage = dict.fromkeys(
        [
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ],
        False,
    )
    builder = x509.CertificateBuilder(
        issuer_name=name,
        subject_name=name,
        public_key=private.public_key(),
        serial_number=secrets.randbits(128),
        not_valid_before=at - timedelta(days=1),
        not_valid_after=at + LIFETIME,
    )
    builder = builder.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    builder = builder.add_extension(
        x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True
    )
    # Document signing (RFC 9336).
    purpose = x509.ExtendedKeyUsage([x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36"), ExtendedKeyUsageOID.EMAIL_PROTECTION])
    builder = builder.add_extension(purpose, critical=False)
    return builder.sign(private, hashes.SHA256())


def _write(file: Path, content: bytes) -> None:
    """Readable by this account alone, and on the disk before anything points at it."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as stream:
        stream.write(content)
        stream.flush()
        os.fsync(stream.fileno())
