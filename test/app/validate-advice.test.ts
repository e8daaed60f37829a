/** What `validate` reports about valid manifests: gaps in notifications, credentials in plain text, and keystores. */

import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkManifest } from '../../src/app/check-manifest.ts';
import { checkManifestAndPolicies } from '../../src/app/check-policies.ts';
import { createCertificate } from '../../src/app/demo/create-certificate.ts';
import { createTestIo } from '../manifest/io.ts';

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'certvigil-'));
  await mkdir(path.join(directory, 'certs'));
  for (const name of ['modern.p12', 'empty-password.p12', 'java.jks', 'shop.pem'])
    await cp(`test/fixtures/certificates/${name}`, path.join(directory, 'certs', name));
});
afterEach(() => rm(directory, { recursive: true }));

/** Each diagnostic as `line code`, with its message for a look at the details. */
async function check(text: string, isValidate = true) {
  await writeFile(path.join(directory, 'certvigil.yaml'), `version: 1\n${text}`);
  const io = createTestIo(directory);
  const { diagnostics } = await (isValidate ? checkManifestAndPolicies(null, io) : checkManifest(null, io));
  return diagnostics.map((one) => ({ ...one, short: `${one.line} ${one.code}` }));
}

const codes = async (text: string) => (await check(text)).map(({ short }) => short);

const SHOP = 'certificates:\n  - { name: shop, endpoint: shop.example.com, labels: { env: prod } }\n';
const MAIL = '  - { name: mail, endpoint: mail.example.com }\n';
const HOOK = 'webhooks: { chat: { url: "https://chat.example/hook" } }\n';
/** With `expiry_critical_days: 0`, the status is critical on the last day only. */
const LATE = `settings: { expiry_critical_days: 0 }\n${SHOP}`;
const CRITICAL = 'events: [certificate.*], match: { status: [critical, expired] }';
const REST = '  - { name: rest, events: [certificate.*], match: { names: [shop] }, actions: [] }\n';
const rule = (fields: string) => `rules:\n  - { name: all, ${fields}, actions: [{ webhook: chat }] }\n`;

