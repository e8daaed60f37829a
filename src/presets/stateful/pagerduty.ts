/**
 * PagerDuty: Events API v2. It allows 255 characters in dedup_key and 1,024 in summary. A longer key is shortened in its first part,
 * because its end identifies the certificate and the finding.
 */

import { JSON_WEBHOOK, type Preset } from '../preset.ts';
import { createButtons, EVENT_MACROS, SET_ALERT_STATE } from '../shared-macros.ts';

export const pagerduty: Preset = {
  ...JSON_WEBHOOK,
  description: 'PagerDuty, Events API v2; alerts are resolved automatically',
  url: 'https://events.pagerduty.com/v2/enqueue',
  secrets: {
    routing_key: {
      description: 'the integration key of a PagerDuty service (32 letters and digits)',
      pattern: /^[0-9a-zA-Z]{32}$/,
    },
  },
  stateful: true,
  responses: [
    {
      status: 202,
      advice:
        'PagerDuty processes the event after it responds. Check that an incident was created; "certvigil test --event certificate.renewed" resolves it.',
    },
    {
      status: 400,
      body: /routing_key|routing key/i,
      advice: 'PagerDuty rejects the routing key. Copy the integration key of an Events API v2 integration.',
    },
    {
      status: 400,
      body: /severity|summary|source|event_action|dedup_key|payload/i,
      advice:
        'A required field is missing or invalid: event_action, dedup_key, or in payload: summary, source, severity. Inspect the body with "certvigil render".',
    },
  ],
  // https://developer.pagerduty.com/api-reference/368ae3d938c9e-send-an-event-to-pager-duty
  isError: ({ fields: { status, errors } }) =>
    status === 'invalid event' || status === 'throttle exceeded' || (Array.isArray(errors) && errors.length > 0),
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}
{
  "routing_key": "{{ secrets.routing_key }}",
  "event_action": "{{ 'resolve' if resolved else 'trigger' }}",
  "dedup_key": "{{ d.alert_key if d.alert_key | length <= 255 else d.alert_key[:50] ~ '~' ~ d.alert_key[-200:] }}",
  "client": "certvigil",
  {%- if d.run_url %}
  "client_url": "{{ d.run_url }}",
  {%- endif %}
  "links": [
    ${createButtons('{ "href": "{{ url }}", "text": "{{ label }}" }')}
  ],
  "payload": {
    "summary": "{{ title(e) }}{% if d.common_name and d.display_name == d.certificate and d.common_name != d.certificate %} ({{ d.common_name | truncate(200, true, '…') }}){% endif %}",
    "source": "{{ (d.location or d.common_name or d.certificate) | truncate(255, true, '…', 0) }}",
    "severity": "{{ severity }}",
    "timestamp": "{{ timestamp }}",
    "component": "{{ d.certificate }}",
    "group": "{{ (d.tenant or d.owner or 'certificates') | truncate(255, true, '…', 0) }}",
    "class": "{{ e.event }}",
    "custom_details": {
      "certificate": "{{ d.certificate }}",
      "common_name": {{ d.common_name | default('', true) | truncate(200, true, '…') }},
      "valid_to": {{ d.effective_valid_to or d.valid_to }},
      {%- if d.limited_by %}
      "limited_by": {{ d.limited_by.subject | truncate(200, true, '…') }},
      {%- endif %}
      "days_remaining": {{ d.days_remaining }},
      "status": "{{ d.status }}",
      "found_at": "{{ found(d) }}",
      "owner": {{ d.owner }},
      "how_to_renew": {{ d.renewal_instructions | default('', true) | truncate(2000, true, '…') }},
      "issuer": {{ d.issuer | default('', true) | truncate(500, true, '…') }},
      "fingerprint_sha256": {{ d.fingerprint_sha256 }},
      "error": {{ d.error.detail | truncate(500, true, '…') if d.error else none }},
      "last_seen": {{ d.last_seen }},
      "labels": {{ d.labels | tojson }}
    }
  }
}
`,
};
