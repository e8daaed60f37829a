import { Duplex } from 'node:stream';
import { describe, expect, it } from 'vitest';
import type { DialogueOutcome } from '../../src/lib/network/dialogue.ts';
import type { ProxyServer } from '../../src/lib/network/proxy.ts';
import { AUTHENTICATION_FAILED } from '../../src/lib/network/proxy-error.ts';
import { openTunnel } from '../../src/lib/network/tunnel.ts';
import { subscribeTrace, type TraceEvent } from '../../src/lib/trace/trace.ts';

interface Opened {
  outcome: DialogueOutcome;
  sent: string[];
  steps: string[];
  events: Pick<TraceEvent, 'kind' | 'subject' | 'result'>[];
  stream: Duplex;
}

interface Proxy {
  kind: 'http' | 'socks5';
  credentials?: ProxyServer['credentials'];
  replies: (string | readonly number[])[];
}

/** Opens a tunnel through a proxy that answers each command with one of the replies. */
async function open({ kind, credentials = null, replies }: Proxy, host: string): Promise<Opened> {
  const [sent, steps, events, remaining]: [string[], string[], Opened['events'], Buffer[]] = [
    [],
    [],
    [],
    replies.map((reply) => (typeof reply === 'string' ? Buffer.from(reply, 'latin1') : Buffer.from(reply))),
  ];
  const stream = new Duplex({
    read: () => undefined,
    write(chunk: Buffer, _, done) {
      sent.push(chunk.toString(kind === 'http' ? 'latin1' : 'hex'));
      this.push(remaining.shift() ?? null);
      done();
    },
  });
  const stop = subscribeTrace(({ kind: one, subject, result }) => void events.push({ kind: one, subject, result }));
  const proxy = { kind, name: 'proxy.example:1080', credentials } as ProxyServer;
  try {
    const outcome = await openTunnel(stream, proxy, host, 443, (step) => void steps.push(step));
    return { outcome, sent, steps, events, stream };
  } finally {
    stop();
  }
}

const OK = 'HTTP/1.1 200 Connection established\r\n\r\n';
const CREDENTIALS = { user: 'scan', password: 'pw' };

describe('an HTTP proxy', () => {
  it('gets CONNECT with the host and port', async () => {
    const { outcome, sent, steps } = await open({ kind: 'http', replies: [OK] }, '2001:db8::1');
    expect(sent).toEqual(['CONNECT [2001:db8::1]:443 HTTP/1.1\r\nHost: [2001:db8::1]:443\r\n\r\n']);
    expect(steps).toEqual(['CONNECT']);
    expect(outcome.outcome).toBe('agreed');
  });

  it('gets credentials if there are any', async () => {
    const { sent } = await open({ kind: 'http', credentials: CREDENTIALS, replies: [OK] }, 'a.example');
    expect(sent).toEqual([
      'CONNECT a.example:443 HTTP/1.1\r\nHost: a.example:443\r\nProxy-Authorization: Basic c2Nhbjpwdw==\r\n\r\n',
    ]);
  });

  it.each([
    ['HTTP/1.0 204 No Content\n\n', 'agreed', undefined],
    ['HTTP/1.1 200\r\n\r\n', 'agreed', undefined],
    ['HTTP/1.1 302 Found\r\n\r\n', 'refused', 'status 302'],
    ['HTTP/1.1 403 Forbidden\r\n\r\n', 'refused', 'status 403'],
    ['HTTP/1.1 2000 \r\n\r\n', 'wrong', ''],
    ['HTTP/1.2 200 OK\r\n\r\n', 'wrong', ''],
    ['HTTP/2', 'wrong', ''],
    ['220 mail.example ESMTP\r\n', 'wrong', ''],
  ])('that answers %j: %s', async (reply, outcome, why) => {
    const opened = await open({ kind: 'http', replies: [reply] }, 'a.example');
    expect(opened.outcome).toMatchObject(why === undefined ? { outcome } : { outcome, why });
  });

  it.each([401, 407])('that answers %d rejects the credentials', async (status) => {
    const opened = await open({ kind: 'http', replies: [`HTTP/1.1 ${status} No\r\n\r\n`] }, 'a.example');
    expect(opened.outcome).toMatchObject({ outcome: 'refused', why: AUTHENTICATION_FAILED });
  });

  it('leaves the data of the host after its response', async () => {
    const { stream } = await open({ kind: 'http', replies: [`${OK}220 mail.example`] }, 'a.example');
    expect(String(stream.read())).toBe('220 mail.example');
  });
});

