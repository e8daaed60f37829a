import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { InspectedCertificate, InspectedPlace, Inspection } from '../../src/generated/inspect.ts';
import { validateInspection } from '../../src/generated/validate-inspect.js';
import { measureWidth } from '../../src/report/format/terminal-text.ts';
import { renderInventory } from '../../src/report/inspect/inventory.ts';
import { renderInspection } from '../../src/report/inspect/terminal.ts';
import { renderJson } from '../../src/report/json.ts';
import { expectGolden } from './golden.ts';
import { HOSTILE_NAMES } from './samples.ts';

const plain = (columns: number) => ({ color: false, columns });

/** A certificate with a lifetime of 90 days and `days` left on 2026-11-17. */
function certificate(name: string, days: number, more: Partial<InspectedCertificate> = {}): InspectedCertificate {
  const ends = Date.parse('2026-11-17T12:00:00Z') + days * 86_400_000;
  const iso = (time: number) => new Date(time).toISOString().replace('.000Z', 'Z');
  return {
    kind: 'certificate',
    status: days < 0 ? 'expired' : days < 10 ? 'critical' : 'ok',
    days_remaining: days,
    days_since_expiry: days < 0 ? -days - 1 : null,
    common_name: name,
    subject: `CN=${name}`,
    issuer: 'CN=Example CA R3',
    serial_number: '4a1b2c',
    sans: [name, `www.${name}`],
    valid_from: iso(ends - 90 * 86_400_000),
    valid_to: iso(ends),
    lifetime_days: 90,
    key_algorithm: 'EC',
    key_size: 256,
    signature_algorithm: 'ecdsa-with-SHA256',
    is_ca: false,
    path_length: null,
    key_usage: ['digitalSignature'],
    extended_key_usage: ['serverAuth', 'clientAuth'],
    fingerprint_sha256: 'ab'.repeat(32),
    fingerprint_sha1: 'cd'.repeat(20),
    spki_sha256: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=',
    subject_key_id: null,
    authority_key_id: null,
    issuer_urls: [],
    ocsp_urls: [],
    crl_urls: [],
    ...more,
  };
}

function authority(name: string, issuer: string, days: number): InspectedCertificate {
  return certificate(name, days, { issuer: `CN=${issuer}`, is_ca: true, sans: [] });
}

function place(
  location: string,
  certificates: InspectedCertificate[],
  more: Partial<InspectedPlace> = {},
): InspectedPlace {
  return { location, address: null, format: 'pem', slot: null, error: null, certificates, ...more };
}

function failed(location: string, code: string, detail: string): InspectedPlace {
  return place(location, [], { format: null, error: { code, detail } });
}

function inspection(...places: InspectedPlace[]): Inspection {
  const targets = places.map((one) => ({ target: one.location, kind: 'file' as const, places: [one] }));
  return { version: 1, inspected_at: '2026-11-17T00:00:00Z', targets };
}

const SERVED = place(
  'shop.example.com:443',
  [certificate('shop.example.com', 6), authority('Example CA R3', 'Example Root X1', 400)],
  { address: '192.0.2.10:443', format: null },
);

const TRUSTED = {
  trusted: true,
  reason: null,
  detail: null,
  reasons: [],
  effective_valid_to: null,
  limited_by: null,
  notes: [],
};

