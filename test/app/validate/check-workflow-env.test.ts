import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { checkManifestAndPolicies } from '../../../src/app/check-policies.ts';
import { createTestIo } from '../../manifest/io.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'certvigil-test-'));
  for (const name of ['.git', '.github/workflows']) mkdirSync(path.join(root, name), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

const MANIFEST = `version: 1
settings: { heartbeat_url: "\${HEARTBEAT}" }
certificates:
  - { name: shop, url: "https://shop.example.com/\${ENTRY}.pem" }
  - { name: off, enabled: false, url: "https://shop.example.com/\${DISABLED}.pem" }
  - { name: office, probe: office, url: "https://shop.example.com/\${PROBE}.pem" }
webhooks:
  chat: { url: "\${CHAT}", headers: { Authorization: "Bearer \${CHAT}" } }
  spare: { url: "\${SPARE}" }
email:
  mail: { host: smtp.example.com, username: x, password: "\${PASSWORD}", from: a@example.com, to: [a@example.com] }
rules:
  - { name: all, events: ["*"], actions: [{ webhook: chat }, { email: mail }] }
  - { name: none, enabled: false, events: ["*"], actions: [{ webhook: spare }] }
`;

/** A workflow whose scan gets `env`, after other steps. */
const workflow = ({ env = '', top = '', job = '', steps = '', runner = 'ubuntu-24.04', inputs = '' }) => `on: push
permissions: write-all
${top}
jobs:
  scan:
    runs-on: ${runner}
    ${job}
    steps:
      - uses: actions/checkout@v6
${steps}
      - uses: acme/certvigil@v0
        ${env}
        ${inputs}
`;

async function check(...texts: string[]): Promise<string[]> {
  writeFileSync(path.join(root, 'certvigil.yaml'), MANIFEST);
  for (const [index, text] of texts.entries()) writeFileSync(path.join(root, `.github/workflows/${index}.yml`), text);
  const { diagnostics } = await checkManifestAndPolicies(null, createTestIo(root));
  return diagnostics
    .filter(({ code }) => code === 'workflow-env-incomplete')
    .map(({ severity, message }) => `${severity}: ${message}`);
}

const missing = (names: string) => `notice: The scan of this step does not get ${names}, which the manifest needs.`;
const SECRET = (...names: string[]) => `{ ${names.map((name) => `${name}: "\${{ secrets.${name} }}"`).join(', ')} }`;

it.each([
  ['no variable', {}, 'CHAT, ENTRY, HEARTBEAT, PASSWORD'],
  ['some in the step', { env: `env: ${SECRET('CHAT', 'ENTRY')}` }, 'HEARTBEAT, PASSWORD'],
  [
    'some in the workflow, the job and the container',
    { top: 'env: { CHAT: x }', job: 'env: { ENTRY: x }\n    container: { image: x, env: { PASSWORD: x } }' },
    'HEARTBEAT',
  ],
  ['the files of probes', { inputs: 'with: { observations: files }' }, 'CHAT, HEARTBEAT, PASSWORD'],
  ['a step that sets nothing', { steps: '      - run: npm ci' }, 'CHAT, ENTRY, HEARTBEAT, PASSWORD'],
])('lists the variables that a scan with %s lacks', async (_, parts, names) => {
  expect(await check(workflow(parts))).toEqual([missing(names)]);
});

it.each([
  ['all of them', { env: `env: ${SECRET('CHAT', 'ENTRY', 'HEARTBEAT', 'PASSWORD')}` }],
  ['an expression', { env: `env: \${{ fromJSON(inputs.env) }}` }],
  ['an earlier step that writes variables', { steps: '      - run: echo "CHAT=x" >> $GITHUB_ENV' }],
  ['an earlier script', { steps: '      - run: ./set-up.sh' }],
  ['an earlier action', { steps: '      - uses: hashicorp/vault-action@v3' }],
  ['a runner of its own', { runner: 'self-hosted' }],
  ['a runner from an expression', { runner: `\${{ matrix.os }}` }],
  ['another command', { inputs: 'with: { command: validate }' }],
  ['a dry run', { inputs: 'with: { dry-run: true }' }],
  ['another manifest', { inputs: 'with: { manifest: other.yaml }' }],
])('reports nothing with %s', async (_, parts) => {
  expect(await check(workflow(parts))).toEqual([]);
});

it('reports each step that lacks some', async () => {
  const other = workflow({ env: `env: ${SECRET('CHAT', 'ENTRY', 'HEARTBEAT')}` });
  expect(await check(workflow({}), other)).toEqual([missing('CHAT, ENTRY, HEARTBEAT, PASSWORD'), missing('PASSWORD')]);
});
