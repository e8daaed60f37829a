import { describe, expect, it } from 'vitest';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import { createFailure } from '../../src/certificate/failures.ts';
import type { Slot, SlotContent } from '../../src/certificate/format-types.ts';
import { groupSlots } from '../../src/certificate/group-slots.ts';
import { createChainFinder, orderChain } from '../../src/certificate/order-chain.ts';
import { parseCrl } from '../../src/certificate/revocation/crl-summary.ts';
import { type ParsedCertificate, type ParsedDocument, parseCertificate } from '../../src/certificate/x509/parse.ts';
import { buildCertificate, CN, der, name } from '../helpers/certificates.ts';
import { LIST } from './damaged-inputs.ts';

/** The same list a year later. */
const NEWER = Buffer.from(LIST.toString('latin1').replace(/26(?=\d{10}Z)/, '25'), 'latin1');

interface Made {
  subject: string;
  issuer?: string;
  key?: string;
  issuerKey?: string;
  serial?: number;
}

function make({ subject, issuer = subject, key, issuerKey, serial = 1 }: Made): ParsedCertificate {
  const parsed = parseCertificate(
    buildCertificate({
      subject: name([[CN, 12, subject]]),
      issuer: name([[CN, 12, issuer]]),
      serial: Buffer.from([serial]),
      extensions: {
        ...(key === undefined ? {} : { '2.5.29.14': der(0x04, key) }),
        ...(issuerKey === undefined ? {} : { '2.5.29.35': der(0x30, der(0x80, issuerKey)) }),
      },
    }),
  );
  if ('code' in parsed) throw new Error(parsed.detail);
  return parsed;
}

const names = (certificates: readonly ParsedCertificate[] | null) =>
  certificates?.map(({ facts }) => facts.common_name) ?? null;

describe('a chain without valid signatures', () => {
  const leaf = make({ subject: 'leaf', issuer: 'ca', issuerKey: 'k1' });
  const ca = make({ subject: 'CA', issuer: 'root', key: 'k1', issuerKey: 'k2' });
  const root = make({ subject: 'root', key: 'k2' });

  it('is ordered by names and key identifiers', () => {
    expect(names(orderChain([root, leaf, ca]))).toEqual(['leaf', 'CA', 'root']);
    expect(names(createChainFinder([root, ca])(leaf))).toEqual(['CA', 'root']);
  });

  it.each<[string, ParsedCertificate]>([
    ['another key identifier', make({ subject: 'ca', key: 'k3' })],
    ['another name', make({ subject: 'other', key: 'k1' })],
    ['no key identifier', make({ subject: 'ca' })],
  ])('does not include a certificate with %s', (_, other) => {
    expect(orderChain([leaf, other])).toBeNull();
    expect(createChainFinder([other])(leaf)).toEqual([]);
  });

  it('has no issuer if the leaf does not identify the key', () => {
    const anonymous = make({ subject: 'leaf', issuer: 'ca' });
    expect(createChainFinder([ca])(anonymous)).toEqual([]);
  });

  it('is searched among 16 certificates', () => {
    const longer = (length: number) =>
      Array.from({ length }, (_, index) =>
        make({ subject: `c${index}`, issuer: `c${index + 1}`, key: `k${index}`, issuerKey: `k${index + 1}` }),
      );
    expect(orderChain(longer(16))).toHaveLength(16);
    expect(orderChain(longer(17))).toBeNull();
    const [first, ...others] = longer(30);
    expect(createChainFinder(others)(first ?? leaf)).toHaveLength(16);
  });

  it('is searched among 16 certificates of the same name', () => {
    const wrong = Array.from({ length: 16 }, (_, serial) => make({ subject: 'ca', key: 'k9', serial: serial + 2 }));
    expect(names(createChainFinder([...wrong.slice(1), ca])(leaf))).toEqual(['CA']);
    expect(names(createChainFinder([...wrong, ca])(leaf))).toEqual([]);
  });
});

describe('certificates of one file', () => {
  it('are a set if some of them only issue each other', () => {
    const alone = make({ subject: 'leaf', issuer: 'other', issuerKey: 'k9' });
    const one = make({ subject: 'one', issuer: 'two', key: 'k1', issuerKey: 'k2' });
    const two = make({ subject: 'two', issuer: 'one', key: 'k2', issuerKey: 'k1' });
    expect(orderChain([alone, one, two])).toBeNull();
    expect(orderChain([one, two])).toBeNull();
  });

  it('are a root, its cross-signed certificate and the issuer of that', () => {
    const root = make({ subject: 'new', key: 'k1', issuerKey: 'k1' });
    const crossSigned = make({ subject: 'new', issuer: 'old', key: 'k1', issuerKey: 'k2' });
    const old = make({ subject: 'old', key: 'k2' });
    expect(orderChain([old, root, crossSigned])).toEqual([root, crossSigned, old]);
  });

  it('have an issuer if its name differs in case and in the number of spaces only', () => {
    const child = make({ subject: 'leaf', issuer: 'Some   CA', issuerKey: 'k1' });
    const isIssuer = (subject: string) => orderChain([child, make({ subject, key: 'k1' })]) !== null;
    expect(['some CA', 'SOME  ca', 'Some CA'].map(isIssuer)).toEqual([true, true, true]);
    expect(['SomeCA', 'Some CA 2', 'ome CA'].map(isIssuer)).toEqual([false, false, false]);
  });

  it('have an issuer by the signature unless both have key identifiers', async () => {
    const dates = { notBefore: new Date('2026-01-01T00:00:00Z'), notAfter: new Date('2027-01-01T00:00:00Z') };
    const read = ({ der }: CreatedCertificate) => {
      const parsed = parseCertificate(Buffer.from(der));
      if ('code' in parsed) throw new Error(parsed.detail);
      return parsed;
    };
    const isIssued = async (issuerHas: boolean, childHas: boolean) => {
      const some = (has: boolean) => (has ? {} : { extensions: [] });
      const issuer = await createCertificate({ ...dates, ...some(issuerHas), commonName: 'CA', ca: true });
      const child = await createCertificate({ ...dates, ...some(childHas), commonName: 'leaf', issuer });
      const other = await createCertificate({ ...dates, ...some(issuerHas), commonName: 'CA', ca: true });
      const names = [issuer, other].map((one) => createChainFinder([read(one)])(read(child)).length);
      return names.join();
    };
    for (const issuerHas of [true, false])
      for (const childHas of [true, false]) expect(await isIssued(issuerHas, childHas)).toBe('1,0');
  });
});