describe('the details of one certificate', () => {
  it('show the chain and a missing issuer', () => {
    expectGolden('inspect-one-80.txt', renderInspection(inspection(SERVED), plain(80)));
  });

  it('show a cross-signed chain, and certificates outside the chain', () => {
    const ways = place('chain.pem', [
      certificate('shop.example.com', 60),
      authority('Example CA R3', 'Example Root X1', 400),
      authority('Example Root X1', 'Example Root X1', 4_000),
      authority('Example CA R3', 'Old Root', -3),
      authority('Old Root', 'Old Root', 1),
      authority('Stray', 'Stray', 100),
    ]);
    expectGolden('inspect-chain-100.txt', renderInspection(inspection(ways), plain(100)));
  });

  it('show where other targets have it too, or a newer one', () => {
    const newer = { location: 'renewed.pem', fingerprint_sha256: 'ef'.repeat(32), valid_to: '2027-03-01T00:00:00Z' };
    const links = { also_at: ['shop.pem', 'backup.pem'], newer_at: [newer] };
    const old = place('shop.example.com:443', [certificate('shop.example.com', 6)], links);
    const one = inspection(old);
    expect(validateInspection(one)).toBe(true);
    const lines = renderInspection(one, plain(100)).split('\n');
    expect(lines).toContain('  Also at     shop.pem, backup.pem');
    expect(lines).toContain('  Newer at    renewed.pem (until 2027-03-01)');
    const others = Array.from({ length: 10 }, (_, index) => place(`${index}.pem`, [certificate(`${index}`, 60)]));
    const many = renderInspection(inspection(old, ...others), plain(100));
    expect(many).toContain('NOT RENEWED EVERYWHERE');
    expect(many).toContain('Newer at renewed.pem (until 2027-03-01)');
  });

  it('limit the number of names', () => {
    const sans = Array.from({ length: 100 }, (_, index) => `host-${index}.example.com`);
    const text = renderInspection(inspection(place('a.pem', [certificate('many', 60, { sans })])), plain(80));
    expect(text.replace(/\s+/g, ' ')).toContain('host-11.example.com and 88 more');
  });

  it('say when it becomes valid, and count the last days in hours', () => {
    const text = (one: InspectedCertificate) => renderInspection(inspection(place('a.pem', [one])), plain(100));
    const coming = certificate('a', 91, { status: 'not_yet_valid', valid_from: '2026-11-20T00:00:00Z' });
    expect(text(coming)).toContain('not yet valid: becomes valid in 3 days');
    expect(text(certificate('a', 0))).toContain('(in 12 hours; lifetime 90 days)');
    expect(text(certificate('a', 0, { valid_to: '2026-11-17T00:10:00Z' }))).toContain('(in less than an hour;');
  });

  it.each<[string, Partial<InspectedPlace>]>([
    [
      'NOT TRUSTED',
      {
        trust: {
          ...TRUSTED,
          trusted: false,
          reason: 'self-signed',
          detail: 'The certificate is self-signed and not a trust anchor.',
        },
      },
    ],
    ['REVOKED', { trust: TRUSTED, stapled: { status: 'revoked', revoked: null, problem: null } }],
    ['REVOKED', { trust: TRUSTED, revocation: { status: 'revoked', source: 'crl', revoked: null, problems: [] } }],
  ])('say %s in the first line, whatever the expiry', (words, more) => {
    const text = renderInspection(inspection(place('a.pem', [certificate('a', 60)], more)), plain(100));
    expect(text.split('\n')[1]).toBe(`  ok: expires in 60 days; ${words}`);
  });

  it('say that the name is empty and that notAfter is before notBefore', () => {
    const nameless = certificate('', 60, {
      common_name: null,
      subject: '',
      issuer: 'CN=x',
      sans: [],
      lifetime_days: -3,
    });
    const text = renderInspection(inspection(place('a.pem', [nameless])), plain(100));
    expect(text).toContain('Subject     (empty)');
    expect(text).toContain('; notAfter is before notBefore)');
    expect(text).toContain('Chain       (no name)  expires in 60 days');
  });

  it('report a malformed notBefore, except in a profile, where it is optional', () => {
    const text = (kind: InspectedCertificate['kind']) => {
      const one = certificate('a', 60, { kind, valid_from: null, lifetime_days: null });
      return renderInspection(inspection(place('a.pem', [one])), plain(100));
    };
    expect(text('certificate')).toContain('Valid from  (malformed)');
    expect(text('profile')).not.toContain('Valid from');
  });

  it('show a revocation list, which has neither key nor chain', () => {
    const list = certificate('x', 3, {
      kind: 'crl',
      subject: null,
      common_name: null,
      sans: [],
      key_algorithm: null,
      key_size: null,
      spki_sha256: null,
      key_usage: [],
      extended_key_usage: [],
    });
    expectGolden(
      'inspect-crl-80.txt',
      renderInspection(inspection(place('ca.crl', [list], { format: 'crl' })), plain(80)),
    );
  });
});

