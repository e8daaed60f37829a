/** Plain JSON for any receiver: a title, a text, and the facts by name. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

/** The names of facts that differ from their labels: receivers read facts by name, so names do not change. */
const FACT_NAMES = "{ 'Common name': 'Name', 'Valid to': 'Valid until', 'Location': 'Found at' }";

export const generic: Preset = {
  ...JSON_WEBHOOK,
  description: 'any JSON receiver: a title, a text, and the facts by name',
  body_template: `${EVENT_MACROS}
{
  "title": "{{ all(events, more) }}",
  "text": "{% for e in events %}{{ title(e) }}\\n{% endfor %}{% if more %}and {{ more }} more\\n{% endif %}",
  "events": [
    {%- for e in events %}{% set d = e.data %}
    ${SET_FACTS}{% set fact_names = ${FACT_NAMES} %}{% if not loop.first %},{% endif %}
    { "event": "{{ e.event }}", "title": "{{ title(e) }}", "certificate": "{{ d.certificate }}", "status": "{{ d.status }}",
      "days_remaining": {{ d.days_remaining }}, "alert_key": "{{ d.alert_key }}",
      "facts": { {%- for label, value in facts if value %}{% if not loop.first %}, {% endif %}"{{ fact_names.get(label, label) }}": "{{ value }}"{% endfor -%} } }
    {%- endfor %}
  ],
  "more": {{ more }},
  "run_url": {{ data.run_url }}
}
`,
};
