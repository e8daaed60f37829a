import { rm } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type CreatedCertificate, createCertificate } from '../../src/app/demo/create-certificate.ts';
import type { Io } from '../../src/lib/io.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { startSmtpServer } from '../helpers/smtp-server.ts';
import { findRefusingPort, startTlsServer, type TestServer } from '../helpers/tls-server.ts';
import { createWorkspace, type RunOptions, runCli, WITHOUT_WAITS } from './certvigil.ts';

const SCAN = '.github/workflows/certvigil-scan.yml';
const DAY = 86_400_000;
const TIMES = { notBefore: new Date(Date.now() - DAY), notAfter: new Date(Date.now() + 300 * DAY) };
const OUTSIDE = path.join(import.meta.dirname, '../fixtures/certificates/root.pem');
const TERMINAL: Partial<Io> = { isTTY: { stdin: true, stdout: true, stderr: false }, columns: 200 };

let root: CreatedCertificate;
/** Two servers send the intermediate, one does not. */
let servers: TestServer[];
let chat: Receiver;
let refusing: string;

beforeAll(async () => {
  root = await createCertificate({ commonName: 'Acme Root CA', ca: true, ...TIMES });
  const middle = await createCertificate({ commonName: 'Acme Issuing CA', ca: true, issuer: root, ...TIMES });
  const leaf = await createCertificate({ sans: ['127.0.0.1'], issuer: middle, ...TIMES });
  servers = await Promise.all([
    startTlsServer(leaf, { chain: [middle] }),
    startTlsServer(leaf, { chain: [middle] }),
    startTlsServer(leaf),
  ]);
  chat = await startReceiver();
  refusing = `127.0.0.1:${await findRefusingPort()}`;
});
afterAll(() => Promise.all([...servers, chat].map((one) => one.close())));

const init = (args: string[], options: RunOptions, changes: Partial<Io> = {}) =>
  runCli(args, options, { ...WITHOUT_WAITS, ...changes });

const readManifest = async (files: { read: (name: string) => Promise<string | null> }) =>
  parse((await files.read('certvigil.yaml')) ?? '');

