import { describe, expect, it } from 'vitest';
import { PRODUCT, type Product, type Run, simulate } from './run.ts';

/**
 * Simulates servers whose certificates are renewed, replaced and unreachable; rules with groups, quiet hours, silences and edits;
 * receivers that fail and lose responses; and scans that crash. No matching event is lost, none is sent to the wrong destination,
 * and stateful receivers get no resolution before its alert. ALERTS_SEED=17 runs one simulation.
 */
const FIRST = Number(process.env.ALERTS_SEED ?? 1);
const COUNT = process.env.ALERTS_SEED ? 1 : Number(process.env.ALERTS_SEEDS ?? 60);

function formatFailure({ notifications, problems }: Run, seed: number): string {
  if (problems.length === 0) return '';
  const lines = notifications.map(({ now, rule, to, context, outcome, saved }) => {
    const { event, data } = context;
    return `${new Date(now).toISOString()} ${event}@${data.threshold} (${data.status}) of ${data.alert_key} by ${rule} to ${to}: ${outcome}${saved ? '' : ', and the scan crashed'}`;
  });
  const keys = problems.flatMap((text) => /certvigil\/\S+/.exec(text) ?? []);
  const about = lines.filter((line) => keys.length === 0 || keys.some((key) => line.includes(key)));
  return [`seed ${seed}`, ...about.slice(-60), ...problems].join('\n');
}

describe('alerts with groups, silences, quiet hours, faults and crashes', () => {
  const occurrences = new Map<string, number>();

  it.each(Array.from({ length: Math.ceil(COUNT / 10) }, (_, batch) => FIRST + batch * 10))(
    'reach exactly the right destinations with the seeds from %i on',
    (first) => {
      for (let seed = first; seed < Math.min(first + 10, FIRST + COUNT); seed += 1) {
        const run = simulate(seed);
        for (const [what, times] of run.occurrences) occurrences.set(what, (occurrences.get(what) ?? 0) + times);
        expect.soft(formatFailure(run, seed)).toBe('');
      }
    },
  );

  it.runIf(COUNT > 50)('encounter every event, outcome and reason', () => {
    const expected = [
      ...['expiry_warning', 'expired', 'changed', 'unreachable', 'renewed', 'removed', 'recovered'].map(
        (name) => `certificate.${name}`,
      ),
      ...['scan.stale', 'accepted', 'lost', 'failed', 'unsent'],
      ...['first', 'escalated', 'repeat', 'retry', 'cooldown', 'once', 'silenced', 'quiet_hours'],
    ];
    expect(expected.filter((what) => (occurrences.get(what) ?? 0) < 20)).toEqual([]);
  });
});

const { plan, record, groupDeliveries } = PRODUCT;

/** Deliberately broken implementations: an oracle that accepts one of them proves nothing. */
const MUTANTS: { does: string; product: Partial<Product> }[] = [
  {
    does: 'ignores silences',
    product: { plan: (input) => plan({ ...input, manifest: { ...input.manifest, silences: [] } }) },
  },
  {
    does: 'records silenced alerts as sent',
    product: {
      record: (input) => {
        const findSilenced = input.plan.deliveries.filter(({ reason }) => reason === 'silenced');
        const receipts = findSilenced.map(({ event_id, rule, destination }) => {
          return { event_id, rule, destination, status: 'sent' as const, attempts: 1, error: null };
        });
        return record({ ...input, receipts: [...input.receipts, ...receipts] });
      },
    },
  },
  {
    does: 'records deferred alerts as sent',
    product: {
      record: (input) => {
        const deliveries = input.plan.deliveries.map((one) => {
          return one.reason === 'quiet_hours' ? { ...one, reason: 'cooldown' as const } : one;
        });
        const deferred = input.plan.deliveries.filter(({ reason }) => reason === 'quiet_hours');
        const receipts = deferred.map(({ event_id, rule, destination }) => {
          return { event_id, rule, destination, status: 'sent' as const, attempts: 1, error: null };
        });
        return record({ ...input, plan: { ...input.plan, deliveries }, receipts: [...input.receipts, ...receipts] });
      },
    },
  },
  {
    does: 'ignores send_resolved',
    product: {
      plan: (input) => {
        const rules = input.manifest.rules.map((rule) => ({
          ...rule,
          actions: rule.actions.map((action) => ({ ...action, send_resolved: false })),
        }));
        return plan({ ...input, manifest: { ...input.manifest, rules } });
      },
    },
  },
  {
    does: 'sends every resolution to every webhook',
    product: {
      plan: (input) => {
        const planned = plan(input);
        const resolutions = planned.events.filter(({ event }) => /renewed|removed|recovered/.test(event));
        const more = resolutions.flatMap(({ id }) =>
          input.manifest.rules.flatMap(({ name, actions }) =>
            actions.map((action) => {
              const destination = action.kind === 'webhook' ? `webhook:${action.name}` : action.kind;
              return { event_id: id, rule: name, destination, due: true, reason: 'first' as const };
            }),
          ),
        );
        const known = new Set(
          planned.deliveries.map((one) => JSON.stringify([one.event_id, one.rule, one.destination])),
        );
        const added = more.filter((one) => !known.has(JSON.stringify([one.event_id, one.rule, one.destination])));
        return { ...planned, deliveries: [...planned.deliveries, ...added] };
      },
    },
  },
  {
    does: 'sends messages in reverse order',
    product: { groupDeliveries: (deliveries, getGrouping) => groupDeliveries(deliveries, getGrouping).reverse() },
  },
  {
    does: 'drops events that a message only counts',
    product: {
      groupDeliveries: (deliveries, getGrouping) =>
        groupDeliveries(deliveries, getGrouping).map((message) => {
          const { events = message.deliveries } = message.context as { events?: unknown[] };
          return { ...message, deliveries: message.deliveries.slice(0, events.length) as typeof message.deliveries };
        }),
      record: (input) => {
        const due = input.plan.deliveries.filter((one) => one.due);
        const receipts = due.map(({ event_id, rule, destination }) => {
          const own = input.receipts.find(
            (one) => one.event_id === event_id && one.rule === rule && one.destination === destination,
          );
          return own ?? { event_id, rule, destination, status: 'sent' as const, attempts: 1, error: null };
        });
        return record({ ...input, receipts });
      },
    },
  },
];

describe('the oracle', () => {
  it.each(MUTANTS)('rejects an implementation that $does', ({ product }) => {
    const isRejected = (seed: number) => simulate(seed, { ...PRODUCT, ...product }).problems.length > 0;
    expect(Array.from({ length: 100 }, (_, at) => at + 1).some(isRejected)).toBe(true);
  });
});
