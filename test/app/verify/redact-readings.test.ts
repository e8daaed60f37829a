// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} is how the manifest names a variable

import { describe, expect, it } from 'vitest';
import { redactReadings } from '../../../src/app/verify/redact-readings.ts';
import type { LocationReading, Source, SourceReading } from '../../../src/domain/index.ts';
import type { ReadableEntry } from '../../../src/scan/index.ts';

const TOKEN = 'tok/en"0123456789';
const FINGERPRINT = 'ab12'.repeat(16);
const at = { file: 'certvigil.yaml', line: 1, column: 1 };

/** An entry that sends its variables to a server. */
function createEntry(url: string, ...names: string[]): ReadableEntry {
  const headers = Object.fromEntries(names.map((name) => [name, `\${${name}}`]));
  const source: Source = {
    kind: 'url',
    targets: [{ url, location: url }],
    headers,
    ca_file: null,
    ssl_verification: true,
  };
  const variables = Object.fromEntries(names.map((name) => [name, at]));
  return { name: 'shop', source, passwords: [], variables };
}

function createReading(...locations: Partial<LocationReading>[]): SourceReading {
  const base = { location: 'p', observed: {}, certificate: null, failure: null };
  return {
    entry: 'shop',
    source: 'p',
    failure: null,
    locations: locations.map((location) => ({ ...base, ...location })),
  };
}

const facts = {
  common_name: `x ${TOKEN}`,
  subject: `CN=${encodeURIComponent(TOKEN)}`,
  sans: [Buffer.from(TOKEN).toString('base64')],
  fingerprint_sha256: FINGERPRINT,
  valid_to: '2026-06-01T00:00:00Z',
};
const certificate = { fingerprint: FINGERPRINT, facts, chain: [facts] } as unknown as LocationReading['certificate'];
const env = {
  TOKEN,
  PIN: FINGERPRINT.slice(0, 8),
  DAY: '2026-06-01',
  HOST: 'certs.example.com',
  WORD: 'staging-eu',
  SHORT: '1234567',
};

/** The values of these variables are secrets. */
const io = (...names: (keyof typeof env)[]) => ({ listSecrets: () => names.map((name) => env[name]) });

describe('what a server returned', () => {
  const entry = createEntry('https://certs.example.com/a', 'TOKEN');
  const failure = { code: 'url-failed', detail: `about ${TOKEN}` };
  const readings = [
    { ...createReading({ certificate, observed: { address: `http://x/${TOKEN}` } }, { failure }), failure },
  ];

  it('contains no secret, in any field', () => {
    const redacted = redactReadings(readings, [entry], io('TOKEN', 'PIN', 'DAY'));
    expect(JSON.stringify(redacted)).not.toMatch(/0123456789|MDEyMzQ1Njc4/);
    expect(redacted[0]?.locations[0]?.certificate?.facts).toMatchObject({
      common_name: 'x ***',
      subject: 'CN=***',
      sans: ['***'],
    });
    expect(redacted[0]?.failure).toEqual({ code: 'url-failed', detail: 'about ***' });
  });

  it('contains no secret in the names and values of labels, and keeps the other ones', () => {
    const labels = { [TOKEN]: 'web', [`see ${encodeURIComponent(TOKEN)}`]: TOKEN, team: 'web' };
    const ownership = { labels, owner: `${TOKEN}@example.com`, assignments: [TOKEN] };
    const redacted = redactReadings([createReading({ observed: { ownership } })], [entry], io('TOKEN'));
    const text = JSON.stringify(redacted);
    expect(text).not.toContain(TOKEN.slice(0, 10));
    expect(text).not.toContain(encodeURIComponent(TOKEN));
    expect(redacted[0]?.locations[0]?.observed.ownership?.labels).toMatchObject({ team: 'web' });
  });

  it('keeps identifiers and times, whatever the secrets are', () => {
    const [location] = redactReadings(readings, [entry], io('PIN', 'DAY', 'TOKEN'))[0]?.locations ?? [];
    expect(location?.certificate).toMatchObject({ fingerprint: FINGERPRINT, facts: { valid_to: facts.valid_to } });
  });

  it('stays the same object if it contains no secret', () => {
    expect(redactReadings(readings, [entry], io('WORD'))[0]).toBe(readings[0]);
    expect(redactReadings(readings, [entry], io())).toBe(readings);
    const mixed = createReading({ observed: { address: TOKEN } }, { observed: { address: 'clean' } });
    expect(redactReadings([mixed], [entry], io('TOKEN'))[0]?.locations[1]).toBe(mixed.locations[1]);
  });

  it.each([
    ['a host name', createEntry('https://x.example/a'), 'certs.example.com'],
    ['a value that the entry contains in clear', createEntry('https://x.example/staging-eu/a'), 'staging-eu'],
    ['a short value', createEntry('https://x.example/a'), '1234567'],
  ])('keeps %s', (_, one, text) => {
    const reading = [createReading({ observed: { address: text } })];
    expect(redactReadings(reading, [one], io('HOST', 'WORD', 'SHORT'))).toEqual(reading);
  });

  it('keeps every location, also if their names become equal', () => {
    const reading = createReading(
      { location: `a#${TOKEN}` },
      { location: `a#${TOKEN.toUpperCase()}` },
      { location: 'a#***' },
    );
    const redacted = redactReadings([reading, reading], [entry], io('TOKEN'));
    expect(redacted.map((one) => one.locations.map(({ location }) => location))).toEqual(
      Array(2).fill(['a#***~2', 'a#***~3', 'a#***']),
    );
  });
});
