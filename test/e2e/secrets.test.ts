import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort } from '../helpers/tls-server.ts';
import { createWorkspace, runAction, runCli, runProcess, type Workspace } from './certvigil.ts';
import { createCertificateWithDaysLeft, listEncodings } from './environment.ts';

// A secret is sent in its own request and appears nowhere else, whatever the receiver does with it. The secrets contain
// characters that are escaped in a URL, in JSON, in base64 and in a shell.
const SECRETS = {
  HOOK_PATH: 'T0PSECRET/path+with?odd=chars&more',
  HOOK_TOKEN: 'tok"en\\with-quotes-0123456789',
  HOOK_KEY: 'signing~key~Ünïcode~0123456789',
  HOOK_FIELD: 'field$ecret 0123456789',
  HOOK_HOST: 'host-that-is-secret.invalid',
  HOOK_USER: 'user:pass-word-0123456789@',
};

const ENCODED_SECRETS = Object.values(SECRETS).flatMap(listEncodings);

/** Fails if the text contains a secret in any encoding. */
function expectClean(what: string, text: string): void {
  const leaked = ENCODED_SECRETS.filter((spelling) => text.includes(spelling));
  expect(leaked, `${what} shows a secret`).toEqual([]);
}

let echo: Receiver;
let files: Workspace;

beforeAll(async () => {
  // The receiver returns the secrets in its headers and body.
  const { HOOK_PATH, HOOK_TOKEN, HOOK_FIELD } = SECRETS;
  echo = await startReceiver([
    {
      status: 403,
      headers: {
        Location: `http://127.0.0.1/${encodeURIComponent(HOOK_PATH)}`,
        'X-Reason': encodeURIComponent(HOOK_TOKEN),
      },
      body: `forbidden: ${HOOK_PATH} ${HOOK_TOKEN} ${HOOK_FIELD}`,
    },
  ]);
  const refusing = await findRefusingPort();
  const hooks = {
    echo: echo.origin,
    refusing: `http://127.0.0.1:${refusing}`,
    nowhere: 'http://no-such-host.invalid',
    secret_host: `http://\${HOOK_HOST}`,
    secret_user: `http://\${HOOK_USER}127.0.0.1:${refusing}`,
    no_url: `\${HOOK_TOKEN}`,
  };
  const webhooks = Object.entries(hooks).map(
    ([name, origin]) => `  ${name}:
    url: "${origin}${name === 'no_url' ? '' : '/$' + '{HOOK_PATH}'}"
    timeout_seconds: 1
    headers: { Authorization: "Bearer \${HOOK_TOKEN}" }
    secret: "\${HOOK_KEY}"
    secrets: { field: "\${HOOK_FIELD}" }
    body_template: |
      {"field": "{{ secrets.field }}", "name": "{{ data.common_name }}", "other": "{{ data | dump | length }}"}
`,
  );
  files = await createWorkspace({
    'certvigil.yaml': `version: 1
certificates:
  - { name: soon, file: soon.pem }
webhooks:
${webhooks.join('')}rules:
  - name: all
    events: [certificate.*]
    actions: [${Object.keys(hooks).map((name) => `{ webhook: ${name} }`)}]
`,
    'soon.pem': (await createCertificateWithDaysLeft(13, 'soon.example.com', Date.now())).certificate,
  });
});
afterAll(async () => {
  await echo.close();
  await files[Symbol.asyncDispose]();
});

