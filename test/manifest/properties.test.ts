import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/app/check-manifest.ts';
import { DIAGNOSTIC_CODES, formatDiagnostic } from '../../src/manifest/diagnostics/diagnostic.ts';
import { createTestIo } from './io.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-'));
afterAll(() => rmSync(directory, { recursive: true }));

/** Loads bytes and checks the properties that hold for every manifest. */
async function holds(bytes: Uint8Array): Promise<void> {
  writeFileSync(path.join(directory, 'certvigil.yaml'), bytes);
  const { manifest, diagnostics } = await checkManifest(null, createTestIo(directory));
  const lines = Buffer.from(bytes).toString().split('\n');
  for (const one of diagnostics) {
    expect(DIAGNOSTIC_CODES).toContain(one.code);
    expect(one.message).toMatch(/\S/);
    expect(one.hint).toMatch(/\S/);
    expect(one.file).toBe('certvigil.yaml');
    expect(one.line).toBeGreaterThanOrEqual(1);
    expect(one.line).toBeLessThanOrEqual(lines.length);
    expect(one.column).toBeGreaterThanOrEqual(1);
    expect(one.column).toBeLessThanOrEqual((lines[one.line - 1] ?? '').length + 1);
    expect(formatDiagnostic(one)).toContain(`[${one.code}]`);
  }
  expect(manifest === null).toBe(diagnostics.some(({ severity }) => severity === 'error'));
}

const WHOLE = `version: 1
settings: { expiry_warning_days: 30, expiry_scan_thresholds: [14, "36h", 33%] }
x-base: &base { owner: alice, labels: { team: payments } }
certificates:
  - <<: *base
    name: shop
    endpoint: ["[::1]:443", shop.example.com]
    starttls: smtp
  - { name: internal, file: "certs/**/*.pem", exclude: old.pem }
  - { name: legacy, expires: 2027-03-01, expiry_scan_thresholds: [10] }
webhooks:
  chat:
    url: https://chat.example/$\{TOKEN}
    headers: { X-Status: "{{ data.status }}" }
    body_template: |
      {"text": "{{ data.common_name }}"}
  loop:
    url: https://chat.example/{{ data.status }}
    ca_file: old.pem
    body_template: |
      [{% for name in data.sans %}"{{ name }}"{% if not loop.last %}, {% endif %}{% endfor %}]
email:
  ops: { host: smtp.example.com, from: a@example.com, to: [b@example.com], subject: "{{ data.status }}" }
rules:
  - name: all
    events: [certificate.expired, "certificate.*"]
    match: { labels: { team: payments }, status: [critical], thresholds: [14] }
    conditions: { and: [{ attr: days_remaining, op: lte, value: 60 }, { or: [{ attr: labels.team, value: payments }] }] }
    actions: [{ webhook: chat, group_by: [owner] }, { webhook: loop }, { email: ops }, { issue: {} }]
policies: [{ name: size, min_key_size: 2048, match: { names: [shop], labels: { team: payments } } }]
silences: [{ until: 2027-03-01, reason: moves, match: { labels: { team: payments } } }]
digest: { actions: [{ webhook: chat, body_template: '{"a": 1}' }] }
`;

const SNIPPETS = [
  ...[
    '\t',
    '\n',
    ' ',
    ': ',
    '- ',
    '*',
    '&a ',
    '<<: ',
    '*a',
    '[',
    ']',
    '{',
    '}',
    '"',
    "'",
    '|',
    '>',
    '!',
    '%',
    '@',
    '#',
  ],
  ...['?', ',', '---\n', '...\n', '~', 'null', '0x1f', '.inf', '-1', '1e999', '__proto__: ', '$'.concat('{'), '\u2028'],
  ...[
    '\ufeff',
    '\0',
    '\r',
    'é',
    '\ud83d\ude00',
    'constructor: x\n',
    '  ',
    '? [a]\n: b\n',
    'and: [',
    'yes',
    '{{ ',
    ' }}',
    '{% for x in data %}',
    '{% endfor %}',
    ':443',
    '::1:443',
  ],
];

describe('loading reports diagnostics with valid positions', () => {
  it('for any bytes', async () => {
    await fc.assert(fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), holds), { numRuns: 100 });
  });

  it('for any text', async () => {
    const text = fc.string({ unit: 'binary', maxLength: 100 });
    await fc.assert(
      fc.asyncProperty(text, (one) => holds(Buffer.from(one))),
      { numRuns: 100 },
    );
  });

  it('for fragments of YAML in any order', async () => {
    const pieces = fc.array(fc.oneof(fc.constantFrom(...SNIPPETS), fc.constantFrom(...WHOLE.split(/\b/))));
    await fc.assert(
      fc.asyncProperty(pieces, (some) => holds(Buffer.from(some.join('')))),
      { numRuns: 200 },
    );
  });

  it('for a valid manifest with a part replaced', async () => {
    const edit = fc.tuple(fc.nat(WHOLE.length), fc.nat(12), fc.constantFrom('', ...SNIPPETS));
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 3 }), async (edits) => {
        const text = edits.reduce(
          (before, [at, cut, put]) => before.slice(0, at) + put + before.slice(at + cut),
          WHOLE,
        );
        await holds(Buffer.from(text));
      }),
      { numRuns: 250 },
    );
  });

  it('for a valid manifest with a value replaced', async () => {
    const values = ['null', '[]', '{}', '[[]]', '{ a: b }', 'true', '0', '-1.5', '.nan', '""', '"\\0"', '*base', 'x'];
    const lines = WHOLE.split('\n');
    const swap = fc.tuple(fc.nat(lines.length - 1), fc.constantFrom(...values));
    await fc.assert(
      fc.asyncProperty(swap, async ([at, value]) => {
        const changed = lines.map((line, index) => (index === at ? line.replace(/: .*/, `: ${value}`) : line));
        await holds(Buffer.from(changed.join('\n')));
      }),
      { numRuns: 150 },
    );
  });

  it('for a valid manifest, which has none', async () => {
    await holds(Buffer.from(WHOLE));
    const { manifest } = await checkManifest(null, createTestIo(directory));
    expect(manifest?.entries).toHaveLength(3);
  });
});
