/** Writes the events of `--trace` as lines. */

import { subscribeToRequests } from '../http/trace-requests.ts';
import { MASK } from '../secrets/references.ts';
import { truncateTo } from '../text/truncate.ts';
import { escapeUnprintable } from '../text/unprintable.ts';
import { isTracing, subscribeTrace, type TraceEvent } from './trace.ts';

/** The variable that turns tracing on for every command. */
const TRACE_VARIABLE = 'CERTVIGIL_TRACE';

export function isTraceRequested(env: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0', 'false'].includes(env[TRACE_VARIABLE]?.trim().toLowerCase() ?? '');
}

/** A URL of a server can have any length. */
const MAX_LINE_LENGTH = 1000;

interface TraceOutput {
  /** Replaces secrets. */
  mask: (text: string) => string;
  /** Gets each line without its end. */
  write: (line: string) => void;
}

/** Writes a line for each event, until the returned function is called. Does nothing if another one already does. */
export function startTrace({ mask, write }: TraceOutput): () => void {
  if (isTracing()) return () => undefined;
  const started = performance.now();
  const secretAddresses = new Set<string>();
  const unsubscribe = subscribeTrace((event) => {
    if (event.addresses.length > 0 && mask(event.subject) !== event.subject)
      for (const address of event.addresses) secretAddresses.add(address);
    // Secrets are replaced first: they would not be found in a text that is escaped or cut.
    const masked = mask(formatEvent(event));
    const text = [...secretAddresses].reduce((shown, address) => shown.replaceAll(address, MASK), masked);
    const elapsed = (performance.now() - started) / 1000;
    write(`trace +${elapsed.toFixed(3)}s ${truncateTo(escapeUnprintable(text), MAX_LINE_LENGTH)}`);
  });
  const unsubscribeFromRequests = subscribeToRequests();
  return () => {
    unsubscribeFromRequests();
    unsubscribe();
  };
}

function formatEvent({ kind, subject, result, ms }: TraceEvent): string {
  return `${kind} ${subject}: ${result}${ms === null ? '' : ` (${Math.round(ms)} ms)`}`;
}
