import { describe, expect, it } from 'vitest';
import type { InspectedLocation } from '../../src/generated/inspect.ts';
import { measureWidth } from '../../src/report/format/terminal-text.ts';
import { renderJson } from '../../src/report/json.ts';
import { compileSchema } from '../helpers/compile-schema.ts';
import { expectGolden } from './golden.ts';
import { authority, certificate, createLocation, failed, GONE, inspection, SERVED, TRUSTED } from './inspected.ts';
import { renderInspection } from './render.ts';
import { HOSTILE_NAMES } from './samples.ts';

const validateInspection = compileSchema('inspect');

const plain = (columns: number) => ({ color: false, columns });

describe('the result for several locations', () => {
  it('starts with a table, worst first, and ends with read failures', async () => {
    const mixed = inspection(
      createLocation('certs/good.pem', [certificate('good.example.com', 60)]),
      failed(
        '127.0.0.1:1',
        'endpoint-refused',
        '127.0.0.1:1 refuses connections. Check the host and port, that the service is running, and the firewall.',
      ),
      createLocation('keys.p12#old', [certificate('old.example.com', -3)], { format: 'pkcs12', slot: 'old' }),
      SERVED,
    );
    await expectGolden('inspect-many-100.txt', renderInspection(mixed, plain(100)));
  });

  it('shows and counts certificates that are revoked or not trusted as such', () => {
    const revoked = { reason: null, revoked_at: '2026-11-01T00:00:00Z' };
    const untrusted = { ...TRUSTED, trusted: false, reason: 'self-signed', detail: 'It is self-signed.' };
    const text = renderInspection(
      inspection(
        createLocation('a.pem', [certificate('fine', 60)], { status: 'ok', trust: TRUSTED }),
        createLocation('b.pem', [certificate('stapled', 60)], {
          status: 'critical',
          trust: TRUSTED,
          stapled: { status: 'revoked', revoked, problem: null },
        }),
        createLocation('c.pem', [certificate('alone', 60)], { status: 'critical', trust: untrusted }),
        createLocation('d.pem', [certificate('soon', 6)], { status: 'critical', trust: TRUSTED }),
        createLocation('e.pem', [certificate('late', -3)], { status: 'expired', trust: untrusted }),
      ),
      plain(100),
    );
    const rows = text
      .split('\n')
      .slice(1, 6)
      .map((line) => line.split(/ +/, 3).join(' '));
    expect(rows).toEqual([
      'expired -2 late',
      'critical 6 soon',
      'revoked 60 stapled',
      'untrusted 60 alone',
      'ok 60 fine',
    ]);
    expect(text).toContain('5 certificates: 1 expired, 1 revoked, 1 untrusted, 1 critical, 1 ok.');
  });

  it('has the expiry of the chain in the table, with and without a trust store, and the first one first', () => {
    const ca = (day: string) => ({ valid_to: `2026-11-${day}T00:00:00Z`, subject: 'CA', fingerprint_sha256: 'ca' });
    const trust = (day: string, reason: string | null = null): NonNullable<InspectedLocation['trust']> => {
      const { valid_to: effective_valid_to, ...limited_by } = ca(day);
      return { ...TRUSTED, trusted: reason === null, reason, effective_valid_to, limited_by };
    };
    const own = { ...trust('30'), limited_by: { subject: 'own', fingerprint_sha256: 'ab'.repeat(32) } };
    const text = renderInspection(
      inspection(
        createLocation('a.pem', [certificate('own', 60)], { status: 'expired', trust: own }),
        createLocation('b.pem', [certificate('stored', 60)], { status: 'expired', limited_by: ca('14') }),
        createLocation('c.pem', [certificate('trusted', 60)], { status: 'expired', trust: trust('20') }),
        createLocation('d.pem', [certificate('expired', 60)], {
          status: 'expired',
          trust: trust('07', 'path-expired'),
        }),
        createLocation('e.pem', [certificate('today', 60)], { status: 'expired', trust: trust('17', 'path-expired') }),
      ),
      plain(100),
    );
    const rows = text.split('\n').slice(1, 6);
    expect(rows.map((line) => line.split(/ +/).slice(1, 4).join(' '))).toEqual([
      '-10 expired 2026-11-07',
      '-3 stored 2026-11-14',
      '0 today 2026-11-17',
      '3 trusted 2026-11-20',
      '60 own 2027-01-16',
    ]);
  });

  it('is only a table if there are many', () => {
    const locations = Array.from({ length: 140 }, (_, index) =>
      createLocation(`roots.pem#${index}`, [certificate(`root ${index}`, index)]),
    );
    const lines = renderInspection(inspection(...locations), plain(100)).split('\n');
    expect(lines).toHaveLength(1 + 140 + 4 + 1);
    expect(lines.at(-2)).toBe('140 certificates: 10 critical, 130 ok.');
  });

  it('says that nothing was found if nothing could be read', () => {
    const text = renderInspection(
      inspection(failed('a', 'file-not-found', 'No.'), failed('b', 'file-empty', 'No.')),
      plain(80),
    );
    expect(text).toContain('No certificates found. 2 locations could not be read.');
  });
});

