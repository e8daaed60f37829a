import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS, TITLE_MACROS } from './shared-macros.ts';

const RESOLUTIONS = "['certificate.renewed', 'certificate.removed', 'certificate.recovered']";

/**
 * A message to the URL of a topic: plain text of at most 4,096 bytes, the rest in headers. Entry names, of which a
 * digest is made, are all ASCII; of a certificate the first facts alone fit.
 */
export const ntfy: Preset = {
  description: 'ntfy, at the URL of a topic',
  url: null,
  content_type: 'text/plain',
  headers: {
    Title: `${TITLE_MACROS.replace(/\n */g, '')}{{ all(events, more) | replace('…', '...') | truncate(250, true, '...', 0) }}`,
    Priority: `{{ 'low' if event in ${RESOLUTIONS} else ('urgent' if data.level == 'error' else ('high' if data.status == 'critical' else 'default')) }}`,
    Tags: `{{ 'white_check_mark' if event in ${RESOLUTIONS} else ('rotating_light' if data.status in ['expired', 'critical'] else 'warning') }}`,
    Click: `{{ data.run_url | default('', true) }}`,
  },
  secrets: {},
  stateful: false,
  body_template: `${EVENT_MACROS}
{%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}
{%- if events | length > 1 %}{{ title(e) }}
{% endif %}
{%- for label, value in (facts if event == 'digest' else facts[:8]) if value %}{{ label }}: {{ value | truncate(40 if events | length > 1 else 150, true, '…', 0) }}
{% endfor %}
{% endfor -%}
{% if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more{% endif %}`,
};
