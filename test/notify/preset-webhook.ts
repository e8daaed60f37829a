/** Creates the webhook of a preset, as a manifest with nothing but the required fields. */

import type { Webhook } from '../../src/domain/index.ts';
import { PRESETS, type Preset, type PresetName } from '../../src/presets/index.ts';
import { createWebhook } from './context.ts';

/** Values for the required secrets of all presets. */
const PRESET_SECRETS: Record<string, string> = {
  routing_key: '0123456789abcdef0123456789ABCDEF',
  api_key: '01234567-89ab-cdef-0123-456789abcdef',
  chat_id: '-1001234567890',
  access_token: 'syt_example',
  token: 'abcdefghijklmnopqrstuvwxyz0123',
  user: 'abcdefghijklmnopqrstuvwxyz4567',
  project: 'OPS',
  key: '0123456789abcdef0123456789abcdef',
};

export function createPresetWebhook(name: PresetName, changes: Partial<Webhook> = {}): Webhook {
  const preset: Preset = PRESETS[name];
  const { method, content_type, headers, body_template, secrets } = preset;
  return createWebhook({
    preset: name,
    url: preset.url ?? 'https://receiver.example/hook',
    path: preset.path,
    method,
    content_type,
    headers,
    body_template,
    secrets: Object.fromEntries(Object.keys(secrets).map((secret) => [secret, PRESET_SECRETS[secret] ?? ''])),
    ...changes,
  });
}
