import { describe, expect, it } from 'vitest';
import { DEFERRED, type EventName, type Status } from '../../src/domain/index.ts';
import {
  type DecisionInput,
  decide,
  findEpisodeFiring,
  type NotificationPolicy,
} from '../../src/events/plan/decide.ts';
import type { LoggedDelivery, LoggedEvent } from '../../src/generated/event-log.ts';
import { formatIsoTime } from '../../src/lib/iso-time.ts';
import { certificate, day } from './scenario.ts';

const DAY = 86_400_000;
const HOUR = 3_600_000;
const NOW = day(10);
/** A time so many hours ago. */
const ago = (hours: number) => formatIsoTime(NOW - hours * HOUR);

/** Valid for 100 days until day 20. */
const { facts } = certificate('a', { from: day(-80), to: day(20) });

/** Sent so many hours ago. */
const sent = (hours: number, more: Partial<LoggedDelivery> = {}): LoggedDelivery => ({
  ...{ tried_at: ago(hours), sent_at: ago(hours), status: 'warning', attempts: 0, error: null, ...more },
});
const failed = (hours: number, more: Partial<LoggedDelivery> = {}) =>
  sent(hours, { sent_at: null, status: null, attempts: 1, error: 'http-timeout', ...more });

interface Fired {
  event?: EventName;
  threshold?: number | string | null;
  location?: string | null;
  /** Hours ago. */
  fired?: number | null;
  cleared?: number;
  to?: LoggedDelivery;
  /** To another destination of the same rule. */
  other?: LoggedDelivery;
}

const record = ({
  event = 'certificate.expiry_warning',
  threshold = null,
  location = null,
  ...one
}: Fired): LoggedEvent => ({
  ...{ id: 'e', certificate: 'shop', fingerprint: 'aa', event, threshold, location, locations: [], scan_id: 's' },
  fired_at: one.fired === null ? null : ago(one.fired ?? 0),
  cleared_at: one.cleared === undefined ? null : ago(one.cleared),
  deliveries: { rule: { ...(one.to && { in: one.to }), ...(one.other && { other: one.other }) } },
});

interface Options {
  event?: EventName;
  status?: Status;
  /** In days. */
  threshold?: number | null;
  crosses_at?: number;
  since?: number | null;
  location?: string | null;
  policy?: Partial<NotificationPolicy>;
}

function createInput(history: Fired[], options: Options): DecisionInput {
  const {
    event = 'certificate.expiry_warning',
    status = 'warning',
    since = null,
    location = null,
    threshold = null,
  } = options;
  const crossing = options.crosses_at ?? day(20) - ((threshold ?? 0) + 1) * DAY + 1;
  return {
    key: { certificate: 'shop', fingerprint: 'aa', event, threshold, location },
    history: { records: history.map(record) },
    threshold: threshold === null ? null : { key: threshold, raw: threshold, days: threshold, crosses_at: crossing },
    validity: threshold === null ? null : { facts, expiry: null },
    ...{ since, status },
  };
}

function run(history: Fired[], options: Options = {}): string {
  const policy: NotificationPolicy = {
    ...{ now: NOW, cooldown: 24 * HOUR, repeat: true, ignoreCooldown: false, retry_days: 7 },
    ...{ isStateful: () => false, elsewhere: () => null, ...options.policy },
  };
  const { due, reason } = decide(createInput(history, options), 'rule', 'in', policy);
  return `${due ? 'send' : 'suppress'}: ${reason}`;
}

const RENEWED = { event: 'certificate.renewed' } as const;

it('a cooldown ends a tenth earlier, and at most two hours', () => {
  const end = (cooldown: number) => {
    const policy: NotificationPolicy = {
      ...{ now: NOW, cooldown: cooldown * HOUR, repeat: true, ignoreCooldown: false, retry_days: 7 },
      ...{ isStateful: () => false, elsewhere: () => null },
    };
    return decide(createInput([{ to: sent(1) }], {}), 'rule', 'in', policy);
  };
  expect(end(10)).toEqual({ due: false, reason: 'cooldown', until: NOW + 8 * HOUR });
  expect(end(24)).toEqual({ due: false, reason: 'cooldown', until: NOW + 21 * HOUR });
});

