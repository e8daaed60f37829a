import type { Preset } from './preset.ts';
import { FACTS, WORDS } from './words.ts';

/** A message to the URL of a topic: plain text of at most 4,096 bytes, the rest in headers. Entry names are all ASCII. */
export const ntfy: Preset = {
  what: 'ntfy, at the URL of a topic',
  url: null,
  content_type: 'text/plain',
  headers: {
    Title: `${WORDS}{{ all(events, more) | replace('…', '...') | truncate(250, true, '...', 0) }}`,
    Priority: `{{ 'urgent' if data.level == 'error' else ('high' if data.status in ['critical', 'unknown'] else 'default') }}`,
    Tags: `{{ 'rotating_light' if data.level == 'error' else ('warning' if data.level == 'warning' or data.status == 'warning' else 'white_check_mark') }}`,
    Click: `{{ data.run_url | default('', true) }}`,
  },
  secrets: {},
  keeps_state: false,
  body_template: `${WORDS}
{%- for e in events[:3] %}{% set d = e.data %}${FACTS}
{{- title(e) }}
{% for label, value in facts[:5] if value %}{{ label }}: {{ value | truncate(100, true, '…', 0) }}
{% endfor %}
{% endfor -%}
{% if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more{% endif %}`,
};
