import { describe, expect, it } from 'vitest';
import { detectUndeployed, evaluateIssuances } from '../../src/assess/findings/discovered.ts';
import type { CertificateFacts, ComparedState, Entry, UnknownIssuance } from '../../src/domain/index.ts';
import { createEndpointSource } from '../../src/domain/sources/endpoint.ts';
import { createEmptyLog } from '../../src/events/log/serialize.ts';
import type { LoggedIssuance } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day, entry, settings } from '../events/scenario.ts';

const CA = 'CN=Example TLS CA,O=Example Trust';
const OTHER = 'CN=Another CA,O=Other Trust';

/** An issuance that was discovered three days ago, when the watched certificate was due for renewal. */
function logged(names: string[], over: Partial<LoggedIssuance> = {}): LoggedIssuance {
  return {
    ...{ names, issuer: CA, serial_number: null, tbs_sha256: null, key_sha256: 'ab' },
    ...{ valid_from: formatIsoTime(day(-5)), valid_to: formatIsoTime(day(85)), first_seen_at: formatIsoTime(day(-3)) },
    ...over,
  };
}

const facts = (names: string[], to = 10): CertificateFacts => ({
  ...certificate(names.join(), { from: day(to - 90), to: day(to), names }).facts,
  issuer: CA,
});

interface Situation {
  issuances: Record<string, LoggedIssuance>;
  /** Certificates of the entry `shop`. */
  watched?: readonly CertificateFacts[];
  /** The certificates of the second node of its server. */
  sighted?: readonly CertificateFacts[];
  isRemoved?: boolean;
  entries?: readonly Entry[];
  digests?: ComparedState['digests'];
}

const CT = entry('ct');

function evaluate({ issuances, watched = [], sighted = [], isRemoved = false, entries = [CT], digests }: Situation) {
  const log = createEmptyLog();
  log.issuances = { ct: issuances };
  const certificates = [...watched, ...sighted];
  log.certificates = Object.fromEntries(certificates.map((one) => [one.fingerprint_sha256, one]));
  const seen = { first_seen_at: formatIsoTime(day(-9)), last_seen_at: formatIsoTime(day(0)) };
  const locations = watched.map((one, index) => [
    `shop${index}.example.com:443`,
    {
      ...{ fingerprint: one.fingerprint_sha256, previous: null, since: null },
      ...(isRemoved && { removed: true }),
      sightings: { certificates: Object.fromEntries(sighted.map((other) => [other.fingerprint_sha256, seen])) },
    },
  ]);
  log.locations = { shop: Object.fromEntries(locations) };
  const byName = new Map([entry('shop'), ...entries].map((one) => [one.name, one]));
  const state = { log, entries: byName, locations: [], subjects: [], ...(digests && { digests }) };
  return evaluateIssuances(state as unknown as ComparedState, day(0));
}

const describeUnknown = ({ key, reason, code, severity, unwatched, has_watched_ca }: UnknownIssuance) =>
  `${key}: ${reason} ${severity} ${code} [${unwatched}]${has_watched_ca ? ' same CA' : ''}`;

const KEY = 'example.com 1';

/** Evaluates one issuance of `example.com`. */
function evaluateOne(names: string[], over: Partial<LoggedIssuance>, situation: Omit<Situation, 'issuances'> = {}) {
  return evaluate({ issuances: { [KEY]: logged(names, over) }, ...situation }).unknown.map(describeUnknown);
}

const SHOP = 'shop.example.com';
const strict = (over: Partial<NonNullable<Entry['expect']>>): Entry =>
  entry('ct', { expect: { ...{ issuers: [], keys: [] }, ...over } as NonNullable<Entry['expect']> });

