/** Creates the webhook of a preset, as a manifest with nothing but the required fields. */

import type { Webhook } from '../../src/domain/index.ts';
import { PRESETS, type Preset, type PresetName } from '../../src/presets/index.ts';
import { createWebhook } from './context.ts';

/** Values for the required secrets of all presets. */
export const PRESET_SECRETS: Record<string, string> = { routing_key: '0123456789abcdef0123456789ABCDEF' };

export function createPresetWebhook(name: PresetName, changes: Partial<Webhook> = {}): Webhook {
  const { url, content_type, headers, body_template, secrets }: Preset = PRESETS[name];
  return createWebhook({
    preset: name,
    url: url ?? 'https://receiver.example/hook',
    content_type,
    headers,
    body_template,
    secrets: Object.fromEntries(Object.keys(secrets).map((secret) => [secret, PRESET_SECRETS[secret] ?? ''])),
    ...changes,
  });
}