describe.concurrent('a secret', () => {
  it('is in its own request', async () => {
    // The other tests send requests at the same time, to another path.
    const HOOK_PATH = `own/${SECRETS.HOOK_PATH}`;
    const { status } = await runCli(['test', 'soon'], { cwd: files.root, env: { ...SECRETS, HOOK_PATH } });
    expect(status).toBe(3);
    const request = echo.requests.find(({ path }) => path === `/${HOOK_PATH}`);
    expect(request).toBeDefined();
    expect(request?.headers.authorization).toBe(`Bearer ${SECRETS.HOOK_TOKEN}`);
    expect(request?.headers['x-hook-signature']).toMatch(/^[0-9a-f]{128}$/);
    expect(JSON.parse(request?.body ?? '')).toMatchObject({ field: SECRETS.HOOK_FIELD });
    // The same search finds the secret in the request.
    expect(() => expectClean('the request', JSON.stringify(request))).toThrow('shows a secret');
  });

  it.each([
    'scan --report json=report.json --report markdown=report.md --event-log log.json',
    'scan --dry-run --format json',
    'test soon',
    'test soon --format json',
    'render soon',
    'render echo --format json',
    'validate',
    'validate --format json',
  ])('is in no output of %s', async (command) => {
    const { stdout, stderr } = await runCli(command.split(' '), { cwd: files.root, env: SECRETS });
    expect(stdout).not.toBe('');
    expectClean('standard output', stdout);
    expectClean('standard error', stderr);
  });

  it.each(['undici', 'undici,fetch,net,tls,http,stream'])(
    'is in no diagnostic of NODE_DEBUG=%s',
    async (NODE_DEBUG) => {
      const { stderr } = await runProcess(['test', 'soon'], { cwd: files.root, env: { ...SECRETS, NODE_DEBUG } });
      expect(stderr).toMatch(/(?:UNDICI|FETCH) \d+: sending request to POST http:\/\/127\.0\.0\.1:\d+\/\*\*\*/);
      expectClean('standard error', stderr);
    },
  );

  it('is in no output of the action except the commands that mask it', async () => {
    await files.write('summary.md', '');
    await files.write('output', '');
    const { stdout, stderr, status } = await runAction({
      cwd: files.root,
      env: {
        ...SECRETS,
        'INPUT_EVENT-LOG': 'action-log.json',
        GITHUB_STEP_SUMMARY: files.at('summary.md'),
        GITHUB_OUTPUT: files.at('output'),
        RUNNER_TEMP: files.root,
      },
    });
    expect(status).toBe(3);
    const lines = stdout.split('\n');
    const masks = lines.filter((line) => line.startsWith('::add-mask::'));
    expect(masks.length).toBeGreaterThanOrEqual(Object.keys(SECRETS).length);
    expectClean('the log of the step', lines.filter((line) => !masks.includes(line)).join('\n'));
    expectClean('standard error', stderr);
    expectClean('the summary', (await files.read('summary.md')) ?? '');
    expectClean('the outputs', (await files.read('output')) ?? '');
    expectClean('the event log', (await files.read('action-log.json')) ?? '');
    // Line ends are those of the system.
    const report = /report<<.+\s+(.+)/.exec((await files.read('output')) ?? '')?.[1] ?? '';
    expectClean('the report', (await files.read(report.trim())) ?? expect.fail('no report'));
  });
});

describe('a manifest value that equals a secret', () => {
  it.each<[what: string, args: string[]]>([
    ['the table', ['scan', '--event-log', 'net.json']],
    ['a report', ['scan', '--event-log', 'net.json', '--quiet', '--report', 'json=net-report.json']],
    ['a diagnostic', ['validate', 'net-wrong.yaml']],
  ])('is shown as *** in %s', async (_, args) => {
    const secret = 'open-sesame-0123';
    const manifest = `version: 1
certificates: [{ name: ${secret}, expires: 2020-01-01, owner: ${secret} }]
webhooks: { hook: { url: "http://\${DOOR}.invalid" } }
rules: [{ name: all, events: [certificate.renewed], actions: [{ webhook: hook }] }]
`;
    await files.write('net.yaml', manifest);
    await files.write('net-wrong.yaml', manifest.replace('owner', 'ownr'));
    const net = args[0] === 'scan' ? ['-m', 'net.yaml'] : [];
    const { stdout, stderr } = await runCli([...args, ...net], { cwd: files.root, env: { DOOR: secret } });
    const shown = stdout + stderr + ((await files.read('net-report.json')) ?? '');
    expect(shown).toContain('***');
    expect(shown).not.toContain(secret);
  });
});

describe('files that a scan writes', () => {
  it('contain no secret', async () => {
    for (const name of ['log.json', 'report.json', 'report.md']) {
      const text = await files.read(name);
      expect(text).toContain(name === 'report.md' ? 'http-client-error' : '"http-client-error"');
      expectClean(name, text ?? '');
    }
  });

  it.each([[[]], [['--format', 'json']]])('contain no secret when log list %s prints them', async (args) => {
    const shown = await runCli(['log', 'list', '--event-log', 'log.json', ...args], {
      cwd: files.root,
      env: SECRETS,
    });
    expect(shown.stdout).toContain('http-client-error');
    expectClean('standard output', shown.stdout);
  });
});
