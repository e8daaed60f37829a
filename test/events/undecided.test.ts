import { describe, expect, it } from 'vitest';
import type { Finding, FindingName, Verdict } from '../../src/domain/index.ts';
import { certificate, createScenario, day, endpoint, entry } from './scenario.ts';

const readings = [endpoint('shop', 'shop:443', certificate('a', { to: day(400) }))];

/** The key of a finding: its event, and for a policy its name. */
type Key = [event: FindingName, qualifier?: string];
const STRONG: Key = ['certificate.policy_violation', 'strong-keys'];
const SHORT: Key = ['certificate.policy_violation', 'short-lived'];
const UNTRUSTED: Key = ['certificate.untrusted'];
const REVOKED: Key = ['certificate.revoked'];

const createFinding = ([event, qualifier = '']: Key): Finding => ({
  ...{ event, qualifier, severity: 'warning', code: 'failed', detail: 'It fails.', locations: ['shop:443'] },
});
const createVerdict =
  (found: Key[], undecided: Key[] = []) =>
  (verdict: Verdict): Verdict => ({
    ...verdict,
    findings: found.map(createFinding),
    undecided: undecided.map(([event, qualifier = null]) => ({ event, qualifier })),
  });

/** Reports `alerted`, then `undecided`; returns the topics that recover. */
function listRecovered(alerted: Key[], undecided: Key[], found: Key[] = []): string[] {
  const scenario = createScenario([entry('shop')]);
  scenario.adjust = createVerdict(alerted);
  expect(scenario.scan({ now: day(0), readings })).toHaveLength(alerted.length);
  scenario.adjust = createVerdict(found, undecided);
  const { events } = scenario.preview({ now: day(0, 1), readings });
  return events.filter(({ event }) => event === 'certificate.recovered').map(({ record }) => record.topic ?? '');
}

describe('a finding that was reported', () => {
  it.each<[string, Key[], Key[], string[]]>([
    ['recovers once it is checked and not found', [STRONG], [], ['policy_violation/strong-keys']],
    ['does not recover while its policy is undecided', [STRONG], [STRONG], []],
    ['recovers although another policy is undecided', [STRONG], [SHORT], ['policy_violation/strong-keys']],
    ['recovers although another finding is undecided', [STRONG], [UNTRUSTED], ['policy_violation/strong-keys']],
    ['does not recover while it is one of several undecided', [UNTRUSTED], [REVOKED, UNTRUSTED], []],
    ['recovers alone, if one of two policies is undecided', [SHORT, STRONG], [SHORT], ['policy_violation/strong-keys']],
    ['recovers alone, if the trust is undecided', [UNTRUSTED, STRONG], [UNTRUSTED], ['policy_violation/strong-keys']],
    ['recovers alone, if a policy is undecided', [UNTRUSTED, STRONG], [STRONG], ['untrusted']],
    ['does not recover while no policy is decided', [STRONG, SHORT], [['certificate.policy_violation']], []],
  ])('%s', (_, alerted, undecided, expected) => {
    expect(listRecovered(alerted, undecided)).toEqual(expected);
  });

  it('does not recover while it is found, and others do', () => {
    expect(listRecovered([STRONG, SHORT], [], [SHORT])).toEqual(['policy_violation/strong-keys']);
  });

  it.each([
    ['the only location where it is found', ['shop:443'], 'shop:443'],
    ['no location if it is found at several', ['shop:443', 'shop:8443'], null],
  ])('names %s', (_, locations, expected) => {
    const scenario = createScenario([entry('shop')]);
    scenario.adjust = (verdict) => ({ ...verdict, findings: [{ ...createFinding(STRONG), locations }] });
    const [event] = scenario.preview({ now: day(0), readings }).events;
    expect(event?.context.data.location).toBe(expected);
    expect(event?.record).toMatchObject({ location: null, topic: 'policy_violation/strong-keys', locations });
  });

  it('is not repeated while it is undecided, and fires at once if it is found after its recovery', () => {
    const scenario = createScenario([entry('shop')]);
    const scan = (number: number, found: Key[], undecided: Key[] = []) => {
      scenario.adjust = createVerdict(found, undecided);
      return scenario.scan({ now: day(number), readings });
    };
    expect(scan(0, [STRONG])).toEqual(['policy_violation first -> hook']);
    expect(scan(3, [], [STRONG])).toEqual([]);
    expect(scan(4, [STRONG])).toEqual(['policy_violation repeat -> hook']);
    expect(scan(4.1, [])).toEqual(['recovered first -> hook']);
    expect(scan(4.2, [], [STRONG])).toEqual([]);
    expect(scan(4.3, [STRONG])).toEqual(['policy_violation first -> hook']);
  });
});
