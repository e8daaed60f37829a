/** Renders a preset with a sample certificate, or prints the preset as a webhook to edit. */

import { stringify } from 'yaml';
import { createScanContext } from '../../app/scan-context.ts';
import { createSampleState, type SimulationInput, simulatePlan } from '../../app/simulate/index.ts';
import { DEFAULT_DAYS } from '../../app/simulate/simulated-states.ts';
import { AppError } from '../../lib/app-error.ts';
import type { Io } from '../../lib/io.ts';
import { parseChoice } from '../../lib/parse-choice.ts';
import { parseBuiltInManifest } from '../../manifest/load.ts';
import { PRESET_NAMES, PRESETS, type Preset, type PresetName } from '../../presets/index.ts';
import { formatCount } from '../../report/format/labels.ts';
import type { CommandOptions } from '../command-specs.ts';
import { printRendered, renderAll } from './format-requests.ts';

const EXAMPLE = `version: 1
certificates:
  - name: shop
    endpoint: shop.example.com
    owner: "@org/payments"
    labels: { team: payments }
    assignments: [lb-1, lb-2]
    renewal_instructions: https://wiki.example.com/renew-shop
rules:
  - { name: example, events: ["*", certificate.fixture_expiring], actions: [{ webhook: NAME }] }
`;

/** Renders a preset without a manifest, and without sending. Throws AppError `usage` for an unknown preset. */
export async function renderPreset(preset: string, options: CommandOptions<'render'>, io: Io): Promise<number> {
  const name = parseChoice('--preset', preset, PRESET_NAMES);
  const webhook = renderWebhook(name);
  if (options.template) {
    io.stdout(webhook);
    return 0;
  }
  const manifest = parseBuiltInManifest(EXAMPLE.replace('NAME', name) + webhook, `preset ${name}`, io.cwd);
  const [entry] = manifest.entries;
  if (entry === undefined) throw new Error('the example has no certificate');
  const now = options.now ?? io.now();
  const days = options.days_remaining ?? DEFAULT_DAYS;
  const scan = createScanContext(now, io);
  const run_url = scan.run_url ?? 'https://github.com/OWNER/REPOSITORY/actions/runs/1';
  const input: SimulationInput = {
    entry,
    manifest,
    current: createSampleState(entry, now),
    days,
    compileRegex: null,
    scan: { ...scan, run_url },
  };
  const plan = simulatePlan(input, options.event);
  const due = plan.deliveries.filter((delivery) => delivery.due);
  if (due.length === 0) {
    throw new AppError('nothing-to-send', `nothing is sent at ${formatCount(days, 'day')} from expiry`, {
      hint: 'Try a smaller --days-remaining, or an --event.',
    });
  }
  printRendered(renderAll(due, plan, manifest, io), options.format, io);
  return 0;
}

/**
 * Renders the preset as YAML, to paste into a manifest. The key `preset` is kept, because it also enables resolves and advice on responses;
 * the fields are a start for edits.
 */
function renderWebhook(name: PresetName): string {
  const { description, url, path, method, content_type, headers, secrets, body_template }: Preset = PRESETS[name];
  const variable = name.toUpperCase();
  const keys = Object.keys(secrets).map((key) => [key, `\${${variable}_${key.toUpperCase()}}`]);
  const webhook = {
    preset: name,
    url: `${url ?? `\${${variable}_URL}`}${path}`,
    ...(method !== 'POST' && { method }),
    content_type,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(keys.length > 0 && { secrets: Object.fromEntries(keys) }),
    body_template,
  };
  const yaml = stringify({ webhooks: { [name]: webhook } }, { blockQuote: 'literal', lineWidth: 0 });
  return `# ${description}. Edit any field; an omitted field keeps the value of the preset.\n${yaml}`;
}
