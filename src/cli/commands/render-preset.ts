/** A preset by itself: what it makes of a certificate that is made up, or the preset written out as a webhook to be changed. */

import { stringify } from 'yaml';
import { createScanContext } from '../../app/scan.ts';
import { createSampleObservation, type SimulationInput, simulatePlan } from '../../app/simulate/index.ts';
import { resolveEvent } from '../../app/simulate/select-targets.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { parseBuiltInManifest } from '../../manifest/load.ts';
import { PRESET_NAMES, PRESETS, type Preset, type PresetName } from '../../presets/index.ts';
import { type Options, parseChoice } from '../parse-options.ts';
import { formatRenderedText, renderAll, toRecord } from './format-requests.ts';

const EXAMPLE = `version: 1
certificates:
  - name: shop
    endpoint: shop.example.com
    owner: "@org/payments"
    labels: { team: payments }
    assignments: [lb-1, lb-2]
    renewal_instructions: https://wiki.example.com/renew-shop
rules:
  - { name: example, events: ["*"], actions: [{ webhook: NAME }] }
`;

/** Needs no manifest, and sends nothing. */
export async function renderPreset(options: Options, io: Io): Promise<number> {
  const name = parseChoice('--preset', options.preset ?? '', PRESET_NAMES);
  const webhook = webhookText(name);
  if (options.template) {
    io.stdout(webhook);
    return 0;
  }
  const manifest = parseBuiltInManifest(EXAMPLE.replace('NAME', name) + webhook, `preset ${name}`, io.cwd);
  const [entry] = manifest.entries;
  if (entry === undefined) throw new Error('the example has a certificate');
  const now = options.now ?? io.now();
  const scan = createScanContext(now, io);
  const run_url = scan.run_url ?? 'https://github.com/OWNER/REPOSITORY/actions/runs/1';
  const observed = createSampleObservation(entry, now);
  const about = { entry, manifest, observed, days: options.days_remaining, compileRegex: null };
  const stage: SimulationInput = { ...about, scan: { ...scan, run_url } };
  const plan = simulatePlan(stage, resolveEvent(options));
  const due = plan.deliveries.filter((delivery) => delivery.due);
  if (due.length === 0) {
    throw new AppError('nothing-to-send', `nothing is sent at ${options.days_remaining} days from expiry`, {
      hint: 'Try a smaller --days-remaining, or an --event.',
    });
  }
  const rendered = await renderAll(due, plan, manifest, io);
  const asJson = { version: 1, deliveries: rendered.map(toRecord) };
  io.stdout(
    options.format === 'json' ? `${JSON.stringify(asJson, null, 2)}\n` : rendered.map(formatRenderedText).join('\n'),
  );
  return 0;
}

/**
 * The preset as YAML, to be pasted into a manifest: it keeps its name there, so that what else the preset brings (an end for
 * each alert, advice on answers) stays, while its fields are there to be changed.
 */
function webhookText(name: PresetName): string {
  const { description: what, url, content_type, headers, secrets, body_template }: Preset = PRESETS[name];
  const variable = name.toUpperCase();
  const keys = Object.keys(secrets).map((key) => [key, `\${${variable}_${key.toUpperCase()}}`]);
  const webhook = {
    preset: name,
    url: url ?? `\${${variable}_URL}`,
    content_type,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(keys.length > 0 && { secrets: Object.fromEntries(keys) }),
    body_template,
  };
  const yaml = stringify({ webhooks: { [name]: webhook } }, { blockQuote: 'literal', lineWidth: 0 });
  return `# ${what}. Change what you like; a field that is left out is the preset's.\n${yaml}`;
}
