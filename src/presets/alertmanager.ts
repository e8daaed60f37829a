import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_RESOLVED, SET_SEVERITY } from './shared-macros.ts';

/**
 * API v2, at the URL of `/api/v2/alerts`. An alert is known there by its labels, so that one whose severity has changed is
 * another: each time the alerts of the other severities are ended along. It stays for about a year, unless it is
 * ended, because a scan may be far from the next.
 */
export const alertmanager: Preset = {
  description: 'Alertmanager, by its API v2 (/api/v2/alerts); what ends is resolved',
  url: null,
  content_type: 'application/json',
  headers: {},
  secrets: {},
  stateful: true,
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_RESOLVED}${SET_SEVERITY}
{%- set far = (timestamp[:4] | int + 1) ~ '-' ~ timestamp[5:7] ~ '-01T00:00:00Z' -%}
[
  {%- for one in ['critical', 'warning', 'info'] %}{% if not loop.first %},{% endif %}
  {
    "labels": {
      "alertname": "CertificateExpiry",
      "alert_key": "{{ d.alert_key }}",
      "certificate": "{{ d.certificate }}",
      "severity": "{{ one }}"
      {%- if d.tenant %},
      "tenant": "{{ d.tenant }}"
      {%- endif %}
    },
    "annotations": {
      "summary": "{{ title(e) }}",
      "common_name": "{{ d.common_name | default('', true) | truncate(200, true, '…') }}",
      "valid_to": "{{ d.effective_valid_to or d.valid_to }}",
      {%- if d.limited_by %}
      "limited_by": "{{ d.limited_by.subject | truncate(200, true, '…') }}",
      {%- endif %}
      "found_at": "{{ found(d) }}",
      "owner": "{{ d.owner }}",
      {%- if link %}
      "runbook_url": "{{ link }}",
      {%- endif %}
      "error": "{{ d.error.detail | truncate(500, true, '…') if d.error else '' }}",
      "how_to_renew": "{{ d.renewal_instructions | default('', true) | truncate(2000, true, '…') }}",
      "event": "{{ e.event }}",
      "status": "{{ d.status }}"
    },
    "startsAt": "{{ timestamp }}",
    "endsAt": "{{ far if one == severity and not ended else timestamp }}"
    {%- if d.run_url %},
    "generatorURL": "{{ d.run_url }}"
    {%- endif %}
  }
  {%- endfor %}
]
`,
};
