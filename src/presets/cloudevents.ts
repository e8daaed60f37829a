/** CloudEvents 1.0: structured JSON (https://github.com/cloudevents/spec, json-format.md). For a group, `data` lists its events. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';

export const cloudevents: Preset = {
  ...JSON_WEBHOOK,
  description: 'any receiver of CloudEvents 1.0 (structured JSON)',
  content_type: 'application/cloudevents+json',
  body_template: `{
  "specversion": "1.0",
  "id": "{{ request_id }}/{{ event }}/{{ data.alert_key }}/{{ data.threshold | default('', true) }}",
  "source": "/certvigil/{{ (data.repository or 'local') | urlencode }}",
  "type": "{{ event }}",
  "subject": "{{ data.certificate }}",
  "time": "{{ timestamp }}",
  "datacontenttype": "application/json",
  "data": {% if events | length + more == 1 %}{{ data | dump }}
  {%- else %}{
    "events": [
      {%- for e in events %}{% set d = e.data %}{% if not loop.first %},{% endif %}
      { "event_type": "{{ e.event }}", "certificate": "{{ d.certificate }}", "alert_key": "{{ d.alert_key }}", "status": "{{ d.status }}",
        "days_remaining": {{ d.days_remaining }}, "valid_to": {{ d.valid_to }}, "place": {{ d.place }}, "labels": {{ d.labels | dump }} }
      {%- endfor %}
    ],
    "more": {{ more }}
  }{% endif %}
}
`,
};
