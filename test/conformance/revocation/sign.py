"""The CA: signs OCSP responses and revocation lists with python3-cryptography, and with OpenSSL if a response has several certificates.

Standard input: JSON with `now` in seconds, the certificates and keys of `authorities` in PEM, and `cases` (see cases.ts) with the `certificate`
that they are about. Standard output: the version, and the messages of each case, base64, in the order in which they are asked for.
"""

import base64
import ctypes
import json
import sys
from ctypes import POINTER, byref, c_char_p, c_int, c_long, c_ulong, c_void_p
from datetime import datetime, timedelta, timezone

import cryptography
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.x509 import ocsp

given = json.load(sys.stdin)
NOW = datetime.fromtimestamp(given["now"], timezone.utc)
AUTHORITIES = {
    name: (x509.load_pem_x509_certificate(certificate.encode()), serialization.load_pem_private_key(key.encode(), None))
    for name, (certificate, key) in given["authorities"].items()
}
RESPONDER_SERIAL = 0x7E57
# A certificate of the CA that signs nothing here.
OTHER, _ = AUTHORITIES["without-usage"]
URLS = {"first": "http://a.test/a.crl", "second": "http://b.test/b.crl", "elsewhere": "http://e.test/e.crl"}
REASONS = {
    **{0: "unspecified", 1: "keyCompromise", 2: "cACompromise", 3: "affiliationChanged", 4: "superseded"},
    **{5: "cessationOfOperation", 6: "certificateHold", 9: "privilegeWithdrawn", 10: "aACompromise"},
}
STATUS = {name: getattr(ocsp.OCSPCertStatus, name.upper()) for name in ("good", "revoked", "unknown")}
ISSUERS = {"other-issuer": "other", "namesake": "namesake"}


def at(minutes):
    return NOW + timedelta(minutes=minutes)


def find_hash(name):
    return getattr(hashes, name.upper())()


def name_urls(urls):
    return [x509.UniformResourceIdentifier(url) for url in urls]


def build_entry(entry, certificate):
    serials = {"target": certificate.serial_number, "responder": RESPONDER_SERIAL, "other": OTHER.serial_number}
    builder = x509.RevokedCertificateBuilder(serials[entry["serial"]], at(entry["date"]))
    if entry["reason"] is not None:
        builder = builder.add_extension(x509.CRLReason(x509.ReasonFlags(REASONS[entry["reason"]])), False)
    if entry["extension"] == "invalidity-date":
        builder = builder.add_extension(x509.InvalidityDate(at(entry["date"])), False)
    return builder.build()


def build_scope(scope):
    return x509.IssuingDistributionPoint(
        full_name=scope["urls"] and name_urls(URLS[url] for url in scope["urls"]),
        relative_name=None,
        only_contains_user_certs="leaves" in scope["only"],
        only_contains_ca_certs="authorities" in scope["only"],
        only_some_reasons=None,
        indirect_crl=False,
        only_contains_attribute_certs=False,
    )


def build_extension(name, issuer):
    if name == "key-identifier":
        return x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.public_key())
    if name == "freshest":
        return x509.FreshestCRL([x509.DistributionPoint(name_urls(["http://d.test/delta.crl"]), None, None, None)])
    return x509.UnrecognizedExtension(x509.ObjectIdentifier("1.2.3.4"), b"\x05\x00")


def sign_list(crl, certificate):
    issuer, key = AUTHORITIES[crl["signer"]]
    builder = x509.CertificateRevocationListBuilder(issuer.subject, at(crl["from"]), at(crl["to"]))
    for entry in crl["entries"]:
        builder = builder.add_revoked_certificate(build_entry(entry, certificate))
    if crl["number"]:
        builder = builder.add_extension(x509.CRLNumber(5), False)
    if crl["scope"] is not None:
        builder = builder.add_extension(build_scope(crl["scope"]), True)
    if crl["extension"] is not None:
        builder = builder.add_extension(build_extension(crl["extension"], issuer), False)
    return builder.sign(key, find_hash(crl["algorithm"])).public_bytes(serialization.Encoding.DER)


def select_certificate(single, certificate):
    """The certificate that a response is about, and its issuer."""
    issuer, _ = AUTHORITIES[ISSUERS.get(single["about"], "issuing")]
    return (OTHER if single["about"] == "other-serial" else certificate), issuer


def sign_single(response, certificate):
    (single,) = response["singles"]
    signer, key = AUTHORITIES[response["signer"]]
    is_revoked = single["status"] == "revoked"
    encoding = ocsp.OCSPResponderEncoding.NAME if response["by"] == "name" else ocsp.OCSPResponderEncoding.HASH
    builder = ocsp.OCSPResponseBuilder().responder_id(encoding, signer)
    builder = builder.add_response(
        *select_certificate(single, certificate),
        find_hash(single["hash"]),
        STATUS[single["status"]],
        at(single["from"]),
        None if single["to"] is None else at(single["to"]),
        at(single["revoked"]) if is_revoked else None,
        x509.ReasonFlags(REASONS[single["reason"]]) if is_revoked and single["reason"] is not None else None,
    )
    if response["sent"]:
        builder = builder.certificates([AUTHORITIES[name][0] for name in response["sent"]])
    if response["nonce"]:
        builder = builder.add_extension(x509.OCSPNonce(bytes([7] * 16)), False)
    return builder.sign(key, find_hash(response["algorithm"])).public_bytes(serialization.Encoding.DER)


