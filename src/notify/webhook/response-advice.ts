/** Explains the responses of known receivers. */

import type { HttpOutcome } from '../../lib/http/client.ts';
import { PRESETS, type Preset, type PresetName } from '../../presets/index.ts';

/** Returns the meaning of a response and what to do; null if it is unknown, or the status is sufficient. */
export function findResponseAdvice(name: PresetName | null, response: HttpOutcome): string | null {
  if (!response.responded) return null;
  const preset: Preset | null = name === null ? null : PRESETS[name];
  const known = preset?.responses.find(({ status = response.status, body }) => {
    return status === response.status && (body === undefined || body.test(response.body ?? ''));
  });
  return known?.advice ?? null;
}
