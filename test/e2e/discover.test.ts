/** `certvigil discover` on small repositories. Hosts of example.com are of interest because the manifests call that domain their own. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { cp, rm, symlink } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createWorkspace, runCli, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft } from './environment.ts';

const GOLDEN_DIRECTORY = path.resolve(import.meta.dirname, '../golden/discover');
const GOLDEN = readdirSync(GOLDEN_DIRECTORY).filter((name) => !name.endsWith('.txt'));

const NOW = Date.parse('2027-01-01T00:00:00Z');

const certificate = async (name: string) => (await createCertificateWithDaysLeft(180, name, NOW)).certificate;

const ingress = (name: string, host: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
spec:
  tls:
    - hosts: [${host}]
`;

const MANIFEST = `version: 1
certificates:
  # The shop.
  - name: shop
    endpoint: shop.example.com
  - name: certs
    file: certs/*.pem # all of them
discovery:
  paths: { exclude: [old] }
  domains: [example.com]
  ignore:
    - { host: "*.builders.example.com", reason: SSH only }
rules: []
`;

async function createRepository(files: Record<string, string> = {}): Promise<Workspace> {
  const workspace = await createWorkspace({
    'certvigil.yaml': MANIFEST,
    'deploy/shop.yaml': ingress('shop', 'shop.example.com'),
    'deploy/api.yaml': ingress('api', 'api.example.com'),
    'deploy/build.yaml': ingress('build', 'a.builders.example.com'),
    'old/api.yaml': ingress('old', 'old.example.com'),
    'docs/CNAME': 'docs.example.com\n',
    'certs/shop.pem': await certificate('shop.example.com'),
    'other/tls.crt': await certificate('tls.corp.internal'),
    'tests/a.pem': await certificate('localhost'),
    '.github/CODEOWNERS': '/deploy/ @org/platform\n',
    ...files,
  });
  execFileSync('git', ['init', '--quiet'], { cwd: workspace.root });
  return workspace;
}

const discover = ({ root }: Workspace, ...args: string[]) =>
  runCli(['discover', '--now', '2027-01-01', ...args], { cwd: root });

const ZONE = '@ IN SOA ns1 hostmaster 1 7200 900 1209600 300\n@ IN NS ns1.corp.dev.\n';

interface Row {
  confidence: string;
  kind: string;
  value: string;
  state: string;
  watched_by: string | null;
  entry: unknown;
}

describe('discover', () => {
  it('says that names in private domains are not listed, unless the domains are named', async () => {
    const internal = ingress('wiki', 'wiki.acme.corp');
    await using files = await createWorkspace({ 'deploy/wiki.yaml': internal });
    expect((await discover(files)).stdout).toMatch(
      /^Names in private domains, such as \.internal or \.corp, are not listed\./m,
    );
    const narrow = { isTTY: { stdin: false, stdout: true, stderr: false }, columns: 80 };
    const { stdout: wrapped } = await runCli(['discover'], { cwd: files.root }, narrow);
    expect(Math.max(...wrapped.split('\n').map(({ length }) => length))).toBeLessThanOrEqual(80);
    const manifest = 'version: 1\ncertificates: []\ndiscovery: { domains: [acme.corp] }\n';
    await using named = await createWorkspace({ 'deploy/wiki.yaml': internal, 'certvigil.yaml': manifest });
    const { stdout } = await discover(named);
    expect(stdout).toContain('wiki.acme.corp  deploy/wiki.yaml');
    expect(stdout).not.toContain('private domains');
  });

  it('does not treat domains and keystores in test directories as yours', async () => {
    await using files = await createWorkspace({
      'zones/corp.dev.zone': ZONE,
      'tests/zones/other.dev.zone': ZONE,
      'tests/store.p12': readFileSync('test/fixtures/certificates/modern.p12'),
      'store.p12': readFileSync('test/fixtures/certificates/modern.p12'),
    });
    const { findings, counts } = JSON.parse((await discover(files, '--format', 'json')).stdout);
    const rows = findings.map(({ kind, value, confidence, entry }: Row) => [kind, value, confidence, entry !== null]);
    expect(rows).toEqual([
      ['domain', 'other.dev', 'mentioned', false],
      ['domain', 'corp.dev', 'declared', true],
      ['keystore', 'store.p12', 'declared', false],
      ['fixture', 'tests/store.p12', 'declared', false],
    ]);
    expect([counts.domains.total, counts.certificates.total, counts.fixtures.total]).toEqual([1, 1, 1]);
  });

  it('proposes expired: intended, and names a file that is too large once', async () => {
    await using files = await createWorkspace({
      'tests/expired.pem': await certificate('localhost'),
      'tests/large.pem': 'a'.repeat(5 * 1024 * 1024 + 1),
    });
    const { findings, skipped } = JSON.parse((await discover(files, '--format', 'json')).stdout);
    expect(findings.map(({ entry }: Row) => entry)).toEqual([
      { name: 'expired', kind: 'fixture', file: 'tests/expired.pem', expired: 'intended' },
    ]);
    expect(skipped).toEqual([{ file: 'tests/large.pem', reason: 'larger than 5 MB' }]);
  });

  it('drops names without a public top-level domain', async () => {
    const names = ['mail.default', 'a.domain.tld', 'a.shop.edu', 'a.shop.museum', 'a.shop.co.uk', 'магазин.рф'];
    await using files = await createWorkspace({ 'a.yaml': ingress('a', names.join(', ')) });
    const { findings, counts } = JSON.parse((await discover(files, '--format', 'json')).stdout);
    expect(findings.map(({ value }: Row) => value)).toEqual([
      'a.shop.co.uk',
      'a.shop.edu',
      'a.shop.museum',
      'xn--80aairftm.xn--p1ai',
    ]);
    expect(counts.dropped).toEqual({ private: 2 });
  });

  it('lists what no entry watches, with the entry that would', async () => {
    await using files = await createRepository();
    const { status, stdout, stderr } = await discover(files);
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toBe(`NOT WATCHED
  api.example.com  deploy/api.yaml:7 (kubernetes)
      - { name: api.example.com, endpoint: api.example.com, owner: "@org/platform" }
  docs.example.com  docs/CNAME:1 (github-pages)
      - { name: docs.example.com, endpoint: docs.example.com }
  other/tls.crt  (pem, expires on 2027-06-30)
      - { name: other-tls, file: other/tls.crt }
  tests/a.pem  (test certificate, pem, expires on 2027-06-30)
      - { name: tests-a, kind: fixture, file: tests/a.pem }

"certvigil discover --write" adds these entries to certvigil.yaml.

2 certificate files: 1 watched, 1 not watched.
1 test certificate: 1 not watched.
4 hosts: 1 watched, 1 ignored, 2 not watched.
`);
  });

  it('says in JSON which entry watches each, and why one is ignored', async () => {
    await using files = await createRepository();
    const { stdout } = await discover(files, '--format', 'json');
    const { findings, counts, manifest } = JSON.parse(stdout);
    expect(manifest).toBe('certvigil.yaml');
    const rows = findings.map(({ value, state, watched_by, reason }: Record<string, string>) => [
      value,
      state,
      watched_by ?? reason,
    ]);
    expect(rows).toEqual([
      ['api.example.com', 'unwatched', null],
      ['a.builders.example.com', 'ignored', 'SSH only'],
      ['shop.example.com', 'watched', 'shop'],
      ['docs.example.com', 'unwatched', null],
      ['certs/shop.pem', 'watched', 'certs'],
      ['other/tls.crt', 'unwatched', null],
      ['tests/a.pem', 'unwatched', null],
    ]);
    expect(counts.hosts).toEqual({ total: 4, watched: 1, ignored: 1, unwatched: 2 });
  });

  it('counts a name of a certificate in the event log as watched', async () => {
    await using files = await createRepository({ 'deploy/wild.yaml': ingress('wild', 'a.wild.example.com') });
    const scan = await runCli(['scan', '--now', '2027-01-01', '--only', 'certs', '--event-log', 'log.json'], {
      cwd: files.root,
    });
    expect(scan.stderr).toBe('');
    const text = ((await files.read('log.json')) ?? '').replace(
      '"sans":["shop.example.com"]',
      '"sans":["api.example.com","*.wild.example.com"]',
    );
    await files.write('log.json', text);
    const { stdout } = await discover(files, '--format', 'json', '--event-log', 'log.json');
    const watched = (JSON.parse(stdout).findings as Row[]).filter(
      ({ kind, state }) => kind === 'host' && state === 'watched',
    );
    expect(watched.map(({ value, watched_by }) => [value, watched_by])).toEqual([
      ['api.example.com', 'certs'],
      ['shop.example.com', 'shop'],
      ['a.wild.example.com', 'certs'],
    ]);
  });

  it('fails with --fail-on unwatched, but not because of tests or candidates', async () => {
    await using files = await createRepository();
    expect((await discover(files, '--fail-on', 'unwatched')).status).toBe(1);
    await files.write('certvigil.yaml', MANIFEST.replace('example.com]', 'example.org]'));
    await files.write('other/tls.crt', '');
    expect((await discover(files, '--fail-on', 'unwatched')).status).toBe(0);
  });

  it('warns about an ignore that matches nothing', async () => {
    const manifest = MANIFEST.replace('rules: []', '    - { host: gone.example.com, reason: removed }\nrules: []');
    await using files = await createRepository({ 'certvigil.yaml': manifest });
    const { status, stderr } = await discover(files);
    expect(status).toBe(0);
    expect(stderr).toMatch(/^certvigil\.yaml:13:7: warning\[ignore-matches-nothing\]/m);
  });

  it('works without a manifest, and names init', async () => {
    await using files = await createRepository();
    await rm(path.join(files.root, 'certvigil.yaml'));
    const { status, stdout } = await discover(files);
    expect(status).toBe(0);
    expect(stdout).toContain('"certvigil init" creates one with these entries.');
    expect((await discover(files, '--write')).status).toBe(2);
  });

  it('exits with 2 if the manifest has errors', async () => {
    await using files = await createRepository({ 'certvigil.yaml': 'version: 1\ncertificates: 5\n' });
    expect((await discover(files)).status).toBe(2);
  });
});

describe('discover --write', () => {
  it('adds the entries to the manifest, which stays valid, and then finds everything watched', async () => {
    await using files = await createRepository();
    const { status, stderr } = await discover(files, '--write', '--fail-on', 'unwatched');
    expect({ status, stderr }).toEqual({ status: 0, stderr: 'Added 4 entries to certvigil.yaml.\n' });
    expect(await files.read('certvigil.yaml')).toBe(
      MANIFEST.replace(
        'discovery:',
        `  # Found by discover: docs/CNAME
  - name: docs.example.com
    endpoint: docs.example.com
  # Found by discover: certificate files
  - name: other-tls
    file: other/tls.crt
  - name: tests-a
    kind: fixture
    file: tests/a.pem
  # Found by discover: deploy/api.yaml
  - name: api.example.com
    endpoint: api.example.com
    owner: "@org/platform"
discovery:`,
      ),
    );
    expect((await discover(files, '--fail-on', 'unwatched')).status).toBe(0);
    expect((await discover(files, '--write')).stderr).toBe('Nothing to add to certvigil.yaml.\n');
  });

  it.each(GOLDEN)('adds everything at once in the repository %s, also candidates', async (name) => {
    const domains = '[com, org, net, example, io, dev]';
    const text = `version: 1\ncertificates: []\nissues: {}\ndiscovery: { domains: ${domains} }\n`;
    await using files = await createWorkspace({ 'certvigil.yaml': text });
    await cp(path.join(GOLDEN_DIRECTORY, name), files.at('.'), { recursive: true });
    expect((await discover(files, '--write', '--candidates')).status).toBe(0);
    const { stderr } = await discover(files, '--write', '--candidates');
    expect(stderr).toContain('Nothing to add to certvigil.yaml.\n');
  });

  it('does not write through a link that leads out of the repository', async () => {
    await using files = await createRepository();
    await using other = await createWorkspace({ 'certvigil.yaml': MANIFEST });
    await rm(path.join(files.root, 'certvigil.yaml'));
    await symlink(path.join(other.root, 'certvigil.yaml'), path.join(files.root, 'certvigil.yaml'));
    const { status, stderr } = await discover(files, '--write');
    expect({ status, error: /error\[([\w-]+)\]/.exec(stderr)?.[1] }).toEqual({
      status: 2,
      error: 'discover-unwritable',
    });
    expect(await other.read('certvigil.yaml')).toBe(MANIFEST);
  });
});

it('discover prints Markdown, SARIF and Code Quality', async () => {
  await using files = await createRepository();
  const { stdout: markdown } = await discover(files, '--format', 'markdown');
  expect(markdown).toMatch(/^## Certificates that are not watched\n\n4 hosts: 1 watched, 1 ignored, 2 not watched\./);
  expect(markdown).toContain('| `api.example.com` | host | `deploy/api.yaml:7` | `kubernetes` |');
  const [, yaml = ''] = /```yaml\n([^`]*)```/.exec(markdown) ?? [];
  expect(parse(yaml).certificates[0]).toEqual({
    name: 'api.example.com',
    endpoint: 'api.example.com',
    owner: '@org/platform',
  });
  const { stdout: sarif } = await discover(files, '--format', 'sarif');
  const [run] = JSON.parse(sarif).runs;
  expect(run.results.map((one: { ruleId: string; level: string }) => [one.ruleId, one.level])).toEqual([
    ['unwatched-host', 'warning'],
    ['unwatched-host', 'warning'],
    ['unwatched-certificate', 'warning'],
    ['unwatched-fixture', 'note'],
  ]);
  expect(run.results[0].locations[0].physicalLocation).toEqual({
    artifactLocation: { uri: 'deploy/api.yaml', uriBaseId: '%SRCROOT%' },
    region: { startLine: 7 },
  });
  const issues = JSON.parse((await discover(files, '--format', 'codequality')).stdout);
  expect(issues.map((one: { severity: string }) => one.severity)).toEqual(['minor', 'minor', 'minor', 'info']);
  expect(issues[0]).toEqual({
    description: run.results[0].message.text,
    check_name: 'unwatched-host',
    fingerprint: expect.stringMatching(/^[0-9a-f]{64}$/),
    severity: 'minor',
    location: { path: 'deploy/api.yaml', lines: { begin: 7 } },
  });
});
