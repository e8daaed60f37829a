/** The worst receivers, each before one that works in the same rule. */

import { drip, flood, HTTP_SERVERS, type OnConnection, silent } from './servers.ts';
import type { WorstInput } from './worst-input.ts';

/** A rule that sends to the bad receiver first. */
const rule = (action: string) =>
  `rules: [{ name: all, events: ["certificate.expir*"], actions: [${action}, { webhook: chat }] }]`;

const LATE = ['http-timeout', 'delivery-timeout', 'receiver-down'];

const WEBHOOK: [worst: keyof typeof HTTP_SERVERS, named: string[]][] = [
  ['that never answers', LATE],
  ['that sends a header byte by byte', LATE],
  ['that sends headers without an end', ['http-failed', 'http-connection-reset', ...LATE]],
  ['that redirects for ever', ['http-redirect']],
  ['that asks to wait for a day', ['http-rate-limited']],
];

/** The status is enough: such a receiver has got the message. */
const ACCEPTING: (keyof typeof HTTP_SERVERS)[] = [
  'that sends a body byte by byte',
  'that sends a body without an end',
  'that sends 256 MiB in 256 KiB',
  'that sends four million brackets',
];

const webhook = (worst: keyof typeof HTTP_SERVERS, named: readonly string[]): WorstInput => ({
  kinds: ['webhook'],
  worst: `a receiver ${worst}`,
  more: `  worst: { url: "http://127.0.0.1:$PORT_WORST", timeout_seconds: 1 }\n${rule('{ webhook: worst }')}`,
  prepare: (world) => world.accept('worst', HTTP_SERVERS[worst]),
  named,
});

const MAIL_SERVERS: Record<string, OnConnection> = {
  'that never greets': silent,
  'that greets byte by byte': drip('220-', 'x'),
  'that greets with a line without an end': flood('220-', Buffer.alloc(0x4000, 'x')),
  'that greets with lines without an end': flood('', '220-x\r\n'.repeat(1000)),
  'that answers with lines without an end': (socket) => {
    socket.write('220 x\r\n');
    socket.once('data', () => flood('', '250-x\r\n'.repeat(1000))(socket));
  },
};

/** The servers that do not keep the processor busy. */
const QUIET: readonly string[] = ['that never greets', 'that greets byte by byte', 'that sends a body byte by byte'];

const email = ([worst, onConnection]: [string, OnConnection]): WorstInput => ({
  kinds: ['email'],
  worst: `a mail server ${worst}, and gets an alert`,
  more: `email:
  mail: { host: 127.0.0.1, port: $PORT_WORST, tls: none, timeout_seconds: 1, from: a@example.com, to: [b@example.com] }
${rule('{ email: mail }')}`,
  prepare: (world) => world.accept('worst', onConnection),
  named: ['email-timeout', 'email-not-smtp'],
  ...(!QUIET.includes(worst) && { isBusy: true }),
});

const issue = (worst: keyof typeof HTTP_SERVERS): WorstInput => ({
  kinds: ['issue'],
  worst: `a GitHub ${worst}, and gets an issue`,
  more: rule('{ issue: {} }'),
  prepare: async (world) => {
    await world.accept('worst', HTTP_SERVERS[worst]);
    Object.assign(world.github, { api_url: `http://127.0.0.1:${world.ports.get('worst')}` });
  },
  named: ['github-timeout', 'github-connection-lost', 'github-unexpected-response', 'github-rate-limited'],
});

export const RECEIVERS: WorstInput[] = [
  ...WEBHOOK.map(([worst, named]) => webhook(worst, named)),
  ...ACCEPTING.map(
    (worst): WorstInput => ({
      ...webhook(worst, []),
      ...{ tolerated: 'it has got the message', ...(!QUIET.includes(worst) && { isBusy: true }) },
    }),
  ),
  ...Object.entries(MAIL_SERVERS).map(email),
  ...(['that never answers', 'that sends a body without an end', 'that redirects for ever'] as const).map(issue),
  {
    ...{ kinds: ['heartbeat'], worst: 'a monitor that sends headers without an end', tolerated: 'it alerts itself' },
    prepare: async (world) => {
      await world.accept('worst', HTTP_SERVERS['that sends headers without an end']);
      world.env.HEARTBEAT_URL = `http://127.0.0.1:${world.ports.get('worst')}/`;
    },
    named: ['http-failed', 'http-connection-reset', 'http-timeout'],
  },
];
