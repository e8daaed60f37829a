/** The content of one file: PEM or DER, told apart by what it holds and never by its name. */

import type { Failure, PlaceReading } from '../types.ts';
import { asChain } from './chain.ts';
import { failure } from './failures.ts';
import { type Format, formatOfBinary, formatOfLabel, looksLikeDer, UNSUPPORTED } from './formats.ts';
import { decodePemBody, findPemBlocks, isBase64, type PemBlock } from './pem.ts';
import { type Parsed, toCertificate, tryParse } from './x509.ts';

/** What a part of a file turned out to be: a certificate, one that cannot be read, or something else. */
type Finding = Parsed | Failure | Format;

/**
 * The places of a file. A leaf with its chain is one place at the file's path; of a set each certificate is one, so
 * that such a file is compared as a set. Where a part cannot be read, the others are places beside a failure at the
 * path itself.
 */
export function decodeFile(path: string, bytes: Uint8Array): PlaceReading[] {
  const findings = findAll(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  const certificates = distinct(findings.filter((finding) => isParsed(finding)));
  const broken = findings.filter((finding) => isFailure(finding));
  const [first] = broken;
  if (first !== undefined) {
    const whole =
      certificates.length === 0 ? first : { ...first, detail: partly(first, certificates.length, broken.length) };
    return [...certificates.map((parsed) => member(path, parsed)), failed(path, whole)];
  }
  if (certificates.length === 0) return [failed(path, nothingFound(bytes.length, findings))];
  const chain = asChain(certificates);
  return chain === null ? certificates.map((parsed) => member(path, parsed)) : [reading(path, chain)];
}

function isFailure(finding: Finding): finding is Failure {
  return typeof finding === 'object' && 'code' in finding;
}

function isParsed(finding: Finding): finding is Parsed {
  return typeof finding === 'object' && 'facts' in finding;
}

function distinct(certificates: readonly Parsed[]): Parsed[] {
  return [...new Map(certificates.map((parsed) => [parsed.fingerprint, parsed])).values()];
}

function partly(first: Failure, read: number, broken: number): string {
  return failure('some-unreadable', first.detail, read, broken).detail;
}

function member(path: string, parsed: Parsed): PlaceReading {
  return reading(`${path}#${parsed.fingerprint.slice(0, 12)}`, [parsed]);
}

function reading(place: string, [leaf, ...chain]: Parsed[]): PlaceReading {
  return { place, address: null, certificate: toCertificate(leaf as Parsed, chain), failure: null };
}

function failed(place: string, failure: Failure): PlaceReading {
  return { place, address: null, certificate: null, failure };
}

function findAll(bytes: Buffer): Finding[] {
  const blocks = looksLikeDer(bytes) ? [] : findPemBlocks(asText(bytes));
  return blocks.length === 0 ? readBinary(bytes) : blocks.map(readBlock);
}

const UTF16_LE = 0xfffe;
const UTF16_BE = 0xfeff;

/** PEM is ASCII, so any one-byte encoding will do; but some shells write UTF-16, with its mark at the head. */
function asText(bytes: Buffer): string {
  const mark = bytes.length >= 2 ? bytes.readUInt16BE(0) : 0;
  if (mark === UTF16_LE) return bytes.toString('utf16le');
  if (mark === UTF16_BE)
    return Buffer.from(bytes.subarray(0, bytes.length & ~1))
      .swap16()
      .toString('utf16le');
  return bytes.toString('latin1');
}

function readBlock(block: PemBlock): Finding {
  const where = `PEM block ${block.number} (line ${block.line})`;
  const format = formatOfLabel(block.label);
  if (format !== 'certificate') return unsupported(format, where) ?? format;
  if (block.body === null) return failure('certificate-truncated', where);
  const parsed = tryParse(decodePemBody(block.body), where);
  return isParsed(parsed) || isBase64(block.body)
    ? parsed
    : failure('certificate-malformed', where, 'it is not base64');
}

/** A keystore, or one DER certificate after another; what follows the last one and is none is left alone. */
function readBinary(bytes: Buffer): Finding[] {
  const findings: Finding[] = [];
  for (let rest = bytes; rest.length > 0; ) {
    const format = formatOfBinary(rest);
    const finding = format === 'certificate' ? tryParse(rest, 'The file') : (unsupported(format, 'The file') ?? format);
    findings.push(finding);
    if (!isParsed(finding)) break;
    rest = rest.subarray(finding.der.length);
  }
  return findings;
}

function unsupported(format: Format, where: string): Failure | null {
  const kind = UNSUPPORTED[format];
  return kind === undefined ? null : failure('unsupported-format', where, kind.found, kind.advice);
}

function nothingFound(size: number, findings: readonly Finding[]): Failure {
  if (size === 0) return failure('file-empty');
  if (findings.includes('private-key')) return failure('private-key-only');
  if (findings.includes('request')) return failure('certificate-request');
  return failure('no-certificate');
}
