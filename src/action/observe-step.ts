/** The step `command: observe`. */

import path from 'node:path';
import { runObserve } from '../app/observe/observe.ts';
import type { Io } from '../lib/io.ts';
import { formatCount } from '../report/format/labels.ts';
import type { ObserveInputs } from './inputs.ts';
import { maskSecrets } from './load-for-run.ts';
import { setOutputs } from './runner-io.ts';
import { refuseUntrusted, type TriggerEvent } from './trigger-event.ts';
import { loadForScan } from './validate-step.ts';

/** Returns 0 if the file was written, even if sources could not be read. The scan that reads the file reports failures. */
export async function runObserveStep(inputs: ObserveInputs, event: TriggerEvent, io: Io): Promise<number> {
  refuseUntrusted(event, 'observe');
  const loaded = await loadForScan(inputs.manifest, io);
  if (loaded?.manifest == null) return 2;
  maskSecrets(['INPUT_TOKEN', ...loaded.variables], io);
  const observations = path.resolve(io.cwd, inputs.output);
  const { probe, shard, only } = inputs;
  const selection = { probe, shard, only: only === null ? [] : [only] };
  const { entries, locations, failed } = await runObserve(
    loaded.manifest,
    { ...selection, output: observations, now: null },
    io,
  );
  const unread = failed === 0 ? '' : `, ${failed} could not be read`;
  io.stdout(`Observed ${formatCount(entries, 'entry', 'entries')}: ${formatCount(locations, 'location')}${unread}.\n`);
  await setOutputs({ observations });
  return 0;
}
