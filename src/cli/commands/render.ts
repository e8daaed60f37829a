/** `certvigil render` */

import { createSimulation } from '../../app/simulate/select-targets.ts';
import { addCatchAllRules, findReceiver } from '../../app/simulate/targets.ts';
import type { Manifest } from '../../domain/index.ts';
import type { Io } from '../../lib/io.ts';
import type { CommandOptions } from '../command-specs.ts';
import { isRendered, printRendered, renderAll } from './format-requests.ts';
import { loadManifestFor } from './load-manifest.ts';
import { renderPreset } from './render-preset.ts';
import { formatSkipped, warnAboutUnreached } from './test.ts';

type RenderOptions = CommandOptions<'render'>;

/** Prints the requests that `test` would send, with `***` for every secret. It does not send them, and does not require secrets. */
export async function runRenderCommand(options: RenderOptions, io: Io): Promise<number> {
  const { preset } = options;
  if (preset !== null) return renderPreset(preset, options, io);
  const manifest = await loadManifestFor(options, io);
  if (manifest === null) return 2;
  const selection = selectReceiver(options, manifest);
  const simulation = await createSimulation(selection.options, selection.manifest, io);
  const rendered = renderAll(simulation.plan.deliveries, simulation.plan, simulation.manifest, io);
  printRendered(rendered, options.format, io);
  if (!options.quiet) io.stderr(formatSkipped(simulation));
  warnAboutUnreached(simulation, io);
  return rendered.every(isRendered) ? 0 : 3;
}

/** If NAME is a receiver, selects the first certificate and a catch-all rule for it, so that the manifest does not need a rule. */
function selectReceiver(options: RenderOptions, manifest: Manifest): { options: RenderOptions; manifest: Manifest } {
  const [name] = options.names;
  const receiver = name === undefined ? null : findReceiver(name, manifest);
  const [first] = manifest.entries;
  if (receiver === null || first === undefined || manifest.entries.some((entry) => entry.name === name))
    return { options, manifest };
  const filter = { webhook: null, email: null, [receiver.kind]: receiver.name };
  return {
    options: { ...options, names: [first.name], ...filter },
    manifest: addCatchAllRules([receiver], { ...manifest, rules: [] }),
  };
}