describe('an alert that lasts', () => {
  it.each<[string, Fired[], Options, string]>([
    ['is sent first', [], {}, 'send: first'],
    ['is sent first to a destination that got nothing', [{ other: sent(1) }], {}, 'send: first'],
    ['waits for the cooldown', [{ to: sent(21.99) }], {}, 'suppress: cooldown'],
    ['repeats after it', [{ to: sent(24) }], {}, 'send: repeat'],
    ['repeats at once if it was sent in the future', [{ to: sent(-1) }], {}, 'send: repeat'],
    ['waits if it was sent just now', [{ to: sent(0) }], {}, 'suppress: cooldown'],
    [
      'repeats despite the cooldown on request',
      [{ to: sent(1) }],
      { policy: { ignoreCooldown: true } },
      'send: repeat',
    ],
    ['is sent at once if it gets worse', [{ to: sent(1) }], { status: 'critical' }, 'send: escalated'],
    ['is not sent at once if it gets better', [{ to: sent(1) }], { status: 'ok' }, 'suppress: cooldown'],
    ['is sent once if it must not repeat', [{ to: sent(30) }], { policy: { repeat: false } }, 'suppress: once'],
    ['repeats from critical on: warning', [{ to: sent(30) }], { policy: { repeat: 'critical' } }, 'suppress: once'],
    [
      'repeats from critical on: critical',
      [{ to: sent(30, { status: 'critical' }) }],
      { status: 'critical', policy: { repeat: 'critical' } },
      'send: repeat',
    ],
    [
      'repeats from critical on: expired',
      [{ to: sent(30, { status: 'expired' }) }],
      { status: 'expired', policy: { repeat: 'critical' } },
      'send: repeat',
    ],
    ['is retried', [{ to: failed(1) }], {}, 'send: retry'],
    [
      'is retried after a repeat failed',
      [{ to: sent(30, { tried_at: ago(1), attempts: 1, error: 'x' }) }],
      {},
      'send: retry',
    ],
    [
      'cools down until it may be due for a reminder',
      [{ to: sent(1) }],
      { policy: { repeat: 'thresholds' } },
      'suppress: cooldown',
    ],
    ['is not due until the next reminder', [{ to: sent(30) }], { policy: { repeat: 'thresholds' } }, 'suppress: once'],
    ['does not cool down if it must not repeat', [{ to: sent(1) }], { policy: { repeat: false } }, 'suppress: once'],
    [
      'is sent first after it resolved, although it could not be sent before',
      [{ to: failed(5) }, { ...RENEWED, fired: 3 }],
      {},
      'send: first',
    ],
    [
      'is sent first after it resolved, although its condition is older',
      [{ to: sent(30) }, { ...RENEWED, fired: 20 }],
      { since: NOW - 50 * HOUR },
      'send: first',
    ],
    ['was not sent before it was cleared', [{ to: sent(1), cleared: 0.5 }], {}, 'send: first'],
    ['was sent after an earlier one was cleared', [{ to: sent(1), cleared: 2 }], {}, 'suppress: cooldown'],
    ['was not sent if it was cleared at that time', [{ to: sent(1), cleared: 1 }], {}, 'send: first'],
  ])('%s', (_, history, options, expected) => {
    expect(run(history, options)).toBe(expected);
  });

  it.each<[string, Fired[], Options, string]>([
    ['begins anew after a resolution', [{ to: sent(30) }, { ...RENEWED, fired: 20 }], {}, 'send: first'],
    ['waits for the cooldown without one', [{ to: sent(3) }, { ...RENEWED, fired: 2 }], {}, 'suppress: cooldown'],
    [
      'does not after the destination got it',
      [{ to: sent(3) }, { ...RENEWED, fired: 2, to: sent(2) }],
      {},
      'send: first',
    ],
    [
      'is the same as before the resolution of an earlier one',
      [{ to: sent(3) }, { ...RENEWED, fired: 5 }],
      {},
      'suppress: cooldown',
    ],
    [
      'is new if the certificate resolved elsewhere',
      [{ to: sent(3) }, { ...RENEWED, fired: 2 }],
      { policy: { elsewhere: () => ({ wallClock: NOW, sequence: NOW }) } },
      'send: first',
    ],
    [
      'is not new if only another one resolved',
      [{ to: sent(3) }],
      { policy: { elsewhere: () => ({ wallClock: NOW, sequence: NOW }) } },
      'suppress: cooldown',
    ],
    [
      'of another location is another one',
      [{ location: 'a:443', to: sent(1) }],
      { location: 'b:443' },
      'send: escalated',
    ],
    ['of another kind is another one', [{ event: 'certificate.expired', to: sent(1) }], {}, 'send: escalated'],
    [
      'escalates after an attempt for another kind',
      [{ event: 'certificate.expired', to: failed(1) }],
      {},
      'send: escalated',
    ],
    [
      'escalates after an attempt just after the last resolution',
      [
        { ...RENEWED, fired: 2 },
        { event: 'certificate.expired', to: failed(2 - 1 / HOUR) },
      ],
      {},
      'send: escalated',
    ],
    [
      'does not escalate after an attempt at the time of the last resolution',
      [
        { ...RENEWED, fired: 2 },
        { event: 'certificate.expired', to: failed(2) },
      ],
      {},
      'send: first',
    ],
    [
      'does not escalate after an attempt that was cleared',
      [{ event: 'certificate.expired', to: failed(2), cleared: 1 }],
      {},
      'send: first',
    ],
    [
      'does not escalate after an event that is sent once',
      [{ event: 'certificate.changed', to: sent(1) }],
      {},
      'send: first',
    ],
  ])('%s', (_, history, options, expected) => {
    expect(run(history, options)).toBe(expected);
  });

  it.each<[string, Fired[], Options, string]>([
    ['is covered by its own threshold', [{ threshold: 14, to: sent(1) }], { threshold: 14 }, 'suppress: cooldown'],
    ['is covered by a smaller one', [{ threshold: 7, to: sent(1) }], { threshold: 14 }, 'suppress: cooldown'],
    ['is not covered by a larger one', [{ threshold: 30, to: sent(1) }], { threshold: 14 }, 'send: escalated'],
    ['is not covered by an invalid one', [{ threshold: 'x', to: sent(1) }], { threshold: 14 }, 'send: escalated'],
    [
      'is covered by one that is crossed at the same time',
      [{ threshold: '50%', to: sent(1) }],
      { threshold: 49, crosses_at: day(-30) },
      'suppress: cooldown',
    ],
    [
      'is not covered by one that is crossed before',
      [{ threshold: '50%', to: sent(1) }],
      { threshold: 49, crosses_at: day(-30) + 1 },
      'send: escalated',
    ],
  ])('for a threshold %s', (_, history, options, expected) => {
    expect(run(history, options)).toBe(expected);
  });

  it('has the status of the last delivery, of equal ones of the later record', () => {
    const history = (first: Status, second: Status) => [
      { threshold: 30, to: sent(1, { status: first }) },
      { threshold: 14, to: sent(1, { status: second }) },
    ];
    expect(run(history('warning', 'critical'), { status: 'critical' })).toBe('suppress: cooldown');
    expect(run(history('critical', 'warning'), { status: 'critical' })).toBe('send: escalated');
    const later = [{ to: sent(1, { status: 'critical' }) }, { threshold: 14, to: sent(2) }];
    expect(run(later, { status: 'critical' })).toBe('suppress: cooldown');
  });
});

