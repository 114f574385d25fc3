"""How a file is signed and a signature is read (PAdES). Only `signing` loads this: it takes a second and 25 MB."""

from datetime import datetime
from io import BytesIO
from typing import Any

from cryptography.hazmat.primitives import serialization
from pyhanko.keys import load_cert_from_pemder, load_private_key_from_pemder
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import InvisSigSettings, MDPPerm, SigFieldSpec, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko.sign.validation.status import PdfSignatureStatus, SignatureCoverageLevel
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from .keys import OWNER, PublishedKey
from .signing import Outcome, Verdict, key_ring

FIELD = "Certificate"


class _DatedSigner(PdfSigner):
    """Signs as of a given moment, so that the caller's clock rules."""

    moment: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.moment
        return session


def sign(pdf: bytes, *, at: datetime) -> bytes:
    """The file with our signature, certified: no change of any kind is allowed after it."""
    _, certificate_file, key_file = key_ring().current(at=at)
    certificate = load_cert_from_pemder(str(certificate_file))
    signer = SimpleSigner(
        signing_cert=certificate,
        signing_key=load_private_key_from_pemder(str(key_file), passphrase=None),
        cert_registry=SimpleCertificateStore.from_certs([certificate]),
    )
    facts = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
        subfilter=SigSeedSubFilter.PADES,
        reason="Issued certificate",
        location="Bangkok",
        name=OWNER,
    )
    # Hidden, so that the file stays conforming to PDF/UA: nothing untagged for a screen reader to stumble on.
    unseen = InvisSigSettings(set_print_flag=False, set_hidden_flag=True, box_out_of_bounds=True)
    session = _DatedSigner(facts, signer, new_field_spec=SigFieldSpec(FIELD, invis_sig_settings=unseen))
    session.moment = at
    output: BytesIO = session.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return output.getvalue()


def verify(pdf: bytes) -> Verdict:
    """Whether a file is one of ours, whole and unchanged, signed with a key still to be trusted.

    The published keys are the trust: a retired key verifies for as long as it is published, whatever the date.
    """
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
        if not signatures:
            return Verdict(Outcome.UNSIGNED)
        signature = signatures[0]
        key = _published(signature.signer_cert.dump())
        if key is None:
            return Verdict(Outcome.FOREIGN)
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=[], allow_fetching=False))
    # A changed byte may break the file anywhere its parser looks; none of it may pass as genuine.
    except (
        PdfError,
        SignatureValidationError,
        SigningError,
        ValueError,
        TypeError,
        LookupError,
        AttributeError,
        OSError,
    ):
        return Verdict(Outcome.ALTERED)
    if not _is_whole(status):
        return Verdict(Outcome.ALTERED, key.id)
    return Verdict(Outcome.COMPROMISED if key.is_compromised else Outcome.GENUINE, key.id)


def _is_whole(status: PdfSignatureStatus) -> bool:
    covers_all = status.coverage == SignatureCoverageLevel.ENTIRE_FILE
    return bool(status.intact and status.valid and covers_all and status.docmdp_ok)


def _published(certificate: bytes) -> PublishedKey | None:
    for key in key_ring().published():
        if key.certificate.public_bytes(serialization.Encoding.DER) == certificate:
            return key
    return None