describe('init with receivers', () => {
  it('sends one test message to Slack, and writes the URL to no file', async () => {
    await using files = await createWorkspace({});
    const url = `${chat.origin}/services/T0/B0/secret-of-slack`;
    const before = chat.requests.length;
    const { status, stdout, stderr } = await init(['init', '--endpoint', refusing, '--slack', url], {
      cwd: files.root,
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(stdout).toContain('Test messages:\n  sent    webhook:slack, status 200\n');
    expect(stdout).toContain('gh secret set SLACK_WEBHOOK_URL');
    expect(chat.requests.slice(before).map(({ path }) => path)).toEqual(['/services/T0/B0/secret-of-slack']);
    expect(chat.requests.at(-1)?.body).toMatch(/test/i);
    const text = (await files.read('certvigil.yaml')) ?? '';
    expect(text + (await files.read(SCAN)) + stdout).not.toContain('secret-of-slack');
    expect(await readManifest(files)).toMatchObject({
      webhooks: { slack: { preset: 'slack', url: '$' + '{SLACK_WEBHOOK_URL}' } },
      rules: [{ events: ['certificate.*', 'scan.*'], actions: [{ webhook: 'slack' }] }],
    });
    expect(await readManifest(files)).not.toHaveProperty('issues');
    expect(parse((await files.read(SCAN)) ?? '').jobs.scan.steps.at(-1).env).toEqual({
      SLACK_WEBHOOK_URL: '$' + '{{ secrets.SLACK_WEBHOOK_URL }}',
    });
    const { stdout: validated } = await init(['validate'], { cwd: files.root });
    expect(validated).toContain('certvigil.yaml is valid: 1 certificate, 1 rule, 1 webhook\n');
  });

  it('takes the URL from a variable, and says what to do if it is not set', async () => {
    await using files = await createWorkspace({});
    const before = chat.requests.length;
    const run = (env: Record<string, string>, directory: string) =>
      init(['init', '--teams', 'OPS_TEAMS', '--github-issues', '--format', 'json'], { cwd: directory, env });
    const unset = await run({}, files.root);
    expect(unset.status).toBe(0);
    expect(JSON.parse(unset.stdout).tests).toEqual([]);
    expect(chat.requests).toHaveLength(before);
    expect(await readManifest(files)).toMatchObject({
      issues: {},
      webhooks: { teams: { preset: 'teams', url: '$' + '{OPS_TEAMS}' } },
    });
    await using others = await createWorkspace({});
    const set = await run({ OPS_TEAMS: `${chat.origin}/teams` }, others.root);
    expect(JSON.parse(set.stdout).tests).toEqual([
      { destination: 'webhook:teams', status: 'sent', answer: { status: 200, advice: null }, error: null },
    ]);
    expect(chat.requests.at(-1)?.path).toBe('/teams');
  });

  it('exits 3 and keeps the files if the receiver rejects the message', async () => {
    await using files = await createWorkspace({});
    const rejecting = await startReceiver([403]);
    const { status, stdout } = await init(['init', '--slack', `${rejecting.origin}/x`], { cwd: files.root });
    await rejecting.close();
    expect(status).toBe(3);
    expect(stdout).toMatch(/\n {2}FAILED {2}webhook:slack: the receiver .*403/);
    expect(stdout).toContain(
      '\n  2. Correct the receiver, set SLACK_WEBHOOK_URL, and send a test message: certvigil test --all\n',
    );
    expect(await files.read('certvigil.yaml')).not.toBeNull();
  });

  it('mails through a local server, and writes only the manifest with --no-workflows', async () => {
    await using files = await createWorkspace({});
    const smtp = await startSmtpServer();
    const { status, stdout } = await init(
      ['init', '--email', 'ops@example.com', '--smtp', `127.0.0.1:${smtp.port}`, '--no-workflows'],
      { cwd: files.root },
    );
    await smtp.close();
    expect(status).toBe(0);
    expect(smtp.mails.map(({ to }) => to)).toEqual([['ops@example.com']]);
    expect(stdout).toContain('sent    email:mail');
    expect(stdout).not.toContain('gh ');
    expect(await files.read(SCAN)).toBeNull();
    expect((await readManifest(files)).email).toEqual({
      mail: {
        host: '127.0.0.1',
        port: smtp.port,
        tls: 'none',
        from: 'certvigil@example.com',
        to: ['ops@example.com'],
      },
    });
  });

  it.each([
    [['--slack', 'hooks.slack.com/services/T0'], 'Use the URL of the webhook, or the environment variable'],
    [['--email', 'ops'], 'Use an address such as ops@example.com.'],
    [['--smtp', 'mail.example.com'], 'Add the recipient'],
    [['--email', 'a@example.com', '--smtp', 'https://mail'], 'Use host or host:port'],
    [['--email', 'a@example.com'], 'Name your mail server, such as --smtp smtp.example.com:587, or use --no-workflows'],
    [['--email', 'a@example.com', '--smtp', '127.0.0.1:2525'], 'Name your mail server'],
    [['--organization', '--email', 'a@example.com'], 'Name your mail server'],
    [['--slack', 'CHAT', '--teams', 'CHAT'], 'Use one for each.'],
    [['--ca-file', 'absent.pem'], 'Check the path.'],
    [['--ca-file', 'notes.txt'], 'Use a PEM file with the CA.'],
    [['--ca-file', OUTSIDE], 'Copy it into this repository.'],
    [['--no-workflows', '--dashboard'], 'Use one of them.'],
  ])('rejects %s before anything is written', async (args, hint) => {
    await using files = await createWorkspace({ 'notes.txt': 'no certificate' });
    const { status, stderr } = await init(['init', ...args], { cwd: files.root });
    expect(status).toBe(2);
    expect(stderr).toContain(hint);
    expect(await files.read('certvigil.yaml')).toBeNull();
  });

  it('does not quote a mail server, which may contain a password', async () => {
    await using files = await createWorkspace({});
    const smtp = 'smtp://user:hunter2@mail.example.com';
    const { stdout, stderr } = await init(['init', '--email', 'a@example.com', '--smtp', smtp], { cwd: files.root });
    expect(stdout + stderr).not.toContain('hunter2');
  });

  it('rejects receivers if there is a manifest', async () => {
    await using files = await createWorkspace({ 'certvigil.yaml': 'version: 1\n' });
    const { status, stderr } = await init(['init', '--slack', 'SLACK'], { cwd: files.root });
    expect(status).toBe(2);
    expect(stderr).toContain('Add the receiver to it.');
  });
});

describe('init in a terminal', () => {
  it('proposes the private CA of the repository, and names who does not send an intermediate', async () => {
    await using files = await createWorkspace({ 'certs/acme-root.pem': root.certificate });
    const names = [...servers.map(({ location }) => location), refusing].join(' ');
    const answers = `${names}\n${chat.origin}/services/x\n\n`;
    const { status, stdout } = await init(['init'], { cwd: files.root, input: answers }, TERMINAL);
    expect(status).toBe(0);
    expect(stdout).toContain('Found in this directory: 0 hosts, 1 certificate file.\n');
    expect(stdout).toContain('Read 4 servers: 3 untrusted, 1 not reached. 127.0.0.1-');
    expect(stdout).toMatch(
      /\n1 server does not send the intermediate Acme Issuing CA, which 2 others send\. Add it to the chain of 127\.0\.0\.1-\d+\.\n/,
    );
    expect(stdout).toContain('3 servers chain to Acme Root CA: use certs/acme-root.pem as ca_file? [Y/n]');
    const { certificates } = await readManifest(files);
    expect(certificates.slice(1)).toEqual([
      ...servers.map(({ location }) => ({
        name: location.replace(':', '-'),
        endpoint: location,
        ca_file: 'certs/acme-root.pem',
      })),
      { name: refusing.replace(':', '-'), endpoint: refusing },
    ]);
  });

  it('asks again for what is not valid', async () => {
    await using files = await createWorkspace({});
    const { status, stdout } = await init(
      ['init'],
      { cwd: files.root, input: 'ftp://a.example\n127.0.0.1:1\nnobody\n\n' },
      TERMINAL,
    );
    expect(stdout).toContain('"ftp://a.example" is not host or host:port.\n');
    expect(stdout).toContain('invalid address "nobody"');
    expect(status).toBe(0);
    expect(await readManifest(files)).toMatchObject({ certificates: [{ endpoint: '127.0.0.1:1' }], issues: {} });
  });

  it('asks which service a URL is of, unless the URL shows it', async () => {
    const run = async (url: string, ...more: string[]) => {
      await using files = await createWorkspace({});
      const input = [refusing, url, ...more].map((line) => `${line}\n`).join('');
      const { stdout } = await init(['init', '--no-workflows'], { cwd: files.root, input }, TERMINAL);
      return { isAsked: stdout.includes('Is it for Slack'), ...(await readManifest(files)).webhooks };
    };
    const slack = { preset: 'slack', url: '$' + '{SLACK_WEBHOOK_URL}' };
    const teams = { preset: 'teams', url: '$' + '{TEAMS_WEBHOOK_URL}' };
    expect(await run(`${chat.origin}/services/x`)).toEqual({ isAsked: false, slack });
    expect(await run(`${chat.origin}/relay`, '')).toEqual({ isAsked: true, slack });
    expect(await run(`${chat.origin}/relay`, 'n')).toEqual({ isAsked: true, teams });
  });

  it('asks for hosts in private domains, which it does not list', async () => {
    await using files = await createWorkspace({
      'hosts.conf': 'server { server_name wiki.acme.corp; listen 443 ssl; }\n',
    });
    const { stdout } = await init(['init'], { cwd: files.root, input: '' }, TERMINAL);
    expect(stdout).toContain(
      'Found in this directory: 0 hosts, 0 certificate files. Hosts in private domains, such as .internal or .corp, are not counted: name yours below.\n',
    );
  });

  it.each([
    ['', 'Ctrl+D'],
    ['\u001a\r\n\n', 'Ctrl+Z and Enter, as on Windows'],
  ])('writes nothing if the input ends before the last answer (%j: %s)', async (end) => {
    await using files = await createWorkspace({});
    const input = `${refusing}\n${end}`;
    const { status, stdout, stderr } = await init(['init'], { cwd: files.root, input }, TERMINAL);
    expect(status).toBe(130);
    expect(stdout).toMatch(/Alert where\?[^\n]*\n$/);
    expect(stderr).toMatch(/^certvigil: error\[interrupted\]: .* Nothing was written\.\n {2}= help: .*\n$/);
    expect(await files.read('certvigil.yaml')).toBeNull();
  });

  it('fits questions and answers into the terminal, and breaks no command', async () => {
    await using files = await createWorkspace({});
    const narrow = { ...TERMINAL, columns: 60 };
    const { stdout } = await init(['init'], { cwd: files.root, input: `${refusing}\n\n` }, narrow);
    // In a terminal, the answer ends the line of its question.
    const tooLong = stdout.split(/\n|(?<=[:\]]) (?=[A-Z])/).filter((line) => line.length > 60);
    expect(tooLong.map((line) => line.trim())).toEqual([
      'git add certvigil.yaml .github/workflows/certvigil-validate.yml .github/workflows/certvigil-scan.yml',
    ]);
  });

  it('asks for the mail server, until the answer is one', async () => {
    await using files = await createWorkspace({});
    const smtp = await startSmtpServer();
    const input = `ops@example.com sre@example.com\nhttps://mail\n127.0.0.1:${smtp.port}\n`;
    const args = ['init', '--endpoint', refusing, '--no-workflows'];
    const { status, stdout } = await init(args, { cwd: files.root, input }, TERMINAL);
    await smtp.close();
    expect(stdout).toContain('invalid mail server for --smtp. Use host or host:port');
    expect(status).toBe(0);
    expect(smtp.mails.map(({ to }) => to)).toEqual([['ops@example.com', 'sre@example.com']]);
  });

  it('asks again for a mail server that the machines of GitHub do not have', async () => {
    await using files = await createWorkspace({});
    const input = 'ops@example.com\n\nlocalhost:2525\nsmtp.example.com:587\n';
    const { stdout } = await init(['init', '--endpoint', refusing], { cwd: files.root, input }, TERMINAL);
    expect(stdout.match(/where localhost has no mail server/g)).toHaveLength(2);
    expect((await readManifest(files)).email).toMatchObject({ mail: { host: 'smtp.example.com' } });
  });

  it('asks for the certificate of a private CA that is not in the repository, until a file has it', async () => {
    await using files = await createWorkspace({ '.git/ignored.pem': root.certificate, 'other.txt': 'text' });
    const input = 'absent.pem\nother.txt\n.git/ignored.pem\n';
    const { stdout } = await init(
      ['init', '--endpoint', servers[0]?.location ?? '', '--github-issues'],
      { cwd: files.root, input },
      TERMINAL,
    );
    expect(stdout).toContain('1 server chains to Acme Root CA, which no public trust store has. PEM file');
    expect(stdout).toContain('absent.pem does not exist.\n');
    expect(stdout).toContain('other.txt has no CA that these chains lead to.\n');
    expect((await readManifest(files)).certificates).toMatchObject([{ ca_file: '.git/ignored.pem' }]);
  });

  it('asks nothing without a terminal, and reads no server', async () => {
    await using files = await createWorkspace({});
    const before = servers[0]?.connections();
    const { stdout } = await init(['init', '--endpoint', servers[0]?.location ?? ''], {
      cwd: files.root,
      input: 'never.read.example\n',
    });
    expect(stdout).not.toMatch(/\?|Read \d/);
    expect(servers[0]?.connections()).toBe(before);
  });
});

it('--ca-file is for the servers that no public CA certifies, also without a terminal', async () => {
  await using files = await createWorkspace({ 'ca/root.pem': root.certificate });
  const { stdout } = await init(
    ['init', '--endpoint', servers[0]?.location ?? '', refusing, '--ca-file', 'ca/root.pem'],
    { cwd: files.root },
  );
  expect(stdout).toMatch(
    /^Read 2 servers: 1 trusted with ca\/root\.pem, 1 not reached\. 127\.0\.0\.1-\d+ expires first, on 20\d\d-/m,
  );
  expect(stdout).toContain('1 server has a private address, which runners of GitHub cannot reach: ');
  // The scan of GitHub needs the file, too.
  expect(stdout).toMatch(/git add certvigil\.yaml .* ca\/root\.pem\n/);
  const { certificates } = await readManifest(files);
  expect(certificates.slice(1).map(({ ca_file }: { ca_file: string }) => ca_file)).toEqual([
    'ca/root.pem',
    'ca/root.pem',
  ]);
});

it('says if no server is trusted with --ca-file, and if only some are', async () => {
  const other = await createCertificate({ commonName: 'Other Root CA', ca: true, ...TIMES });
  await using files = await createWorkspace({ 'other.pem': other.certificate, 'root.pem': root.certificate });
  const endpoints = servers.map(({ location }) => location);
  const run = (file: string) =>
    init(['init', '--no-workflows', '--ca-file', file, '--endpoint', ...endpoints], { cwd: files.root });
  const { stdout: none } = await run('other.pem');
  expect(none).toContain('Read 3 servers: 3 untrusted. ');
  expect(none).toContain(
    'No server is trusted with other.pem: it is not their CA, or they do not send an intermediate.\n',
  );
  await rm(path.join(files.root, 'certvigil.yaml'));
  const { stdout: some } = await run('./root.pem');
  expect(some).toContain('Read 3 servers: 2 trusted with root.pem, 1 untrusted. ');
  expect(some).not.toContain('No server is trusted');
});

it('--endpoint takes several servers in one word, and each server once', async () => {
  await using files = await createWorkspace({});
  const endpoints = ['a.example,b.example:8443', 'A.example:443', 'b.example:8443'];
  await init(['init', '--endpoint', ...endpoints, '--no-workflows'], { cwd: files.root });
  const { certificates } = await readManifest(files);
  expect(certificates.map(({ endpoint }: { endpoint: string }) => endpoint)).toEqual(['a.example', 'b.example:8443']);
});

it('tells a scan outside GitHub what it needs', async () => {
  await using files = await createWorkspace({});
  const { stdout } = await init(['init', '--no-workflows', '--slack', 'CHAT', '--github-issues'], {
    cwd: files.root,
    env: { CHAT: `${chat.origin}/x` },
  });
  expect(stdout).toContain('Pass CHAT to each scan, as environment variables');
  expect(stdout).toContain('set GITHUB_TOKEN and GITHUB_REPOSITORY');
});

it('alerts about test certificates, and lists 20 of many entries', async () => {
  const created = await Promise.all(
    Array.from({ length: 23 }, () => createCertificate({ commonName: 'test', ...TIMES })),
  );
  const files = created.map(({ certificate }, index) => [`d${index}/test.pem`, certificate]);
  await using workspace = await createWorkspace(Object.fromEntries(files));
  const { stdout } = await init(['init', '--slack', 'CHAT'], { cwd: workspace.root });
  expect(stdout).toContain('\n  and 3 more: see the manifest\n');
  const { rules, certificates } = await readManifest(workspace);
  expect(certificates).toHaveLength(23);
  expect(rules.map((rule: { events: string[] }) => rule.events)).toEqual([
    ['certificate.*', 'scan.*'],
    ['certificate.fixture_expiring'],
  ]);
});
