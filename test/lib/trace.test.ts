import { afterEach, describe, expect, it } from 'vitest';
import { createRedactingIo } from '../../src/lib/secrets/redacting-io.ts';
import { containsRespelledSecret } from '../../src/lib/secrets/respelled.ts';
import { isTraceRequested, startTrace } from '../../src/lib/trace/start-trace.ts';
import {
  describeTracedError,
  isTracing,
  subscribeTrace,
  type TraceEvent,
  trace,
  traceWork,
} from '../../src/lib/trace/trace.ts';
import { createTestIo } from '../manifest/io.ts';

let stop = () => {};
afterEach(() => stop());

/** The lines of a trace that starts now. `secrets` are replaced. */
function startLines(...secrets: string[]): string[] {
  const lines: string[] = [];
  const io = createRedactingIo(createTestIo('/'));
  io.addSecrets(secrets);
  stop = startTrace(
    io,
    (line) => void lines.push(line.replace(/\+\d+\.\d{3}s/, '+0.000s').replace(/\(\d+ ms\)/, '(0 ms)')),
  );
  return lines;
}

const createError = (fields: object) => Object.assign(new Error('text of a server'), fields);

describe('a trace', () => {
  it('has a line for each event, with the time since it began', () => {
    const lines = startLines();
    trace('cache', () => ['https://ca.example/crl', 'miss']);
    trace('connect', () => ['192.0.2.1:443', 'connected'], performance.now());
    expect(lines).toEqual([
      'trace +0.000s cache https://ca.example/crl: miss',
      'trace +0.000s connect 192.0.2.1:443: connected (0 ms)',
    ]);
  });

  it('has the duration of a step, and no addresses unless the step has', () => {
    const events: TraceEvent[] = [];
    const unsubscribe = subscribeTrace((event) => void events.push(event));
    trace('connect', () => ['a', 'connected'], performance.now() - 1000);
    trace('cache', () => ['b', 'miss']);
    unsubscribe();
    expect(events).toEqual([
      { kind: 'connect', subject: 'a', result: 'connected', ms: expect.any(Number), addresses: [] },
      { kind: 'cache', subject: 'b', result: 'miss', ms: null, addresses: [] },
    ]);
    expect(events[0]?.ms).toBeGreaterThanOrEqual(1000);
    expect(events[0]?.ms).toBeLessThan(600_000);
  });

  it('leaves out a code that is no text', () => {
    expect(describeTracedError(createError({ code: 7 }))).toEqual({ result: 'failed', addresses: [] });
    expect(describeTracedError(null)).toEqual({ result: 'failed', addresses: [] });
  });

  it('describes nothing while nobody listens', async () => {
    const fail = () => {
      throw new Error('called');
    };
    trace('cache', fail);
    expect(await traceWork('dns', { subject: fail, describe: fail }, async () => 'result')).toBe('result');
    startLines();
    stop();
    expect(isTracing()).toBe(false);
    trace('cache', fail);
  });

  it('is written once, however often it is started', () => {
    const lines = startLines();
    const second: string[] = [];
    startTrace(createTestIo('/'), (line) => void second.push(line))();
    trace('cache', () => ['a', 'miss']);
    expect([lines.length, second.length]).toEqual([1, 0]);
  });

  it('keeps each event on one line, of limited length, without control characters', () => {
    const lines = startLines();
    trace('request', () => ['a\n::error::b\r\u001b[31m\u202e', 'x'.repeat(2000)]);
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/^trace \+0.000s request a\\u\{a\}::error::b\\u\{d\}\\u\{1b\}\[31m\\u\{202e\}: x+…$/);
    expect(lines[0]?.length).toBeLessThan(1100);
  });

  it('shows how work ends, and only the code of an error', async () => {
    const lines = startLines();
    const traced = { subject: () => 'a', describe: (result: string) => `has ${result}` };
    await traceWork('login', traced, async () => 'credentials');
    for (const error of [createError({ code: 'EAUTH' }), createError({ failure: { code: 'inventory-x' } }), 'text'])
      await expect(traceWork('login', traced, () => Promise.reject(error))).rejects.toBe(error);
    expect(lines.map((line) => line.replace('trace +0.000s ', ''))).toEqual([
      'login a: has credentials (0 ms)',
      'login a: EAUTH (0 ms)',
      'login a: inventory-x (0 ms)',
      'login a: failed (0 ms)',
    ]);
  });

  it('shows the code for each address that was tried', () => {
    const errors = ['192.0.2.1', '2001:db8::1'].map((address) => createError({ code: 'ECONNREFUSED', address }));
    expect(describeTracedError(new AggregateError(errors))).toEqual({
      result: '192.0.2.1 ECONNREFUSED, 2001:db8::1 ECONNREFUSED',
      addresses: ['192.0.2.1', '2001:db8::1'],
    });
  });
});

