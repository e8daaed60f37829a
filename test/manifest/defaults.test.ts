/** The fields of `defaults`, and to which entries they apply. */

import { describe, expect, it } from 'vitest';
import schema from '../../schema/manifest.schema.json' with { type: 'json' };
import type { Entry } from '../../src/domain/index.ts';
import { SOURCE_DEFINITIONS } from '../../src/domain/sources/index.ts';
import { FIELD_SOURCES } from '../../src/generated/field-sources.ts';
import { loadText, useDirectory } from './temporary-manifest.ts';

const SOURCES: readonly string[] = SOURCE_DEFINITIONS.flatMap(({ keys }) => keys.map(([key]) => key));
const { entry, defaults } = schema.$defs;

async function loadEntries(shared: string, entries: string[]): Promise<Entry[]> {
  const text = `version: 1\ndefaults: ${shared}\ncertificates:\n${entries.map((one) => `  - ${one}\n`).join('')}`;
  const { manifest, diagnostics } = await loadText(text);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  return manifest?.entries ?? [];
}

async function loadCodes(shared: string, entries: string[]): Promise<string[]> {
  const text = `version: 1\ndefaults: ${shared}\ncertificates:\n${entries.map((one) => `  - ${one}\n`).join('')}`;
  return (await loadText(text)).diagnostics.map(({ code, line }) => `${code}:${line}`);
}

useDirectory();

describe('the schema', () => {
  it('accepts in defaults every field of an entry but those that are about it alone', () => {
    const own = [...SOURCES, 'name', 'kind', 'expected', 'expired', 'disabled_until', 'disabled_reason'];
    const shared = Object.keys(entry.properties).filter((key) => !own.includes(key));
    expect(Object.keys(defaults.properties).sort()).toEqual(shared.sort());
  });

  it('requires for each field one of the sources that the generated code lists', () => {
    const alternatives = Object.entries(entry.dependentSchemas).map(([field, { anyOf }]) => {
      return [field, anyOf.flatMap(({ required }) => required).sort()] as const;
    });
    const required = Object.fromEntries([...alternatives, ...Object.entries(entry.dependentRequired)]);
    const listed = Object.entries(FIELD_SOURCES).map(([field, sources]) => [field, [...sources].sort()]);
    expect(Object.fromEntries(listed)).toEqual(required);
  });
});

describe('a default', () => {
  it('applies only to entries whose source has the field', async () => {
    const shared = `{ ca_file: ca.pem, password: "\${P}", starttls: smtp, proxy: env, connect_to: "192.0.2.1:587", headers: { a: b }, exclude: "*.key", skip_empty: true, ssl_verification: false }`;
    const entries = await loadEntries(shared, [
      '{ name: server, endpoint: mail.example.com }',
      '{ name: service, srv: _smtp._tcp.example.com }',
      '{ name: files, file: "*.p12" }',
      '{ name: remote, url: "https://example.com/a.p12" }',
      '{ name: date, expires: 2031-01-01 }',
    ]);
    const [server, service, files, remote, date] = entries;
    expect(server).toMatchObject({
      passwords: [],
      variables: {},
      source: { ca_file: 'ca.pem', starttls: 'smtp', proxy: 'env', connect_to: { host: '192.0.2.1', port: 587 } },
    });
    expect(service?.source).toMatchObject({ starttls: 'smtp', connect_to: null });
    expect(files).toMatchObject({
      passwords: [`\${P}`],
      source: { ca_file: 'ca.pem', exclude: ['*.key'], skip_empty: true },
    });
    expect(files?.variables).toMatchObject({ P: { line: 2 } });
    expect(remote).toMatchObject({
      passwords: [`\${P}`],
      source: { ca_file: 'ca.pem', headers: { a: 'b' }, ssl_verification: false },
    });
    expect(date).toMatchObject({ passwords: [], source: { kind: 'expires' } });
  });

  it.each([
    [
      'ca_file by trust',
      '{ ca_file: ca.pem }',
      'endpoint: a.example.com, trust: none',
      { ca_file: null, trust: 'none' },
    ],
    [
      'trust by ca_file',
      '{ trust: none }',
      'endpoint: a.example.com, ca_file: own.pem',
      { ca_file: 'own.pem', trust: 'mozilla' },
    ],
    ['starttls by none', '{ starttls: smtp }', 'endpoint: "a.example.com:465", starttls: none', { starttls: null }],
    ['proxy by none', '{ proxy: env }', 'endpoint: a.example.com, proxy: none', { proxy: null }],
  ])('is overridden: %s', async (_, shared, own, expected) => {
    const [loaded] = await loadEntries(shared, [`{ name: a, ${own} }`]);
    expect(loaded?.source).toMatchObject(expected);
  });

  it.each([
    ['{ password: a }', 'passwords: [b, c]', ['b', 'c']],
    ['{ passwords: [a, b] }', 'password: c', ['c']],
    ['{ passwords: [a, b] }', 'exclude: "*.key"', ['a', 'b']],
    ['{ password: a, passwords: [b] }', 'exclude: "*.key"', ['a', 'b']],
    ['{ passwords: [a] }', 'passwords: []', []],
  ])('%s with %s is the passwords %j', async (shared, own, passwords) => {
    const [loaded] = await loadEntries(shared, [`{ name: a, file: "*.p12", ${own} }`]);
    expect(loaded?.passwords).toEqual(passwords);
  });

  it.each([
    ['an unusable server name', '{ server_name: "a:b" }', ['bad-server-name:2']],
    ['an unusable connect_to', '{ connect_to: "https://x" }', ['bad-endpoint:2']],
    ['an unusable proxy', '{ proxy: "ftp://x" }', ['bad-proxy:2']],
    ['an unusable header', '{ headers: { content-length: x } }', ['bad-header:2']],
    ['an unusable pin', '{ expect: { spki_sha256: abc } }', ['bad-pin:2']],
    ['two trust stores', '{ ca_file: ca.pem, trust: mozilla }', ['trust-and-ca-file:2']],
    ['an invalid variable', `{ password: "\${a-b}" }`, ['bad-variable:2']],
    ['a reserved variable', `{ password: "\${GITHUB_TOKEN}" }`, ['reserved-variable:2']],
    ['STARTTLS for an endpoint without a port', '{ starttls: smtp }', ['starttls-without-port:4']],
    ['a source', '{ endpoint: b.example.com }', ['unknown-key:2']],
  ])('is checked: %s', async (_, shared, expected) => {
    const codes = await loadCodes(shared, ['{ name: a, endpoint: a.example.com }']);
    expect(codes.filter((code) => !code.startsWith('ca-file'))).toEqual(expected);
  });
});
