import { describe, expect, it, vi } from 'vitest';
import type { HttpOutcome } from '../../src/lib/http/client.ts';
import { sendWithRetries } from '../../src/notify/retry.ts';
import { checkCircuit, createReceiverState, recordAttempt } from '../../src/notify/webhook/circuit-breaker.ts';

// Each limit alone: the others are far away. `docs/concepts/events.md` names them.

const UNLIMITED = Number.POSITIVE_INFINITY;
const SECOND = 1_000;

function createResponse(status: number, retry_after: string | null = null): HttpOutcome {
  return { responded: true, status, retry_after, body: null } as HttpOutcome;
}

describe('a receiver that asked for a pause', () => {
  /** What a check at the time 0 returns after a `Retry-After` of these seconds. */
  function check(seconds: number, remainingMs: number) {
    const receiver = createReceiverState({ failures: 0 });
    recordAttempt(receiver, createResponse(429), seconds * SECOND, 0);
    const circuit = checkCircuit(receiver, 0, remainingMs);
    return 'failure' in circuit ? circuit.failure.code : circuit.wait;
  }

  it.each<[string, number, number, string | number]>([
    ['is waited for up to a minute', 60, UNLIMITED, 60_000],
    ['is not waited for longer than a minute', 60.001, UNLIMITED, 'retry-after-too-long'],
    ['is waited for if deliveries may still be made afterwards', 30, 30_001, 30_000],
    ['is not waited for if no time would be left afterwards', 30, 30_000, 'retry-after-too-long'],
    ['gets nothing if the time for deliveries is over', 0, 0, 'delivery-timeout'],
  ])('%s', (_, seconds, remainingMs, expected) => {
    expect(check(seconds, remainingMs)).toBe(expected);
  });

  it('is not waited for again once the pause is over', () => {
    const receiver = createReceiverState({ failures: 0 });
    recordAttempt(receiver, createResponse(429), 30 * SECOND, 0);
    expect(checkCircuit(receiver, 10 * SECOND, UNLIMITED)).toEqual({ wait: 20 * SECOND });
    expect(checkCircuit(receiver, 40 * SECOND, UNLIMITED)).toEqual({ wait: 0 });
  });
});

describe('one request', () => {
  /** Sends to a receiver that always responds like this. The clock advances only while waiting. */
  async function send(outcome: HttpOutcome, remainingMs = UNLIMITED) {
    const waits: number[] = [];
    let now = 0;
    const result = await sendWithRetries(async () => outcome, {
      timeout_ms: 10 * SECOND,
      now: () => 0,
      remainingMs: () => remainingMs - now,
      sleep: async (wait) => {
        waits.push(wait);
        now += wait;
      },
    });
    return { waits, attempts: result.attempts };
  }

  it.each<[string, HttpOutcome, number, number[]]>([
    ['is sent three times, with growing pauses', createResponse(503), UNLIMITED, [1_000, 3_000]],
    ['waits as long as the receiver asks, up to a minute', createResponse(503, '60'), UNLIMITED, [60_000, 60_000]],
    ['is not repeated after a pause of more than a minute', createResponse(503, '61'), UNLIMITED, []],
    ['is repeated if the time for deliveries lasts longer than the pause', createResponse(503), 1_001, [1_000]],
    ['is not repeated if the time for deliveries ends with the pause', createResponse(503), 1_000, []],
    ['is not repeated if it was rejected', createResponse(400), UNLIMITED, []],
    ['is not repeated if the receiver does not support it', createResponse(501), UNLIMITED, []],
    ['is sent again after a timeout of the receiver', createResponse(408), UNLIMITED, [1_000, 3_000]],
    ['is sent again if it came too early', createResponse(425), UNLIMITED, [1_000, 3_000]],
  ])('%s', async (_, outcome, remainingMs, waits) => {
    expect(await send(outcome, remainingMs)).toEqual({ waits, attempts: waits.length + 1 });
  });

  it.each([
    ['is repeated within 15 seconds of work and pauses', 13_999, 2],
    ['is not repeated after 15 seconds of work and pauses', 14_000, 1],
  ])('%s', async (_, duration, attempts) => {
    let now = 0;
    const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
    const outcomes = [createResponse(503), createResponse(200)];
    const send = async () => {
      now += duration;
      return outcomes.shift() ?? createResponse(200);
    };
    const options = { timeout_ms: 20 * SECOND, now: () => 0, sleep: async () => {} };
    expect((await sendWithRetries(send, options)).attempts).toBe(attempts);
    clock.mockRestore();
  });

  it('is not sent at all without time', async () => {
    expect(await send(createResponse(200), 0)).toEqual({ waits: [], attempts: 0 });
  });
});