describe('certificates that no rule notifies about', () => {
  it.each<[string, string, string[]]>([
    ['without any rule', SHOP, ['3 no-rule']],
    ['with a receiver only', SHOP + HOOK, ['1 nothing-is-sent']],
    ['with a disabled rule only', SHOP + HOOK + rule('enabled: false, events: [certificate.*]'), ['1 nothing-is-sent']],
    ['with issues', `${SHOP}issues: {}\n`, []],
    ['with a rule for everything', SHOP + MAIL + HOOK + rule('events: [certificate.*]'), []],
    [
      'with a rule for others',
      SHOP + MAIL + HOOK + rule('events: [certificate.*], match: { labels: { env: prod } }'),
      ['4 certificate-without-rule'],
    ],
    [
      'with a rule without expired',
      SHOP + HOOK + rule('events: [certificate.expiry_warning]'),
      ['3 alert-not-notified'],
    ],
    [
      'with a policy that no rule handles',
      `${SHOP}${HOOK}${rule('events: [certificate.expiry_warning, certificate.expired]')}policies: [{ name: keys, min_key_size: { rsa: 2048 } }]\n`,
      ['3 alert-not-notified', '7 violation-not-notified'],
    ],
    [
      'with a policy whose violations are sent',
      `${SHOP}${HOOK}${rule('events: [certificate.*]')}policies: [{ name: keys, min_key_size: { rsa: 2048 } }]\n`,
      [],
    ],
    [
      'with a rule for another status',
      SHOP + HOOK + rule('events: [certificate.*], match: { status: [warning] }'),
      ['3 alert-not-notified'],
    ],
    [
      'with a rule for thresholds',
      SHOP + HOOK + rule('events: [certificate.*], match: { thresholds: [14, 30, 60, 90] }'),
      ['3 alert-not-notified'],
    ],
    ['that are disabled', 'certificates: [{ name: a, expires: 2031-01-01, enabled: false }]\n', []],
    [
      'with a rule that only sends the expiry',
      SHOP + HOOK + rule('events: [certificate.expired, certificate.untrusted, certificate.revoked]'),
      ['3 expiry-not-notified'],
    ],
    ['with a rule for a status of the last day', LATE + HOOK + rule(CRITICAL), ['4 expiry-not-notified']],
    [
      'with a rule for a status of the last hours',
      LATE.replace('0', '"12h"') + HOOK + rule(CRITICAL),
      ['4 expiry-not-notified'],
    ],
    ['with a rule for a status of the last two days', LATE.replace('0', '1') + HOOK + rule(CRITICAL), []],
    [
      'with a rule for a threshold that they do not have',
      LATE +
        HOOK +
        rule('events: [certificate.expiry_warning], match: { thresholds: [14] }') +
        rule(CRITICAL).replace('rules:\n', '').replace('all', 'more'),
      [],
    ],
    [
      'with a condition that comes too late',
      SHOP + HOOK + rule('events: [certificate.*], conditions: { attr: days_remaining, op: lte, value: 0 }'),
      ['3 expiry-not-notified'],
    ],
    [
      'with a condition that no expired one meets',
      SHOP + HOOK + rule('events: [certificate.*], conditions: { attr: status, op: in, value: [warning, critical] }'),
      ['3 alert-not-notified'],
    ],
    [
      'with a condition on a label that they do not have',
      SHOP + HOOK + rule('events: [certificate.*], conditions: { attr: labels.env, value: test }'),
      ['3 alert-not-notified', '3 expiry-not-notified', '6 rule-never-fires'],
    ],
    [
      'with a rule without actions for the rest',
      SHOP + MAIL + HOOK + rule('events: [certificate.*], match: { names: [mail] }') + REST,
      [],
    ],
  ])('%s', async (_, text, expected) => {
    expect(await codes(text)).toEqual(expected);
  });

  it('are named, up to a limit', async () => {
    const many = Array.from({ length: 9 }, (_, index) => `  - { name: c${index}, expires: 2031-01-01 }\n`).join('');
    const [gap] = await check(SHOP + many + HOOK + rule('events: [certificate.*], match: { names: [shop] }'));
    expect(gap?.message).toBe('No rule matches 9 certificates: c0, c1, c2, c3, c4 and 4 more.');
  });

  it('are reported with the events that nobody gets', async () => {
    const [gap] = await check(SHOP + MAIL + HOOK + rule('events: [certificate.expi*]'));
    expect(gap?.message).toBe(
      'No rule sends certificate.untrusted and certificate.revoked for 2 certificates: shop, mail.',
    );
  });

  it('are not reported by other commands, which would repeat it with every scan', async () => {
    expect(await check(SHOP, false)).toEqual([]);
  });
});

