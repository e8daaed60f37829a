import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { DEFAULT_NETWORK_RULES } from '../../src/lib/network/access.ts';
import { loadManifest } from '../../src/manifest/load.ts';
import { createTestIo } from './io.ts';
import {
  directory,
  listCodes,
  loadEntry,
  loadText,
  loadValid,
  useDirectory,
  writeFiles,
} from './temporary-manifest.ts';

useDirectory();

describe('finding the manifest', () => {
  const text = 'version: 1\ncertificates: [{ name: shop, endpoint: shop.example.com }]\n';

  it.each([
    ['certvigil.yaml', ''],
    ['certvigil.yml', ''],
    ['.github/certvigil.yaml', ''],
    ['.github/certvigil.yml', ''],
  ])('finds %s and resolves the root directory', async (name) => {
    await writeFiles({ [name]: text });
    const { manifest, files } = await loadManifest(null, createTestIo(directory));
    expect(manifest).toMatchObject({ file: name, root: directory });
    expect(files).toEqual([name]);
  });

  it('has the SHA-256 of each of its files, as sha256sum prints it', async () => {
    const list = '\ufeffname,endpoint\nblog,blog.example.com\n';
    await writeFiles({ 'certvigil.yaml': `${text}include: [hosts/*.csv]\n`, 'hosts/a.csv': list });
    const { manifest } = await loadManifest(null, createTestIo(directory));
    const sum = (bytes: string) => createHash('sha256').update(bytes).digest('hex');
    expect(manifest?.files).toEqual([
      { name: 'certvigil.yaml', sha256: sum(`${text}include: [hosts/*.csv]\n`) },
      { name: 'hosts/a.csv', sha256: sum(list) },
    ]);
  });

  it('uses the first default path that exists', async () => {
    await writeFiles({ 'certvigil.yml': text, '.github/certvigil.yaml': text });
    expect((await loadManifest(null, createTestIo(directory))).manifest?.file).toBe('certvigil.yml');
  });

  it('lists the default paths if there is none', async () => {
    await expect(loadManifest(null, createTestIo(directory))).rejects.toMatchObject({
      code: 'manifest-not-found',
      exitCode: 2,
      message: expect.stringContaining('certvigil.yaml, certvigil.yml, .github/certvigil.yaml, .github/certvigil.yml'),
    });
  });

  it('rejects missing files and directories', async () => {
    const named = (name: string) => loadManifest(name, createTestIo(directory));
    await expect(named('other.yaml')).rejects.toMatchObject({ code: 'manifest-not-found' });
    await expect(named('.')).rejects.toMatchObject({
      code: 'manifest-unreadable',
      message: expect.stringContaining('it is a directory'),
    });
  });

  it('rejects anything but a regular file, without waiting for the writer of a pipe', async () => {
    execFileSync('mkfifo', [path.join(directory, 'pipe.yaml')]);
    for (const name of ['pipe.yaml', '/dev/null', '/dev/zero']) {
      await expect(loadManifest(name, createTestIo(directory))).rejects.toMatchObject({
        code: 'manifest-unreadable',
        message: `Cannot read the manifest ${name}: it is not a regular file.`,
      });
    }
  });

  it('shows the path as given by the user', async () => {
    await writeFiles({ 'conf/own.yaml': 'version: 1\ncolour: blue\n' });
    const { diagnostics } = await loadManifest('./conf/own.yaml', createTestIo(directory));
    expect(diagnostics.map(({ file }) => file)).toEqual(['./conf/own.yaml']);
  });
});