it.each<[string, InspectedLocation[], string]>([
  [
    'certificate and one failure',
    [SERVED, failed('b.pem', 'file-empty', 'No.')],
    '1 certificate: 1 critical. 1 location',
  ],
  ['location without certificates', [createLocation('a.pem', [])], 'No certificates found.'],
])('the result for one %s ends with a summary', (_, locations, summary) => {
  expect(
    renderInspection(inspection(...locations), plain(100))
      .split('\n')
      .at(-2),
  ).toMatch(summary);
});

it.each([
  ['common name', `${'n'.repeat(60)}.example`, 'ca/a.pem'],
  ['location', 'shop', `${'l'.repeat(60)}/a.pem`],
])('a long %s is cut in the table, and nothing else', (_, name, location) => {
  const text = renderInspection(
    inspection(createLocation(location, [certificate(name, 60)]), createLocation('b.pem', [certificate('fine', 60)])),
    plain(70),
  );
  const row = text.split('\n').find((line) => line.includes('…')) ?? '';
  const cells = row.split(/ {2,}/);
  expect(cells.map((cell) => cell.includes('…'))).toEqual([false, false, name.length > 9, false, location.length > 9]);
  // Of a path, the name of the file is kept.
  expect(row.endsWith('a.pem')).toBe(true);
  expect(measureWidth(row)).toBe(70);
});

it('a long name in a chain is cut, and its validity is not', () => {
  const [issuer, root] = ['x'.repeat(100), 'y'.repeat(100)] as const;
  const chain = [certificate('shop', 60, { issuer: `CN=${issuer}` }), authority(issuer, root, 400)];
  const lines = renderInspection(inspection(createLocation('a.pem', chain)), plain(80)).split('\n');
  const cut = lines.filter((line) => line.includes('└─'));
  expect(cut.map((line) => line.replace(/^.*…/, '…'))).toEqual(['…  expires in 400 days', '…  not included']);
  expect(cut.map(measureWidth)).toEqual([80, 80]);
});

it('the details of at most ten certificates are shown', () => {
  const lines = (count: number) =>
    renderInspection(
      inspection(
        ...Array.from({ length: count }, (_, index) => createLocation(`${index}.pem`, [certificate(`c${index}`, 60)])),
      ),
      plain(100),
    );
  expect([lines(10), lines(11)].map((text) => text.includes('For details, inspect'))).toEqual([false, true]);
});

it('a narrow terminal has the hint on several lines, without an indent', () => {
  const locations = Array.from({ length: 11 }, (_, index) =>
    createLocation(`${index}.pem`, [certificate(`c${index}`, 60)]),
  );
  const text = renderInspection(inspection(...locations), plain(40));
  expect(text).toContain('\nFor details, inspect a single file or\nslot, or use --format json.\n');
});

it.each([
  ['its common name', {}, 'shop'],
  ['its subject without a common name', { common_name: null, subject: 'O=Example' }, 'O=Example'],
  ['its subject with an empty common name', { common_name: '', subject: 'O=Example' }, 'O=Example'],
  ['a hyphen without names', { common_name: null, subject: '' }, '-'],
  ['a hyphen with unknown names', { common_name: null, subject: null }, '-'],
])('a certificate has %s in the table', (_, more, name) => {
  const named = createLocation('a.pem', [certificate('shop', 5, more)]);
  const [, row] = renderInspection(
    inspection(named, createLocation('b.pem', [certificate('fine', 60)])),
    plain(100),
  ).split('\n');
  expect(row?.split(/ {2,}/)[2]).toBe(name);
});

it('the notice of a keystore is shown once', () => {
  const notice = { code: 'keystore-unverified', detail: 'Its integrity was not verified.' };
  const locations = ['a.jks#one', 'a.jks#two', 'b.jks'].map((location) =>
    createLocation(location, [certificate('shop', 60)], { format: 'jks', notice }),
  );
  const text = renderInspection(inspection(...locations), plain(100));
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
  const revoked = createLocation('a.pem', [certificate('gone', 60)], {
    ...{ status: 'critical', trust: TRUSTED, revocation: { ...revocation, problems: [] } },
  });
  const text = renderInspection(inspection(revoked, createLocation('b.pem', [certificate('fine', 60)])), plain(100));
  expect(text.split('\n')[1]).toMatch(/^revoked +60 +gone/);
});

describe('untrusted names in an inspection', () => {
  const everywhere = (text: string) =>
    inspection(
      createLocation(
        text,
        [certificate(text, 5, { subject: text, issuer: text, sans: [text], signature_algorithm: text })],
        {
          slot: text,
        },
      ),
      failed(text, 'file-not-found', text),
    );

  it('are escaped', async () => {
    await expectGolden('inspect-hostile-100.txt', renderInspection(everywhere(HOSTILE_NAMES.join(' ')), plain(100)));
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