describe('an event that is sent once', () => {
  const changed = { event: 'certificate.changed', since: NOW - 50 * HOUR } as const;
  const fired = (hours: number, to?: LoggedDelivery): Fired => ({
    event: 'certificate.changed',
    fired: hours,
    ...(to && { to }),
  });

  it.each<[string, Fired[], Options, string]>([
    ['is sent first', [], changed, 'send: first'],
    ['is not sent again', [fired(40, sent(40))], changed, 'suppress: once'],
    [
      'is not sent again on request',
      [fired(40, sent(40))],
      { ...changed, policy: { ignoreCooldown: true } },
      'suppress: once',
    ],
    ['is not sent again if it gets worse', [fired(40, sent(40))], { ...changed, status: 'critical' }, 'suppress: once'],
    ['is sent for a new occurrence', [fired(60, sent(60))], changed, 'send: first'],
    ['is retried', [fired(40, failed(40))], changed, 'send: retry'],
    ['is retried for some days', [fired(7 * 24, failed(1))], { ...changed, since: NOW - 200 * HOUR }, 'send: retry'],
    [
      'is given up afterwards',
      [fired(7 * 24 + 1, failed(1))],
      { ...changed, since: NOW - 200 * HOUR },
      'suppress: once',
    ],
    [
      'is not given up for a stateful receiver',
      [fired(7 * 24 + 1, failed(1))],
      { ...changed, since: NOW - 200 * HOUR, policy: { isStateful: () => true } },
      'send: retry',
    ],
    [
      'is not given up after quiet hours',
      [fired(7 * 24 + 1, failed(1, { error: DEFERRED, attempts: 0 }))],
      { ...changed, since: NOW - 200 * HOUR },
      'send: first',
    ],
  ])('%s', (_, history, options, expected) => {
    expect(run(history, options)).toBe(expected);
  });
});

