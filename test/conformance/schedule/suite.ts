/** Scans of a server over months or years, and a model of who must have been told by when. */

import {
  certificate,
  createManifest,
  createScenario,
  endpoint,
  entry,
  REFUSED,
  rule,
  settings,
  silence,
} from '../../events/scenario.ts';
import { createWebhook } from '../../notify/context.ts';
import { createScanner } from '../../scenarios/simulation.ts';
import type { Suite } from '../suite.ts';
import { cases, listCertificates, listScans, type ScheduleCase } from './cases.ts';
import { predict } from './model.ts';
import { findBrokenPromises } from './promises.ts';

const RESOLVES = ['renewed', 'recovered', 'removed'];

/** Returns each message as `SCAN EVENT STATUS`, as the code of a scan sends it. */
function simulate(one: ScheduleCase): string[] {
  const { limits, repeat, cooldown_hours: cooldown } = one;
  const events = one.rule === 'all' ? ['certificate.*'] : ['certificate.expiry_warning', 'certificate.expired'];
  const shop = entry('shop', { settings: settings({ ...limits, repeat, cooldown }) });
  const scenario = createScenario([shop], [rule('all', { events })]);
  const hook = createWebhook({ name: 'hook', preset: 'pagerduty' });
  scenario.webhooks = [{ ...hook, stateful: one.stateful }];
  const scans = listScans(one);
  const served = listCertificates(one);
  const scan = createScanner();
  return scans.flatMap(({ at, fails }, index) => {
    scenario.silences = one.silences.flatMap(({ from_scan, hours }) => {
      const from = scans[from_scan]?.at ?? Number.POSITIVE_INFINITY;
      return from <= at ? [silence(from + hours * 3_600_000)] : [];
    });
    const current = served.findLastIndex(({ since }) => since <= at);
    const { from, to } = served[current] ?? { from: 0, to: 0 };
    const content = fails ? REFUSED : certificate(`${current}`, { from, to });
    const readings = [endpoint('shop', 'shop.example.com:443', content)];
    const { sent } = scan({ manifest: createManifest(scenario), now: at, readings });
    return sent.map(({ event, context }) => {
      const name = event.replace('certificate.', '');
      return RESOLVES.includes(name) ? `${index} ${name}` : `${index} ${name} ${context.data.status}`;
    });
  });
}

const format = (lines: readonly string[]) => (lines.length === 0 ? 'quiet' : `told ${lines.toSorted().join(', ')}`);

export const SCHEDULE: Suite<ScheduleCase> = {
  room: 'schedule',
  drawn:
    'a server with certificates of 24 hours to 10 years, renewed in time, late or never; scans each hour to each month with gaps, delays, failures and silences',
  programs: [],
  batch: 100,
  cases,
  answer: (one) => {
    const messages = simulate(one);
    return [format(messages), ...findBrokenPromises(one, messages)].join('; ');
  },
  open: async () => {
    const ask = async (all: readonly ScheduleCase[]) => all.map((one) => format(predict(one)));
    return { oracles: [{ name: 'the table of moments', ask }], close: async () => {} };
  },
  differences: [],
};
