/**
 * Alertmanager: API v2. It identifies an alert by its labels, so an alert with another severity is a different alert. Each request
 * therefore also resolves the alerts of the other severities. `endsAt` is about a year ahead, because the next scan may be far away.
 */

import { JSON_WEBHOOK, type Preset } from '../preset.ts';
import { createLabelPairs, EVENT_MACROS, SET_ALERT_STATE } from '../shared-macros.ts';

/** Names of labels have letters, digits and underscores, and do not begin with a digit. */
const LABEL_NAME_MACRO = `{%- macro label_name(text) -%}
  {%- if text[:1] in '0123456789' %}_{% endif -%}
  {%- for c in text %}{{ c if c in 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_' else '_' }}{% endfor -%}
{%- endmacro -%}`;

const OWN_LABELS = ['alertname', 'alert_key', 'certificate', 'severity'];

export const alertmanager: Preset = {
  ...JSON_WEBHOOK,
  description: 'Alertmanager, API v2 (/api/v2/alerts); alerts are resolved automatically',
  stateful: true,
  responses: [
    { status: 404, advice: 'This path does not exist. The URL of the webhook must end with /api/v2/alerts.' },
    {
      status: 200,
      advice: 'Alertmanager accepted the alerts. If none appears, check its silences, inhibitions and routes.',
    },
    { status: 400, advice: 'Alertmanager rejects the labels or times. Inspect the body with "certvigil render".' },
    {
      status: 422,
      advice: 'A field is missing or invalid for Alertmanager. Inspect the body with "certvigil render".',
    },
  ],
  // https://github.com/prometheus/alertmanager/blob/main/api/v2/openapi.yaml. `status` is that of the removed API v1, and of Mimir and other
  // compatible servers: https://prometheus.io/docs/prometheus/latest/querying/api/#format-overview
  isError: ({ fields: { status, code, message } }) =>
    status === 'error' ||
    status === 'deprecated' ||
    (typeof code === 'number' && code >= 400 && typeof message === 'string'),
  body_template: `${EVENT_MACROS}${LABEL_NAME_MACRO}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${createLabelPairs(OWN_LABELS, 'label_name(key)')}
{%- set far = (timestamp[:4] | int + 1) ~ '-' ~ timestamp[5:7] ~ '-01T00:00:00Z' -%}
[
  {%- for one in ['critical', 'warning', 'info'] %}{% if not loop.first %},{% endif %}
  {
    "labels": {
      "alertname": "{{ 'DomainExpiry' if d.kind == 'domain' else 'DateExpiry' if d.what and d.what != 'certificate' else 'CertificateExpiry' }}",
      "alert_key": "{{ d.alert_key }}",
      "certificate": "{{ d.certificate }}",
      "severity": "{{ one }}"
      {#- Without a prefix, it is among the labels of the entry. -#}
      {%- if d.tenant and label_prefix %},
      "tenant": "{{ d.tenant }}"
      {%- endif %}
      {%- for name, value in pairs %},
      "{{ name }}": "{{ value }}"
      {%- endfor %}
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
    "endsAt": "{{ far if one == severity and not resolved else timestamp }}"
    {%- if d.run_url %},
    "generatorURL": "{{ d.run_url }}"
    {%- endif %}
  }
  {%- endfor %}
]
`,
};
