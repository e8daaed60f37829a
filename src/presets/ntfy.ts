import type { Preset } from './preset.ts';
import { FACTS, WORDS } from './words.ts';

/** A message to the URL of a topic: plain text of at most 4,096 bytes, the rest in headers. Entry names are all ASCII. */
export const ntfy: Preset = {
  what: 'ntfy, at the URL of a topic',
  url: null,
  content_type: 'text/plain',
  headers: {
    Title: `${WORDS}{{ all(events, more) | replace('…', '...') | truncate(250, true, '...', 0) }}`,
    Priority: `${WORDS}{{ {'bad': 'urgent' if data.level == 'error' else 'high', 'warning': 'default', 'good': 'low'}[mood(events[0])] }}`,
    Tags: `${WORDS}{{ {'bad': 'rotating_light', 'warning': 'warning', 'good': 'white_check_mark'}[mood(events[0])] }}`,
    Click: `{{ data.run_url | default('', true) }}`,
  },
  secrets: {},
  keeps_state: false,
  body_template: `${WORDS}
{%- for e in events[:3] %}{% set d = e.data %}${FACTS}
{%- if events | length > 1 %}{{ title(e) }}
{% endif %}
{%- for label, value in facts[:8] if value %}{{ label }}: {{ value | truncate(40 if events | length > 1 else 150, true, '…', 0) }}
{% endfor %}
{% endfor -%}
{% if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more{% endif %}`,
};
