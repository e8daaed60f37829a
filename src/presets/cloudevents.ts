import type { Preset } from './preset.ts';

/** CloudEvents 1.0 in the structured mode: https://github.com/cloudevents/spec, spec.md section 3 and json-format.md. */
export const cloudevents: Preset = {
  what: 'any receiver of CloudEvents 1.0 (structured JSON)',
  url: null,
  content_type: 'application/cloudevents+json',
  headers: {},
  secrets: {},
  keeps_state: false,
  body_template: `{
  "specversion": "1.0",
  "id": "{{ request_id }}/{{ event }}/{{ data.alert_key }}/{{ data.threshold | default('', true) }}",
  "source": "/certvigil/{{ (data.repository or 'local') | urlencode }}",
  "type": "{{ event }}",
  "subject": "{{ data.certificate }}",
  "time": "{{ timestamp }}",
  "datacontenttype": "application/json",
  "data": {{ data | tojson }}
}
`,
};
