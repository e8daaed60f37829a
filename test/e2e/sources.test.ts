import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { expect, it } from 'vitest';
import { startReceiver } from '../helpers/receiver.ts';
import { createWorkspace, runCli } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, listEncodings, parseReport } from './environment.ts';
import { runStep } from './step.ts';

const TOKEN = 'token-of-the-partner-0123456789';

it('reads certificates from URLs, variables, the manifest and links, and shows no secret', async () => {
  const [partner, signing, written, linked] = await Promise.all(
    ['partner', 'signing', 'written', 'linked'].map((name, index) =>
      createCertificateWithDaysLeft(200 + index, `${name}.example.com`),
    ),
  );
  await using workspace = await createWorkspace({ 'shared/linked.pem': linked?.certificate ?? '' });
  const server = await startReceiver([
    { status: 302, headers: { location: `/real?key=${TOKEN}` } },
    { status: 200, body: partner?.certificate ?? '' },
  ]);
  const missing = await startReceiver([404]);
  await workspace.write(
    'certvigil.yaml',
    `version: 1
certificates:
  - name: partner
    url: [${server.origin}/now, ${missing.origin}/missing]
    headers: { Authorization: "Bearer \${PARTNER_TOKEN}" }
  - name: signing
    env: [SIGNING, NOT_SET]
  - name: written
    pem: |
${(written?.certificate ?? '').replace(/^(?=.)/gm, '      ')}
  - name: linked
    file: links/*.pem
`,
  );
  mkdirSync(workspace.at('links'));
  symlinkSync('../shared/linked.pem', workspace.at('links/in.pem'));
  symlinkSync('/etc/hostname', workspace.at('links/out.pem'));
  const value = Buffer.from(signing?.certificate ?? '').toString('base64');
  const env = { PARTNER_TOKEN: TOKEN, SIGNING: value };

  const outcome = await runCli(['scan', '--format', 'json', ...buildTimeOptions()], { cwd: workspace.root, env });
  const locations = parseReport(outcome).certificates.flatMap((one) =>
    one.locations.map(({ location, observed, error }) => [
      ...[one.common_name, location, observed.address ?? null, error?.code ?? null],
    ]),
  );
  const expected = [
    [null, 'env:NOT_SET', null, 'variable-unset'],
    ['signing.example.com', 'env:SIGNING', null, null],
    // Redirects of a request with headers are not shown.
    ['partner.example.com', `${server.origin}/now`, null, null],
    [null, `${missing.origin}/missing`, null, 'url-not-found'],
    ['linked.example.com', 'links/in.pem', null, null],
    [null, 'links/out.pem', null, 'link-outside-workspace'],
    ['written.example.com', 'pem', null, null],
  ];
  const byLocation = (a: unknown[], b: unknown[]) => String(a[1]).localeCompare(String(b[1]));
  expect(locations.sort(byLocation)).toEqual(expected.sort(byLocation));
  expect(outcome.status, 'a variable that is not set').toBe(3);
  const requests = [...server.requests, ...missing.requests];
  expect(requests.map(({ headers }) => headers.authorization)).toEqual(Array(3).fill(`Bearer ${TOKEN}`));

  const log = (await workspace.read('log.json')) ?? '';
  const table = await runCli(['scan', '--dry-run', ...buildTimeOptions()], { cwd: workspace.root, env });
  expect(table.status, 'a dry run needs no variable, but other locations were never read').toBe(1);
  const shown = [...listEncodings(TOKEN), value.slice(0, 40)];
  for (const text of [log, outcome.stdout, outcome.stderr, table.stdout, table.stderr]) {
    expect(shown.filter((spelling) => text.includes(spelling))).toEqual([]);
  }
  await server.close();
  await missing.close();
});

it('validate makes no requests and needs no secret', async () => {
  const server = await startReceiver([200]);
  await using workspace = await createWorkspace({
    'certvigil.yaml': `version: 1
certificates:
  - name: partner
    url: ${server.origin}/a?key=\${KEY}
    password: \${PASSWORD}
  - name: signing
    env: SIGNING
issues: {}
`,
  });
  const { status, stdout } = await runCli(['validate'], { cwd: workspace.root });
  expect([status, stdout]).toEqual([0, 'certvigil.yaml is valid: 2 certificates, 1 rule, 0 webhooks\n']);
  expect(server.requests).toEqual([]);
  await server.close();
});

