/** `certvigil inspect --entry NAME` */

import { inspectInventory } from '../../../app/inspect-inventory.ts';
import type { Io } from '../../../lib/io.ts';
import { renderInventory } from '../../../report/inspect/inventory.ts';
import { renderJson } from '../../../report/json.ts';
import type { CommandOptions } from '../../command-specs.ts';
import { loadManifestFor } from '../load-manifest.ts';

/** Returns 3 if the inventory cannot be read. */
export async function inspectEntry(name: string, options: CommandOptions<'inspect'>, io: Io): Promise<number> {
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const inspected = await inspectInventory(manifest, name, io);
  if (options.format === 'json') io.stdout(renderJson(inspected));
  else if (!options.quiet) io.stdout(renderInventory(inspected));
  return inspected.error === null ? 0 : 3;
}
