import type { Plan, PlannedDelivery, Receipt } from '../../../src/domain/index.ts';
import { isResolution } from './history.ts';
import { PRODUCT, type Product } from './run.ts';

/** Deliberately broken planners: an oracle that accepts one of them proves nothing. */
export interface Mutant {
  does: string;
  /** The violations of which the oracle should find one. */
  broken: string[];
  product: Product;
}

const { compareWithLog, plan, record, mergeLogs, pruneLog } = PRODUCT;

function mutant(does: string, broken: string[], part: Partial<Product>): Mutant {
  return { does, broken, product: { ...PRODUCT, ...part } };
}

/** Keeps `suppressed` of the events consistent with the changed deliveries. */
function replan(planned: Plan, change: (delivery: PlannedDelivery, planned: Plan) => PlannedDelivery): Plan {
  const deliveries = planned.deliveries.map((delivery) => change(delivery, planned));
  const due = new Set(deliveries.filter((one) => one.due).map(({ event_id }) => event_id));
  const events = planned.events.map((event) => ({ ...event, suppressed: !due.has(event.id) }));
  return { events, deliveries };
}

const removeResolutions = ({ events, deliveries }: Plan): Plan => {
  const alerts = events.filter(({ event }) => !isResolution(event));
  return { events: alerts, deliveries: deliveries.filter(({ event_id }) => alerts.some(({ id }) => id === event_id)) };
};

const accepted = (receipt: Receipt): Receipt => ({ ...receipt, status: 'sent', error: null });

/** Of the simulations that have one. */
const MIN_COOLDOWN_MS = 20 * 3_600_000;

export const MUTANTS: Mutant[] = [
  mutant('never sends a resolution', ['not-resolved'], { plan: (input) => removeResolutions(plan(input)) }),
  mutant('ignores the cooldown', ['sent-again'], { plan: (input) => plan({ ...input, ignoreCooldown: true }) }),
  mutant('suppresses escalations', ['not-sent'], {
    plan: (input) =>
      replan(plan(input), (delivery) =>
        delivery.reason === 'escalated' ? { ...delivery, due: false, reason: 'cooldown' } : delivery,
      ),
  }),
  mutant('suppresses alerts that fire again after a resolution', ['not-sent'], {
    plan: (input) => {
      const records = new Map(input.comparison.log.events.map((record) => [record.id, record]));
      return replan(plan(input), (delivery, { events }) => {
        const { event_id, rule, destination, reason } = delivery;
        const isAlert = events.some(({ id, event }) => id === event_id && !isResolution(event));
        const sent = records.get(event_id)?.deliveries[rule]?.[destination]?.sent_at ?? null;
        const isFresh = sent !== null && input.scan.now - Date.parse(sent) < MIN_COOLDOWN_MS;
        return reason === 'first' && isAlert && isFresh ? { ...delivery, due: false, reason: 'cooldown' } : delivery;
      });
    },
  }),
  mutant('treats unreadable locations as deleted', ['unread-resolved', 'not-sent', 'wrong-resolution'], {
    compareWithLog: (input) =>
      compareWithLog({
        ...input,
        readings: input.readings.map((reading) => ({
          ...reading,
          failure: null,
          locations: reading.locations.filter(({ failure }) => !failure),
        })),
      }),
  }),
  mutant('keeps only the log that was saved last', ['merge-lost'], { mergeLogs: (_stored, own) => own }),
  mutant('forgets accepted deliveries', ['sent-again'], { record: (input) => record({ ...input, receipts: [] }) }),
  mutant('treats every failure as accepted', ['not-sent', 'not-resolved', 'wrong-reason'], {
    record: (input) => record({ ...input, receipts: input.receipts.map(accepted) }),
  }),
  mutant('never prunes', ['log-too-large'], { pruneLog: (log) => log }),
  mutant('prunes at once', ['sent-again', 'not-resolved', 'not-sent'], {
    pruneLog: (log, options) => pruneLog({ ...log, locations: {} }, { ...options, retention_days: 0 }),
  }),
  mutant('reports each renewal as a removal', ['wrong-resolution'], {
    plan: (input) => {
      const planned = plan(input);
      const events = planned.events.map((event) =>
        event.event === 'certificate.renewed' ? { ...event, event: 'certificate.removed' as const } : event,
      );
      return { ...planned, events };
    },
  }),
  mutant('ignores --only', ['touched-others'], {
    compareWithLog: (input) => compareWithLog({ ...input, covers: () => true }),
    plan: (input) => plan({ ...input, covers: () => true }),
  }),
  mutant('gives up after one failure', ['not-sent', 'not-resolved'], {
    plan: (input) =>
      replan(plan(input), (delivery) =>
        delivery.reason === 'retry' ? { ...delivery, due: false, reason: 'once' } : delivery,
      ),
  }),
  mutant('reports a cooldown as final', ['wrong-reason'], {
    plan: (input) =>
      replan(plan(input), (delivery) => (delivery.reason === 'cooldown' ? { ...delivery, reason: 'once' } : delivery)),
  }),
  mutant('writes the scan to every record', ['quiet-scan-wrote'], {
    record: (input) => {
      const log = record(input);
      return { ...log, events: log.events.map((event) => ({ ...event, scan_id: input.scan.scan_id })) };
    },
  }),
  mutant('merges by keeping the first record', ['merge-lost'], {
    mergeLogs: (a, b) => {
      const merged = mergeLogs(a, b);
      return { ...merged, events: merged.events.map((event) => a.events.find(({ id }) => id === event.id) ?? event) };
    },
  }),
];
