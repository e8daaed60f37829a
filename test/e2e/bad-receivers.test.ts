import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportDelivery } from '../../src/generated/report.ts';
import { type Receiver, startReceiver } from '../helpers/receiver.ts';
import { findRefusingPort } from '../helpers/tls-server.ts';
import { createWorkspace, type Outcome, runCli, type Workspace } from './certvigil.ts';
import { buildTimeOptions, createCertificateWithDaysLeft, parseReport, toYamlBlock } from './environment.ts';

describe('failing deliveries', () => {
  const deliveries = new Map<string, ReportDelivery>();
  let receivers: Record<string, Receiver>;
  let files: Workspace;
  let outcome: Outcome;

  /** The expected error code of each receiver or template; null: accepted. */
  const CODES: Record<string, string | null> = {
    fine: null,
    bad_request: 'http-client-error',
    busy: 'http-rate-limited',
    broken: 'http-server-error',
    hanging: 'http-timeout',
    resetting: 'http-connection-reset',
    moved: 'http-redirect',
    endless: null,
    refusing: 'http-connection-refused',
    nowhere: 'http-name-not-found',
    unset: 'variable-unset',
    empty: 'variable-unset',
    looping: 'template-limit',
    escaping: 'template-refused',
    shapeless: 'template-not-json',
    injecting: 'header-injection',
  };

  beforeAll(async () => {
    receivers = {
      fine: await startReceiver(),
      bad_request: await startReceiver([{ status: 400, body: 'the peer says: leaked-words' }]),
      busy: await startReceiver([{ status: 429, headers: { 'Retry-After': '0' } }]),
      broken: await startReceiver([{ status: 500, headers: { 'Retry-After': '0' } }]),
      hanging: await startReceiver(['hang']),
      resetting: await startReceiver(['reset']),
      moved: await startReceiver([{ status: 302, headers: { Location: 'http://127.0.0.1/elsewhere' } }]),
      endless: await startReceiver(['endless']),
    };
    const port = await findRefusingPort();
    const answering = Object.entries(receivers).map(
      ([name, { origin }]) =>
        `  ${name}: { url: "${origin}/hook", timeout_seconds: ${name === 'hanging' ? 0.3 : 10} }\n`,
    );
    const fine = receivers.fine?.origin;
    const manifest = `version: 1
certificates:
  - { name: soon, file: soon.pem, renewal_instructions: "a\\r\\nX-Admin: 1" }
webhooks:
${answering.join('')}  refusing: { url: "http://127.0.0.1:${port}/hook", timeout_seconds: 1 }
  nowhere: { url: "http://no-such-host.invalid/hook", timeout_seconds: 1 }
  unset: { url: "${fine}/\${UNSET_VARIABLE}" }
  empty: { url: "${fine}/", headers: { Authorization: "Bearer \${EMPTY_VARIABLE}" } }
  looping:
    url: ${fine}/looping
    body_template: ${toYamlBlock('{"n": "{% for a in range(100000) %}{% for b in range(100000) %}x{% endfor %}{% endfor %}"}', 6)}
  escaping:
    url: ${fine}/escaping
    body_template: ${toYamlBlock('{"n": "{{ data.constructor.constructor(\'return process\')() }}"}', 6)}
  shapeless:
    url: ${fine}/shapeless
    body_template: ${toYamlBlock('{"n": {{ data.common_name }}{% if data.issuer %} {{ data.issuer }}{% endif %}}', 6)}
  injecting:
    url: ${fine}/injecting
    headers: { X-How: "{{ data.renewal_instructions }}" }
rules:
  - name: all
    events: [certificate.*]
    actions: [${Object.keys(CODES).map((name) => `{ webhook: ${name} }`)}]
`;
    files = await createWorkspace({
      'certvigil.yaml': manifest,
      'soon.pem': (await createCertificateWithDaysLeft(13, 'soon.example.com')).certificate,
    });
    outcome = await runCli(['scan', '--format', 'json', ...buildTimeOptions()], {
      cwd: files.root,
      env: { EMPTY_VARIABLE: '' },
    });
    for (const delivery of parseReport(outcome).deliveries) {
      deliveries.set(delivery.destination.replace('webhook:', ''), delivery);
    }
  });
  afterAll(async () => {
    await Promise.all([...Object.values(receivers).map((one) => one.close()), files[Symbol.asyncDispose]()]);
  });

  it('exit with 3, each with its own code, without stopping the others', () => {
    const codes = [...deliveries].map(([name, { error }]) => [name, error?.code ?? null]);
    expect(Object.fromEntries(codes)).toEqual(CODES);
    expect(outcome.status).toBe(3);
    expect(receivers.fine?.requests).toHaveLength(1);
  });

  it.each([
    ['busy', 3],
    ['broken', 3],
    ['resetting', 3],
    ['bad_request', 1],
    ['moved', 1],
  ])('are attempted as often as allowed: %s %i times', (name, times) => {
    expect(receivers[name]?.requests).toHaveLength(times);
    expect(deliveries.get(name)?.attempts).toBe(times);
  });

  it('name the unset variable and its line', () => {
    expect(deliveries.get('unset')?.error?.detail).toMatch(
      /\$\{UNSET_VARIABLE\} \(certvigil\.yaml:\d+\) is not set or is empty/,
    );
    expect(deliveries.get('empty')?.error?.detail).toMatch(
      /\$\{EMPTY_VARIABLE\} \(certvigil\.yaml:\d+\) is not set or is empty/,
    );
  });

  it('do not show responses', () => {
    expect(outcome.stdout + outcome.stderr).not.toContain('leaked-words');
  });

  it('are recorded with their codes, and retried by the next scan', async () => {
    const log = (await files.read('log.json')) ?? '';
    for (const code of Object.values(CODES)) if (code !== null) expect(log).toContain(`"error":"${code}"`);
    expect(log).not.toContain('UNSET_VARIABLE');

    const again = await runCli(['scan', '--dry-run', '--format', 'json', ...buildTimeOptions(0.1)], {
      cwd: files.root,
    });
    const reasons = parseReport(again).deliveries.map(({ destination, reason }) => [
      destination.replace('webhook:', ''),
      reason,
    ]);
    const wanted = Object.entries(CODES).map(([name, code]) => [name, code === null ? 'cooldown' : 'retry']);
    expect(Object.fromEntries(reasons)).toEqual(Object.fromEntries(wanted));
  });
});
