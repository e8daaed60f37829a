import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

/** A little JSON that any receiver can be taught to read. */
export const generic: Preset = {
  description: 'any receiver of JSON: a title, a text, and the facts by name',
  url: null,
  content_type: 'application/json',
  headers: {},
  secrets: {},
  stateful: false,
  body_template: `${EVENT_MACROS}
{
  "title": "{{ all(events, more) }}",
  "text": "{% for e in events %}{{ title(e) }}\\n{% endfor %}{% if more %}and {{ more }} more\\n{% endif %}",
  "events": [
    {%- for e in events %}{% set d = e.data %}
    ${SET_FACTS}{% if not loop.first %},{% endif %}
    { "event": "{{ e.event }}", "title": "{{ title(e) }}", "certificate": "{{ d.certificate }}", "status": "{{ d.status }}",
      "days_remaining": {{ d.days_remaining }}, "alert_key": "{{ d.alert_key }}",
      "facts": { {%- for label, value in facts if value %}{% if not loop.first %}, {% endif %}"{{ label }}": "{{ value }}"{% endfor -%} } }
    {%- endfor %}
  ],
  "more": {{ more }},
  "run_url": {{ data.run_url }}
}
`,
};