describe('a resolution', () => {
  const renewed = { ...RENEWED, status: 'ok' } as const;
  it.each<[string, Fired[], Options, string]>([
    ['is sent first', [{ to: sent(30) }], renewed, 'send: first'],
    ['has no cooldown', [{ to: sent(1) }], renewed, 'send: first'],
    ['is sent once', [{ to: sent(30) }, { ...RENEWED, fired: 2, to: sent(2) }], renewed, 'suppress: once'],
    [
      'is sent again for a later alert',
      [{ to: sent(1) }, { ...RENEWED, fired: 2, to: sent(2) }],
      renewed,
      'send: first',
    ],
    ['is retried', [{ to: sent(30) }, { ...RENEWED, fired: 2, to: failed(2) }], renewed, 'send: retry'],
    [
      'is sent once if another kind of it was',
      [{ to: sent(30) }, { event: 'certificate.removed', fired: 2, to: sent(2) }],
      renewed,
      'suppress: once',
    ],
    [
      'follows what others got, if its destination got nothing',
      [{ other: sent(1) }, { ...RENEWED, to: sent(2) }],
      renewed,
      'send: first',
    ],
    ['is sent although nothing was', [], renewed, 'send: first'],
  ])('%s', (_, history, options, expected) => {
    expect(run(history, options)).toBe(expected);
  });
});

describe('when an event fired in this episode', () => {
  const find = (history: Fired[], event: EventName, since: number | null = null) => {
    const input = createInput(history, { event, since });
    return findEpisodeFiring(input)?.wallClock ?? null;
  };

  it('is the time in its record, unless it is from an earlier one', () => {
    const one: Fired = { event: 'certificate.changed', fired: 5 };
    const at = NOW - 5 * HOUR;
    expect(find([one], 'certificate.changed')).toBe(at);
    expect(find([one], 'certificate.changed', at)).toBe(at);
    expect(find([one], 'certificate.changed', at + 1)).toBeNull();
    expect(find([one, { ...RENEWED, fired: 6 }], 'certificate.changed')).toBe(at);
    expect(find([one, { ...RENEWED, fired: 5 }], 'certificate.changed')).toBeNull();
    expect(find([{ ...one, fired: null }], 'certificate.changed')).toBeNull();
    expect(find([], 'certificate.changed')).toBeNull();
    const resolved: Fired = { ...RENEWED, fired: 5 };
    expect(find([resolved], 'certificate.renewed')).toBe(at);
    expect(find([resolved, { to: sent(5) }], 'certificate.renewed')).toBe(at);
    expect(find([resolved, { to: sent(4) }], 'certificate.renewed')).toBeNull();
  });
});
