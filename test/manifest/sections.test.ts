import { describe, expect, it } from 'vitest';
import schema from '../../schema/manifest.schema.json' with { type: 'json' };
import { parseEndpoint } from '../../src/domain/sources/endpoint.ts';
import { computeEditDistance, suggest } from '../../src/lib/text/did-you-mean.ts';
import { DIAGNOSTIC_CODES, formatDiagnostic, toLocation } from '../../src/manifest/diagnostics/diagnostic.ts';
import { createSourceFile, decodeText } from '../../src/manifest/yaml/source-file.ts';

describe('parseEndpoint', () => {
  it.each([
    ['shop.example.com', 'shop.example.com', 443, 'shop.example.com:443'],
    ['Shop.Example.COM:8443', 'Shop.Example.COM', 8443, 'shop.example.com:8443'],
    ['localhost:1', 'localhost', 1, 'localhost:1'],
    ['_service.example.com.', '_service.example.com.', 443, '_service.example.com.:443'],
    ['127.0.0.1:65535', '127.0.0.1', 65535, '127.0.0.1:65535'],
    ['::1', '::1', 443, '[::1]:443'],
    ['[::1]', '::1', 443, '[::1]:443'],
    ['[2001:DB8::1]:8443', '2001:DB8::1', 8443, '[2001:db8::1]:8443'],
    ['fe80::1%eth0', 'fe80::1%eth0', 443, '[fe80::1%eth0]:443'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example', 443, 'xn--bcher-kva.example:443'],
  ])('%s', (text, host, port, location) => {
    expect(parseEndpoint(text)).toEqual({ host, port, location });
  });

  it.each([
    ['https://a.example', 'url', 'a.example'],
    ['smtp://a.example:587/x', 'url', 'a.example:587'],
    ['https://', 'url', null],
    ['a.example b.example', 'space', null],
    ['a.example/x', 'path', 'a.example'],
    ['me@a.example', 'user', null],
    ['a.example:', 'port', null],
    ['a.example:0', 'port', null],
    ['a.example:65536', 'port', null],
    ['a.example:4e3', 'port', null],
    ['[::1]:', 'port', null],
    ['[a.example]', 'brackets', null],
    ['[::1', 'brackets', null],
    ['1::2::3', 'colons', null],
    ['a:b:c', 'port', null],
    ['*.a.example', 'wildcard', null],
    ['bücher..example:8443', 'host', null],
    ['a..example', 'host', null],
    ['a-.example', 'host', null],
    ['256.1.1.1', 'host', null],
    ['', 'host', null],
    [`${'a'.repeat(64)}.example`, 'host', null],
    [`${'a.'.repeat(127)}aa`, 'host', null],
  ])('rejects %s', (text, problem, better) => {
    expect(parseEndpoint(text)).toEqual({ problem, better });
  });
});

describe('suggestions', () => {
  const known = ['endpoint', 'enabled', 'expires', 'body_template', 'file'];

  it.each([
    ['endpont', 'endpoint'],
    ['Endpoint', 'endpoint'],
    ['end-point', 'endpoint'],
    ['body-template', 'body_template'],
    ['fiel', 'file'],
    ['colour', undefined],
    ['f', undefined],
    ['', undefined],
    ['e'.repeat(10_000), undefined],
  ])('%s -> %s', (written, near) => {
    expect(suggest(written, known)).toBe(near);
  });

  it.each([
    ['', '', 0],
    ['abc', '', 3],
    ['abc', 'acb', 1],
    ['kitten', 'sitting', 3],
  ])('edit distance of %s and %s is %i', (a, b, distance) => {
    expect(computeEditDistance(a, b)).toBe(distance);
    expect(computeEditDistance(b, a)).toBe(distance);
  });
});

describe('decodeText', () => {
  const bytes = (...parts: (string | number[])[]) =>
    Buffer.concat(parts.map((part) => (typeof part === 'string' ? Buffer.from(part) : Buffer.from(part))));

  it.each([
    ['plain text', bytes('é: 1\n'), { text: 'é: 1\n' }],
    ['a byte order mark', bytes([0xef, 0xbb, 0xbf], 'a'), { text: 'a' }],
    ['Latin-1', bytes('a: 1\né: caf', [0xe9], '\n'), { offset: 12, line: 2, column: 7, utf16: false }],
    ['a truncated character', bytes('ab', [0xe2, 0x82]), { offset: 2, line: 1, column: 3, utf16: false }],
    ['an invalid byte after a real U+FFFD', bytes('\ufffd\n', [0x80]), { offset: 4, line: 2, column: 1, utf16: false }],
    [
      'a bad byte after a mark',
      bytes([0xef, 0xbb, 0xbf], 'a', [0xff]),
      { offset: 4, line: 1, column: 2, utf16: false },
    ],
    ['UTF-16, big-endian', bytes([0xfe, 0xff, 0], 'a'), { offset: 0, line: 1, column: 1, utf16: true }],
    ['a byte of a byte order mark', bytes([0xff], 'a'), { offset: 0, line: 1, column: 1, utf16: false }],
    ['UTF-16', bytes([0xff, 0xfe], 'a', [0]), { offset: 0, line: 1, column: 1, utf16: true }],
    ['UTF-16 without a byte order mark', bytes('a', [0], 'b', [0]), { offset: 1, line: 1, column: 2, utf16: true }],
  ])('%s', (_, input, decoded) => {
    expect(decodeText(input)).toEqual(decoded);
  });
});

describe('formatDiagnostic', () => {
  const at = (text: string, start: number, end: number) => ({
    code: 'unknown-key',
    severity: 'error' as const,
    message: 'Oh.',
    ...toLocation({ file: createSourceFile('a.yaml', text, false), start, end }),
  });
  const frame = (text: string, start: number, end: number) =>
    formatDiagnostic(at(text, start, end))
      .split('\n')
      .slice(2, 4);

  it('underlines the position, with tabs and across lines', () => {
    expect(frame('a: bc\n', 3, 5)).toEqual(['1 | a: bc', '  |    ^^']);
    expect(frame('\ta: bc\nd', 4, 20)).toEqual(['1 | \ta: bc', '  | \t   ^^']);
    expect(frame('a:\n', 2, 2)).toEqual(['1 | a:', '  |   ^']);
  });

  it('has the length of the text, but not of further lines', () => {
    const locate = (start: number, end: number) => at('a: bcd\n  e\n', start, end).source?.length;
    expect([locate(3, 5), locate(3, 6), locate(3, 10), locate(9, 10)]).toEqual([2, 3, 3, 1]);
  });

  it('shortens long lines around the position', () => {
    const [line = '', caret = ''] = frame(`${'a'.repeat(500)}X${'b'.repeat(500)}`, 500, 501);
    expect(line.length).toBeLessThan(130);
    expect(line[caret.indexOf('^')]).toBe('X');
  });

  it('replaces control and direction characters', () => {
    expect(frame('a: \u001b[2J\u202eb\u0007', 3, 4)[0]).toBe('1 | a: ·[2J·b·');
  });

  it('uses color only if enabled', () => {
    expect(formatDiagnostic(at('a', 0, 1), true)).toContain('\u001b[');
    expect(formatDiagnostic(at('a', 0, 1), false)).not.toContain('\u001b[');
  });
});

describe('the schema', () => {
  const found: string[] = [];
  (function walk(node: unknown, path: string): void {
    if (node === null || typeof node !== 'object') return;
    for (const [key, value] of Object.entries(node)) {
      if (key.startsWith('x-')) found.push(`${path} ${key}`);
      walk(value, `${path}/${key}`);
    }
  })(schema, '');

  it('marks labels and variable fields, which the code lists by name', () => {
    expect(found).toEqual([
      '/$defs/settings/properties/heartbeat_url x-environment',
      '/$defs/labels x-as-written',
      '/$defs/vault_pki/properties/url x-environment',
      '/$defs/vault_pki/properties/namespace x-environment',
      '/$defs/vault_pki/properties/role x-environment',
      '/$defs/vault_pki/properties/audience x-environment',
      '/$defs/vault_pki/properties/jwt x-environment',
      '/$defs/vault_pki/properties/role_id x-environment',
      '/$defs/vault_pki/properties/secret_id x-environment',
      '/$defs/vault_pki/properties/token x-environment',
      '/$defs/vault_pki/properties/auth_mount x-environment',
      '/$defs/aws_acm/properties/role_arn x-environment',
      '/$defs/aws_acm/properties/audience x-environment',
      '/$defs/aws_iam/properties/role_arn x-environment',
      '/$defs/aws_iam/properties/audience x-environment',
      '/$defs/aws_account/properties/role_arn x-environment',
      '/$defs/aws_account/properties/external_id x-environment',
      '/$defs/kubernetes/properties/server x-environment',
      '/$defs/kubernetes/properties/token x-environment',
      '/$defs/kubernetes/properties/kubeconfig x-environment',
      '/$defs/kubernetes/properties/context x-environment',
      '/$defs/kubernetes/properties/label_selector x-environment',
      '/$defs/azure_key_vault/properties/tenant_id x-environment',
      '/$defs/azure_key_vault/properties/client_id x-environment',
      '/$defs/azure_key_vault/properties/client_secret x-environment',
      '/$defs/azure_key_vault/properties/audience x-environment',
      '/$defs/entra_app_credentials/properties/tenant_id x-environment',
      '/$defs/entra_app_credentials/properties/client_id x-environment',
      '/$defs/entra_app_credentials/properties/client_secret x-environment',
      '/$defs/entra_app_credentials/properties/audience x-environment',
      '/$defs/gcp_certificate_manager/properties/workload_identity_provider x-environment',
      '/$defs/gcp_certificate_manager/properties/service_account x-environment',
      '/$defs/gcp_certificate_manager/properties/audience x-environment',
      '/$defs/gcp_ssl_certificates/properties/workload_identity_provider x-environment',
      '/$defs/gcp_ssl_certificates/properties/service_account x-environment',
      '/$defs/gcp_ssl_certificates/properties/audience x-environment',
      '/$defs/proxy x-environment',
      '/$defs/proxies x-environment',
      '/$defs/entry/properties/url x-environment',
      '/$defs/entry/properties/url/items x-environment',
      '/$defs/entry/properties/rest x-environment',
      '/$defs/entry/properties/token x-environment',
      '/$defs/entry/properties/headers/additionalProperties x-environment',
      '/$defs/entry/properties/password x-environment',
      '/$defs/entry/properties/passwords/items x-environment',
      '/$defs/webhook/properties/url x-environment',
      '/$defs/webhook/properties/headers/additionalProperties x-environment',
      '/$defs/webhook/properties/secrets/additionalProperties x-environment',
      '/$defs/webhook/properties/secret x-environment',
      '/$defs/email/properties/host x-environment',
      '/$defs/email/properties/username x-environment',
      '/$defs/email/properties/password x-environment',
      '/$defs/email/properties/from x-environment',
      '/$defs/addresses x-environment',
      '/$defs/addresses/items x-environment',
      '/$defs/match/properties/labels x-as-written',
      '/$defs/policy_match/properties/labels x-as-written',
      '/$defs/observations/properties/secret x-environment',
      '/$defs/observations/properties/secrets/additionalProperties x-environment',
    ]);
  });
});

it('diagnostic codes are kebab-case', () => {
  expect(DIAGNOSTIC_CODES.filter((code) => !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(code))).toEqual([]);
});
