/** Our login, as a scan does it. */

import { type ContextOptions, readInventorySource } from '../../helpers/inventory/context.ts';
import { collectTrace } from '../../helpers/trace.ts';

/**
 * Reads an inventory, and returns the login that failed, if one did: the last one in the trace, or `everything` if none is set up, or
 * `settings` if they are not valid. `names`: the
 * words for the logins, by the beginning of their names in the trace.
 */
export async function findFailedLogin(
  options: Pick<ContextOptions, 'source' | 'env' | 'root'>,
  system: string,
  names: Readonly<Record<string, string>>,
): Promise<string> {
  let code: string | undefined;
  const events = await collectTrace(async () => {
    const { failure } = await readInventorySource({ ...options, timeout_seconds: 5 });
    code = failure?.code;
  });
  if (code === 'inventory-credentials-missing') return 'everything';
  const start = `login to ${system} with `;
  const last = events.findLast((event) => event.startsWith(start))?.slice(start.length);
  if (last === undefined) return 'settings';
  return Object.entries(names).find(([name]) => last.startsWith(name))?.[1] ?? `unknown ${last}`;
}
