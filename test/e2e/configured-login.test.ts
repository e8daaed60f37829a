import { mkdirSync, mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { AWS_KEYS, type FakeAws, startFakeAws } from '../helpers/inventory/fakes/aws.ts';
import { type FakeAwsMachine, startFakeAwsMachine } from '../helpers/inventory/fakes/aws-machine.ts';
import { createTestCertificate } from '../helpers/inventory/fakes/fake.ts';
import { type PagerDuty, ROUTING_KEY, startPagerDuty } from '../helpers/pagerduty.ts';
import { runCli } from './certvigil.ts';

// A scan on a machine, whose role is one of another account, with a login of its own.

let directory: string;
let aws: FakeAws;
let machine: FakeAwsMachine;
let pagerduty: PagerDuty;
beforeEach(async () => {
  [aws, pagerduty] = await Promise.all([startFakeAws(), startPagerDuty()]);
  const issue = aws.issue;
  machine = await startFakeAwsMachine({ ...aws, issue: () => issue('210987654321') });
  const { certificate } = await createTestCertificate({ name: 'shop.example', days: 3 });
  aws.add('shop.example', certificate);
  const { certificate: other } = await createTestCertificate({ name: 'other.example', days: 300 });
  aws.add('other.example', other, { CertificateArn: 'arn:aws:acm:eu-west-1:210987654321:certificate/other' });
  directory = realpathSync(mkdtempSync(path.join(os.tmpdir(), 'certvigil-login-')));
  mkdirSync(path.join(directory, 'checkout/.git'), { recursive: true });
  const manifest = `version: 1
certificates:
  - name: aws
    aws_acm: { regions: [eu-west-1] }
webhooks:
  oncall:
    preset: pagerduty
    url: ${pagerduty.url}
    secrets: { routing_key: "$\{PAGERDUTY_KEY}" }
rules:
  - name: all
    events: [certificate.*]
    actions: [{ webhook: oncall, send_resolved: true }]
`;
  writeFileSync(path.join(directory, 'checkout/certvigil.yaml'), manifest);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  rmSync(directory, { recursive: true });
  await Promise.all([aws, machine, pagerduty].map((one) => one.close()));
});

async function scan(env: Record<string, string>) {
  const all: Record<string, string> = {
    ...{ HOME: directory, AWS_ENDPOINT_URL: aws.origin, AWS_EC2_METADATA_SERVICE_ENDPOINT: machine.origin },
    ...{ PAGERDUTY_KEY: ROUTING_KEY, ...env },
  };
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value);
  const outcome = await runCli(['scan'], { cwd: path.join(directory, 'checkout'), env: all });
  vi.unstubAllEnvs();
  return outcome;
}

const readLog = () => readFileSync(path.join(directory, 'checkout/.certvigil/event-log.json'), 'utf8');
const readLocations = () => [...new Set(readLog().match(/aws_acm:arn[^"]+/g))];

const write = (file: string, text: string) => {
  writeFileSync(path.join(directory, file), text);
  return path.join(directory, file);
};

it.each<[string, () => Record<string, string>]>([
  ['a profile that does not exist', () => ({ AWS_PROFILE: 'shop' })],
  [
    'a command that fails',
    () => ({ AWS_CONFIG_FILE: write('config', '[default]\ncredential_process = sh -c "exit 3"\n') }),
  ],
  [
    'a service for containers that answers 403',
    () => ({ AWS_CONTAINER_CREDENTIALS_FULL_URI: `${machine.origin}/v1/credentials` }),
  ],
  ['half of the keys', () => ({ AWS_ACCESS_KEY_ID: AWS_KEYS.AWS_ACCESS_KEY_ID })],
])(
  'with %s removes no certificate, resolves nothing and is red',
  async (_, prepare) => {
    await scan(AWS_KEYS);
    expect(pagerduty.incidents).toMatchObject([{ isOpen: true, resolves: 0 }]);
    const before = readLocations();
    expect(before).toHaveLength(1);

    const env = prepare();
    const { stdout, stderr } = await scan(env);
    expect(stdout + stderr).toContain('inventory-login-failed');
    // As for every location, a run is red from the second failure in a row.
    expect((await scan(env)).status).toBe(1);
    expect(machine.calls.filter(({ url }) => url.pathname.startsWith('/latest/'))).toEqual([]);
    expect(pagerduty.incidents.filter(({ isOpen }) => !isOpen)).toEqual([]);
    expect(readLocations()).toEqual(expect.arrayContaining(before));
    expect(readLog()).not.toContain('other.example');
  },
  30_000,
);

it('without a login uses that of the machine', async () => {
  const { stdout } = await scan({});
  expect(stdout).toContain('other.example');
});
