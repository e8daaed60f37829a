import { describe, expect, it } from 'vitest';
import type { EventData, Rule } from '../../src/domain/index.ts';
import { addIssueRule } from '../../src/manifest/normalize/rules.ts';
import { renderBlock, renderTitle } from '../../src/notify/issue/render.ts';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { TITLE_MACROS } from '../../src/presets/shared-macros.ts';
import { createContext } from '../notify/context.ts';
import {
  certificate,
  createScenario,
  day,
  endpoint,
  entry,
  REFUSED,
  rule,
  type Served,
  settings,
  silence,
} from './scenario.ts';

const LOCATION = 'shop.example.com:443';
const a = certificate('a', { to: day(300) });
const MISSING = { code: 'endpoint-name-not-found', detail: 'has no address' };
const DNS_DOWN = { code: 'endpoint-dns-failed', detail: 'the lookup failed' };

const [issues] = addIssueRule([], { labels: [], assignees: [], milestone: null }, rule('all').position);
const expiry = (over: Partial<Rule> = {}) =>
  rule('expiry', { events: ['certificate.expiry_warning'], ...over, match: { status: ['critical'], ...over.match } });

/** What is sent in daily scans that find this. */
function follow(rules: Rule[], served: readonly Served[], shop = entry('shop')): string[][] {
  const scenario = createScenario([shop], rules);
  return served.map((one, number) => scenario.scan({ now: day(number), readings: [endpoint('shop', LOCATION, one)] }));
}

describe('a location that has never been read', () => {
  it('opens an issue in the second scan, without a rule of its own', () => {
    expect(follow([issues as Rule], [REFUSED, REFUSED, REFUSED, REFUSED]).slice(0, 2)).toEqual([
      [],
      ['unreachable first -> issue'],
    ]);
  });

  it('is reported in the first scan if its name does not exist, but not if DNS fails', () => {
    expect(follow([issues as Rule], [MISSING])).toEqual([['unreachable first -> issue']]);
    expect(follow([issues as Rule], [DNS_DOWN])).toEqual([[]]);
    expect(follow([rule('all')], [MISSING])).toEqual([['unreachable first -> hook']]);
  });

  it('is not reported by a name that does not exist in a scan that reached nothing', () => {
    const names = ['shop', 'mail', 'vpn'];
    const scenario = createScenario(names.map((name) => entry(name)));
    const readings = names.map((name) => endpoint(name, `${name}.example.com:443`, MISSING));
    const planned = scenario.preview({ now: day(0), readings });
    expect(planned.events.map(({ event }) => event)).toEqual(['scan.blind']);
  });

  it('says so in the data of its event', () => {
    const scenario = createScenario([entry('shop')]);
    scenario.scan({ now: day(0), readings: [endpoint('shop', LOCATION, REFUSED)] });
    const { events } = scenario.preview({ now: day(1), readings: [endpoint('shop', LOCATION, REFUSED)] });
    const since = '2027-01-01T06:00:00Z';
    expect(events.map(({ context }) => context.data.unreachable)).toEqual([{ never_read: true, since, days: 1 }]);
  });

  it('resolves once it is read', () => {
    expect(follow([issues as Rule], [REFUSED, REFUSED, a])[2]).toEqual(['recovered first -> issue']);
  });
});

describe('the title of an unreachable location', () => {
  const since = '2027-01-01T06:00:00Z';
  const render = (unreachable: EventData['unreachable']) => {
    const context = createContext({ display_name: 'shop', unreachable });
    const rendered = renderTemplate(
      `${TITLE_MACROS}{{ title({'event': event, 'data': data}) }}`,
      {
        ...context,
        event: 'certificate.unreachable',
      },
      { mode: 'text' },
    );
    return rendered.ok ? rendered.text.trim() : rendered.failure.detail;
  };

  it.each([
    ['shop has never been read', { never_read: true, since, days: 1 }],
    ['shop has been unreachable for 3 days', { never_read: false, since, days: 3 }],
    ['shop has been unreachable for 1 day', { never_read: false, since, days: 1 }],
    ['shop cannot be read', { never_read: false, since, days: 0 }],
    ['shop cannot be read', null],
  ])('is: %s', (title, unreachable) => {
    expect(render(unreachable)).toBe(title);
  });

  it('of an issue says if it was never read, and its body since when it fails', () => {
    const event = 'certificate.unreachable' as const;
    const show = (never_read: boolean) => {
      const unreachable = { never_read, since, days: 3 };
      const context = { ...createContext({ location: LOCATION, unreachable }), event };
      return [renderTitle(context), renderBlock([context]).split('\n')[0]];
    };
    expect(show(true)).toEqual([
      'Certificate shop has never been read at shop.example.com:443',
      '**This certificate has never been read at `shop.example.com:443`.**',
    ]);
    expect(show(false)).toEqual([
      'Certificate shop cannot be read at shop.example.com:443',
      '**This certificate cannot be read at `shop.example.com:443` since 2027-01-01.**',
    ]);
  });
});