describe('a SOCKS 5 proxy', () => {
  const CONNECTED = [5, 0, 0, 1, 127, 0, 0, 1, 0, 80];

  it.each([
    ['a name', 'a.example', '0501000309612e6578616d706c6501bb'],
    ['an IPv4 address', '192.0.2.1', '05010001c000020101bb'],
    ['an IPv6 address', '2001:db8::1', '0501000420010db800000000000000000000000101bb'],
  ])('gets %s', async (_, host, request) => {
    const { outcome, sent, steps } = await open({ kind: 'socks5', replies: [[5, 0], CONNECTED] }, host);
    expect(sent).toEqual(['050100', request]);
    expect(steps).toEqual(['methods', 'connect']);
    expect(outcome.outcome).toBe('agreed');
  });

  it('gets credentials if it asks for them', async () => {
    const proxy = { kind: 'socks5', credentials: CREDENTIALS } as const;
    const asked = await open({ ...proxy, replies: [[5, 2], [1, 0], CONNECTED] }, '192.0.2.1');
    expect(asked.sent).toEqual(['05020002', '01047363616e027077', '05010001c000020101bb']);
    expect(asked.steps).toEqual(['methods', 'authentication', 'connect']);
    const unasked = await open({ ...proxy, replies: [[5, 0], CONNECTED] }, '192.0.2.1');
    expect(unasked.sent).toEqual(['05020002', '05010001c000020101bb']);
  });

  it.each([
    ['a name as its address', [5, 0, 0, 3, 2, 97, 98, 0, 80]],
    ['an IPv6 address as its address', [5, 0, 0, 4, ...Array.from({ length: 16 }, () => 0), 0, 80]],
  ])('may answer with %s', async (_, reply) => {
    const { outcome, stream } = await open(
      {
        kind: 'socks5',
        replies: [
          [5, 0],
          [...reply, 33],
        ],
      },
      'a.example',
    );
    expect(outcome.outcome).toBe('agreed');
    expect(String(stream.read())).toBe('!');
  });

  it.each([
    ['no method', [[5, 255]], 'refused', 'methods', AUTHENTICATION_FAILED],
    ['another protocol', [[72, 84]], 'wrong', 'methods', ''],
    [
      'wrong credentials',
      [
        [5, 2],
        [1, 1],
      ],
      'refused',
      'authentication',
      AUTHENTICATION_FAILED,
    ],
    [
      'another version for credentials',
      [
        [5, 2],
        [5, 0],
      ],
      'wrong',
      'authentication',
      '',
    ],
    [
      'a rule',
      [
        [5, 0],
        [5, 2],
      ],
      'refused',
      'connect',
      'not allowed by its rules',
    ],
    [
      'a failure',
      [
        [5, 0],
        [5, 1],
      ],
      'refused',
      'connect',
      'general failure',
    ],
    [
      'an unknown failure',
      [
        [5, 0],
        [5, 9],
      ],
      'refused',
      'connect',
      'unknown reason',
    ],
    [
      'another version for the connection',
      [
        [5, 0],
        [4, 0],
      ],
      'wrong',
      'connect',
      '',
    ],
    [
      'an unknown type of address',
      [
        [5, 0],
        [5, 0, 0, 2, 1],
      ],
      'wrong',
      'connect',
      '',
    ],
  ])('that refuses for %s is reported', async (_, replies, outcome, step, why) => {
    const opened = await open({ kind: 'socks5', credentials: CREDENTIALS, replies }, 'a.example');
    expect(opened.outcome).toEqual({ outcome, step, why });
  });
});

it.each([
  ['http', [OK], 'proxy.example:1080 CONNECT a.example:443', 'accepted'],
  [
    'socks5',
    [
      [5, 0],
      [5, 2],
    ],
    'proxy.example:1080 SOCKS 5 a.example:443',
    'refused at connect, not allowed by its rules',
  ],
] as const)('the trace names the %s proxy, the host and the outcome', async (kind, replies, subject, result) => {
  const { events } = await open({ kind, credentials: CREDENTIALS, replies: [...replies] }, 'a.example');
  expect(events).toEqual([{ kind: 'proxy', subject, result }]);
});

it('the trace tells a proxy that closes the connection', async () => {
  const events: string[] = [];
  const stop = subscribeTrace(({ result }) => void events.push(result));
  await expect(open({ kind: 'http', replies: [] }, 'a.example')).rejects.toThrow('closed');
  stop();
  expect(events).toEqual(['ECONNRESET']);
});
