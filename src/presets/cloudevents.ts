/**
 * CloudEvents 1.0: structured JSON (https://github.com/cloudevents/spec, json-format.md). For a group, `data` lists its events. Receivers
 * must accept 64 KiB, and may reject more (spec.md, size limits): a character takes at most three bytes of UTF-8.
 */

import { JSON_WEBHOOK, type Preset } from './preset.ts';

const MAX_CHARACTERS = 20_000;
const MAX_LABEL_CHARACTERS = 4_000;

const cut = (expression: string, length = 500) =>
  `${expression} | default('', true) | truncate(${length}, true, '…', 0)`;
const LABELS = `d.labels if d.labels | dump | length <= ${MAX_LABEL_CHARACTERS} else {}`;

/** An event of a group. */
const GROUPED = `{
  'event_type': e.event, 'certificate': d.certificate, 'alert_key': d.alert_key, 'status': d.status, 'days_remaining': d.days_remaining,
  'valid_to': d.valid_to, 'location': ${cut('d.location')} or none, 'labels': ${LABELS} }`;

/** The data of an event that is too large as a whole, without its lists such as names and locations. */
const SHORT = `{
  'truncated': true, 'event_type': event, 'certificate': d.certificate, 'display_name': ${cut('d.display_name')},
  'certificate_id': d.certificate_id, 'alert_key': d.alert_key, 'common_name': ${cut('d.common_name')}, 'issuer': ${cut('d.issuer')},
  'serial_number': ${cut('d.serial_number')}, 'fingerprint_sha256': d.fingerprint_sha256, 'valid_from': d.valid_from, 'valid_to': d.valid_to,
  'effective_valid_to': d.effective_valid_to, 'days_remaining': d.days_remaining, 'days_since_expiry': d.days_since_expiry,
  'status': d.status, 'level': d.level, 'threshold': d.threshold, 'owner': ${cut('d.owner')}, 'labels': ${LABELS},
  'location': ${cut('d.location')} or none, 'assignment_count': d.assignment_count, 'renewal_instructions': ${cut('d.renewal_instructions', 1000)},
  'error': { 'code': d.error.code, 'detail': ${cut('d.error.detail', 1000)} } if d.error else none,
  'last_seen': d.last_seen, 'scan_id': d.scan_id, 'repository': d.repository, 'run_url': d.run_url, 'test': d.test }`;

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
  "data": {% if events | length + more > 1 %}{% set sizes = [] %}{% set listed = [] %}
    {%- for e in events %}{% set d = e.data %}{% set item = ${GROUPED} %}{% set size = item | dump | length %}
    {%- if sizes | sum + size <= ${MAX_CHARACTERS} %}{% if sizes.append(size) %}{% endif %}{% if listed.append(item) %}{% endif %}{% endif %}
    {%- endfor %}{
    "events": {{ listed | dump }},
    "more": {{ more + (events | length) - (listed | length) }}
  }
  {%- elif data | dump | length <= ${MAX_CHARACTERS} %}{{ data | dump }}
  {%- else %}{% set d = data %}{{ ${SHORT} | dump }}{% endif %}
}
`,
};
