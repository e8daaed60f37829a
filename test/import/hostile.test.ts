import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { main } from '../../src/cli/main.ts';
import { detectFormat } from '../../src/import/formats/index.ts';
import { FORMAT_NAMES, type FormatName } from '../../src/import/import-format.ts';
import { createTestIo } from '../manifest/io.ts';

const directory = mkdtempSync(path.join(tmpdir(), 'certvigil-import-'));
afterAll(() => rmSync(directory, { recursive: true }));

async function run(text: string, from: FormatName | null) {
  writeFileSync(path.join(directory, 'input.yml'), text);
  rmSync(path.join(directory, 'certvigil.yaml'), { force: true });
  const printed: string[] = [];
  const print = (part: string) => void printed.push(part);
  const io = { ...createTestIo(directory), stdout: print, stderr: print };
  const status = await main(['import', 'input.yml', ...(from === null ? [] : ['--from', from])], io);
  return { status, printed: printed.join('') };
}

/** Texts that are special in YAML, in a terminal, in a rule, or as a key of an object. */
const value = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', '- a', 'a: b', '#x', '"', "'", '\u001b[31m', '\u202e', '$X', '{{ x }}'),
  fc.constantFrom('certificate.*', '*', '&a', '!!js', '\n- name: x', '=cmd()', 'null', 'true', '1e3', '', ' '),
  fc.string({ maxLength: 12 }),
);
const url = fc.oneof(
  value,
  value.map((text) => `https://shop.example.com:8443/${text}`),
  value.map((text) => `https://${text}.example.com`),
);

const GATUS = fc.record({
  alerting: fc.dictionary(
    fc.oneof(fc.constantFrom('slack', 'email', 'github', 'pagerduty'), value),
    fc.record({ 'webhook-url': value, to: value, from: value, host: value, port: value }),
  ),
  endpoints: fc.array(
    fc.record({
      name: value,
      group: value,
      url,
      conditions: fc.array(value),
      alerts: fc.array(fc.record({ type: fc.constantFrom('slack', 'email') })),
      'extra-labels': fc.dictionary(value, value),
    }),
    { maxLength: 3 },
  ),
});
const UPPTIME = fc.record({
  owner: value,
  sites: fc.array(
    fc.record({ name: value, url, check: fc.oneof(value, fc.constant('ssl')), assignees: fc.array(value) }),
  ),
});
const KUMA = fc.record({
  notificationList: fc.array(
    fc.record({
      id: fc.nat(3),
      name: value,
      config: fc.oneof(
        value,
        value.map((type) => JSON.stringify({ type })),
      ),
    }),
  ),
  monitorList: fc.array(
    fc.record({
      id: fc.nat(9),
      name: value,
      type: fc.oneof(value, fc.constantFrom('http', 'port')),
      url,
      hostname: value,
      port: fc.nat(70_000),
      parent: fc.nat(9),
      notificationIDList: fc.dictionary(fc.constantFrom('0', '1'), fc.boolean()),
      tags: fc.array(fc.record({ name: value, value })),
    }),
  ),
});
const PROMETHEUS = fc.record({
  scrape_configs: fc.array(
    fc.record({
      job_name: value,
      metrics_path: fc.constant('/probe'),
      params: fc.record({ module: fc.array(value) }),
      static_configs: fc.array(fc.record({ targets: fc.array(url), labels: fc.dictionary(value, value) })),
      relabel_configs: fc.array(
        fc.record(
          {
            source_labels: fc.array(fc.constantFrom('__address__', 'x')),
            target_label: fc.oneof(value, fc.constant('__param_target')),
            regex: value,
            action: fc.oneof(value, fc.constant('replace')),
          },
          { requiredKeys: ['source_labels', 'target_label'] },
        ),
      ),
    }),
  ),
  groups: fc.array(
    fc.record({
      rules: fc.array(
        fc.record({ alert: value, expr: value.map((text) => `probe_ssl_earliest_cert_expiry - time() < ${text}`) }),
      ),
    }),
  ),
});

describe.each([
  ['gatus', GATUS.map((one) => JSON.stringify(one))],
  ['upptime', UPPTIME.map((one) => JSON.stringify(one))],
  ['uptime-kuma', KUMA.map((one) => JSON.stringify(one))],
  ['prometheus', PROMETHEUS.map((one) => JSON.stringify(one))],
  [
    'csv',
    fc
      .array(fc.array(value, { minLength: 3, maxLength: 3 }))
      .map((rows) => ['host;team;owner', ...rows.map((row) => row.join(';'))].join('\n')),
  ],
  ['hosts', fc.array(url).map((lines) => lines.join('\n'))],
] as const)('any values in a file of %s', (from, texts) => {
  it('end in a valid manifest or in an error with a code, and print no control characters', async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        const { status, printed } = await run(text, from);
        expect(printed).not.toMatch(/internal error/);
        if (status !== 0) expect(printed).toMatch(/error\[import-unreadable\]/);
        expect(printed.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\u202e]/u);
      }),
      { numRuns: 60 },
    );
  });
});

