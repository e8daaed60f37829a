/**
 * The events of `--trace`: the steps of the program on the way to its result. They are published on a channel of Node, so that no function
 * needs a parameter for them, and cost nothing without a subscriber.
 */

import { channel } from 'node:diagnostics_channel';

export type TraceKind =
  | 'dns'
  | 'connect'
  | 'proxy'
  | 'starttls'
  | 'handshake'
  | 'request'
  | 'login'
  | 'mail'
  | 'cache'
  | 'event-log'
  | 'decision';

/** An event, which contains only data, so that it can be passed from another thread. */
export interface TraceEvent {
  kind: TraceKind;
  /** The subject, such as `shop.example.com A`. */
  subject: string;
  /** The result of the step. */
  result: string;
  /** The duration in milliseconds; null for a step without one. */
  ms: number | null;
  /** Addresses of a host in `subject`: if its name is a secret, they are too. */
  addresses: readonly string[];
}

/** The result of a step, without text of a server. */
export type TraceResult = string | TracedAddresses;

type TracedAddresses = Pick<TraceEvent, 'result' | 'addresses'>;

const events = channel('certvigil:trace');

/** Whether there is a subscriber. */
export function isTracing(): boolean {
  return events.hasSubscribers;
}

/** Publishes an event of another thread. */
export function publishTrace(event: TraceEvent): void {
  events.publish(event);
}

/** Calls the listener with each event until the returned function is called. */
export function subscribeTrace(listener: (event: TraceEvent) => void): () => void {
  const onMessage = (event: unknown) => listener(event as TraceEvent);
  events.subscribe(onMessage);
  return () => void events.unsubscribe(onMessage);
}

/**
 * Traces a finished step. `describe` is called only if there is a subscriber; `started` is the time of the start by `performance.now()`.
 */
export function trace(
  kind: TraceKind,
  describe: () => [subject: string, result: TraceResult],
  started: number | null = null,
): void {
  if (!events.hasSubscribers) return;
  const ms = started === null ? null : performance.now() - started;
  const [subject, result] = describe();
  const outcome = typeof result === 'string' ? { result, addresses: [] } : result;
  events.publish({ kind, subject, ms, ...outcome } satisfies TraceEvent);
}

interface TracedWork<Result> {
  subject: () => string;
  describe: (result: Result) => TraceResult;
  /** Default: the code of the error. */
  describeError?: (error: unknown) => TraceResult;
}

/** Runs work, and traces its result. */
export function traceWork<Result>(
  kind: TraceKind,
  traced: TracedWork<Result>,
  work: () => Promise<Result>,
): Promise<Result> {
  return events.hasSubscribers ? observeWork(kind, traced, work) : work();
}

async function observeWork<Result>(
  kind: TraceKind,
  { subject, describe, describeError = describeTracedError }: TracedWork<Result>,
  work: () => Promise<Result>,
): Promise<Result> {
  const started = performance.now();
  try {
    const result = await work();
    trace(kind, () => [subject(), describe(result)], started);
    return result;
  } catch (error) {
    trace(kind, () => [subject(), describeError(error)], started);
    throw error;
  }
}

/**
 * Describes the code of an error, or the codes of all addresses that were tried. Messages are not shown: they can have text of a server.
 */
export function describeTracedError(error: unknown): TracedAddresses {
  const errors: { failure?: unknown }[] = error instanceof AggregateError ? error.errors : [error];
  const addresses = errors.flatMap((one) => readText(one, 'address') ?? []);
  const results = errors.map((one) => {
    const code = readText(one, 'code') ?? readText(one?.failure, 'code') ?? 'failed';
    const address = errors.length > 1 ? readText(one, 'address') : null;
    return address === null ? code : `${address} ${code}`;
  });
  return { result: results.join(', '), addresses };
}

function readText(error: unknown, key: 'code' | 'address'): string | null {
  const value = (error as Partial<Record<string, unknown>> | null)?.[key];
  return typeof value === 'string' ? value : null;
}
