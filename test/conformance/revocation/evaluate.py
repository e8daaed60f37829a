"""Evaluates OCSP responses and revocation lists as RFC 6960 and RFC 5280 say, with the parsers and signatures of python3-cryptography.

Standard input: JSON with `now` in seconds, and `cases`, each with a `target`, its `issuer`, and `sources` of a `kind`, a `url` and `bytes`,
all of them base64. Standard output: for each case and source the word, the reason and date in seconds of a revocation, and thisUpdate.

Not in the standards: clocks may differ by five minutes, a response without nextUpdate is current for a day, and SHA-1 is no signature.
"""

import base64
import json
import sys
from datetime import datetime, timedelta, timezone

import cryptography
from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509 import ocsp
from cryptography.x509.oid import ExtendedKeyUsageOID, ExtensionOID

TOLERANCE = timedelta(minutes=5)
DAY = timedelta(days=1)
STRONG = ("sha256", "sha384", "sha512")
HASHES = (*STRONG, "sha1")
# The identifier 1.2.3.4 of the only extension of a single response.
UNKNOWN = bytes.fromhex("06032a0304")


class Unusable(Exception):
    """The message says nothing about the certificate."""


def require(condition):
    if not condition:
        raise Unusable


def check_dates(this_update, next_update, now):
    require(this_update <= now + TOLERANCE)
    require((next_update or this_update + DAY) >= max(now - TOLERANCE, this_update))


def check_signature(key, signature, signed, algorithm):
    require(algorithm is not None and algorithm.name in STRONG)
    try:
        key.verify(signature, signed, ec.ECDSA(algorithm))
    except InvalidSignature:
        raise Unusable from None


def digest(name, data):
    context = hashes.Hash(getattr(hashes, name.upper())())
    context.update(data)
    return context.finalize()


def read_key(certificate):
    return certificate.public_key().public_bytes(
        serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
    )


def find_extension(extensions, kind):
    return next((one.value for one in extensions if isinstance(one.value, kind)), None)


def has_unknown_critical(extensions):
    return any(one.critical and isinstance(one.value, x509.UnrecognizedExtension) for one in extensions)


def is_about(single, target, issuer):
    """RFC 6960 section 4.1.1."""
    try:
        name = single.hash_algorithm.name
    except UnsupportedAlgorithm:
        return False
    return (
        name in HASHES
        and single.serial_number == target.serial_number
        and single.issuer_name_hash == digest(name, issuer.subject.public_bytes())
        and single.issuer_key_hash == digest(name, read_key(issuer))
    )


def is_authorized(signer, issuer, now):
    """RFC 6960 section 4.2.2.2."""
    if signer == issuer:
        return True
    try:
        signer.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError):
        return False
    usages = find_extension(signer.extensions, x509.ExtendedKeyUsage) or ()
    return ExtendedKeyUsageOID.OCSP_SIGNING in usages and (
        signer.not_valid_before_utc <= now <= signer.not_valid_after_utc
    )


def read_elements(data):
    """The tags and contents of the DER elements in a sequence."""
    elements = []
    while data:
        length, start = data[1], 2
        if length & 0x80:
            start += length & 0x7F
            length = int.from_bytes(data[2:start], "big")
        elements.append((data[0], data[start : start + length]))
        data = data[start + length :]
    return elements


def list_singles(response):
    """cryptography has the extensions of a single response only if there is one."""
    ((_, content),) = read_elements(response.tbs_response_bytes)
    responses = next(content for tag, content in read_elements(content) if tag == 0x30)
    return [content for _, content in read_elements(responses)]


def is_named(certificate, response):
    if response.responder_key_hash is not None:
        return response.responder_key_hash == digest("sha1", read_key(certificate))
    return response.responder_name == certificate.subject


def is_revoked_responder(signer, target, issuer, now, lists):
    """RFC 6960 section 4.2.2.2.1. The certificates of the responders name no lists of their own, so those of the target count."""
    if signer == issuer or find_extension(signer.extensions, x509.OCSPNoCheck) is not None:
        return False
    return any(evaluate_source(one, signer, issuer, now, [], target)[0] == "revoked" for one in lists)


def has_signed(certificate, response):
    try:
        check_signature(
            certificate.public_key(),
            response.signature,
            response.tbs_response_bytes,
            response.signature_hash_algorithm,
        )
        return True
    except Unusable:
        return False


def read_response(data):
    try:
        response = ocsp.load_der_ocsp_response(data)
        require(response.response_status == ocsp.OCSPResponseStatus.SUCCESSFUL)
        return response
    except ValueError:
        raise Unusable from None


def read_reason(single):
    """None for a number without a name."""
    try:
        return single.revocation_reason
    except ValueError:
        return None


