/** Writes the events of `--trace` as lines. */

import { subscribeToRequests } from '../http/trace-requests.ts';
import type { Io } from '../io.ts';
import { MASK } from '../secrets/references.ts';
import { containsRespelledSecret } from '../secrets/respelled.ts';
import { truncateTo } from '../text/truncate.ts';
import { escapeUnprintable } from '../text/unprintable.ts';
import { isTracing, subscribeTrace, type TraceEvent } from './trace.ts';

/** The variable that turns tracing on for every command. */
const TRACE_VARIABLE = 'CERTVIGIL_TRACE';

export function isTraceRequested(env: Readonly<Record<string, string | undefined>>): boolean {
  return !['', '0', 'false'].includes(env[TRACE_VARIABLE]?.trim().toLowerCase() ?? '');
}

/** The maximum length of a line: a URL of a server can have any length. */
const MAX_LINE_LENGTH = 1000;

/**
 * Writes a line for each event, without its end, until the returned function is called. Does nothing if another trace is written
 * already.
 */
export function startTrace(
  { mask, listSecrets }: Pick<Io, 'mask' | 'listSecrets'>,
  write: (line: string) => void,
): () => void {
  if (isTracing()) return () => undefined;
  const started = performance.now();
  const secretAddresses = new Set<string>();
  const unsubscribe = subscribeTrace((event) => {
    if (event.addresses.length > 0 && mask(event.subject) !== event.subject)
      for (const address of event.addresses) secretAddresses.add(address);
    // Secrets are replaced first: they would not be found in an escaped or truncated text.
    const redact = (part: string) => maskQueries(mask(part));
    const masked = formatEvent({ ...event, subject: redact(event.subject), result: redact(event.result) });
    const shown = containsRespelledSecret(masked, listSecrets()) ? `${event.kind} ${MASK}` : masked;
    const text = [...secretAddresses].reduce((rest, address) => rest.replaceAll(address, MASK), shown);
    const elapsed = (performance.now() - started) / 1000;
    write(`trace +${elapsed.toFixed(3)}s ${truncateTo(escapeUnprintable(text), MAX_LINE_LENGTH)}`);
  });
  const unsubscribeFromRequests = subscribeToRequests();
  return () => {
    unsubscribeFromRequests();
    unsubscribe();
  };
}

/** Masks values in the query of a URL: they can be signatures, of which only the server that created the URL knows that they are secret. */
function maskQueries(text: string): string {
  return text.replace(/(?<=https?:\/\/[^\s?]*\?)\S+/g, MASK);
}

function formatEvent({ kind, subject, result, ms }: TraceEvent): string {
  return `${kind} ${subject}: ${result}${ms === null ? '' : ` (${Math.round(ms)} ms)`}`;
}