library = ctypes.CDLL("libcrypto.so.3")


def declare(name, result, *arguments):
    function = getattr(library, name)
    function.restype, function.argtypes = result, arguments
    return function


read_certificate = declare("d2i_X509", c_void_p, c_void_p, POINTER(c_char_p), c_long)
read_key = declare("d2i_AutoPrivateKey", c_void_p, c_void_p, POINTER(c_char_p), c_long)
find_digest = declare("EVP_get_digestbyname", c_void_p, c_char_p)
make_time = declare("ASN1_TIME_set", c_void_p, c_void_p, c_long)
new_basic = declare("OCSP_BASICRESP_new", c_void_p)
make_id = declare("OCSP_cert_to_id", c_void_p, c_void_p, c_void_p, c_void_p)
add_status = declare("OCSP_basic_add1_status", c_void_p, c_void_p, c_void_p, c_int, c_int, *([c_void_p] * 3))
add_nonce = declare("OCSP_basic_add1_nonce", c_int, c_void_p, c_char_p, c_int)
add_certificate = declare("OCSP_basic_add1_cert", c_int, c_void_p, c_void_p)
sign_basic = declare("OCSP_basic_sign", c_int, *([c_void_p] * 5), c_ulong)
create_response = declare("OCSP_response_create", c_void_p, c_int, c_void_p)
write_response = declare("i2d_OCSP_RESPONSE", c_int, c_void_p, POINTER(c_void_p))
STATUS_NUMBERS = {"good": 0, "revoked": 1, "unknown": 2}
NO_CERTIFICATES, RESPONDER_BY_KEY = 0x1, 0x400


def require(result):
    if not result:
        raise RuntimeError("OpenSSL cannot create a response")
    return result


def share_certificate(certificate):
    data = certificate.public_bytes(serialization.Encoding.DER)
    return require(read_certificate(None, byref(c_char_p(data)), len(data)))


def share_key(key):
    data = key.private_bytes(
        serialization.Encoding.DER, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return require(read_key(None, byref(c_char_p(data)), len(data)))


def share_time(minutes):
    return require(make_time(None, given["now"] + minutes * 60))


def sign_several(response, certificate):
    basic = require(new_basic())
    for single in response["singles"]:
        about, issuer = (share_certificate(one) for one in select_certificate(single, certificate))
        require(
            add_status(
                *(basic, make_id(find_digest(single["hash"].encode()), about, issuer)),
                STATUS_NUMBERS[single["status"]],
                -1 if single["reason"] is None else single["reason"],
                share_time(single["revoked"]),
                share_time(single["from"]),
                None if single["to"] is None else share_time(single["to"]),
            )
        )
    for name in response["sent"]:
        require(add_certificate(basic, share_certificate(AUTHORITIES[name][0])))
    if response["nonce"]:
        require(add_nonce(basic, bytes([7] * 16), 16))
    signer, key = AUTHORITIES[response["signer"]]
    flags = NO_CERTIFICATES | (RESPONDER_BY_KEY if response["by"] == "key" else 0)
    digest = find_digest(response["algorithm"].encode())
    require(sign_basic(basic, share_certificate(signer), share_key(key), digest, None, flags))
    written = c_void_p()
    length = write_response(require(create_response(0, basic)), byref(written))
    return ctypes.string_at(written, length)


def sign_response(response, certificate):
    if response["status"] != 0:
        refusal = ocsp.OCSPResponseBuilder.build_unsuccessful(ocsp.OCSPResponseStatus(response["status"]))
        return refusal.public_bytes(serialization.Encoding.DER)
    return (sign_single if len(response["singles"]) == 1 else sign_several)(response, certificate)


def sign_case(case):
    certificate = x509.load_der_x509_certificate(base64.b64decode(case["certificate"]))
    messages = [
        *([] if case["stapled"] is None else [sign_response(case["stapled"], certificate)]),
        *(sign_list(crl, certificate) for crl in case["lists"]),
        *([] if case["responder"] is None else [sign_response(case["responder"], certificate)]),
    ]
    return [base64.b64encode(message).decode() for message in messages]


openssl = declare("OpenSSL_version", c_char_p, c_int)(0).decode().split(" ")[1]
names = f"cryptography {cryptography.__version__} and OpenSSL {openssl}"
json.dump({"version": names, "messages": [sign_case(case) for case in given["cases"]]}, sys.stdout)