describe('credentials in plain text', () => {
  const rules = rule('events: [certificate.*]');
  it.each<[string, string, string[]]>([
    ['a Slack URL', 'url: "https://hooks.slack.com/services/T0/B0/x"', ['webhooks.chat']],
    ['a URL with a user', 'url: "https://me:pw@chat.example/"', ['url']],
    ['a URL with a token', 'url: "https://chat.example/?token=abc"', ['url']],
    ['a header', 'url: "https://chat.example/", headers: { Authorization: "Bearer abc" }', ['headers.Authorization']],
    ['a secret', 'url: "https://chat.example/", secrets: { key: abc }', ['secrets.key']],
    ['a proxy', 'url: "https://chat.example/", proxy: "http://me:pw@proxy.example:3128"', ['proxy']],
    ['a signature key', 'url: "https://chat.example/", secret: abc', ['secret']],
  ])('are found: %s', async (_, fields, found) => {
    const diagnostics = await check(`${SHOP}webhooks:\n  chat:\n    { ${fields} }\n${rules}`);
    expect(diagnostics.map(({ short }) => short)).toEqual(['6 plaintext-credential']);
    expect(diagnostics[0]?.message).toContain(found[0]?.replace('webhooks.chat', 'url'));
    expect(JSON.stringify(diagnostics)).not.toMatch(/abc|:pw@|T0\/B0/);
  });

  it.each([
    ['variables', `url: "\${CHAT_URL}", headers: { Authorization: "Bearer \${TOKEN}" }, secrets: { key: "\${KEY}" }`],
    [
      'a template',
      `url: "https://chat.example/", headers: { X-Token: "{{ secrets.key }}" }, secrets: { key: "\${KEY}" }`,
    ],
    ['another header', 'url: "https://chat.example/", headers: { X-Source: certvigil }'],
    ['a plain URL', 'url: "https://chat.example/hook?room=ops"'],
  ])('are not %s', async (_, fields) => {
    expect(await codes(`${SHOP}webhooks:\n  chat:\n    { ${fields} }\n${rules}`)).toEqual([]);
  });

  it('are found in the proxies of the network, once', async () => {
    const url = 'http://me:pw@proxy.example:3128';
    expect(await codes(`network: { proxy: "${url}" }\n${SHOP}issues: {}\n`)).toEqual(['2 plaintext-credential']);
    const map = `network: { proxy: { apis: none, default: "${url}" } }\n${SHOP}issues: {}\n`;
    expect(await codes(map)).toEqual(['2 plaintext-credential']);
    expect(await codes(map.replace(':pw@', `:\${PW}@`))).toEqual([]);
  });

  it.each([
    ['rest: "https://cmdb.example.com/list?token=abc", map: { id: id, valid_to: to }', 'rest'],
    [
      'rest: "https://cmdb.example.com/list", headers: { X-Token: abc }, map: { id: id, valid_to: to }',
      'headers.X-Token',
    ],
    ['ct: [example.com], token: abc', 'token'],
    ['github_pages: [example], token: abc', 'token'],
    [
      'azure_key_vault: { vaults: [shop], tenant_id: a, client_id: b, client_secret: abc }',
      'azure_key_vault.client_secret',
    ],
    [
      'entra_app_credentials: { tenant_id: a, client_id: b, client_secret: abc }',
      'entra_app_credentials.client_secret',
    ],
    ['kubernetes: { server: "https://k8s.example.com", token: abc }', 'kubernetes.token'],
    ['vault_pki: { url: "https://vault.example.com", token: abc }', 'vault_pki.token'],
    ['vault_pki: { url: "https://vault.example.com", role_id: a, secret_id: abc }', 'vault_pki.secret_id'],
    ['vault_pki: { url: "https://me:abc@vault.example.com" }', 'vault_pki.url'],
  ])('are found in inventories: %s', async (fields, field) => {
    const text = `certificates:\n  - { name: listed, ${fields} }\nissues: {}\n`;
    const [found] = (await check(text)).filter(({ short }) => short.includes('plaintext'));
    expect(found).toMatchObject({ short: '3 plaintext-credential', message: expect.stringContaining(`"${field}"`) });
    expect(await codes(text.replaceAll('abc', `\${SECRET}`))).not.toContain('3 plaintext-credential');
  });

  it('are found in entries and defaults, each once', async () => {
    const text = `defaults: { passwords: [one, two] }
certificates:
  - { name: a, file: "certs/*.jks" }
  - { name: b, file: "certs/*.jks", password: three }
  - { name: c, file: "certs/*.jks", password: "" }
  - { name: d, endpoint: d.example.com, proxy: "http://me:pw@proxy.example:3128" }
issues: {}
`;
    expect((await codes(text)).filter((code) => !code.includes('file-'))).toEqual([
      '2 plaintext-credential',
      '2 plaintext-credential',
      '5 plaintext-credential',
      '7 plaintext-credential',
    ]);
  });
});

describe('files', () => {
  const DAY = 86_400_000;
  const NOW = createTestIo('/').now();
  /** Issues a certificate for a number of days from now. */
  const write = async (name: string, days: number, change = (text: string) => text) => {
    const [notBefore, notAfter] = [new Date(NOW - 300 * DAY), new Date(NOW + (days + 0.5) * DAY)];
    const made = await createCertificate({ commonName: name, sans: [name], notBefore, notAfter });
    await writeFile(path.join(directory, 'certs', name), change(made.certificate));
  };

  it.each<[string, string, string[]]>([
    ['expired', 'old.pem', ['3 file-expired']],
    ['within the smallest threshold', 'soon.pem', ['3 file-expires-soon']],
    ['within a larger one', 'later.pem', []],
    ['truncated', 'cut.pem', ['3 file-unusable']],
    ['without a certificate, in a glob', '*.md', ['3 file-without-certificate']],
    ['without a certificate, by its path', 'notes.md', ['3 file-unusable']],
    ['several', '*.pem', ['3 file-expired', '3 file-expires-soon', '3 file-unusable']],
  ])('are reported: %s', async (_, pattern, expected) => {
    await rm(path.join(directory, 'certs', 'shop.pem'));
    await write('old.pem', -3);
    await write('soon.pem', 5);
    await write('later.pem', 25);
    await write('cut.pem', 200, (text) => text.slice(0, 300));
    await writeFile(path.join(directory, 'certs', 'notes.md'), 'Certificates of the shop.');
    const text = `certificates:\n  - { name: a, file: "certs/${pattern}" }\nissues: {}\n`;
    expect(await codes(text)).toEqual(expected);
  });

  it('are not reported if a probe reads them, or if files without a certificate are expected', async () => {
    await write('old.pem', -3);
    await writeFile(path.join(directory, 'certs', 'notes.md'), '');
    const text = `certificates:
  - { name: a, file: certs/old.pem, probe: office }
  - { name: b, file: "certs/*.md", skip_empty: true }
issues: {}
`;
    expect((await codes(text)).filter((code) => code.includes('file-'))).toEqual([]);
  });
});