describe('an issuance', () => {
  it.each<[what: string, names: string[], Partial<LoggedIssuance>, Omit<Situation, 'issuances'>, expected: string]>([
    ['of the first scan', [SHOP], { first_seen_at: undefined }, {}, `baseline null null [${SHOP}]`],
    ['for unwatched names', [SHOP], {}, {}, `not-watched warning certificate-unknown [${SHOP}]`],
    [
      'for names in other domains, too',
      [SHOP, 'shop.test'],
      {},
      {},
      `not-watched warning certificate-unknown [${SHOP}]`,
    ],
    [
      'for a watched name and another',
      [SHOP, 'pay.example.com'],
      {},
      { watched: [facts([SHOP])] },
      'settling null null [pay.example.com] same CA',
    ],
    ['that renews a watched certificate', [SHOP], {}, { watched: [facts([SHOP])] }, 'settling null null [] same CA'],
    [
      'that ends with the watched certificate',
      [SHOP],
      { valid_to: formatIsoTime(day(10)) },
      { watched: [facts([SHOP])] },
      'not-deployed warning issued-not-deployed [] same CA',
    ],
    [
      'that was issued long before the watched one was due',
      [SHOP],
      { valid_from: formatIsoTime(day(-60)) },
      { watched: [facts([SHOP])] },
      'not-deployed warning issued-not-deployed [] same CA',
    ],
    [
      'of another CA for watched names',
      [SHOP],
      { issuer: OTHER },
      { watched: [facts([SHOP])] },
      'not-deployed warning issued-not-deployed []',
    ],
    [
      'of a CA of which one of two watched certificates is',
      [SHOP],
      { issuer: OTHER },
      { watched: [facts([SHOP]), { ...facts([SHOP, 'www.example.com']), issuer: OTHER }] },
      'settling null null [] same CA',
    ],
    [
      'for the names of a certificate at another node',
      ['api.example.com'],
      {},
      { watched: [facts([SHOP])], sighted: [facts(['API.example.com'])] },
      'settling null null [] same CA',
    ],
    [
      'for the names of a removed location',
      [SHOP],
      {},
      { watched: [facts([SHOP])], sighted: [facts(['www.example.com'])], isRemoved: true },
      `not-watched warning certificate-unknown [${SHOP}]`,
    ],
    [
      'that a watched wildcard covers',
      [SHOP],
      {},
      { watched: [facts(['*.example.com'])] },
      'settling null null [] same CA',
    ],
    [
      'for a wildcard that covers a watched name',
      ['*.example.com'],
      {},
      { watched: [facts([SHOP])] },
      'settling null null [*.example.com] same CA',
    ],
    [
      'for the common name of a certificate without alternative names',
      [SHOP],
      {},
      { watched: [{ ...facts([SHOP]), sans: [] }] },
      'settling null null [] same CA',
    ],
    [
      'of an issuer that is not expected',
      [SHOP],
      { issuer: OTHER },
      { entries: [strict({ issuers: ['Example Trust'] })] },
      `issuer critical issuer-not-expected [${SHOP}]`,
    ],
    [
      'of an issuer that is expected, but CAA records do not allow',
      [SHOP],
      { not_allowed: 'caa' },
      { entries: [strict({ issuers: ['Example Trust'] })] },
      `caa critical issuer-not-allowed [${SHOP}]`,
    ],
    [
      'with an expected key',
      [SHOP],
      {},
      { entries: [strict({ keys: [Buffer.from('ab', 'hex').toString('base64')] })] },
      `settling null null [${SHOP}]`,
    ],
    [
      'with another key than the expected',
      [SHOP],
      {},
      { entries: [strict({ keys: ['AAAA'] })] },
      `not-watched warning certificate-unknown [${SHOP}]`,
    ],
    [
      'with the key of a watched certificate',
      [SHOP],
      {},
      { digests: new Map([['a', { key_sha256: 'ab' }]]) as unknown as NonNullable<ComparedState['digests']> },
      `settling null null [${SHOP}]`,
    ],
  ])('%s', (_, names, over, situation, expected) => {
    expect(evaluateOne(names, over, situation)).toEqual([`${KEY}: ${expected}`]);
  });

  it.each<[string, Partial<LoggedIssuance>, Entry]>([
    ['that has expired', { valid_to: formatIsoTime(day(0) - 1000) }, CT],
    ['that an entry watches', { known: true } as Partial<LoggedIssuance>, CT],
    ['of a disabled entry', {}, entry('ct', { enabled: false })],
    ['of an entry that was removed', {}, entry('another')],
  ])('%s is not listed', (_, over, ct) => {
    expect(evaluateOne([SHOP], over, { entries: [ct] })).toEqual([]);
  });

  it('that ends now is listed', () => {
    expect(evaluateOne([SHOP], { valid_to: formatIsoTime(day(0)) })).toHaveLength(1);
  });

  it('for watched names is not an alert while a deployment takes time, at the longest of the certificates', () => {
    const reasons = [23, 24].map((hours) => {
      const over = { issuer: OTHER, first_seen_at: formatIsoTime(day(0, -hours)) };
      const shop = entry('shop', { settings: { ...settings(), settle_hours: 24 } });
      const situation = { watched: [facts([SHOP])], entries: [CT, shop] };
      return evaluate({ issuances: { [KEY]: logged([SHOP], over) }, ...situation }).unknown[0]?.reason;
    });
    expect(reasons).toEqual(['settling', 'not-deployed']);
  });

  it('for the host of an endpoint that was never read is one for a watched name', () => {
    const source = createEndpointSource([{ location: 'Shop.Example.com:443', host: 'Shop.Example.com', port: 443 }]);
    const never = { entries: [CT, entry('new', { source })] };
    expect(evaluateOne([SHOP], {}, never)).toEqual([`${KEY}: not-deployed warning issued-not-deployed []`]);
    const named = { entries: [CT, entry('new', { source: { ...source, server_name: 'pay.example.com' } })] };
    expect(evaluateOne(['pay.example.com'], {}, named)[0]).toContain('not-deployed');
    expect(evaluateOne([SHOP], {}, named)[0]).toContain('not-watched');
    const disabled = { entries: [CT, entry('new', { source, enabled: false })] };
    expect(evaluateOne([SHOP], {}, disabled)[0]).toContain('not-watched');
  });

  it('that an item of the manifest expects is listed with its reason', () => {
    const source = { kind: 'ct', expected: [{ names: [SHOP], issuers: [CA], reason: 'a spare' }] };
    const ct = entry('ct', { source: source as unknown as Entry['source'] });
    const { unknown, expected } = evaluate({ issuances: { [KEY]: logged([SHOP]) }, entries: [ct] });
    expect(unknown).toEqual([]);
    expect(expected).toMatchObject([{ entry: 'ct', domain: 'example.com', reason: 'a spare' }]);
  });
});

