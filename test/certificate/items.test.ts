import { hash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decodeLocation } from '../../src/certificate/decode.ts';
import { readAiaResponse } from '../../src/certificate/formats/aia-response.ts';
import { readPolicyFields } from '../../src/certificate/x509/policy-fields.ts';
import type { Failure, InventoryItem, LocationReading } from '../../src/domain/index.ts';
import { buildCertificate, CN, der, name } from '../helpers/certificates.ts';

const FIELDS: InventoryItem = {
  ...{ contents: [], common_name: 'shop', sans: ['shop.example'], issuer: 'CA', serial_number: '0a' },
  ...{ fingerprint_sha256: null, valid_from: '2026-01-01T00:00:00Z', valid_to: '2026-04-01T12:00:00Z' },
};

async function decode(fields: Partial<InventoryItem>, location = 'inv#1', keepDer = false): Promise<LocationReading> {
  const raw = { location, observed: {}, item: { ...FIELDS, ...fields } };
  const [reading, ...others] = await decodeLocation(raw, null, { keepDer });
  expect(others).toEqual([]);
  return reading as LocationReading;
}

const toPem = (bytes: Buffer) => Buffer.from(new X509Certificate(bytes).toString());
const LEAF = buildCertificate({ subject: name([[CN, 12, 'leaf']]) });
const OTHER = buildCertificate({ subject: name([[CN, 12, 'ca']]) });

describe('an item of an inventory without a certificate', () => {
  it('has the fields of the inventory', async () => {
    const { certificate, failure } = await decode({});
    expect(failure).toBeNull();
    expect(certificate).toEqual({
      fingerprint: expect.stringMatching(/^id-[0-9a-f]{40}$/),
      facts: {
        ...{ common_name: 'shop', subject: null, issuer: 'CA', serial_number: '0a', fingerprint_sha256: null },
        ...{ sans: ['shop.example'], key_algorithm: null, key_size: null, signature_algorithm: null },
        ...{ valid_from: '2026-01-01T00:00:00Z', valid_to: '2026-04-01T12:00:00Z', lifetime_days: 91 },
      },
      chain: [],
      from_fields: true,
    });
  });

  it.each<[Partial<InventoryItem>, common_name: string | null, lifetime_days: number | null]>([
    [{ common_name: null }, 'shop.example', 91],
    [{ common_name: null, sans: [] }, null, 91],
    [{ valid_from: null }, 'shop', null],
    [{ valid_to: '2026-01-31T11:59:59Z' }, 'shop', 30],
  ])('with %j has the common name %j and a lifetime of %j days', async (fields, common_name, lifetime_days) => {
    expect((await decode(fields)).certificate?.facts).toMatchObject({ common_name, lifetime_days });
  });

  it('fails if the inventory does not say when it expires', async () => {
    const { certificate, failure } = await decode({ valid_to: null });
    expect([certificate, failure?.code]).toEqual([null, 'item-without-expiry']);
  });

  it('is identified by its fingerprint, else by issuer and serial number, else by location and expiry', async () => {
    const identify = async (fields: Partial<InventoryItem>, location?: string) =>
      (await decode(fields, location)).certificate?.fingerprint;
    expect(await identify({ fingerprint_sha256: 'ab' })).toBe('ab');
    // The log of events has these: they must stay.
    const digest = (...parts: string[]) => `id-${hash('sha256', JSON.stringify(parts), 'hex').slice(0, 40)}`;
    expect(await identify({})).toBe(digest('CA', '0a'));
    expect(await identify({ issuer: null })).toBe(digest('inv#1', '0a', '2026-04-01T12:00:00Z'));
    expect(await identify({ serial_number: null })).toBe(digest('inv#1', '', '2026-04-01T12:00:00Z'));
    const usual = await identify({});
    expect(await identify({ valid_to: '2026-05-01T00:00:00Z', common_name: 'x' }, 'inv#2')).toBe(usual);
    expect(await identify({ serial_number: '0b' })).not.toBe(usual);
    expect(await identify({ issuer: 'CA2' })).not.toBe(usual);
    for (const missing of [{ issuer: null }, { serial_number: null }, { issuer: null, serial_number: null }]) {
      const one = await identify(missing);
      expect(one).not.toBe(usual);
      expect(await identify({ ...missing, common_name: 'x' })).toBe(one);
      expect(await identify(missing, 'inv#2')).not.toBe(one);
      expect(await identify({ ...missing, valid_to: '2026-05-01T00:00:00Z' })).not.toBe(one);
    }
    expect(await identify({ issuer: null })).not.toBe(await identify({ issuer: null, serial_number: '0b' }));
  });
});

