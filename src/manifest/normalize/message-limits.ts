/** Finds the receivers to which `max_messages` does not apply, because their template cannot show a group. */
import { getOwn } from '../../lib/collections.ts';
import { PRESETS, type Preset } from '../../presets/index.ts';

/**
 * The reason why the number of messages is not limited. `stateful`: each alert is opened and resolved separately. `template`: a custom
 * template may expect a single event. `owner`: each mail also goes to the owner of its certificate.
 */
export type LimitExemption = 'stateful' | 'template' | 'owner';

/** Finds the reason why `max_messages` does not apply to a webhook; null if it applies. */
export function findWebhookExemption({
  preset: name,
  body_template,
}: {
  preset?: string;
  body_template?: string;
}): LimitExemption | null {
  const preset = getOwn<Preset>(PRESETS, name ?? '');
  if (preset?.stateful) return 'stateful';
  return preset === undefined || body_template !== undefined ? 'template' : null;
}

/** Finds the reason why `max_messages` does not apply to an email receiver; null if it applies. */
export function findEmailExemption({
  subject,
  text_template,
  html_template,
  to_owner,
}: {
  subject?: string;
  text_template?: string;
  html_template?: string;
  to_owner?: boolean;
}): LimitExemption | null {
  const isCustom = [subject, text_template, html_template].some((template) => template !== undefined);
  if (isCustom) return 'template';
  return to_owner ? 'owner' : null;
}
