import { describe, expect, it } from 'vitest';
import { renderManifest } from '../../../src/app/init/manifest-template.ts';
import type { InitReceivers } from '../../../src/app/init/parse-receivers.ts';
import type { Manifest } from '../../../src/domain/index.ts';
import {
  certificate,
  createScenario,
  day,
  endpoint,
  entry,
  REFUSED,
  type Served,
  settings,
} from '../../events/scenario.ts';
import { loadText, useDirectory } from '../../manifest/temporary-manifest.ts';

useDirectory();

const SLACK: InitReceivers['chats'][number] = { service: 'slack', url: { variable: 'SLACK_WEBHOOK_URL', value: null } };
const ISSUES: InitReceivers = { chats: [], email: null, issues: true };
const CHAT: InitReceivers = { chats: [SLACK], email: null, issues: false };

async function writeManifest(receivers: InitReceivers, uncomment = false): Promise<Manifest> {
  const text = renderManifest({ entries: [], receivers, secrets: [], heartbeat: null });
  const example = text.indexOf('# webhooks:');
  const whole = uncomment ? text.slice(0, example) + text.slice(example).replace(/^# /gm, '') : text;
  const { manifest, diagnostics } = await loadText(whole);
  expect(diagnostics).toEqual([]);
  if (manifest === null) throw new Error('invalid');
  return manifest;
}

/** What daily scans send while a certificate has these days left, with the rules of a new manifest. */
function scanDaily({ rules }: Manifest, days: readonly number[], lifetime = 398): string[] {
  const end = day(400);
  const served = certificate('a', { from: end - lifetime * 86_400_000, to: end });
  const scenario = createScenario([entry('shop', { settings: settings({ repeat: false }) })], rules);
  return days.flatMap((left) => {
    const now = day(400 - left);
    const sent = scenario.scan({ now, readings: [endpoint('shop', 'shop.example.com:443', served)] });
    return sent.map((one) => `${left}: ${one}`);
  });
}

/** What scans send about a location that serves these things on the following days. */
function follow({ rules }: Manifest, served: readonly Served[]): string[] {
  const scenario = createScenario([entry('shop', { settings: settings({ repeat: false }) })], rules);
  return served.flatMap((one, number) =>
    scenario.scan({ now: day(number), readings: [endpoint('shop', 'shop.example.com:443', one)] }),
  );
}

describe.each([
  ['GitHub issues', 'issue', () => writeManifest(ISSUES)],
  ['a chat channel', 'slack', () => writeManifest(CHAT)],
  ['the chat channel of its comment', 'slack', () => writeManifest(ISSUES, true)],
])('the manifest that init writes for %s', (_, destination, load) => {
  it('sends nothing about the expiry while the status is ok', async () => {
    const sent = scanDaily(await load(), [95, 90, 80, 60, 45, 31, 30, 29]);
    expect(sent.filter((one) => one.endsWith(destination))).toEqual([`30: expiry_warning@30 first -> ${destination}`]);
  });

  it('sends when the status becomes worse, and the renewal', async () => {
    const old = certificate('a', { to: day(30) });
    const renewed = certificate('b', { to: day(400) });
    const sent = follow(await load(), [old, ...Array<Served>(16).fill(old), renewed]);
    expect(sent.filter((one) => one.endsWith(destination))).toEqual([
      `expiry_warning@30 first -> ${destination}`,
      `expiry_warning@14 escalated -> ${destination}`,
      `renewed first -> ${destination}`,
    ]);
  });
});

describe('the rule that init writes for a chat channel', () => {
  it('sends what is not about the expiry, whatever the status', async () => {
    const healthy = certificate('a', { to: day(300) });
    expect(follow(await writeManifest(CHAT), [healthy, REFUSED, REFUSED, healthy])).toEqual([
      'unreachable first -> slack',
      'recovered first -> slack',
    ]);
  });

  it('sends no renewal of a certificate whose expiry it did not send', async () => {
    const [old, renewed] = [certificate('a', { to: day(80) }), certificate('b', { to: day(400) })];
    expect(follow(await writeManifest(CHAT), [old, old, renewed])).toEqual([]);
  });
});