it('rejects what is too deep, and does not expand aliases', async () => {
  const deep = await run(`endpoints: ${'['.repeat(5000)}`, 'gatus');
  expect(deep.printed).toContain('input.yml was not imported: it has too many levels');
  const nested = Array.from(
    { length: 30 },
    (_, level) => `l${level}: &l${level} [${level === 0 ? 'x' : `*l${level - 1}, *l${level - 1}`}]`,
  );
  expect((await run(`${nested.join('\n')}\nscrape_configs: *l29\n`, 'prometheus')).status).toBe(0);
});

it.each(FORMAT_NAMES.filter((name) => name !== 'hosts'))('reports a text that is not %s', async (from) => {
  const { status, printed } = await run('a: [b\n"x', from);
  expect({ status, printed }).toMatchObject({ status: 2, printed: expect.stringContaining('import-unreadable') });
});

it('rejects a file whose format it does not know', async () => {
  const { status, printed } = await run('- hosts: all\n  tasks: [{ git: clone }]\n', null);
  expect({ status, printed }).toMatchObject({
    status: 2,
    printed: expect.stringContaining('input.yml was not imported'),
  });
  expect(printed).toContain('neither a list of hosts nor a configuration of a tool');
});

it.each([
  ['hosts.txt', 'shop.example.com', 'hosts'],
  ['hosts.txt', '# a\n\n[2001:db8::1]:443', 'hosts'],
  ['hosts', 'https://shop.example.com/', 'hosts'],
  ['hosts.txt', 'example.com:443 # a: b', 'hosts'],
  ['hosts.YAML', 'shop.example.com', undefined],
  ['notes', '---\nx', undefined],
  ['notes', '{ "a": 1 }', undefined],
  ['notes', '<xml/>', undefined],
  ['notes', '# a\nglobal:\n  x: y', undefined],
  ['notes', '"a": 1', undefined],
  ['notes', '[\n{}]', undefined],
])('takes %s with %j as %s', (name, text, format) => {
  expect(detectFormat({ path: name, text })?.name).toBe(format);
});

it('names the section of a manifest that it cannot extend', async () => {
  writeFileSync(
    path.join(directory, 'aliased.yaml'),
    'version: 1\nx-hooks: &hooks { chat: { preset: generic, url: https://hooks.example.com } }\nwebhooks: *hooks\ncertificates: [{ name: a, expires: 2099-01-01 }]\n',
  );
  writeFileSync(
    path.join(directory, 'gatus.yml'),
    'alerting: { slack: { webhook-url: x } }\nendpoints: [{ name: a, url: "https://a.example.com", alerts: [{ type: slack }] }]\n',
  );
  const printed: string[] = [];
  const io = { ...createTestIo(directory), stderr: (text: string) => void printed.push(text) };
  expect(await main(['import', 'gatus.yml', '--manifest', 'aliased.yaml'], io)).toBe(2);
  expect(printed.join('')).toContain(
    '`webhooks` cannot be extended in this file: it is an alias, or not a list or map',
  );
});

it('keeps a manifest that it cannot extend', async () => {
  writeFileSync(
    path.join(directory, 'other.yaml'),
    'version: 1\nx-list: &list [{ name: a, expires: 2099-01-01 }]\ncertificates: *list\n',
  );
  const before = readFileSync(path.join(directory, 'other.yaml'), 'utf8');
  writeFileSync(path.join(directory, 'hosts.txt'), 'shop.example.com\n');
  const printed: string[] = [];
  const io = { ...createTestIo(directory), stderr: (text: string) => void printed.push(text) };
  expect(await main(['import', 'hosts.txt', '--manifest', 'other.yaml'], io)).toBe(2);
  expect(printed.join('')).toContain('error[import-unwritable]');
  expect(readFileSync(path.join(directory, 'other.yaml'), 'utf8')).toBe(before);
});

it('creates no manifest if nothing can be watched', async () => {
  const { status, printed } = await run('# none yet\nhttp://plain.example.com\n', 'hosts');
  expect({ status, printed }).toMatchObject({ status: 0, printed: expect.stringContaining('No entry was added') });
  expect(existsSync(path.join(directory, 'certvigil.yaml'))).toBe(false);
});
