import { describe, expect, it } from 'vitest';
import type { Manifest } from '../../src/domain/index.ts';
import { parseManifest } from './simulation.ts';
import { DAYS, drawTruth, type ScanDay, scanYear, type Truth, writeCertificates } from './year.ts';

// A year of daily scans of 40 servers, 20 files, an inventory and transparency logs, in which an automaton renews everything in time: a
// run is red only while a person has something to do. The model below says when that is, without the code under test.

const FLAKINESS = 0.01;
/** Two servers that are down, a runner without a network, a week in which crt.sh does not answer, and five days without revocation lists. */
const YEAR = {
  flakiness: FLAKINESS,
  listFlakiness: 0.05,
  outages: { 'server-90d-3': [100, 104], 'server-6d-2': [200, 202] },
  blocked: [[150, 152]],
  transparencyDown: [[250, 257]],
  listsDown: [[320, 325]],
} as const;
/** On the fifth day without crt.sh, somebody silences it. */
const SILENCED = [254, 260] as const;
const SILENCE = `silences:
  - { until: 2027-09-18, reason: crt.sh is down, codes: [unread], match: { names: [transparency] } }
`;

const CHAT = 'webhooks: { chat: { url: "https://chat.example.com" } }\n';
const toRule = (rule: string) => `${CHAT}rules: [{ name: all, ${rule}, actions: [{ webhook: chat }] }]\n`;
const EVERYTHING = toRule('events: ["*"]');
const METRICS_ONLY = '';
const ONE_TEAM = toRule('events: [certificate.*], match: { labels: { team: web } }');

/** Returns the manifest of each day: one with these rules, and with the silence while there is one. */
async function loadManifests(truth: Truth, rules: string): Promise<(day: number) => Manifest> {
  const text = `version: 1\n${writeCertificates(truth)}${rules}`;
  const [usual, silenced] = [await parseManifest(text), await parseManifest(text + SILENCE)];
  return (day) => (isSilenced(day) ? silenced : usual);
}

const isSilenced = (day: number) => day >= SILENCED[0] && day < SILENCED[1];

/**
 * Predicts the red days, and why. A person must look at a runner that reaches nothing, at a server that failed in two scans in a row or
 * whose revocation was unknown in three, and at a provider of transparency logs that has not answered for three days. What a scan without
 * a network says about servers does not count.
 */
function predictRed({ servers, isDown, isBlocked, isTransparencyDown, ...truth }: Truth): string[] {
  const { isRevocationRequired, isRevocationUnknown } = truth;
  const failures = servers.map(() => 0);
  const unknown = servers.map(() => 0);
  let unanswered = 0;
  return Array.from({ length: DAYS }, (_, day) => day).flatMap((day) => {
    if (!isBlocked(day))
      for (const [index, before] of failures.entries()) failures[index] = isDown(index, day) ? before + 1 : 0;
    for (const [index, before] of unknown.entries())
      if (!isBlocked(day) && !isDown(index, day)) unknown[index] = isRevocationUnknown(index, day) ? before + 1 : 0;
    unanswered = isBlocked(day) || isTransparencyDown(day) ? unanswered + 1 : 0;
    const names = servers.filter((_, index) => (failures[index] ?? 0) >= 2).map(({ name }) => name);
    if (unanswered > 3 && !isSilenced(day)) names.push('transparency');
    const unsure = servers.filter((_, index) => isRevocationRequired(index) && (unknown[index] ?? 0) >= 3);
    return [
      ...(names.length > 0 ? [`day ${day}: unread ${names.join(', ')}`] : []),
      ...(unsure.length > 0 ? [`day ${day}: revocation-unknown ${unsure.map(({ name }) => name).join(', ')}`] : []),
      ...(isBlocked(day) ? [`day ${day}: scan-blind`] : []),
    ];
  });
}

/** The reasons that nothing permits. */
const listRed = (days: readonly ScanDay[]) =>
  days.flatMap(({ day, isRed, coverage: { reasons } }) => {
    const open = reasons.filter(({ silenced_until }) => silenced_until === undefined);
    expect([day, isRed]).toEqual([day, open.length > 0]);
    return open.map(({ code, entries }) => `day ${day}: ${code} ${entries.join(', ')}`.trim());
  });