it('without issuances in the log, none is unknown', () => {
  const state = { log: createEmptyLog(), entries: new Map(), locations: [], subjects: [] };
  const { unknown, expected, findPending } = evaluateIssuances(state, day(0));
  expect([unknown, expected, findPending({ entry: 'a', fingerprint: 'b' } as never)]).toEqual([[], [], []]);
});

describe('the renewals of a certificate', () => {
  it('are pending for it, and for no other', () => {
    const watched = [facts([SHOP]), facts(['www.example.com'])];
    const { findPending } = evaluate({ issuances: { [KEY]: logged([SHOP]) }, watched });
    const find = (one?: CertificateFacts) =>
      findPending({ entry: 'shop', fingerprint: one?.fingerprint_sha256 } as Parameters<typeof findPending>[0]);
    expect(find(watched[0])).toMatchObject([{ entry: 'ct', domain: 'example.com', age: 3 * 86_400_000 }]);
    expect(find(watched[1])).toEqual([]);
  });

  type Input = Parameters<typeof detectUndeployed>[1];
  const old = certificate('old', { from: day(-80), to: day(10) });
  const ROW = { entry: 'ct', domain: 'example.com', issuance: logged([SHOP]) };
  const detect = (ages: number[], locations: { location: string; isRead: boolean }[]) => {
    const live = locations.map(({ location, isRead }) => ({ location, evidence: isRead ? {} : null }));
    const pending = ages.map((hours) => ({ ...ROW, age: hours * 3_600_000 }));
    const input = { locations: live, pending, settings: { ...settings(), settle_hours: 24 } };
    return detectUndeployed(old, input as unknown as Input);
  };
  const AT = { location: 'a:443', isRead: true };
  const UNREAD = { location: 'b:443', isRead: false };

  it.each([
    ['there are none', [], [AT], 'decided'],
    ['they are younger than a deployment takes', [23.9], [AT], 'undecided'],
    ['no location was read', [24], [UNREAD], 'undecided'],
    ['one is old', [24], [AT, UNREAD], 'found at a:443'],
    ['one of several is old', [1, 30], [AT, { ...AT, location: 'c:443' }], 'found at a:443,c:443'],
  ])('if %s', (_, ages, locations, expected) => {
    const { findings, undecided } = detect(ages, locations);
    const [found] = findings;
    const key = { event: 'certificate.lagging', qualifier: 'issued' };
    expect(undecided).toEqual(expected === 'undecided' ? [key] : []);
    expect(found === undefined ? expected.replace('undecided', 'decided') : `found at ${found.locations}`).toBe(
      found === undefined ? 'decided' : expected,
    );
    if (found !== undefined) expect(found).toMatchObject({ ...key, severity: 'warning', code: 'renewed-not-deployed' });
  });

  it('are explained with the fix first, and the item that expects them', async () => {
    const texts = [[AT], [AT, { ...AT, location: 'c:443' }]].map((at) => {
      const [{ detail, proposal } = { detail: '', proposal: '' }] = detect([48], at).findings;
      return `${detail}\n\n${proposal}\n`;
    });
    await expect(texts.join('\n')).toMatchFileSnapshot('../golden/assess/renewed-not-deployed.txt');
  });
});
