"""
Reads the PEM files of a directory and the fields of their certificates that a scan reads, one after another. These are the facts
of schema/report.schema.json, and the key identifiers, by which a scan recognizes chains and renewals. Key usage, revocation and
the like are read by neither: a scan needs them for policies and for the trust of a server.
"""

import pathlib
import sys

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.x509.oid import NameOID

count = 0
for path in pathlib.Path(sys.argv[1]).rglob("*.pem"):
    certificate = x509.load_pem_x509_certificate(path.read_bytes())
    extensions = certificate.extensions
    names = extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    subject_key = extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    authority_key = extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value
    key = certificate.public_key()
    valid_from = certificate.not_valid_before_utc
    valid_to = certificate.not_valid_after_utc
    fields = (
        certificate.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value,
        certificate.subject.rfc4514_string(),
        certificate.issuer.rfc4514_string(),
        format(certificate.serial_number, "x"),
        valid_from.isoformat(),
        valid_to.isoformat(),
        round((valid_to - valid_from).total_seconds() / 86400),
        certificate.fingerprint(hashes.SHA256()).hex(),
        certificate.signature_algorithm_oid.dotted_string,
        type(key).__name__,
        key.key_size,
        [str(name.value) for name in names],
        subject_key.digest.hex(),
        authority_key.key_identifier.hex(),
    )
    count += all(field is not None for field in fields)
print(count)