describe('the revocation status of one certificate', () => {
  const revoked = { subject: 'CN=shop', fingerprint_sha256: 'ab', at: '2026-11-01T00:00:00Z', reason: 'keyCompromise' };
  const problems = [{ code: 'revocation-stale', detail: 'The list has expired.' }];

  it.each<[NonNullable<InspectedPlace['revocation']>, string[]]>([
    [{ status: 'good', source: 'crl', revoked: null, problems: [] }, ['not revoked, according to the CRL']],
    [
      { status: 'good', source: 'stapled', revoked: null, problems: [] },
      ['not revoked, according to the stapled OCSP response'],
    ],
    [{ status: 'good', source: null, revoked: null, problems }, ['not revoked', 'The list has expired.']],
    [
      { status: 'unknown', source: null, revoked: null, problems },
      ['status unknown: no trusted response', 'The list has expired.'],
    ],
    [
      { status: 'revoked', source: 'ocsp', revoked, problems: [] },
      ['REVOKED 2026-11-01T00:00:00Z (keyCompromise), according to the OCSP responder: CN=shop'],
    ],
    [
      { status: 'revoked', source: 'crl', revoked: { ...revoked, reason: null }, problems: [] },
      ['REVOKED 2026-11-01T00:00:00Z, according to the CRL: CN=shop'],
    ],
  ])('is shown: %j', (revocation, lines) => {
    const shown = renderInspection(inspection({ ...SERVED, revocation }), plain(200)).split('\n');
    const at = shown.findIndex((line) => line.startsWith('  Revocation'));
    const texts = shown.slice(at, at + lines.length).map((line) => line.replace('  Revocation', '').trim());
    expect(texts).toEqual(lines);
  });
});

const NOTE = { code: 'root-sent', detail: 'The root is sent, too.' };
const OCSP = { code: 'ocsp-stale', detail: 'The response has expired.' };
const GONE = { subject: 'CN=shop', fingerprint_sha256: 'ab', at: '2026-11-01T00:00:00Z', reason: 'superseded' };
const LEAF = certificate('shop.example.com', 60);
const limits = (fingerprint_sha256: string, effective_valid_to: string | null = '2026-11-20T00:00:00Z') => ({
  trust: { ...TRUSTED, effective_valid_to, limited_by: { subject: 'CN=Example CA', fingerprint_sha256 } },
});
const HOURS = ['2026-11-17T00:59:59Z', '2026-11-17T01:00:00Z', '2026-11-18T23:59:59Z', '2026-11-19T00:00:00Z'];
const PAST = ['2026-11-16T23:00:01Z', '2026-11-16T23:00:00Z', '2026-11-15T00:00:01Z', '2026-11-15T00:00:00Z'];

/** A place that differs from a usual one in one respect. */
const VARIATIONS: [string, Partial<InspectedPlace>, Partial<InspectedCertificate>?][] = [
  ['a usual one', {}],
  ['an address', { address: '192.0.2.1:443', format: null }],
  ['a slot', { format: 'pkcs12', slot: 'web' }],
  ['a CA', {}, { is_ca: true, key_usage: ['keyCertSign'], extended_key_usage: [] }],
  ['no usage', {}, { key_usage: [], extended_key_usage: [] }],
  ['self-signed', {}, { issuer: 'CN=shop.example.com' }],
  ['no names', {}, { subject: '', issuer: '', common_name: null, sans: [] }],
  ['unknown names', {}, { subject: null, issuer: null, common_name: null }],
  ['no lifetime', {}, { lifetime_days: null }],
  ['a lifetime of one day', {}, { lifetime_days: 1 }],
  ['a lifetime of no day', {}, { lifetime_days: 0 }],
  ['no key', {}, { key_algorithm: null, key_size: null, spki_sha256: null, signature_algorithm: null }],
  ['a key without a size', {}, { key_algorithm: 'ML-DSA-65', key_size: null }],
  ['a profile', {}, { kind: 'profile' }],
  ...[...HOURS, ...PAST].map((valid_to): (typeof VARIATIONS)[number] => [`valid to ${valid_to}`, {}, { valid_to }]),
  ['not yet valid', {}, { status: 'not_yet_valid', valid_from: '2026-11-20T00:00:00Z' }],
  ['not yet valid, without a start', {}, { status: 'not_yet_valid', valid_from: null }],
  ['expired', {}, { status: 'expired', days_remaining: -3, days_since_expiry: 2 }],
  ['trusted', { trust: TRUSTED }],
  ['trusted until its issuer expires', limits('cd')],
  ['trusted until it expires itself', limits(LEAF.fingerprint_sha256 ?? '')],
  ['trusted, limited at an unknown time', limits('cd', null)],
  ['trusted with notices', { trust: { ...TRUSTED, notes: [NOTE, { ...NOTE, detail: 'Another.' }] } }],
  ['not trusted', { trust: { ...TRUSTED, trusted: false, reason: 'self-signed', detail: 'It is self-signed.' } }],
  ['nothing stapled', { stapled: { status: 'absent', revoked: null, problem: null } }],
  ['stapled and good', { stapled: { status: 'good', revoked: null, problem: null } }],
  ['stapled and rejected', { stapled: { status: 'invalid', revoked: null, problem: OCSP } as never }],
  ['stapled and revoked', { stapled: { status: 'revoked', revoked: GONE, problem: null } }],
  ['stapled and revoked, without details', { stapled: { status: 'revoked', revoked: null, problem: null } }],
  ['revoked', { revocation: { status: 'revoked', source: 'crl', revoked: GONE, problems: [] } }],
  ['revoked, without details', { revocation: { status: 'revoked', source: 'crl', revoked: null, problems: [OCSP] } }],
];

