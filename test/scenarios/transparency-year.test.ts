import { describe, expect, it } from 'vitest';
import { DAYS, dateBackToMidnight, drawIssued, type Issued, scanYear, type Told } from './transparency-year.ts';

// Thirty domains: ten have a spare certificate of a CDN, ten a name that a service serves, and each an own server. Everything is renewed with a
// new key, and one certificate is mis-issued. The model says from what is issued alone who should hear what, without the code under test.

const CHAT = 'webhooks: { chat: { url: "https://chat.example.com" } }\n';
const toRule = (action: string) => `${CHAT}rules: [{ name: all, events: ["*"], actions: [${action}] }]\n`;
const PLAIN = toRule('{ webhook: chat }');
const STATEFUL = toRule('{ webhook: chat, send_resolved: true }');
const OWN_CA = '    expect: { issuer: Example CA }\n';

/** What the model says about one certificate. */
interface Expected {
  domain: string;
  day: number;
}

/**
 * Predicts the messages about certificates that no server ever has and that were issued after the first scan. What covers the name of a server
 * may still be deployed in the scan that sees it first, unless its CA is known to be wrong.
 */
function predict(issued: readonly Issued[], { once, atOnce }: { once: boolean; atOnce: boolean }): Expected[] {
  const heard = new Set<string>();
  return issued
    .filter(({ kind, from }) => kind !== 'own' && from > 0)
    .toSorted((a, b) => a.from - b.from)
    .flatMap(({ kind, names, domain, from }) => {
      const what = `${kind} ${names.join(' ')}`;
      if (once && heard.has(what)) return [];
      heard.add(what);
      const day = Math.ceil(from) + (names.includes(domain) && !atOnce ? 1 : 0);
      return day < DAYS ? [{ domain, day }] : [];
    });
}

const sort = (list: readonly Expected[]) => list.map(({ day, domain }) => `${day} ${domain}`).sort();

/** Whose domain a message is about, by the names in it. */
function toHeard({ day, context: { data } }: Told): Expected {
  return { day, domain: (data.common_name ?? '').split('.').slice(-2).join('.') };
}

const isEnd = ({ event }: Told) => ['certificate.recovered', 'certificate.removed'].includes(event);
const paste = ({ context: { data } }: Pick<Told, 'context'>) =>
  data.issuer?.includes('Rogue') ? '' : (data.finding?.proposal ?? '');

describe('a year of certificates that no server has', () => {
  it.each([1, 2])('is one message each, and then the mis-issued one (seed %i)', async (seed) => {
    const issued = drawIssued(seed);
    const told = await scanYear(issued, paste, { more: PLAIN });
    expect(sort(told.map(toHeard))).toEqual(sort(predict(issued, { once: true, atOnce: false })));
    expect(told).toHaveLength(21);
    expect(told.filter(({ day }) => day > 90).map(({ context }) => context.data.issuer)).toEqual([
      expect.stringContaining('Rogue CA'),
    ]);
  });

  it('is only the mis-issued one if the others are expected after the first scan', async () => {
    const issued = drawIssued(6);
    const told = await scanYear(issued, paste, { more: PLAIN, discovers: true });
    const rogue = issued.filter(({ kind }) => kind === 'rogue');
    expect(sort(told.map(toHeard))).toEqual(sort(predict(rogue, { once: true, atOnce: false })));
    expect(told).toHaveLength(1);
  });

  it('is a message for each renewal if nobody reacts, and none when they end', async () => {
    const issued = drawIssued(1);
    const told = await scanYear(issued, () => '', { more: PLAIN });
    const alerts = told.filter(({ event }) => event !== 'certificate.renewed');
    expect(sort(alerts.map(toHeard))).toEqual(sort(predict(issued, { once: false, atOnce: false })));
    expect(told.filter(isEnd)).toEqual([]);
  });

  it('is critical at once if the CA is not expected, until the item names it', async () => {
    const issued = drawIssued(4);
    const told = await scanYear(issued, paste, { more: PLAIN, entry: OWN_CA });
    expect(sort(told.map(toHeard))).toEqual(sort(predict(issued, { once: true, atOnce: true })));
    expect(new Set(told.map(({ context }) => context.data.status))).toEqual(new Set(['critical']));
  });

  it.each([3, 7])('is the same if the provider changes all the time, and CAs date back (seed %i)', async (seed) => {
    const issued = drawIssued(seed);
    const told = await scanYear(issued, () => '', { more: PLAIN, changes: true, date: dateBackToMidnight });
    const alerts = told.filter(({ event }) => event !== 'certificate.renewed');
    expect(sort(alerts.map(toHeard))).toEqual(sort(predict(issued, { once: false, atOnce: false })));
  });

  it('closes each alert of a stateful receiver once', async () => {
    const issued = drawIssued(5);
    const told = await scanYear(issued, paste, { more: STATEFUL });
    const keys = told.filter((one) => !isEnd(one)).map(({ context }) => context.data.alert_key);
    expect(new Set(keys).size).toBe(keys.length);
    expect(
      told
        .filter(isEnd)
        .map(({ context }) => context.data.alert_key)
        .sort(),
    ).toEqual(keys.sort());
  });
});
