/** Renders what the macros of presets return for a message, as lines `name: value`. */

import { renderRequest } from '../../src/notify/webhook/send.ts';
import { EVENT_MACROS, SET_ALERT_STATE, SET_FACTS } from '../../src/presets/shared-macros.ts';
import { listLeaves } from '../helpers/line-differences.ts';
import { createWebhook } from './context.ts';
import type { Message } from './preset-variations.ts';

const PROBE = `${EVENT_MACROS}{% set e = events[0] %}{% set d = e.data %}${SET_FACTS}${SET_ALERT_STATE}{
  "title": "{{ all(events, more) }}",
  "color": "{{ severity_color(e) }}",
  "severity": "{{ severity }}{{ ', resolved' if resolved }}",
  {% for label, value in facts if value %}"{{ label }}": "{{ value }}", {% endfor %}
  {% for label, url in links %}"link {{ label }}": "{{ url }}", {% endfor %}
  "link": "{{ link }}"
}`;

export const MACRO_PROBE = createWebhook({ name: 'shared macros', body_template: PROBE });

export function renderMacros({ context, mentions = {}, hasIssues = false }: Message): string[] {
  const rendered = renderRequest({ ...MACRO_PROBE, mentions }, context, { env: {}, reveal: true, hasIssues });
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  return listLeaves(JSON.parse(rendered.request.body ?? ''));
}