it('the details of a certificate are these, in color', async () => {
  const texts = VARIATIONS.map(([name, more, facts]) => {
    const text = renderInspection(inspection(place('a.pem', [{ ...LEAF, ...facts }], more)), {
      color: true,
      columns: 90,
    });
    return `# ${name}\n${text.replaceAll('\u001b', '<ESC>')}`;
  });
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/report/inspect-variations.txt');
});

it('certificates of a chain have the color of their status, and a missing issuer has none', () => {
  const expired = place('a.pem', [certificate('shop', 60), authority('Example CA R3', 'Old Root', -3)]);
  const [leaf, issuer, missing] = renderInspection(inspection(expired), { color: true, columns: 100 })
    .split('\n')
    .filter((line) => / {2}Chain|└─/.test(line));
  expect([leaf, issuer]).toEqual([expect.stringContaining('\u001b['), expect.stringContaining('\u001b[')]);
  expect(missing).toMatch(/Old Root {2}not included$/);
});

describe('the result for several places', () => {
  it('starts with a table, worst first, and ends with read failures', () => {
    const mixed = inspection(
      place('certs/good.pem', [certificate('good.example.com', 60)]),
      failed(
        '127.0.0.1:1',
        'endpoint-refused',
        '127.0.0.1:1 refuses connections. Check the host and port, that the service is running, and the firewall.',
      ),
      place('keys.p12#old', [certificate('old.example.com', -3)], { format: 'pkcs12', slot: 'old' }),
      SERVED,
    );
    expectGolden('inspect-many-100.txt', renderInspection(mixed, plain(100)));
  });

  it('shows and counts certificates that are revoked or not trusted as such', () => {
    const revoked = { reason: null, at: '2026-11-01T00:00:00Z' };
    const untrusted = { ...TRUSTED, trusted: false, reason: 'self-signed', detail: 'It is self-signed.' };
    const text = renderInspection(
      inspection(
        place('a.pem', [certificate('fine', 60)], { status: 'ok', trust: TRUSTED }),
        place('b.pem', [certificate('stapled', 60)], {
          status: 'critical',
          trust: TRUSTED,
          stapled: { status: 'revoked', revoked, problem: null },
        }),
        place('c.pem', [certificate('alone', 60)], { status: 'critical', trust: untrusted }),
        place('d.pem', [certificate('soon', 6)], { status: 'critical', trust: TRUSTED }),
        place('e.pem', [certificate('late', -3)], { status: 'expired', trust: untrusted }),
      ),
      plain(100),
    );
    const rows = text
      .split('\n')
      .slice(1, 6)
      .map((line) => line.split(/ +/, 3).join(' '));
    expect(rows).toEqual([
      'expired -3 late',
      'critical 6 soon',
      'revoked 60 stapled',
      'untrusted 60 alone',
      'ok 60 fine',
    ]);
    expect(text).toContain('5 certificates: 1 expired, 3 critical, 1 ok.');
  });

  it('is only a table if there are many', () => {
    const places = Array.from({ length: 140 }, (_, index) =>
      place(`roots.pem#${index}`, [certificate(`root ${index}`, index)]),
    );
    const lines = renderInspection(inspection(...places), plain(100)).split('\n');
    expect(lines).toHaveLength(1 + 140 + 4 + 1);
    expect(lines.at(-2)).toBe('140 certificates: 10 critical, 130 ok.');
  });

  it('says that nothing was found if nothing could be read', () => {
    const text = renderInspection(
      inspection(failed('a', 'file-not-found', 'No.'), failed('b', 'file-empty', 'No.')),
      plain(80),
    );
    expect(text).toContain('No certificates found. 2 places could not be read.');
  });
});