def evaluate_response(data, target, issuer, now, lists):
    response = read_response(data)
    singles = list(response.responses)
    single = next((one for one in singles if is_about(one, target, issuer)), None)
    require(single is not None)
    require(not has_unknown_critical(response.extensions))
    require(UNKNOWN not in list_singles(response)[singles.index(single)])
    check_dates(single.this_update_utc, single.next_update_utc, now)
    # Certificates with the same name, or the same key, may have different rights.
    signers = [one for one in [issuer, *response.certificates] if is_named(one, response) and has_signed(one, response)]
    signer = next((one for one in signers if is_authorized(one, issuer, now)), None)
    require(signer is not None and not is_revoked_responder(signer, target, issuer, now, lists))
    status = single.certificate_status
    require(status != ocsp.OCSPCertStatus.UNKNOWN)
    if status == ocsp.OCSPCertStatus.GOOD:
        return ["good", None, None, single.this_update_utc]
    return ["revoked", format_reason(read_reason(single)), single.revocation_time_utc, single.this_update_utc]


def format_reason(reason):
    return None if reason is None else {"remove_from_crl": "removeFromCRL"}.get(reason.name, reason.value)


def read_entry(entry):
    """Returns the reason; removeFromCRL takes a certificate from the list."""
    reason = find_extension(read_extensions(entry), x509.CRLReason)
    return reason and reason.reason


def read_extensions(entry):
    try:
        return entry.extensions
    except ValueError:
        # A reason without a name. No drawn entry has another extension beside it.
        return []


def check_entries(crl):
    """RFC 5280 sections 5.3 and 5.3.3: entries of other CAs are in indirect lists, which are not supported."""
    for entry in crl:
        extensions = read_extensions(entry)
        require(not has_unknown_critical(extensions))
        require(find_extension(extensions, x509.CertificateIssuer) is None)


def check_scope(scope, target, points):
    """RFC 5280 section 6.3.3 (b) and its end, by which a list without a name may come from anywhere. Returns whether it has all reasons."""
    if scope is None:
        return True
    require(not scope.indirect_crl and not scope.only_contains_attribute_certs and scope.relative_name is None)
    constraints = find_extension(target.extensions, x509.BasicConstraints)
    is_ca = constraints is not None and constraints.ca
    require(not (scope.only_contains_user_certs and is_ca))
    require(not (scope.only_contains_ca_certs and not is_ca))
    if scope.full_name is not None:
        urls = {name.value for point in points for name in point.full_name or ()}
        require(any(name.value in urls for name in scope.full_name))
    return scope.only_some_reasons is None


def evaluate_list(data, target, issuer, now, points):
    try:
        crl = x509.load_der_x509_crl(data)
        extensions = crl.extensions
    except (ValueError, x509.DuplicateExtension):
        raise Unusable from None
    require(crl.issuer == issuer.subject)
    require(not has_unknown_critical(extensions))
    require(find_extension(extensions, x509.DeltaCRLIndicator) is None)
    # RFC 5280 section 5.1.2.5 requires nextUpdate.
    require(crl.next_update_utc is not None)
    check_dates(crl.last_update_utc, crl.next_update_utc, now)
    usages = find_extension(issuer.extensions, x509.KeyUsage)
    require(usages is None or usages.crl_sign)
    check_signature(issuer.public_key(), crl.signature, crl.tbs_certlist_bytes, crl.signature_hash_algorithm)
    check_entries(crl)
    is_complete = check_scope(
        find_extension(extensions, x509.IssuingDistributionPoint),
        target,
        [point for point in points if is_point_of(point, issuer)],
    )
    for entry in crl:
        if entry.serial_number != target.serial_number:
            continue
        reason = read_entry(entry)
        if reason != x509.ReasonFlags.remove_from_crl:
            return ["revoked", format_reason(reason), entry.revocation_date_utc, crl.last_update_utc]
    require(is_complete and all(point.reasons is None for point in points))
    return ["good", None, None, crl.last_update_utc]


def select_points(target, url):
    """The distribution points of the list at a URL."""
    points = find_extension(target.extensions, x509.CRLDistributionPoints) or []
    return [point for point in points if any(name.value == url for name in point.full_name or ())]


def is_point_of(point, issuer):
    """Some CAs name themselves as issuers of their own lists."""
    return point.crl_issuer is None or any(name.value == issuer.subject for name in point.crl_issuer)


def evaluate_source(source, target, issuer, now, lists, naming=None):
    """`naming` is the certificate that names the list."""
    try:
        require(source["bytes"] is not None)
        data = base64.b64decode(source["bytes"])
        if source["kind"] != "crl":
            return evaluate_response(data, target, issuer, now, lists)
        return evaluate_list(data, target, issuer, now, select_points(naming or target, source["url"]))
    except Unusable:
        return ["unchecked", None, None, now]


def to_seconds(time):
    return time and int(time.timestamp())


def evaluate_case(case, now):
    target, issuer = (x509.load_der_x509_certificate(base64.b64decode(case[name])) for name in ("target", "issuer"))
    lists = [source for source in case["sources"] if source["kind"] == "crl"]
    answers = [evaluate_source(source, target, issuer, now, lists) for source in case["sources"]]
    return [[word, reason, to_seconds(at), to_seconds(this_update)] for word, reason, at, this_update in answers]


given = json.load(sys.stdin)
moment = datetime.fromtimestamp(given["now"], timezone.utc)
answers = [evaluate_case(case, moment) for case in given["cases"]]
json.dump({"version": cryptography.__version__, "answers": answers}, sys.stdout)
