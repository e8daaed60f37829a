/** What is due in one run, as each kind of delivery is handed it. */

import type {
  Action,
  Failure,
  IssueSyncInput,
  Manifest,
  MessageName,
  Plan,
  PlannedDelivery,
  PlannedEvent,
  Receipt,
} from '../domain/index.ts';
import { formatError } from '../lib/app-error.ts';
import type { Io } from '../lib/io.ts';
import { createFailure } from './failures.ts';
import type { WebhookResult } from './webhook/send.ts';

export interface Delivery {
  kind: Action['kind'];
  /** Within its kind. */
  name: string;
  planned: PlannedDelivery;
  event: PlannedEvent<MessageName>;
}

export interface DeliveryContext {
  plan: Plan<MessageName>;
  manifest: Manifest;
  io: Io;
  /** What keeps issues current beside deliveries; null where nothing is recorded, as in a test. */
  upkeep: IssueSyncInput | null;
  /** Requests at once to one host. */
  concurrency: number;
  /** Milliseconds of a clock that only goes forward. */
  clock: () => number;
  /** Milliseconds that are left of the time for all deliveries. */
  left: () => number;
  /** Called after each delivery. */
  onDone: () => void;
  /** Told what became of each delivery to a webhook; null: nobody wants to know. */
  onSent: OnSent | null;
}

export type OnSent = (planned: PlannedDelivery, sent: WebhookResult) => void;

export interface DeliveryResult {
  /** One for each delivery that is due, in the plan's order. */
  receipts: Receipt[];
  /** What could not be kept current, beside deliveries. */
  problems: Failure[];
}

/**
 * What comes of `attempt`; where that meets a bug of ours, what `failed` makes of it. The bug is told with its stack, and
 * holds back no other delivery: the receipts of what was sent would be lost, and all of it sent again.
 */
export async function isolateBugs<T>(attempt: () => Promise<T>, failed: (error: Failure) => T, io: Io): Promise<T> {
  try {
    return await attempt();
  } catch (bug) {
    io.stderr(formatError(bug));
    return failed(createFailure('internal-error'));
  }
}