it.each<[string, InspectedPlace[], string]>([
  ['certificate and one failure', [SERVED, failed('b.pem', 'file-empty', 'No.')], '1 certificate: 1 critical. 1 place'],
  ['place without certificates', [place('a.pem', [])], 'No certificates found.'],
])('the result for one %s ends with a summary', (_, places, summary) => {
  expect(
    renderInspection(inspection(...places), plain(100))
      .split('\n')
      .at(-2),
  ).toMatch(summary);
});

it.each([
  ['common name', `${'n'.repeat(60)}.example`, 'a.pem'],
  ['location', 'shop', `${'l'.repeat(60)}/a.pem`],
])('a long %s is cut in the table, and nothing else', (_, name, location) => {
  const text = renderInspection(
    inspection(place(location, [certificate(name, 60)]), place('b.pem', [certificate('fine', 60)])),
    plain(70),
  );
  const row = text.split('\n').find((line) => line.includes('…')) ?? '';
  const cells = row.split(/ {2,}/);
  expect(cells.map((cell) => cell.endsWith('…'))).toEqual([false, false, name.length > 9, false, location.length > 9]);
  expect(measureWidth(row)).toBe(70);
});

it('a long name in a chain is cut, and its validity is not', () => {
  const [issuer, root] = ['x'.repeat(100), 'y'.repeat(100)] as const;
  const chain = [certificate('shop', 60, { issuer: `CN=${issuer}` }), authority(issuer, root, 400)];
  const lines = renderInspection(inspection(place('a.pem', chain)), plain(80)).split('\n');
  const cut = lines.filter((line) => line.includes('└─'));
  expect(cut.map((line) => line.replace(/^.*…/, '…'))).toEqual(['…  expires in 400 days', '…  not included']);
  expect(cut.map(measureWidth)).toEqual([80, 80]);
});

it('the details of at most ten certificates are shown', () => {
  const lines = (count: number) =>
    renderInspection(
      inspection(...Array.from({ length: count }, (_, index) => place(`${index}.pem`, [certificate(`c${index}`, 60)]))),
      plain(100),
    );
  expect([lines(10), lines(11)].map((text) => text.includes('For details, inspect'))).toEqual([false, true]);
});

it('the notice of a keystore is shown once', () => {
  const notice = { code: 'keystore-unverified', detail: 'Its integrity was not verified.' };
  const places = ['a.jks#one', 'a.jks#two', 'b.jks'].map((location) =>
    place(location, [certificate('shop', 60)], { format: 'jks', notice }),
  );
  const text = renderInspection(inspection(...places), plain(100));
  expect(text.slice(text.indexOf('WARNINGS'))).toBe(`WARNINGS
  a.jks: keystore-unverified
      Its integrity was not verified.
  b.jks: keystore-unverified
      Its integrity was not verified.

3 certificates: 3 ok.
`);
});

it('the overview says revoked for a certificate that a CRL revokes', () => {
  const revocation = { status: 'revoked', source: 'crl', revoked: GONE, problems: [] } as const;
  const revoked = place('a.pem', [certificate('gone', 60)], {
    ...{ status: 'critical', trust: TRUSTED, revocation: { ...revocation, problems: [] } },
  });
  const text = renderInspection(inspection(revoked, place('b.pem', [certificate('fine', 60)])), plain(100));
  expect(text.split('\n')[1]).toMatch(/^revoked +60 +gone/);
});

