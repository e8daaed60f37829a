import { describe, expect, it } from 'vitest';
import { PRODUCT, type Product, type Run, simulate } from './run.ts';

/**
 * Servers whose certificates are renewed, replaced and lost; rules with groups, quiet hours, silences and edits; receivers
 * that fail and lose answers; scans that die. No event that is subscribed to is lost, none goes where it does not belong,
 * and what keeps an alert open hears of no end before its beginning. ALERTS_SEED=17 looks at one world alone.
 */
const FIRST = Number(process.env.ALERTS_SEED ?? 1);
const COUNT = process.env.ALERTS_SEED ? 1 : Number(process.env.ALERTS_SEEDS ?? 100);

function story({ told, problems }: Run, seed: number): string {
  if (problems.length === 0) return '';
  const lines = told.map(({ now, rule, to, context, outcome, saved }) => {
    const { event, data } = context;
    return `${new Date(now).toISOString()} ${event}@${data.threshold} (${data.status}) of ${data.alert_key} by ${rule} to ${to}: ${outcome}${saved ? '' : ', and the scan died'}`;
  });
  const keys = problems.flatMap((text) => /certvigil\/\S+/.exec(text) ?? []);
  const about = lines.filter((line) => keys.length === 0 || keys.some((key) => line.includes(key)));
  return [`seed ${seed}`, ...about.slice(-60), ...problems].join('\n');
}

describe('alerts in a world of groups, silences, quiet hours, faults and restarts', () => {
  const met = new Map<string, number>();

  it.each(Array.from({ length: Math.ceil(COUNT / 10) }, (_, batch) => FIRST + batch * 10))(
    'reach whom they must, and nobody else, in the worlds from %i on',
    (first) => {
      for (let seed = first; seed < Math.min(first + 10, FIRST + COUNT); seed += 1) {
        const run = simulate(seed);
        for (const [what, times] of run.met) met.set(what, (met.get(what) ?? 0) + times);
        expect.soft(story(run, seed)).toBe('');
      }
    },
  );

  it.runIf(COUNT > 50)('and the worlds have met all that can happen', () => {
    const expected = [
      ...['expiry_warning', 'expired', 'changed', 'unreachable', 'renewed', 'removed', 'recovered'].map(
        (name) => `certificate.${name}`,
      ),
      ...['scan.stale', 'accepted', 'lost', 'failed', 'unsent'],
      ...['first', 'escalated', 'repeat', 'retry', 'cooldown', 'once', 'silenced', 'quiet_hours'],
    ];
    expect(expected.filter((what) => (met.get(what) ?? 0) < 20)).toEqual([]);
  });
});

const { plan, record, messagesOf } = PRODUCT;

/** Products that are broken on purpose: one that passes would prove nothing of the others. */
const MUTANTS: { does: string; product: Partial<Product> }[] = [
  {
    does: 'knows no silence',
    product: { plan: (input) => plan({ ...input, manifest: { ...input.manifest, silences: [] } }) },
  },
  {
    does: 'takes what is silenced for told',
    product: {
      record: (input) => {
        const silenced = input.plan.deliveries.filter(({ reason }) => reason === 'silenced');
        const receipts = silenced.map(({ event_id, rule, destination }) => {
          return { event_id, rule, destination, status: 'sent' as const, attempts: 1, error: null };
        });
        return record({ ...input, receipts: [...input.receipts, ...receipts] });
      },
    },
  },
  {
    does: 'forgets what waits for the morning, and takes it for told',
    product: {
      record: (input) => {
        const deliveries = input.plan.deliveries.map((one) => {
          return one.reason === 'quiet_hours' ? { ...one, reason: 'cooldown' as const } : one;
        });
        const held = input.plan.deliveries.filter(({ reason }) => reason === 'quiet_hours');
        const receipts = held.map(({ event_id, rule, destination }) => {
          return { event_id, rule, destination, status: 'sent' as const, attempts: 1, error: null };
        });
        return record({ ...input, plan: { ...input.plan, deliveries }, receipts: [...input.receipts, ...receipts] });
      },
    },
  },
  {
    does: 'asks no rule whether it keeps state',
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
    does: 'tells every end to every webhook',
    product: {
      plan: (input) => {
        const planned = plan(input);
        const endings = planned.events.filter(({ event }) => /renewed|removed|recovered/.test(event));
        const more = endings.flatMap(({ id }) =>
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
    does: 'sends messages in any order',
    product: { messagesOf: (deliveries, groupingOf) => messagesOf(deliveries, groupingOf).reverse() },
  },
  {
    does: 'drops what a message can but count',
    product: {
      messagesOf: (deliveries, groupingOf) =>
        messagesOf(deliveries, groupingOf).map((message) => {
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

describe('these worlds can fail', () => {
  it.each(MUTANTS)('they object to a product that $does', ({ product }) => {
    const objects = (seed: number) => simulate(seed, { ...PRODUCT, ...product }).problems.length > 0;
    expect(Array.from({ length: 30 }, (_, at) => at + 1).some(objects)).toBe(true);
  });
});