describe('secrets in a trace', () => {
  it('are replaced in every encoding', () => {
    const lines = startLines('hunter2-secret');
    trace('request', () => [`GET https://a.example/hunter2-secret/${btoa('hunter2-secret')}`, '200']);
    expect(lines).toEqual(['trace +0.000s request GET https://a.example/***/***: 200']);
  });

  it('include the values in the query of a URL', () => {
    const lines = startLines();
    trace('request', () => ['GET https://a.example/b?sig=1&se=2', '200']);
    expect(lines).toEqual(['trace +0.000s request GET https://a.example/b?***: 200']);
  });

  it.each([
    ['in a normalized URL', 'q"secret\\x1', 'https://a.example/q%22secret/x1'],
    ['in the name of a host', 'p/s3cretcode?x=1', 'https://p-s3cretcode-x-1.example/'],
  ])('hide the whole line %s', (_, secret, url) => {
    const lines = startLines(secret);
    trace('request', () => [`GET ${url}`, '200']);
    expect(lines).toEqual(['trace +0.000s request ***']);
  });

  it('include the addresses of a host whose name is one', () => {
    const lines = startLines('db.secret.example');
    const answer = { result: '192.0.2.7', addresses: ['192.0.2.7'] };
    trace('connect', () => ['192.0.2.7:443', 'connected']);
    trace('dns', () => ['other.example A', { result: '192.0.2.8', addresses: ['192.0.2.8'] }]);
    trace('dns', () => ['db.secret.example A', answer]);
    trace('connect', () => ['192.0.2.7:5432', 'connected']);
    trace('connect', () => ['192.0.2.8:5432', 'connected']);
    expect(lines.map((line) => line.replace('trace +0.000s ', ''))).toEqual([
      'connect 192.0.2.7:443: connected',
      'dns other.example A: 192.0.2.8',
      'dns *** A: ***',
      'connect ***:5432: connected',
      'connect 192.0.2.8:5432: connected',
    ]);
  });

  it.each([
    ['too short', 'a/b'],
    ['a common word', 'production'],
    ['longer than any URL', 'x'.repeat(2000)],
  ])('are not searched for in other spellings if they are %s', (_, secret) => {
    expect(containsRespelledSecret(`https://a.example/${secret}`, [secret])).toBe(false);
  });
});

it.each<[value: string | undefined, isRequested: boolean]>([
  [undefined, false],
  ['', false],
  ['0', false],
  ['False', false],
  ['1', true],
  ['true', true],
])('CERTVIGIL_TRACE=%s', (value, isRequested) => {
  expect(isTraceRequested({ CERTVIGIL_TRACE: value })).toBe(isRequested);
});

it('events contain only data, so that a thread can send them', () => {
  const event: TraceEvent = { kind: 'connect', subject: 'a', result: 'b', ms: 1, addresses: ['192.0.2.1'] };
  expect(structuredClone(event)).toEqual(event);
});