describe('untrusted names in an inspection', () => {
  const everywhere = (text: string) =>
    inspection(
      place(text, [certificate(text, 5, { subject: text, issuer: text, sans: [text], signature_algorithm: text })], {
        slot: text,
      }),
      failed(text, 'file-not-found', text),
    );

  it('are escaped', () => {
    expectGolden('inspect-hostile-100.txt', renderInspection(everywhere(HOSTILE_NAMES.join(' ')), plain(100)));
  });

  it('print no control character and no line that is too wide', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 120 }), fc.integer({ min: 20, max: 120 }), (text, columns) => {
        for (const line of renderInspection(everywhere(text), plain(columns)).split('\n')) {
          expect(line).not.toMatch(/[\p{Cc}\p{Cf}]/u);
          expect(measureWidth(line)).toBeLessThanOrEqual(columns);
        }
      }),
    );
  });
});

it('an inspection is colored only on request', () => {
  const text = (color: boolean) => renderInspection(inspection(SERVED), { color, columns: 80 });
  expect(text(false)).not.toContain('\u001b');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are our own colors.
  expect(text(true).replace(/\u001b\[\d+m/g, '')).toBe(text(false));
  expect(text(true)).toContain('\u001b[31m');
});

it('an inspection in JSON matches the schema', () => {
  const json = renderJson(inspection(SERVED, failed('a', 'file-empty', 'No.')));
  expect(validateInspection(JSON.parse(json)), JSON.stringify(validateInspection.errors)).toBe(true);
});

const ITEM: Omit<Parameters<typeof renderInventory>[0]['items'][number], 'raw'> = {
  ...{ location: 'rest:1', monitored: true, read_from: 'fields', facts: null, error: null, notice: null },
};
const FACTS = {
  ...{ common_name: 'shop', subject: null, issuer: 'Example CA', serial_number: '01', fingerprint_sha256: 'ab' },
  ...{ sans: ['shop.example', 'www.shop.example'], key_algorithm: null, key_size: null, signature_algorithm: null },
  ...{ valid_from: '2026-01-01T00:00:00Z', valid_to: '2027-01-01T00:00:00Z', lifetime_days: 365 },
};
const NO_FACTS = { ...FACTS, common_name: null, issuer: null, serial_number: null, fingerprint_sha256: null, sans: [] };
const renewal = (reason: string | null) => ({ managed: true, state: 'failing', reason, since: null }) as const;

it('the first items of an inventory are shown as returned, beside what they are mapped to', async () => {
  const base = { version: 1, entry: 'portal', source: 'rest', total: null, error: null } as const;
  const ownership = { labels: { env: 'prod', team: 'web' }, owner: '@web', assignments: ['lb-1', 'lb-2'] };
  const items: Parameters<typeof renderInventory>[0]['items'] = [
    { ...ITEM, facts: FACTS, ownership, renewal_state: renewal('CAA_ERROR'), raw: { id: 1, names: ['a\u001b'] } },
    {
      ...ITEM,
      read_from: 'certificate',
      facts: { ...NO_FACTS, valid_from: null },
      renewal_state: renewal(null),
      raw: 2,
    },
    {
      ...ITEM,
      location: 'rest:3',
      monitored: false,
      ownership: { labels: {}, owner: null, assignments: [] },
      raw: null,
    },
    { ...ITEM, location: null, read_from: null, error: { code: 'x', detail: 'No ID.' }, raw: {} },
    { ...ITEM, notice: { code: 'y', detail: 'Odd.' }, raw: [] },
  ];
  const texts = [
    renderInventory({ ...base, total: 7, items }),
    renderInventory({ ...base, items: items.slice(4) }),
    renderInventory({
      ...base,
      items: [],
      error: { code: 'inventory-forbidden', detail: 'The inventory denies access.' },
    }),
  ];
  await expect(texts.join('\n')).toMatchFileSnapshot('../golden/report/inspect-inventory.txt');
});