describe('an item of an inventory with certificates', () => {
  it('is the first one, with the others as its chain', async () => {
    const { certificate, failure, chainDer } = await decode({ contents: [LEAF, toPem(OTHER), LEAF] }, 'inv#1', true);
    expect([failure, certificate?.facts.common_name, certificate?.from_fields]).toEqual([null, 'leaf', undefined]);
    expect(certificate?.chain.map(({ common_name }) => common_name)).toEqual(['ca']);
    expect(chainDer?.map((one) => Buffer.from(one).equals(LEAF))).toEqual([true, false]);
    expect(await decode({ contents: [LEAF] })).not.toHaveProperty('chainDer');
  });

  it('ignores what is unreadable after the first one', async () => {
    const { certificate, failure } = await decode({ contents: [LEAF, Buffer.from('x'), OTHER] });
    expect([failure, certificate?.facts.common_name]).toEqual([null, 'leaf']);
    expect(certificate?.chain.map(({ common_name }) => common_name)).toEqual(['ca']);
  });

  it.each([
    ['text', Buffer.from('x'), 'no-certificate'],
    ['nothing', Buffer.alloc(0), 'file-empty'],
    ['a truncated certificate', LEAF.subarray(0, -1), 'certificate-truncated'],
  ])('fails if the first one is %s', async (_, bytes, code) => {
    const { certificate, failure } = await decode({ contents: [bytes, LEAF] });
    expect([certificate, failure?.code]).toEqual([null, code]);
  });
});

describe('the response of an issuer URL', () => {
  const read = (bytes: Buffer) => readAiaResponse(bytes).map((one) => one.name);
  it.each<[string, Buffer, string[]]>([
    ['a certificate', LEAF, ['leaf']],
    ['PEM', Buffer.concat([toPem(LEAF), toPem(OTHER)]), ['leaf', 'ca']],
    ['text', Buffer.from('<!doctype html>'), []],
    ['a truncated certificate', LEAF.subarray(0, -1), []],
    ['40 certificates', Buffer.concat(Array(40).fill(toPem(LEAF))), Array(32).fill('leaf')],
  ])('may be %s', (_, bytes, names) => {
    expect(read(bytes)).toEqual(names);
  });

  it('may be a PKCS#7 bundle', () => {
    const [pem = '', base64 = ''] = readFileSync('test/fixtures/certificates/chain.p7b', 'latin1').split(
      /-----(?:BEGIN|END) PKCS7-----/,
    );
    expect(pem).toBe('');
    expect(read(Buffer.from(base64, 'base64')).length).toBeGreaterThan(1);
  });
});

describe('an item that its inventory calls revoked', () => {
  const revoked = { reason: 'keyCompromise', revoked_at: '2026-02-01T00:00:00Z' } as const;
  it.each<[string, Buffer[], subject: string]>([
    ['with a certificate', [toPem(LEAF)], 'leaf'],
    ['without a certificate', [], 'shop'],
  ])('is revoked %s', (_, contents, subject) => {
    const raw = { location: 'inv#1', item: { ...FIELDS, contents } };
    const [reading] = decodeLocation({ ...raw, observed: { revoked } }, null, {});
    expect(reading?.revocation).toMatchObject({ status: 'revoked', revoked: { subject, ...revoked } });
    const [other] = decodeLocation({ ...raw, observed: {} }, null, {});
    expect(other).not.toHaveProperty('revocation');
  });
});

it('a notice of the reader stays with the certificate', () => {
  const notice = { code: 'tls-plain', detail: 'A notice.' } as unknown as Failure;
  const raw = { location: 'a.example:443', observed: {}, served: [LEAF] };
  expect(decodeLocation({ ...raw, notice }, null)[0]?.notice).toEqual(notice);
  expect(decodeLocation(raw, null)[0]).not.toHaveProperty('notice');
});

describe('the timestamps of a certificate', () => {
  const count = (...parts: Buffer[]) => {
    const extensions = { '1.3.6.1.4.1.11129.2.4.2': der(0x04, ...parts) };
    return readPolicyFields(buildCertificate({ extensions }))?.timestamps;
  };
  const size = (length: number) => Buffer.from([length >> 8, length & 0xff]);
  const item = (length: number) => Buffer.concat([size(length), Buffer.alloc(length)]);
  const list = (...items: Buffer[]) => Buffer.concat([size(Buffer.concat(items).length), ...items]);

  it.each<[string, Buffer[], number]>([
    ['none', [list()], 0],
    ['one', [list(item(47))], 1],
    ['three', [list(item(47), item(300), item(119))], 3],
    ['one that is too short', [list(item(46))], 0],
    ['one that is too short after another', [list(item(47), item(46))], 0],
    ['a truncated one', [list(item(47), size(100), Buffer.alloc(47))], 0],
    ['a truncated length', [list(item(47), Buffer.alloc(1))], 0],
    ['no length', [Buffer.alloc(1)], 0],
    ['nothing', [Buffer.alloc(0)], 0],
    ['a list that is too long', [Buffer.concat([size(48), item(47)])], 0],
    ['data after the list', [list(item(47)), Buffer.alloc(1)], 0],
    ['a list that is too short', [list(item(47)).subarray(0, -1)], 0],
  ])('are counted: %s', (_, parts, expected) => {
    expect(count(...parts)).toBe(expected);
  });
});
