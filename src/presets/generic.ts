/** Plain JSON for any receiver: a title, a text, and the facts by name. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

export const generic: Preset = {
  ...JSON_WEBHOOK,
  description: 'any JSON receiver: a title, a text, and the facts by name',
  responses: [],
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