describe('slots', () => {
  const [a, b] = [make({ subject: 'a' }), make({ subject: 'b' })];
  const failure = createFailure('certificate-malformed', 'The entry', 'it is not base64');
  const slot = (name: string | null, contents: SlotContent[], more: Partial<Slot> = {}): Slot => ({
    ...{ format: 'jks', name, contents },
    ...more,
  });
  const group = (...slots: Slot[]) =>
    groupSlots('f', slots).map(({ location, items, failure }) => {
      const stable = location.replace(a.fingerprint.slice(0, 12), '<a>').replace(b.fingerprint.slice(0, 12), '<b>');
      return `${stable}: ${failure?.detail ?? items.map(({ facts }) => facts.common_name).join(' < ')}`;
    });

  it('are locations by their names', () => {
    expect(group(slot(null, [a]), slot('x', [b]))).toEqual(['f: a', 'f#x: b']);
  });

  it('are sets of certificates unless they are chains', () => {
    expect(group(slot('x', [a, b]))).toEqual(['f#x#<a>: a', 'f#x#<b>: b']);
    expect(group(slot('x', [a, b], { chained: true }))).toEqual(['f#x: a < b']);
    expect(group(slot('x', [a, a]))).toEqual(['f#x: a']);
    expect(group(slot('x', []))).toEqual([]);
  });

  it('are what expires there beside keys, and sets of revocation lists', () => {
    const [list, newer] = [LIST, NEWER].map((bytes) => {
      const parsed = parseCrl(bytes, 'The list');
      if (!('facts' in parsed)) throw new Error(parsed.detail);
      return parsed;
    }) as [ParsedDocument, ParsedDocument];
    const member = ({ fingerprint }: ParsedDocument) => `f#x#${fingerprint.slice(0, 12)}: CRL of CA`;
    expect(group(slot('x', ['private-key', list]))).toEqual(['f#x: CRL of CA']);
    expect(group(slot('x', ['private-key', a]))).toEqual(['f#x: a']);
    expect(group(slot('x', [a, list]))).toEqual(['f#x: a', member(list)]);
    for (const chained of [true, false])
      expect(group(slot('x', [list, newer], { chained }))).toEqual([member(list), member(newer)]);
    expect(group(slot('x', ['private-key', 'other'], { chained: true }))).toEqual([]);
  });

  it('with the same name are distinguished by fingerprints', () => {
    expect(group(slot('x', [a]), slot('x', [b]))).toEqual(['f#x#<a>: a', 'f#x#<b>: b']);
    const chains = [slot('x', [a, b], { chained: true }), slot('x', [b], { chained: true })];
    expect(group(...chains)).toEqual(['f#x#<a>: a < b', 'f#x#<b>: b']);
    expect(group(...chains.slice(0, 1), ...chains.slice(0, 1))).toEqual(['f#x: a < b']);
    expect(group(...chains.slice(0, 1), slot('x', [b]))).toEqual(['f#x#<a>: a', 'f#x#<b>: b']);
    const partly = slot('x', [b, failure], { chained: true });
    expect(group(...chains.slice(0, 1), partly)).toEqual([
      'f#x#<a>: a',
      'f#x#<b>: b',
      expect.stringMatching(/^f#x: The entry is not a valid certificate.*Items read: 2\.$/),
    ]);
  });

  it('return what is readable beside a failure', () => {
    expect(group(slot('x', [failure]))).toEqual([`f#x: ${failure.detail}`]);
    expect(group(slot('x', [a, failure]))).toEqual(['f#x#<a>: a', expect.stringMatching(/Items read: 1\.$/)]);
  });

  it('keep their notice', () => {
    const notice = createFailure('keystore-unverified', 'it has no MAC');
    const found = groupSlots('f', [slot('x', [a], { notice }), slot('y', [b])]);
    expect(found.map((one) => one.notice ?? null)).toEqual([notice, null]);
    expect(found.map((one) => [one.format, one.slot])).toEqual([
      ['jks', 'x'],
      ['jks', 'y'],
    ]);
    expect('notice' in (found[1] ?? {})).toBe(false);
  });

  it('that fail are one failure of the file if there are more than 1,000', () => {
    const failing = (count: number) => Array.from({ length: count }, (_, index) => slot(`${index}`, [failure]));
    expect(group(...failing(1000), slot('x', [a]), slot('y', []))).toHaveLength(1001);
    const found = group(slot('x', [a]), ...failing(1001), slot('y', [b, failure]));
    expect(found.map((line) => line.slice(0, 15))).toEqual([
      'f#x: a',
      'f#y#<b>: b',
      'f#y: The entry ',
      'f: The entry is',
    ]);
    expect(found[3]).toMatch(/1,?001.*Items read: 2\.$/);
  });
});
