import { chmod, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadManifest } from '../../src/manifest/load.ts';
import type { Entry, Manifest } from '../../src/types.ts';
import { ioIn } from './io.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
});
afterEach(() => rm(folder, { recursive: true }));

async function put(files: Record<string, string | Uint8Array>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, name)), { recursive: true });
    await writeFile(path.join(folder, name), text);
  }
}

async function load(text: string | Uint8Array, others: Record<string, string> = {}) {
  await put({ 'certvigil.yaml': text, ...others });
  return loadManifest(null, ioIn(folder));
}

async function valid(text: string, others: Record<string, string> = {}): Promise<Manifest> {
  const { manifest, diagnostics } = await load(text, others);
  expect(diagnostics.filter(({ severity }) => severity === 'error')).toEqual([]);
  if (manifest === null) throw new Error('there is no manifest and no error');
  return manifest;
}

/** `file:line:column code` of each diagnostic. */
async function found(text: string, others: Record<string, string> = {}): Promise<string[]> {
  const { diagnostics } = await load(text, others);
  return diagnostics.map(({ file, line, column, code }) => `${file}:${line}:${column} ${code}`);
}

async function oneEntry(lines: string, head = ''): Promise<Entry> {
  const { entries } = await valid(`version: 1\n${head}certificates:\n  - name: shop\n${lines}`);
  return entries[0] as Entry;
}

describe('finding the manifest', () => {
  const text = 'version: 1\ncertificates: [{ name: shop, endpoint: shop.example.com }]\n';

  it.each([
    ['certvigil.yaml', ''],
    ['certvigil.yml', ''],
    ['.github/certvigil.yaml', ''],
    ['.github/certvigil.yml', ''],
  ])('%s is found, and the root is the folder that it speaks of', async (name) => {
    await put({ [name]: text });
    const { manifest, files } = await loadManifest(null, ioIn(folder));
    expect(manifest).toMatchObject({ file: name, root: folder });
    expect(files).toEqual([name]);
  });

  it('takes the first of the four', async () => {
    await put({ 'certvigil.yml': text, '.github/certvigil.yaml': text });
    expect((await loadManifest(null, ioIn(folder))).manifest?.file).toBe('certvigil.yml');
  });

  it('says which names it looked for', async () => {
    await expect(loadManifest(null, ioIn(folder))).rejects.toMatchObject({
      code: 'manifest-not-found',
      exit: 2,
      message: expect.stringContaining('certvigil.yaml, certvigil.yml, .github/certvigil.yaml, .github/certvigil.yml'),
    });
  });

  it('says which file is not there, or is none', async () => {
    const named = (name: string) => loadManifest(name, ioIn(folder));
    await expect(named('other.yaml')).rejects.toMatchObject({ code: 'manifest-not-found' });
    await expect(named('.')).rejects.toMatchObject({
      code: 'manifest-unreadable',
      message: expect.stringContaining('it is a folder'),
    });
  });

  it('names the file as the user did', async () => {
    await put({ 'conf/own.yaml': 'version: 1\ncolour: blue\n' });
    const { diagnostics } = await loadManifest('./conf/own.yaml', ioIn(folder));
    expect(diagnostics.map(({ file }) => file)).toEqual(['./conf/own.yaml', './conf/own.yaml']);
  });
});