describe('a location that is unreachable', () => {
  const days = (count: number): Served[] => [a, ...Array.from({ length: count }, () => REFUSED)];

  it('is reported to every receiver of alerts after three days', () => {
    const sent = follow([expiry()], days(4));
    expect(sent).toEqual([[], [], [], [], ['unreachable first -> hook']]);
  });

  it('is reported after the days that its entry sets', () => {
    const patient = entry('shop', { settings: { ...settings(), unreachable_days: 1 } });
    expect(follow([expiry()], days(2), patient).findIndex((sent) => sent.length > 0)).toBe(2);
  });

  it('counts a scan that starts a little early as a day', () => {
    const scenario = createScenario([entry('shop')], [expiry()]);
    const read = (now: number, one: Served) => scenario.scan({ now, readings: [endpoint('shop', LOCATION, one)] });
    for (const [number, one] of days(3).entries()) read(day(number), one);
    expect(read(day(4, -1.5), REFUSED)).toEqual(['unreachable first -> hook']);
  });

  it('goes once to a receiver that a rule for unreachable certificates notified', () => {
    const named = rule('outages', { events: ['certificate.unreachable'] });
    const once = entry('shop', { settings: settings({ repeat: false }) });
    expect(follow([expiry(), named], days(5), once).flat()).toEqual(['unreachable first -> hook']);
  });

  it('goes once to a receiver of several rules', () => {
    const other = { ...expiry(), name: 'other' };
    expect(follow([expiry(), other], days(4))[4]).toEqual(['unreachable first -> hook']);
  });

  it.each<[string, Partial<Rule>, boolean]>([
    ['goes to a rule for its label', { match: { ...rule('').match, labels: { team: ['red'] } } }, true],
    ['does not go to a rule for another label', { match: { ...rule('').match, labels: { team: ['blue'] } } }, false],
    ['does not go to a rule for other names', { match: { ...rule('').match, names: ['mail'] } }, false],
    [
      'ignores conditions on days, statuses and events',
      {
        conditions: {
          and: [
            { attr: 'days_remaining', op: 'lt', value: 7, negate: false },
            { attr: 'event_type', op: 'eq', value: 'certificate.expired', negate: false },
            { attr: 'labels.team', op: 'eq', value: 'red', negate: false },
          ],
        },
      },
      true,
    ],
    [
      'observes conditions on the entry',
      {
        conditions: {
          or: [
            { attr: 'labels.team', op: 'eq', value: 'blue', negate: false },
            { attr: 'labels.team', op: 'eq', value: 'red', negate: true },
          ],
        },
      },
      false,
    ],
    ['does not go to receivers of resolutions alone', { events: ['certificate.renewed'] }, false],
    ['does not go to receivers of events about scans', { events: ['scan.*'] }, false],
  ])('%s', (_title, over, isSent) => {
    const red = entry('shop', { labels: { team: 'red' } });
    expect(follow([expiry(over)], days(4), red)[4]?.length).toBe(isSent ? 1 : 0);
  });

  it('is silenced like any other alert', () => {
    const scenario = createScenario([entry('shop')], [expiry()]);
    scenario.silences = [silence(day(30))];
    const sent = days(5).flatMap((one, number) =>
      scenario.scan({ now: day(number), readings: [endpoint('shop', LOCATION, one)] }),
    );
    expect(sent).toEqual([]);
  });
});
