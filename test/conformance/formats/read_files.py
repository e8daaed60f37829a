"""Reads certificates with cryptography.

Standard input: a JSON list of [kind, file in base64, password]. Standard output: a JSON list of lists with the SHA-256
of each certificate in hex; null where an exception says that the file cannot be read.
"""

import base64
import hashlib
import json
import re
import sys
import warnings
from xml.etree import ElementTree

import yaml
from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding, pkcs7, pkcs12

warnings.simplefilter("ignore")


def read_pkcs12(data, password):
    store = pkcs12.load_pkcs12(data, password.encode())
    return [one.certificate for one in [store.cert, *store.additional_certs] if one]


def list_texts(value):
    """All texts in a document, at any depth."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        return [text for one in value for text in list_texts(one)]
    return [value] if isinstance(value, str) else []


def read_text(text):
    """A text is PEM, base64 of PEM, or base64 of DER."""
    if "-----BEGIN" in text:
        return x509.load_pem_x509_certificates(text.encode())
    if not re.match(r"\s*(LS0t|MII)", text):
        return []
    data = base64.b64decode(text)
    if data.startswith(b"---"):
        return x509.load_pem_x509_certificates(data)
    return [x509.load_der_x509_certificate(data)]


def read_document(data, _):
    text = data.decode("utf-8-sig")
    if text.startswith("<"):
        texts = [one.text or "" for one in ElementTree.fromstring(text).iter()]
    else:
        texts = list_texts(list(yaml.safe_load_all(text)))
    return [one for text in texts for one in read_text(text)]


READERS = {
    "document": read_document,
    "pem": lambda data, _: x509.load_pem_x509_certificates(data),
    "der": lambda data, _: [x509.load_der_x509_certificate(data)],
    "crl": lambda data, _: [x509.load_der_x509_crl(data)],
    "pkcs7": lambda data, _: pkcs7.load_der_pkcs7_certificates(data),
    "pkcs7-pem": lambda data, _: pkcs7.load_pem_pkcs7_certificates(data),
    "pkcs12": read_pkcs12,
}


def read(kind, file, password):
    try:
        found = READERS[kind](base64.b64decode(file), password)
    except Exception:
        return None
    return [hashlib.sha256(one.public_bytes(Encoding.DER)).hexdigest() for one in found]


json.dump([read(*one) for one in json.load(sys.stdin)], sys.stdout)
