/** The worst event logs. Without one, nobody knows what was sent already: the scan stops at once, and its monitor alerts. */

import { execFileSync } from 'node:child_process';
import { mkdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { World } from '../world.ts';
import { HTTP_SERVERS } from './servers.ts';
import type { WorstInput } from './worst-input.ts';

const HELD = 'the alerts of earlier scans would be sent again';
const LOG = '.certvigil/event-log.json';

/** `name`: of the file that is bad. */
const file = (worst: string, create: (file: string) => unknown, named: string, name = LOG): WorstInput => ({
  ...{ kinds: ['file'], worst, named: [named], held: HELD, isBusy: true },
  prepare: ({ root }: World) => {
    mkdirSync(path.join(root, '.certvigil'));
    create(path.join(root, name));
  },
});

const remote = (kind: 'commit' | 'cache', worst: keyof typeof HTTP_SERVERS): WorstInput => ({
  kinds: [kind],
  worst: `the store ${kind} on a server ${worst}`,
  more: `event_log: { store: ${kind} }`,
  prepare: async (world) => {
    await world.accept('worst', HTTP_SERVERS[worst]);
    const origin = `http://127.0.0.1:${world.ports.get('worst')}`;
    Object.assign(world.github, { api_url: origin });
    const runner = {
      ACTIONS_CACHE_SERVICE_V2: 'true',
      ACTIONS_RESULTS_URL: `${origin}/`,
      ACTIONS_RUNTIME_TOKEN: 'token-of-the-run',
    };
    Object.assign(world.env, runner);
    // The library reads the variables of the process, which is why one input only has this store.
    Object.assign(process.env, runner);
    const close = () => {
      for (const name of Object.keys(runner)) delete process.env[name];
    };
    world.keep({ close });
  },
  named: ['github-connection-lost', 'github-rate-limited', 'github-unexpected-response', 'cache-failed'],
  held: HELD,
});

const QUICK_SERVERS = [
  'that sends headers without an end',
  'that redirects for ever',
  'that asks to wait for a day',
] as const;

export const EVENT_LOGS: WorstInput[] = [
  file('an event log that is a pipe', (log) => execFileSync('mkfifo', [log]), 'event-log-unreadable'),
  file('an event log that is a directory', mkdirSync, 'event-log-unreadable'),
  file(
    'an event log of 300 MiB',
    (log) => {
      writeFileSync(log, '');
      truncateSync(log, 300 * 1024 * 1024);
    },
    'event-log-unreadable',
  ),
  file('an event log with ten million brackets', (log) => writeFileSync(log, '['.repeat(1e7)), 'event-log-not-json'),
  // A server that never answers takes 90 seconds, which no setting changes.
  ...QUICK_SERVERS.map((worst) => remote('commit', worst)),
  // The library of the Actions cache tries again for half a minute.
  { ...remote('cache', 'that asks to wait for a day'), waits: 30 },
];