it('the action fails if a variable of a source is not set', async () => {
  await using workspace = await createWorkspace({
    'certvigil.yaml': 'version: 1\ncertificates:\n  - name: signing\n    env: SIGNING\n',
  });
  const { status, stdout } = await runStep(workspace, { command: 'scan', 'dry-run': 'false', store: 'file' });
  expect(status).toBe(3);
  expect(stdout).toContain('a variable is not set');
});

it('opens keystores of all three sources with their password, and reports a missing or wrong one', async () => {
  const store = readFileSync('test/fixtures/certificates/modern.p12');
  const password = 'changeit';
  await using workspace = await createWorkspace({ 'sign.p12': store });
  const server = await startReceiver([{ status: 200, body: store }]);
  await workspace.write(
    'certvigil.yaml',
    `version: 1
certificates:
  - { name: file, file: sign.p12, password: "\${PASSWORD}" }
  - { name: url, url: "${server.origin}/sign.p12", password: "\${PASSWORD}" }
  - { name: env, env: STORE, password: "\${PASSWORD}" }
  - { name: none, file: sign.p12 }
  - { name: wrong, file: sign.p12, password: other }
  - { name: unset, file: sign.p12, password: "\${NOT_SET}" }
`,
  );
  const env = { PASSWORD: password, STORE: store.toString('base64') };
  const outcome = await runCli(['scan', '--format', 'json', ...buildTimeOptions()], { cwd: workspace.root, env });
  const seen = parseReport(outcome).certificates.map((one) => [
    one.certificate,
    one.locations.map(({ location, error }) => `${location}: ${error?.code ?? one.common_name}`).join(),
  ]);
  expect(Object.fromEntries(seen)).toEqual({
    file: 'sign.p12#shop: shop.example',
    url: `${server.origin}/sign.p12#shop: shop.example`,
    env: 'env:STORE#shop: shop.example',
    none: 'sign.p12: keystore-password-missing',
    wrong: 'sign.p12: keystore-password-wrong',
    unset: 'sign.p12: variable-unset',
  });
  const shown = outcome.stdout + outcome.stderr + ((await workspace.read('log.json')) ?? '');
  expect(listEncodings(password).filter((spelling) => shown.includes(spelling))).toEqual([]);
  await server.close();
});

it('never connects a URL to an address that the manifest denies, or to a metadata service', async () => {
  const inner = await startReceiver([200]);
  const outer = await startReceiver([{ status: 302, headers: { location: 'http://169.254.169.254/latest' } }]);
  await using workspace = await createWorkspace({
    'certvigil.yaml': `version: 1
certificates:
  - { name: denied, url: "http://127.0.0.1:${inner.host.split(':')[1]}/a" }
  - { name: metadata, url: "http://[::ffff:169.254.169.254]/latest" }
  - { name: redirected, url: "http://localhost:${outer.host.split(':')[1]}/a" }
NETWORK
`.replace('NETWORK', 'network: { deny: [127.0.0.0/8, "::1"], allow: [] }'),
  });
  const codes = async () => {
    const { stdout, stderr } = await runCli(['scan', '--dry-run', '--format', 'json', ...buildTimeOptions()], {
      cwd: workspace.root,
    });
    return parseReport({ stdout, stderr, status: 0 }).certificates.map(({ locations }) => locations[0]?.error?.code);
  };
  expect(await codes()).toEqual(['url-denied', 'url-denied', 'url-denied']);
  expect([inner.requests.length, outer.requests.length]).toEqual([0, 0]);
  const text = (await workspace.read('certvigil.yaml')) ?? '';
  await workspace.write('certvigil.yaml', text.replace(/^network:.*$/m, ''));
  expect(await codes()).toEqual([undefined, 'url-denied', 'url-denied'].map((code) => code ?? expect.any(String)));
  expect([inner.requests.length, outer.requests.length]).toEqual([1, 1]);
  await inner.close();
  await outer.close();
});