describe('what a manifest says', () => {
  it('has every default filled in', async () => {
    const manifest = await valid(
      'version: 1\ncertificates:\n  - { name: shop, endpoint: Shop.example.com }\n' +
        'webhooks:\n  chat: { url: https://chat.example/hook }\n' +
        'rules:\n  - { name: all, events: [certificate.expired], actions: [{ webhook: chat }] }\n',
    );
    const days = (value: number) => ({ written: value, unit: 'days', value });
    expect(manifest).toEqual({
      file: 'certvigil.yaml',
      root: folder,
      entries: [
        {
          name: 'shop',
          source: {
            kind: 'endpoint',
            targets: [{ host: 'Shop.example.com', port: 443, place: 'shop.example.com:443' }],
            services: [],
            server_name: null,
            starttls: null,
            every_address: false,
            both_algorithms: false,
            connect_to: null,
            client_certificate: null,
            trust: 'mozilla',
            ca_file: null,
            aia: false,
            revocation: true,
            proxy: null,
          },
          expect: null,
          password: null,
          enabled: true,
          labels: {},
          owner: null,
          assignments: [],
          renewal_instructions: null,
          acme: { directory: null, ca_file: null },
          settings: {
            warning: days(30),
            critical: days(14),
            thresholds: [14, 30, 60, 90].map(days),
            written: { warning: false, critical: false, thresholds: false },
            cooldown_hours: 24,
            repeat: true,
            settle_hours: 6,
          },
          position: { file: 'certvigil.yaml', line: 3, column: 5 },
          variables: {},
        },
      ],
      webhooks: [
        {
          name: 'chat',
          url: 'https://chat.example/hook',
          preset: null,
          method: 'POST',
          content_type: 'application/json',
          headers: {},
          body_template: null,
          secrets: {},
          secret: null,
          ssl_verification: true,
          ca_file: null,
          timeout_seconds: 10,
          position: { file: 'certvigil.yaml', line: 5, column: 3 },
          variables: {},
        },
      ],
      emails: [],
      rules: [
        {
          name: 'all',
          enabled: true,
          events: ['certificate.expired'],
          match: { labels: {}, names: [], status: [], thresholds: [] },
          conditions: null,
          actions: [{ kind: 'webhook', name: 'chat' }],
          position: { file: 'certvigil.yaml', line: 7, column: 5 },
        },
      ],
      silences: [],
      policies: [],
      digest: { actions: [], always: false },
      issues: { max_open: 25, options: { labels: ['certificate'], assignees: [], milestone: null } },
      event_log: { store: null, path: '.certvigil/event-log.json', branch: 'certvigil-state', retention_days: 90 },
      delivery_retry_days: 7,
      delivery_timeout_seconds: 600,
      stale_after_hours: null,
      heartbeat: null,
      scan: { timeout_seconds: 10, concurrency: 100, network: { deny: [], allow: [], dns_servers: [] } },
    });
  });

  it.each([
    ['', { port: 587, tls: 'starttls', ssl_verification: true, timeout_seconds: 30, to_owner: false }],
    ['tls: implicit', { port: 465, tls: 'implicit' }],
    ['tls: none', { port: 25, tls: 'none', username: null, password: null }],
    ['to: [a@example.com, "B <b@example.com>"]', { to: ['a@example.com', 'B <b@example.com>'], cc: [] }],
  ])('a mail server with %j has the defaults of that', async (line, email) => {
    const to = line.startsWith('to:') ? '' : '    to: ops@example.com\n';
    const text = `email:\n  ops:\n    host: mail.example.com\n    from: certs@example.com\n${to}${line && `    ${line}\n`}`;
    const { emails } = await valid(`version: 1\ncertificates: [{ name: a, expires: 2099-01-01 }]\n${text}`);
    expect(emails).toMatchObject([{ name: 'ops', host: 'mail.example.com', subject: null, ...email }]);
  });

  it.each([
    ['endpoint: "::1"', { kind: 'endpoint', targets: [{ host: '::1', port: 443, place: '[::1]:443' }] }],
    ['endpoint: ["[::1]:8443", 127.0.0.1]', { targets: [{ place: '[::1]:8443' }, { place: '127.0.0.1:443' }] }],
    ['endpoint: { }', null],
    [
      'file: a.pem',
      { kind: 'file', patterns: ['a.pem'], exclude: [], trust: 'none', ca_file: null, aia: false, revocation: false },
    ],
    ['file: a.pem\n    trust: mozilla', { trust: 'mozilla', revocation: true }],
    ['file: a.pem\n    trust: mozilla\n    revocation: false', { trust: 'mozilla', revocation: false }],
    ['file: a.pem\n    trust: system', { trust: 'system', revocation: false }],
    ['endpoint: a.example\n    ca_file: ca.pem', { trust: 'mozilla', ca_file: 'ca.pem', revocation: false }],
    ['file: [a.pem, "b/*.pem"]\n    exclude: b/old.pem', { patterns: ['a.pem', 'b/*.pem'], exclude: ['b/old.pem'] }],
    ['expires: 2027-03-01', { kind: 'expires', date: '2027-03-01' }],
    [
      'endpoint: a.example\n    server_name: b.example\n    starttls: imap',
      { server_name: 'b.example', starttls: 'imap' },
    ],
    [
      'endpoint: Bücher.example:8443\n    server_name: läden.example',
      {
        targets: [{ host: 'xn--bcher-kva.example', port: 8443, place: 'xn--bcher-kva.example:8443' }],
        server_name: 'xn--lden-loa.example',
      },
    ],
    ['endpoint: [bücher.example, xn--bcher-kva.example]', { targets: [{ place: 'xn--bcher-kva.example:443' }] }],
    [
      'srv: [_Imaps._tcp.example.com., _xmpp-server._tcp.bücher.example, _sip._tls.example.com]',
      {
        targets: [],
        services: ['_imaps._tcp.example.com', '_xmpp-server._tcp.xn--bcher-kva.example', '_sip._tls.example.com'],
      },
    ],
    ['endpoint: a.example\n    connect_to: 192.0.2.1', { connect_to: { host: '192.0.2.1', port: null } }],
    ['endpoint: a.example\n    connect_to: "[::1]:8443"', { connect_to: { host: '::1', port: 8443 } }],
    [
      'endpoint: a.example\n    addresses: all\n    both_algorithms: true',
      { every_address: true, both_algorithms: true },
    ],
    ['endpoint: a.example\n    addresses: first', { every_address: false }],
    [
      'endpoint: a.example\n    client_certificate: { cert: a.pem, key: a.key }',
      { client_certificate: { cert: 'a.pem', key: 'a.key' } },
    ],
  ])('source %s', async (lines, source) => {
    const { manifest } = await load(`version: 1\ncertificates:\n  - name: shop\n    ${lines}\n`);
    if (source === null) expect(manifest).toBeNull();
    else expect(manifest?.entries[0]?.source).toMatchObject(source);
  });

  it('lays defaults and settings under each entry: maps merge, lists and scalars replace', async () => {
    const head =
      'settings: { expiry_warning_days: 40, expiry_scan_cooldown_hours: 12, expiry_scan_repeat: false }\n' +
      'defaults:\n  labels: { env: prod, team: core }\n  assignments: [lb-1]\n  owner: alice\n' +
      '  expiry_critical_days: "20"\n';
    const lines = '    endpoint: a.example\n    labels: { team: web }\n    assignments: [lb-2]\n';
    const entry = await oneEntry(lines, head.replace('"20"', '20d'));
    expect(entry).toMatchObject({ labels: { env: 'prod', team: 'web' }, assignments: ['lb-2'], owner: 'alice' });
    expect(entry.settings).toMatchObject({
      warning: { value: 40 },
      critical: { written: '20d', value: 20 },
      written: { warning: true, critical: true, thresholds: false },
      cooldown_hours: 12,
      repeat: false,
    });
  });

  it('takes labels as they are written', async () => {
    const lines =
      '    endpoint: a.example\n    labels: { a: 0123, b: yes, c: true, d: 1.50, e: "x", f: 1e3, 007: 2027-01-01 }\n';
    expect((await oneEntry(lines)).labels).toEqual({
      a: '0123',
      b: 'yes',
      c: 'true',
      d: '1.50',
      e: 'x',
      f: '1e3',
      '007': '2027-01-01',
    });
  });

  it('keeps what is not enabled', async () => {
    expect((await oneEntry('    endpoint: a.example\n    enabled: false\n')).enabled).toBe(false);
  });

  it('knows where each variable is first named', async () => {
    const text = [
      'version: 1',
      'certificates: [{ name: shop, endpoint: a.example }]',
      'webhooks:',
      '  chat:',
      `    url: https://chat.example/$\{PATH_A}`,
      '    headers:',
      `      Authorization: Bearer $\{TOKEN}`,
      `      X-Again: $\{PATH_A}`,
      'rules: [{ name: all, events: ["certificate.*"], actions: [{ webhook: chat }] }]',
    ].join('\n');
    const loaded = await load(text);
    expect(loaded.variables).toEqual(['PATH_A', 'TOKEN']);
    expect(loaded.manifest?.webhooks[0]?.variables).toEqual({
      PATH_A: { file: 'certvigil.yaml', line: 5, column: 31 },
      TOKEN: { file: 'certvigil.yaml', line: 7, column: 29 },
    });
  });

  it('takes "issues" for a rule on critical and expired only where no rule has an issue action', async () => {
    const base = 'version: 1\ncertificates: [{ name: a, endpoint: a.example }]\n';
    const defaults = { labels: ['tls'], assignees: ['octocat'], milestone: null };
    const { rules, issues } = await valid(`${base}issues: { labels: [tls], assignees: ["@octocat"], max_open: 5 }\n`);
    expect(issues).toEqual({ max_open: 5, options: defaults });
    expect(rules).toMatchObject([
      {
        name: 'issues',
        enabled: true,
        events: ['certificate.expiry_warning', 'certificate.expired', 'certificate.untrusted', 'certificate.revoked'],
        match: { status: ['critical', 'expired'] },
        actions: [{ kind: 'issue', options: defaults }],
      },
    ]);
    const own =
      'rules: [{ name: r, enabled: false, events: [certificate.*], actions: [{ issue: { milestone: 3 } }] }]\n';
    const manifest = await valid(`${base}issues: { labels: [tls] }\n${own}`);
    expect(manifest.rules.map(({ name }) => name)).toEqual(['r']);
    expect(manifest.rules[0]?.actions).toEqual([
      { kind: 'issue', options: { labels: ['tls'], assignees: [], milestone: 3 } },
    ]);
    expect((await valid(base)).rules).toEqual([]);
  });

  it('takes keys of JavaScript for keys like any others', async () => {
    const { labels } = await oneEntry('    endpoint: a.example\n    labels: { __proto__: a, constructor: b }\n');
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(Object.getPrototypeOf(labels)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('reads a byte order mark and the line ends of Windows', async () => {
    const text =
      '\ufeffversion: 1\r\ncertificates:\r\n  - name: shop\r\n    colour: blue\r\n    endpoint: a.example\r\n';
    const { diagnostics } = await load(text);
    expect(diagnostics).toMatchObject([
      { code: 'unknown-key', line: 4, column: 5, source: { text: '    colour: blue' } },
    ]);
  });
});

describe('anchors, aliases and merge keys', () => {
  it('count in full: what is written in the map goes first, then the first of the merged maps', async () => {
    const text =
      'version: 1\nx-a: &a { owner: alice, enabled: false }\nx-b: &b { owner: bob, assignments: [lb-1] }\n' +
      'certificates:\n  - <<: [*a, *b]\n    enabled: true\n    name: shop\n    endpoint: a.example\n  - &shop { name: mail, <<: *b, file: a.pem }\n';
    const { entries } = await valid(text);
    expect(entries).toMatchObject([
      { name: 'shop', owner: 'alice', enabled: true, assignments: ['lb-1'] },
      { name: 'mail', owner: 'bob', source: { kind: 'file' } },
    ]);
  });

  it('are where their text stands, and told once', async () => {
    const text =
      'version: 1\nx-ends: &ends [0h]\nx-base: &base\n  expiry_scan_thresholds: *ends\n  enabled: yes\n' +
      'certificates:\n  - { <<: *base, name: a, endpoint: a.example }\n  - { <<: *base, name: b, endpoint: b.example }\n';
    expect(await found(text)).toEqual(['certvigil.yaml:2:16 bad-limit', 'certvigil.yaml:5:12 wrong-type']);
  });

  it('are what they were last set to, above them', async () => {
    const text =
      'version: 1\nx-1: &owner alice\nx-2: *owner\nx-3: &owner bob\n' +
      'certificates: [{ name: a, endpoint: a.example, owner: *owner }]\n';
    expect((await valid(text)).entries[0]?.owner).toBe('bob');
  });

  it('make no file that is larger than what was written by much', async () => {
    const rows = 'bcdefghijklmnopqrstuvwxyz'.split('').map((name, at) => {
      const before = 'abcdefghijklmnopqrstuvwxyz'[at];
      return `x-${name}: &${name} [${Array(20).fill(`*${before}`).join(', ')}]`;
    });
    const bomb = `version: 1\nx-a: &a [1]\n${rows.join('\n')}\n`;
    expect(await found(bomb)).toEqual([expect.stringMatching(/ too-many-aliases$/)]);
    const keys = Array.from({ length: 2000 }, (_, at) => `k${at}: 1`).join(', ');
    const merges = Array.from({ length: 2000 }, (_, at) => `x-${at}: { <<: *base }`).join('\n');
    expect(await found(`version: 1\nx-base: &base { ${keys} }\n${merges}\n`)).toEqual([
      expect.stringMatching(/ too-many-aliases$/),
    ]);
  });
});

describe('a file that is nothing but mistakes', () => {
  it.each([
    ['as aliases that lead nowhere', `version: 1\nx: [${'*a.b,'.repeat(60_000)}]\n`],
    ['once its structure is lost', `version: 1\na: [::1]:1\nx: [${'*a.b,'.repeat(60_000)}]\n`],
    ['as texts that need quotes', `version: 1\nx:\n${'- @a\n'.repeat(20_000)}`],
    ['as variables without quotes', `version: 1\na: [::1]:1\n${`b: { c: d $\{T} }\n`.repeat(2000)}`],
  ])('gets a bounded number of messages, of a bounded length, %s', async (_, text) => {
    const { diagnostics } = await load(text);
    expect(diagnostics.length).toBeGreaterThan(1);
    expect(diagnostics.length).toBeLessThan(10_010);
    expect(Math.max(...diagnostics.map(({ message, hint = '' }) => message.length + hint.length))).toBeLessThan(1000);
  });
});

describe('silences and the ways of actions', () => {
  it('are read with their defaults: a date is its first moment, a label is as written, a reason is one line', async () => {
    const { manifest } = await load(`version: 1
certificates: [{ name: a, expires: 2027-03-01, labels: { team: 007 } }]
silences:
  - until: 2027-03-01
    reason: |
      moves,
      ticket 123
    match: { labels: { team: 007 }, thresholds: [10d] }
  - { until: "2027-03-01T08:00:00+01:00", reason: known, events: [certificate.expired] }
`);
    expect(manifest?.silences).toMatchObject([
      {
        until: '2027-03-01T00:00:00Z',
        reason: 'moves, ticket 123',
        events: ['certificate.*'],
        match: { labels: { team: ['007'] }, names: [], status: [], thresholds: [{ unit: 'days', value: 10 }] },
      },
      { until: '2027-03-01T07:00:00Z', reason: 'known', events: ['certificate.expired'], match: { names: [] } },
    ]);
  });

  it('stand in included files too', async () => {
    const { manifest } = await load(
      'version: 1\ninclude: [teams/a.yaml]\ncertificates: [{ name: a, expires: 2027-03-01 }]\n',
      { 'teams/a.yaml': 'silences: [{ until: 2027-03-01, reason: known, match: { names: [a] } }]\n' },
    );
    expect(manifest?.silences).toMatchObject([{ reason: 'known', position: { file: 'teams/a.yaml', line: 1 } }]);
  });

  it('group, sleep and resolve as they say', async () => {
    const { manifest } = await load(`version: 1
certificates: [{ name: a, expires: 2027-03-01 }]
webhooks: { chat: { url: "https://chat.example/hook" } }
rules:
  - name: all
    events: [certificate.*]
    actions:
      - webhook: chat
        group_by: [labels.team]
        send_resolved: true
        quiet_hours: { from: "22:30", to: "24:00", time_zone: Europe/Berlin, days: [sat], except: [expired] }
  - { name: other, events: [certificate.*], actions: [{ webhook: chat, group_by: [rule], max_events: 5 }] }
`);
    expect(manifest?.rules.map(({ actions }) => actions)).toEqual([
      [
        {
          kind: 'webhook',
          name: 'chat',
          group: { by: ['labels.team'], max_events: 20 },
          send_resolved: true,
          quiet_hours: { from: 1350, to: 1440, time_zone: 'Europe/Berlin', days: ['sat'], except: ['expired'] },
        },
      ],
      [{ kind: 'webhook', name: 'chat', group: { by: ['rule'], max_events: 5 } }],
    ]);
  });
});

describe('included files', () => {
  const main = 'version: 1\ndefaults: { owner: alice }\ninclude: [ "teams/*.yaml", more.yaml ]\n';
  const entry = (name: string) => `certificates: [{ name: ${name}, endpoint: ${name}.example }]\n`;

  it('add to the manifest, under its defaults, in their order', async () => {
    const { manifest, files } = await load(main + entry('main'), {
      'teams/b.yaml': entry('b'),
      'teams/a.yaml': entry('a'),
      'more.yaml': `${entry('c')}webhooks: { chat: { url: https://chat.example/hook } }\n`,
    });
    expect(files).toEqual(['certvigil.yaml', 'teams/a.yaml', 'teams/b.yaml', 'more.yaml']);
    expect(manifest?.entries.map(({ name, owner, position }) => [name, owner, position.file])).toEqual([
      ['main', 'alice', 'certvigil.yaml'],
      ['a', 'alice', 'teams/a.yaml'],
      ['b', 'alice', 'teams/b.yaml'],
      ['c', 'alice', 'more.yaml'],
    ]);
    expect(manifest?.webhooks).toHaveLength(1);
  });

  it('are read once, and a manifest never includes itself', async () => {
    const text = `version: 1\ninclude: ["*.yaml", a.yaml, ./a.yaml]\n${entry('main')}`;
    const { files, manifest } = await load(text, { 'a.yaml': entry('a') });
    expect(files).toEqual(['certvigil.yaml', 'a.yaml']);
    expect(manifest?.entries).toHaveLength(2);
  });

  it('keep their places in messages, beside those of the manifest', async () => {
    const files = { 'teams/a.yaml': 'certificates:\n  - name: a\n    endpont: x\n', 'more.yaml': '- nothing\n' };
    expect(await found(`${main}certificates:\n  - colour: blue\n`, files)).toEqual([
      'certvigil.yaml:5:5 missing-key',
      'certvigil.yaml:5:5 source-missing',
      'certvigil.yaml:5:5 unknown-key',
      'more.yaml:1:1 wrong-type',
      'teams/a.yaml:3:5 unknown-key',
    ]);
  });

  it('may be named by an absolute path', async () => {
    await put({ 'elsewhere/a.yaml': entry('a') });
    const { manifest } = await load(`version: 1\ninclude: [ ${path.join(folder, 'elsewhere/a.yaml')} ]\n`);
    expect(manifest?.entries[0]?.position.file).toBe('elsewhere/a.yaml');
  });
});

describe('what is not included, as its lines would be shown', () => {
  /** The manifest lies in `repo`; what lies beside it is another's. */
  async function codes(include: string[], event = 'push'): Promise<string[]> {
    const text = `version: 1\ninclude: ${JSON.stringify(include)}\ncertificates: [{ name: a, expires: 2030-01-01 }]\n`;
    await put({
      'repo/certvigil.yaml': text,
      'secret/token.yaml': 'a: b: hidden\n',
      'repo/.git/config': '[a]\nb: hidden\n',
    });
    const io = { ...ioIn(path.join(folder, 'repo')), env: { GITHUB_EVENT_NAME: event } };
    const { diagnostics } = await loadManifest(null, io);
    if (diagnostics.every(({ file }) => file === 'certvigil.yaml')) {
      expect(JSON.stringify(diagnostics)).not.toContain('hidden');
    }
    return diagnostics.map(({ code }) => code);
  }

  async function link(target: string, name: string): Promise<void> {
    await mkdir(path.dirname(path.join(folder, 'repo', name)), { recursive: true });
    await symlink(target, path.join(folder, 'repo', name));
  }

  it.each([
    ['a link to a file', ['teams/token.yaml']],
    ['a link to a file, by a glob', ['teams/*.yaml']],
    ['a link to a folder', ['out/token.yaml']],
    ['a link to a folder, by globs', ['*/token.yaml']],
    ['a link to a folder, under two stars', ['**/token.yaml']],
  ])('%s out of the workspace', async (_, include) => {
    await link('../../secret/token.yaml', 'teams/token.yaml');
    await link('../secret', 'out');
    expect(new Set(await codes(include))).toEqual(new Set(['include-leads-out']));
  });

  it('a path that climbs out, however it is written', async () => {
    const climbing = ['../secret/token.yaml', 'x/../../secret/*', '{a,../secret}/*.yaml', '\\.\\./secret/*.yaml'];
    expect(await codes(climbing)).toEqual(climbing.map(() => 'include-outside-root'));
  });

  it.each([
    ['push', 'needs-quotes'],
    ['schedule', 'needs-quotes'],
    ['pull_request', 'include-leads-out'],
    ['pull_request_target', 'include-leads-out'],
    ['merge_group', 'include-leads-out'],
    ['issue_comment', 'include-leads-out'],
    ['workflow_run', 'include-leads-out'],
  ])('an absolute path outside of the workspace, on %s: %s', async (event, code) => {
    const absolute = path.join(folder, 'secret');
    expect(await codes([`${absolute}/token.yaml`], event)).toContain(code);
    expect(await codes([`${absolute}/*.yaml`], event)).toContain(code);
  });

  it('what git keeps for itself', async () => {
    await link('.git', 'conf');
    await link('../.git/config', 'teams/c.yaml');
    expect(await codes(['.git/config', '.git/*', 'conf/config', 'teams/c.yaml'])).toEqual(
      Array.from({ length: 4 }, () => 'include-leads-out'),
    );
  });

  it('a link within the workspace is followed, to a file or a folder', async () => {
    await put({
      'repo/store/a.yaml': 'certificates: [{ name: b, expires: 2030-01-01 }]\n',
      'repo/store/.b.yaml': 'nothing',
    });
    await link('store', 'teams');
    expect(await codes(['*/a.yaml', 'store/a.yaml'])).toEqual([]);
    expect(await codes(['teams/*.yaml'])).toEqual([]);
    expect(await codes(['teams/*.yaml'], 'pull_request')).toEqual([]);
  });

  it('the manifest of a pull request itself, where it is a link', async () => {
    await codes([]);
    await link('../secret/token.yaml', 'linked.yaml');
    await link('.git/config', 'git.yaml');
    await link('certvigil.yaml', 'inner.yaml');
    const load = (name: string, event: string) =>
      loadManifest(name, { ...ioIn(path.join(folder, 'repo')), env: { GITHUB_EVENT_NAME: event } });
    for (const name of ['linked.yaml', 'git.yaml']) {
      await expect(load(name, 'pull_request')).rejects.toMatchObject({ code: 'manifest-leads-out', exit: 2 });
      expect((await load(name, 'push')).diagnostics).not.toEqual([]);
    }
    expect((await load('inner.yaml', 'pull_request')).manifest).not.toBeNull();
    await expect(load('none/at/all.yaml', 'pull_request')).rejects.toMatchObject({ code: 'manifest-not-found' });
  });

  // The superuser reads everything.
  it.skipIf(process.getuid?.() === 0)(
    'a folder that may not be read is an error, and nothing that is left out in silence',
    async () => {
      await put({ 'repo/teams/a/a.yaml': '', 'repo/teams/b/b.yaml': '' });
      await chmod(path.join(folder, 'repo/teams/b'), 0);
      const found = await codes(['teams/*/*.yaml']).finally(() => chmod(path.join(folder, 'repo/teams/b'), 0o700));
      expect(found).toContain('include-unreadable');
    },
  );
});

describe('locate', () => {
  const text = [
    'version: 1',
    'defaults: { file: "*.pem" }',
    'certificates:',
    '  - name: shop',
    '    enabled: false',
    'webhooks:',
    '  chat:',
    '    url: "https://chat.example/{{ x }}"',
    '    body_template: |',
    '      {',
    '        "a": 1',
    '      }',
    'rules: [{ name: all, events: [certificate.expired], actions: [{ webhook: chat }] }]',
    '',
  ].join('\n');

  it.each([
    ['a field of an entry', { in: 'entry', name: 'shop' }, ['enabled'], undefined, 5, 14],
    ['an entry, for a field that it has not', { in: 'entry', name: 'shop' }, ['owner'], undefined, 4, 5],
    ['an item of a list', { in: 'rule', name: 'all' }, ['events', 0], undefined, 13, 31],
    ['a place in a block', { in: 'webhook', name: 'chat' }, ['body_template'], { line: 2, column: 4 }, 11, 10],
    ['a place in a quoted text', { in: 'webhook', name: 'chat' }, ['url'], { line: 1, column: 22 }, 8, 32],
    ['the manifest', { in: 'root' }, ['version'], undefined, 1, 10],
    ['something that is nowhere', { in: 'webhook', name: 'other' }, [], undefined, 1, 1],
  ] as const)('%s', async (_, what, to, at, line, column) => {
    const { locate } = await load(text);
    expect(locate(what, [...to], at)).toMatchObject({ file: 'certvigil.yaml', line, column });
  });
});

describe('the reference', () => {
  it('shows an example that is valid, and says nothing against it', async () => {
    const markdown = await readFile(path.resolve(import.meta.dirname, '../../docs/manifest.md'), 'utf8');
    const blocks = [...markdown.matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block as string);
    expect(blocks).toHaveLength(1);
    for (const block of blocks) expect(await found(block)).toEqual([]);
  });
});
