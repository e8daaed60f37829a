import { expect, it } from 'vitest';
import type { HttpFault, HttpFaultCode, HttpOutcome } from '../../src/lib/http/client.ts';
import { ProxyError, type ProxyFailureCode } from '../../src/lib/network/proxy-error.ts';
import { findFailure, findUrlFailure } from '../../src/notify/failures.ts';
import { TRANSIENT_FAULTS } from '../../src/notify/retry.ts';

const FAULTS: HttpFault['code'][] = [
  ...TRANSIENT_FAULTS,
  'http-tls-failed',
  'http-denied',
  'http-failed',
  'proxy-refused',
];

function createFault(code: HttpFault['code']): HttpFault {
  const base = { responded: false as const, sent: false };
  if (!code.startsWith('proxy-')) return { ...base, code: code as HttpFaultCode };
  const proxy = new ProxyError(code as ProxyFailureCode, { proxy: 'proxy.example:3128', fact: 'status 403' });
  return { ...base, code: proxy.code, proxy };
}
const OUTCOMES: HttpOutcome[] = [
  ...FAULTS.map(createFault),
  ...[304, 400, 401, 404, 408, 429, 500, 503].map((status) => ({
    ...{ responded: true as const, status, retry_after: null, body: '' },
  })),
];

/** What webhooks have, and a heartbeat and a report do not. */
const SETTINGS = /timeout_seconds|ca_file|group_by|rules|secrets|certvigil render/;

it('suggests a setting for webhooks in some failures, and for a heartbeat or a report in none', () => {
  const advised = OUTCOMES.filter((outcome) => SETTINGS.test(findFailure(outcome)?.detail ?? ''));
  expect(advised.length).toBeGreaterThan(3);
  for (const outcome of OUTCOMES) {
    const failure = findUrlFailure(outcome);
    expect(failure?.code).toBe(findFailure(outcome)?.code);
    expect(failure?.detail).not.toMatch(SETTINGS);
  }
});