describe('a loaded manifest', () => {
  it('has all defaults', async () => {
    const manifest = await loadValid(
      'version: 1\ncertificates:\n  - { name: shop, endpoint: Shop.example.com }\n' +
        'webhooks:\n  chat: { url: https://chat.example/hook }\n' +
        'rules:\n  - { name: all, events: [certificate.expired], actions: [{ webhook: chat }] }\n',
    );
    const days = (value: number) => ({ raw: value, unit: 'days', value });
    expect(manifest).toEqual({
      file: 'certvigil.yaml',
      files: [{ name: 'certvigil.yaml', sha256: expect.stringMatching(/^[0-9a-f]{64}$/) }],
      root: directory,
      entries: [
        {
          name: 'shop',
          source: {
            kind: 'endpoint',
            targets: [{ host: 'Shop.example.com', port: 443, location: 'shop.example.com:443' }],
            services: [],
            server_name: null,
            starttls: null,
            every_address: false,
            both_algorithms: false,
            connect_to: null,
            backends: [],
            connections: 1,
            client_certificate: null,
            trust: 'mozilla',
            ca_file: null,
            aia: false,
            revocation: true,
            purpose: 'server',
            proxy: null,
          },
          expect: null,
          passwords: [],
          proxy: null,
          enabled: true,
          probe: null,
          labels: {},
          owner: null,
          assignments: [],
          renewal_instructions: null,
          acme: { directory: null, ca_file: null },
          settings: {
            warning: days(30),
            critical: days(14),
            thresholds: [14, 30, 60, 90].map(days),
            explicit: { warning: false, critical: false, thresholds: false },
            cooldown_hours: 24,
            repeat: 'thresholds',
            settle_hours: 6,
            unreachable_days: 3,
          },
          position: { file: 'certvigil.yaml', line: 3, column: 5 },
          variables: {},
        },
      ],
      webhooks: [
        {
          name: 'chat',
          url: 'https://chat.example/hook',
          path: '',
          preset: null,
          stateful: false,
          method: 'POST',
          content_type: 'application/json',
          headers: {},
          body_template: null,
          max_messages: null,
          mentions: {},
          label_prefix: '',
          secrets: {},
          secret: null,
          ssl_verification: true,
          ca_file: null,
          proxy: null,
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
      event_log: {
        store: null,
        path: '.certvigil/event-log.json',
        branch: 'certvigil-state',
        max_commits: null,
        partitions: 1,
        retention_days: 400,
      },
      dashboard: { title: 'Certificates', include: null },
      metrics: { labels: [] },
      discovery: null,
      channel_test: null,
      delivery_retry_days: 7,
      delivery_timeout_seconds: 600,
      stale_after_hours: null,
      heartbeat: null,
      heartbeat_declined: false,
      observations: { secret: null, secrets: {}, max_age_hours: 24 },
      scan: {
        timeout_seconds: 10,
        concurrency: 100,
        reading_minutes: 8,
        network: { deny: [], allow: [], dns_servers: [], proxy: DEFAULT_NETWORK_RULES.proxy },
      },
    });
  });

  it.each([
    ['', undefined],
    ['network: { trust_ad: false }', undefined],
    ['network: { dns_servers: [127.0.0.1], trust_ad: true }', true],
  ])('trusts the AD bit of name servers only with %j', async (line, trusted) => {
    const { manifest } = await loadText(`version: 1\ncertificates: [{ name: a, file: a.pem }]\n${line}\n`);
    expect(manifest?.scan.network.trust_ad).toBe(trusted);
  });

  it.each([
    ['', { port: 587, tls: 'starttls', ssl_verification: true, timeout_seconds: 30, to_owner: false }],
    ['tls: implicit', { port: 465, tls: 'implicit' }],
    ['tls: none', { port: 25, tls: 'none', username: null, password: null }],
    ['to: [a@example.com, "B <b@example.com>"]', { to: ['a@example.com', 'B <b@example.com>'], cc: [] }],
  ])('sets the defaults of an email receiver with %j', async (line, email) => {
    const to = line.startsWith('to:') ? '' : '    to: ops@example.com\n';
    const text = `email:\n  ops:\n    host: mail.example.com\n    from: certs@example.com\n${to}${line && `    ${line}\n`}`;
    const { emails } = await loadValid(`version: 1\ncertificates: [{ name: a, expires: 2099-01-01 }]\n${text}`);
    expect(emails).toMatchObject([{ name: 'ops', host: 'mail.example.com', subject: null, ...email }]);
  });

  it.each([
    ['endpoint: "::1"', { kind: 'endpoint', targets: [{ host: '::1', port: 443, location: '[::1]:443' }] }],
    ['endpoint: ["[::1]:8443", 127.0.0.1]', { targets: [{ location: '[::1]:8443' }, { location: '127.0.0.1:443' }] }],
    ['endpoint: { }', null],
    [
      'file: a.pem',
      {
        kind: 'file',
        patterns: ['a.pem'],
        exclude: [],
        skip_empty: null,
        trust: 'none',
        ca_file: null,
        aia: false,
        revocation: false,
        purpose: null,
      },
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
        targets: [{ host: 'xn--bcher-kva.example', port: 8443, location: 'xn--bcher-kva.example:8443' }],
        server_name: 'xn--lden-loa.example',
      },
    ],
    ['endpoint: [bücher.example, xn--bcher-kva.example]', { targets: [{ location: 'xn--bcher-kva.example:443' }] }],
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
  ])('reads the source %s', async (lines, source) => {
    const { manifest } = await loadText(`version: 1\ncertificates:\n  - name: shop\n    ${lines}\n`);
    if (source === null) expect(manifest).toBeNull();
    else expect(manifest?.entries[0]?.source).toMatchObject(source);
  });

  it('merges defaults and settings into each entry: maps are merged, lists and scalars replaced', async () => {
    const head =
      'settings: { expiry_warning_days: 40, expiry_scan_cooldown_hours: 12h, expiry_scan_repeat: false }\n' +
      'defaults:\n  labels: { env: prod, team: core }\n  assignments: [lb-1]\n  owner: alice\n' +
      '  expiry_critical_days: "20"\n';
    const lines = '    endpoint: a.example\n    labels: { team: web }\n    assignments: [lb-2]\n';
    const entry = await loadEntry(lines, head.replace('"20"', '20d'));
    expect(entry).toMatchObject({ labels: { env: 'prod', team: 'web' }, assignments: ['lb-2'], owner: 'alice' });
    expect(entry.settings).toMatchObject({
      warning: { value: 40 },
      critical: { raw: '20d', value: 20 },
      explicit: { warning: true, critical: true, thresholds: false },
      cooldown_hours: 12,
      repeat: false,
    });
  });

  it('reads labels as written', async () => {
    const lines =
      '    endpoint: a.example\n    labels: { a: 0123, b: yes, c: true, d: 1.50, e: "x", f: 1e3, 007: 2027-01-01 }\n';
    expect((await loadEntry(lines)).labels).toEqual({
      a: '0123',
      b: 'yes',
      c: 'true',
      d: '1.50',
      e: 'x',
      f: '1e3',
      '007': '2027-01-01',
    });
  });

  it('includes disabled entries and rules', async () => {
    expect((await loadEntry('    endpoint: a.example\n    enabled: false\n')).enabled).toBe(false);
  });

  it('has the position of the first use of each variable', async () => {
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
    const loaded = await loadText(text);
    expect(loaded.variables).toEqual(['PATH_A', 'TOKEN']);
    expect(loaded.manifest?.webhooks[0]?.variables).toEqual({
      PATH_A: { file: 'certvigil.yaml', line: 5, column: 31 },
      TOKEN: { file: 'certvigil.yaml', line: 7, column: 29 },
    });
  });

  it('connects entries through the proxy of endpoints, with its variables', async () => {
    const proxy = `http://$\{PROXY_USER}@proxy.example:3128`;
    const entry = await loadEntry('    endpoint: a.example\n', `network: { proxy: { endpoints: "${proxy}" } }\n`);
    expect(entry.source).toMatchObject({ proxy });
    expect(entry.variables).toEqual({ PROXY_USER: { file: 'certvigil.yaml', line: 2, column: 40 } });
    const other = await loadEntry('    endpoint: a.example\n', 'network: { proxy: "http://proxy.example:3128" }\n');
    expect([other.source, other.variables]).toMatchObject([{ proxy: null }, {}]);
  });

  it.each([
    ['settings', 'settings: { heartbeat_url: "https://ping.example/VALUE" }'],
    ['defaults', 'defaults: { password: "VALUE" }'],
    ['observations', 'observations: { secret: "VALUE" }'],
    ['network', 'network: { proxy: "http://VALUE@proxy.example:3128" }'],
    ['email', 'email: { ops: { host: "VALUE", from: a@example.com, to: b@example.com } }'],
  ])('reports variables that are not valid or reserved in %s', async (_, line) => {
    const find = async (value: string) => {
      const head = `version: 1\ncertificates: [{ name: a, file: a.p12 }]\n`;
      const { diagnostics } = await loadText(`${head}${line.replace('VALUE', value)}\n`);
      return diagnostics.flatMap(({ code, line: at }) => (code.endsWith('-variable') ? `${code}:${at}` : []));
    };
    expect(await find(`$\{a-b}`)).toEqual(['bad-variable:3']);
    expect(await find(`$\{GITHUB_TOKEN}`)).toEqual(['reserved-variable:3']);
    expect(await find(`$\{TOKEN}`)).toEqual([]);
  });

  it('are also those of the accounts of a cloud', async () => {
    const account = `{ role_arn: "arn:aws:iam::\${ACCOUNT}:role/reader", external_id: "\${EXTERNAL_ID}" }`;
    const loaded = await loadText(
      `version: 1\ncertificates:\n  - { name: acm, aws_acm: { regions: [eu-west-1], accounts: [${account}] } }\nissues: {}\n`,
    );
    expect(loaded.variables).toEqual(['ACCOUNT', 'EXTERNAL_ID']);
    expect(loaded.diagnostics).toEqual([]);
  });

  it.each([
    ['5', []],
    ['14', ['rule-matches-nothing']],
  ])('has rules for its own thresholds: %s', async (threshold, expected) => {
    const { diagnostics } = await loadText(
      'version: 1\nsettings: { expiry_scan_thresholds: [5, 2], expiry_warning_days: 5, expiry_critical_days: 2 }\n' +
        'certificates: [{ name: a, endpoint: a.example }]\nwebhooks: { chat: { url: "https://chat.example/" } }\n' +
        `rules: [{ name: r, events: ["certificate.*"], match: { thresholds: [${threshold}] }, actions: [{ webhook: chat }] }]\n`,
    );
    expect(diagnostics.flatMap(({ code }) => (code === 'rule-matches-nothing' ? code : []))).toEqual(expected);
  });

  it('has reasons in one line', async () => {
    const { silences } = await loadValid(
      'version: 1\ncertificates: [{ name: a, endpoint: a.example }]\nwebhooks: { chat: { url: "https://chat.example/" } }\n' +
        'silences:\n  - until: 2027-02-01\n    match: { names: [a] }\n    reason: |\n      It is   known,\n\n      and will be replaced.\n',
    );
    expect(silences[0]?.reason).toBe('It is known, and will be replaced.');
  });

  it('adds an issue rule for "issues" only if no rule has an issue action', async () => {
    const base = 'version: 1\ncertificates: [{ name: a, endpoint: a.example }]\n';
    const defaults = { labels: ['tls'], assignees: ['octocat'], milestone: null };
    const { rules, issues } = await loadValid(
      `${base}issues: { labels: [tls], assignees: ["@octocat"], max_open: 5 }\n`,
    );
    expect(issues).toEqual({ max_open: 5, options: defaults });
    expect(rules).toMatchObject([
      {
        name: 'issues',
        enabled: true,
        events: [
          'certificate.expiry_warning',
          'certificate.expired',
          'certificate.untrusted',
          'certificate.revoked',
          'certificate.registration_status',
        ],
        match: { labels: {}, names: [], status: ['critical', 'expired'], thresholds: [] },
        actions: [{ kind: 'issue', options: defaults }],
      },
    ]);
    const own =
      'rules: [{ name: r, enabled: false, events: [certificate.*], actions: [{ issue: { milestone: 3 } }] }]\n';
    const manifest = await loadValid(`${base}issues: { labels: [tls] }\n${own}`);
    expect(manifest.rules.map(({ name }) => name)).toEqual(['r']);
    expect(manifest.rules[0]?.actions).toEqual([
      { kind: 'issue', options: { labels: ['tls'], assignees: [], milestone: 3 } },
    ]);
    expect((await loadValid(base)).rules).toEqual([]);
  });

  it('opens issues from the status of "issues.from" on, in a rule whose name is free', async () => {
    const base = 'version: 1\ncertificates: [{ name: a, endpoint: a.example }]\n';
    const taken = `${base}webhooks: { hook: { url: "https://hook.example" } }\nrules: [{ name: issues, events: [certificate.*], actions: [{ webhook: hook }] }]\n`;
    const describeRules = async (text: string) =>
      (await loadValid(text)).rules.map(({ name, match }) => `${name}: ${match.status.join(' ')}`);
    expect(await describeRules(`${base}issues: { from: critical }\n`)).toEqual(['issues: critical expired']);
    expect(await describeRules(`${base}issues: { from: warning }\n`)).toEqual(['issues: warning critical expired']);
    expect(await describeRules(`${taken}issues: { from: warning }\n`)).toEqual([
      'issues: ',
      'issues from warning on: warning critical expired',
    ]);
  });

  it('treats keys such as __proto__ as ordinary keys', async () => {
    const { labels } = await loadEntry('    endpoint: a.example\n    labels: { __proto__: a, constructor: b }\n');
    expect(Object.entries(labels)).toEqual([
      ['__proto__', 'a'],
      ['constructor', 'b'],
    ]);
    expect(Object.getPrototypeOf(labels)).toBe(Object.prototype);
    expect(({} as Record<string, unknown>).a).toBeUndefined();
  });

  it('accepts a byte order mark and Windows line breaks', async () => {
    const text =
      '\ufeffversion: 1\r\ncertificates:\r\n  - name: shop\r\n    colour: blue\r\n    endpoint: a.example\r\n';
    const { diagnostics } = await loadText(text);
    expect(diagnostics).toMatchObject([
      { code: 'unknown-key', line: 4, column: 5, source: { text: '    colour: blue' } },
    ]);
  });
});

describe('the manifest reference', () => {
  it('has a valid example without warnings', async () => {
    const markdown = await readFile(path.resolve(import.meta.dirname, '../../docs/reference/manifest.md'), 'utf8');
    const blocks = [...markdown.matchAll(/```yaml\n(.*?)```/gs)].map(([, block]) => block as string);
    expect(blocks).toHaveLength(1);
    for (const block of blocks) expect(await listCodes(block)).toEqual([]);
  });
});

describe('the limit of messages', () => {
  it.each([
    ['preset: slack', 10],
    ['preset: slack, max_messages: 3', 3],
    ['preset: alertmanager', null],
    ["preset: slack, body_template: '{}'", null],
    ['method: PUT', null],
  ])('of a webhook with %s is %s', async (fields, limit) => {
    const { webhooks } = await loadValid(
      `version: 1\nwebhooks:\n  chat: { url: "https://chat.example.com", ${fields} }\ncertificates: []\n`,
    );
    expect(webhooks.map(({ max_messages }) => max_messages)).toEqual([limit]);
  });

  it.each([
    ['cc: c@example.com', 10],
    ['max_messages: 3', 3],
    ['to_owner: true', null],
    ['subject: mail', null],
    ['text_template: text', null],
    ['html_template: html', null],
  ])('of an email receiver with %s is %s', async (fields, limit) => {
    const { emails } = await loadValid(
      `version: 1\nemail:\n  ops: { host: mail.example.com, from: a@example.com, to: b@example.com, ${fields} }\ncertificates: []\n`,
    );
    expect(emails.map(({ max_messages }) => max_messages)).toEqual([limit]);
  });
});
