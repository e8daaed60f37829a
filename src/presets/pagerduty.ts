import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_RESOLVED, SET_SEVERITY } from './shared-macros.ts';

/**
 * Events API v2: a dedup_key of at most 255 characters, a summary of at most 1,024. A longer key is cut in the name of the
 * entry: its end says which certificate it is about, and what of it.
 */
export const pagerduty: Preset = {
  description: 'PagerDuty, by the Events API v2; what ends is resolved',
  url: 'https://events.pagerduty.com/v2/enqueue',
  content_type: 'application/json',
  headers: {},
  secrets: {
    routing_key: {
      description: 'the integration key of a PagerDuty service: 32 letters and digits',
      pattern: /^[0-9a-zA-Z]{32}$/,
    },
  },
  stateful: true,
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_RESOLVED}${SET_SEVERITY}
{
  "routing_key": "{{ secrets.routing_key }}",
  "event_action": "{{ 'resolve' if ended else 'trigger' }}",
  "dedup_key": "{{ d.alert_key if d.alert_key | length <= 255 else d.alert_key[:50] ~ '~' ~ d.alert_key[-200:] }}",
  "client": "certvigil",
  {%- if d.run_url %}
  "client_url": "{{ d.run_url }}",
  {%- endif %}
  "links": [
    {%- if link %}{ "href": "{{ link }}", "text": "How to renew" }{% endif %}
    {%- if link and d.run_url %}, {% endif %}
    {%- if d.run_url %}{ "href": "{{ d.run_url }}", "text": "Open the run" }{% endif -%}
  ],
  "payload": {
    "summary": "{{ title(e) }}{% if d.common_name and d.common_name != d.certificate %} ({{ d.common_name | truncate(200, true, '…') }}){% endif %}",
    "source": "{{ (d.place or d.common_name or d.certificate) | truncate(255, true, '…', 0) }}",
    "severity": "{{ severity }}",
    "timestamp": "{{ timestamp }}",
    "component": "{{ d.certificate }}",
    "group": "{{ d.tenant or d.owner or 'certificates' }}",
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