const EXPIRY = /^certificate\.(?:expiry_warning|expired) /;

/**
 * The alerts about the expiry of something that this scan, or the one before it, has read: an automaton renews all of them in time. After
 * two scans that could not read it, the last certificate is all that is known.
 */
const listFalseAlerts = (days: readonly ScanDay[]) =>
  days.flatMap(({ day, sent, coverage: { unread } }) => {
    const isUnread = (list: typeof unread | undefined, one: string) =>
      list?.some(({ certificate }) => certificate === one.replace(EXPIRY, '')) ?? false;
    const before = days[day - 1]?.coverage.unread;
    return sent
      .filter((one) => EXPIRY.test(one) && !(isUnread(unread, one) && isUnread(before, one)))
      .map((one) => `day ${day}: ${one}`);
  });

describe('a year in which everything is renewed in time', () => {
  it.each([
    ['sends everything', 1, EVERYTHING],
    ['only writes metrics', 3, METRICS_ONLY],
    ['sends what one team owns', 4, ONE_TEAM],
  ])('is red only while a person has something to do, with a manifest that %s', async (_, seed, rules) => {
    const truth = drawTruth({ ...YEAR, seed });
    const days = scanYear(truth, await loadManifests(truth, rules));
    expect(listRed(days)).toEqual(predictRed(truth));
    expect(listFalseAlerts(days)).toEqual([]);
  });

  it('is red for the outages, the runner, the provider and the lists, and for servers that fail twice in a row', () => {
    const red = predictRed(drawTruth({ ...YEAR, seed: 1 }));
    expect(red.map((text) => text.replace(/(?:, server-365d-\d){2,}/, ' and others'))).toMatchInlineSnapshot(`
      [
        "day 101: unread server-90d-3",
        "day 102: unread server-90d-3",
        "day 103: unread server-90d-3",
        "day 150: scan-blind",
        "day 151: scan-blind",
        "day 188: unread server-47d-7",
        "day 201: unread server-6d-2",
        "day 253: unread transparency",
        "day 283: unread server-90d-12",
        "day 322: revocation-unknown server-365d-0 and others",
        "day 323: revocation-unknown server-365d-0 and others",
        "day 324: revocation-unknown server-365d-0 and others",
        "day 325: revocation-unknown server-365d-0",
      ]
    `);
  });

  it('is never red and sends nothing if nothing fails', async () => {
    const truth = drawTruth({ seed: 5 });
    const days = scanYear(truth, await loadManifests(truth, EVERYTHING));
    expect([listRed(days), days.flatMap(({ sent }) => sent)]).toEqual([[], []]);
  });
});

describe('servers that fail in one of a hundred scans', () => {
  /** The days on which at least one of the servers fails for the second time in a row. */
  const countRed = (seed: number) => predictRed(drawTruth({ seed, flakiness: FLAKINESS })).length;

  it('make a run red once or twice a year, because two of their failures follow one another', () => {
    // Each of the 40 servers fails in two scans in a row with the square of the probability: 365 * (1 - (1 - 0.01²)^40) = 1.46 days.
    const expected = DAYS * (1 - (1 - FLAKINESS ** 2) ** 40);
    expect(expected).toBeCloseTo(1.46, 2);
    const years = Array.from({ length: 200 }, (_, seed) => countRed(seed));
    const mean = years.reduce((sum, count) => sum + count, 0) / years.length;
    // The standard error of the mean of 200 years is 0.085.
    expect(Math.abs(mean - expected)).toBeLessThan(0.35);
  });

  it('would make 120 runs red if one failure were enough', () => {
    const truth = drawTruth({ seed: 1, flakiness: FLAKINESS });
    const isFlaky = (day: number) => truth.servers.some((_, index) => truth.isDown(index, day));
    const days = Array.from({ length: DAYS }, (_, day) => day).filter(isFlaky);
    // 365 * (1 - 0.99^40) = 121.
    expect(days.length).toBeGreaterThan(95);
    expect(days.length).toBeLessThan(147);
  });
});