describe('a kubeconfig in the repository', () => {
  const write = (tokenFile: string) =>
    writeFile(path.join(directory, 'kubeconfig'), JSON.stringify({ users: [{ name: 'u', user: { tokenFile } }] }));
  const entry = 'certificates:\n  - { name: cluster, kubernetes: { kubeconfig: kubeconfig } }\nissues: {}\n';

  it('with a token file outside is a notice', async () => {
    for (const file of ['/var/run/secrets/token', '../token']) {
      await write(file);
      const found = await check(entry);
      expect(found.map(({ short, severity }) => [short, severity])).toEqual([['3 kubeconfig-token-outside', 'notice']]);
      expect(found[0]?.message).toContain(`"${file}"`);
    }
  });

  it('with a token file inside, or outside itself, is none', async () => {
    await write('secrets/token');
    expect(await codes(entry)).toEqual([]);
    await write('../token');
    await mkdir(path.join(directory, 'repository/.git'), { recursive: true });
    const io = createTestIo(path.join(directory, 'repository'));
    await writeFile(
      path.join(directory, 'repository/certvigil.yaml'),
      `version: 1\n${entry.replace(': kubeconfig', ': ../kubeconfig')}`,
    );
    expect((await checkManifestAndPolicies(null, io)).diagnostics).toEqual([]);
  });

  it('with a missing token file inside is none if the repository is behind a link', async () => {
    await mkdir(path.join(directory, 'repository'));
    await symlink('repository', path.join(directory, 'link'));
    const users = [{ name: 'u', user: { tokenFile: 'secrets/token' } }];
    await writeFile(path.join(directory, 'link/kubeconfig'), JSON.stringify({ users }));
    await writeFile(path.join(directory, 'link/certvigil.yaml'), `version: 1\n${entry}`);
    const io = createTestIo(path.join(directory, 'link'));
    expect((await checkManifestAndPolicies(null, io)).diagnostics).toEqual([]);
  });

  it('that is not valid, or missing, is left to the scan', async () => {
    expect(await codes(entry)).toEqual([]);
    await writeFile(path.join(directory, 'kubeconfig'), 'users: [[[');
    expect(await codes(entry)).toEqual([]);
  });
});

describe('keystores', () => {
  const codesOfKeystores = async (text: string) =>
    (await check(text)).filter(({ code }) => code.startsWith('keystore'));

  it('without a password are reported if their certificates are encrypted', async () => {
    const text = 'certificates:\n  - { name: stores, file: ["certs/*.jks", "certs/*.p12"] }\nissues: {}\n';
    const diagnostics = await codesOfKeystores(text);
    expect(diagnostics.map(({ short, severity }) => [short, severity])).toEqual([
      ['3 keystore-without-password', 'warning'],
    ]);
    expect(diagnostics[0]?.message).toContain('"certs/modern.p12" cannot be read');
  });

  it('with a password are a notice, which fails nothing', async () => {
    const text = `certificates:\n  - { name: stores, file: "certs/*.p12", password: "\${P}" }\nissues: {}\n`;
    const diagnostics = await codesOfKeystores(text);
    expect(diagnostics.map(({ short, severity }) => [short, severity])).toEqual([['3 keystore-not-checked', 'notice']]);
  });

  it('outside the workspace are not read', async () => {
    await writeFile(path.join(directory, 'certvigil.yaml'), '');
    const outside = path.resolve('test/fixtures/certificates/modern.p12');
    expect(await codes(`certificates:\n  - { name: a, file: '${outside}' }\nissues: {}\n`)).toEqual([]);
  });
});
