import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findRevokedEntry, readRevocationList } from '../../src/certificate/revocation/crl-entries.ts';
import { parseCrl } from '../../src/certificate/revocation/crl-summary.ts';
import { readOcspResponse } from '../../src/certificate/revocation/ocsp-response.ts';
import { parseCertificate } from '../../src/certificate/x509/parse.ts';
import { readPathFields } from '../../src/certificate/x509/path-fields.ts';

// What Python's cryptography encoded, and from what: test/fixtures/cryptography/README.md.

type Line = { der: string; from: string; to: string | null };

function readLines<Expected>(file: string): (Line & Expected & { bytes: Buffer })[] {
  const text = readFileSync(new URL(`../fixtures/cryptography/${file}.jsonl`, import.meta.url), 'utf8');
  const lines = text.trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line)).map((line) => ({ ...line, bytes: Buffer.from(line.der, 'hex') }));
}

interface ExpectedCertificate {
  fingerprint: string;
  serial: string;
  common_name: string | null;
  names: string[];
  /** Null for curves with a name of their own. */
  key_size: number | null;
  subject_id: string | null;
  authority_id: string | null;
  constraints: [ca: boolean, length: number | null] | null;
  usages: number;
  version: number;
}

it('certificates have what they were made from', () => {
  for (const { bytes, ...expected } of readLines<ExpectedCertificate>('certificates')) {
    const parsed = parseCertificate(bytes);
    if ('code' in parsed) throw new Error(parsed.detail);
    const { facts, subject_key_id, authority_key_id } = parsed;
    expect({ ...facts, subject_key_id, authority_key_id }).toMatchObject({
      ...{ fingerprint_sha256: expected.fingerprint, serial_number: expected.serial, sans: expected.names },
      ...{ valid_from: expected.from, valid_to: expected.to },
      ...{ common_name: expected.common_name ?? expected.names[0] ?? null },
      ...{ subject_key_id: expected.subject_id, authority_key_id: expected.authority_id },
    });
    if (expected.key_size !== null) expect(facts.key_size).toBe(expected.key_size);
    const fields = readPathFields(parsed);
    const [ca, path_length] = expected.constraints ?? [];
    expect(fields?.basic_constraints).toEqual(ca === undefined ? null : { ca, path_length });
    expect(fields?.extended_key_usages?.length ?? 0).toBe(expected.usages);
    expect(fields).toMatchObject({ version: expected.version, has_strict_times: true, serial: expected.serial });
  }
});

interface ExpectedList {
  entries: [serial: string, at: string, reason: string | null][];
  scope: object | null;
  delta: boolean;
  number: string | null;
}

const UNLIMITED = { urls: null, relative: false, only: null, some_reasons: false, indirect: false };

it('revocation lists have what they were made from', () => {
  for (const { bytes, from, to, entries, scope, delta, number } of readLines<ExpectedList>('lists')) {
    const list = readRevocationList(bytes);
    if (list === null) throw new Error('the list is malformed');
    expect(list).toMatchObject({ this_update: Date.parse(from), next_update: Date.parse(to ?? ''), delta });
    expect(list).toMatchObject({ scope: scope ?? UNLIMITED, unknown: [], repeated: [], has_other_issuers: false });
    for (const [serial, revoked_at, reason] of entries)
      expect(findRevokedEntry(list, Buffer.from(serial, 'hex'))).toEqual({ reason, revoked_at });
    expect(findRevokedEntry(list, Buffer.from('0123456789', 'hex'))).toBeNull();
    const parsed = parseCrl(bytes, 'The list');
    expect('facts' in parsed && parsed.facts).toMatchObject({ valid_from: from, valid_to: to, serial_number: number });
  }
});

interface ExpectedResponse {
  serial: string;
  hash: string;
  issuer_name_hash: string;
  issuer_key_hash: string;
  status: string;
  revoked: object | null;
  /** Null for a name. */
  responder: string | null;
  certificates: number;
  unknown: string[];
}

it('OCSP responses have what they were made from', () => {
  for (const { bytes, from, to, der: _, responder, certificates, unknown, ...single } of readLines<ExpectedResponse>(
    'responses',
  )) {
    const response = readOcspResponse(bytes);
    if (response === null || 'refusal' in response) throw new Error('the response is malformed');
    const times = { this_update: Date.parse(from), next_update: to === null ? null : Date.parse(to) };
    expect(response.responses).toEqual([{ ...single, ...times, unknown: [] }]);
    expect(response.responder).toEqual(responder === null ? { name: ['cn=ca'] } : { key_hash: responder });
    expect(response.certificates).toHaveLength(certificates);
    expect(response.unknown).toEqual(unknown);
  }
});
