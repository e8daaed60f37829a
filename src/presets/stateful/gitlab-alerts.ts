/**
 * GitLab alerts: the HTTP endpoint of an alert integration. An alert is identified by its fingerprint; with an end time, it is resolved.
 * GitLab allows 200 characters in a title, 1,000 in a description, 255 in all hosts, and 100 in a service and a tool.
 */

import { JSON_WEBHOOK, type Preset } from '../preset.ts';
import { createFactLines, createLabelPairs, EVENT_MACROS, SET_ALERT_STATE, SET_FACTS } from '../shared-macros.ts';

/** The fields of an alert, and those that GitLab reads itself. */
const OWN_FIELDS = [
  ...[
    'title',
    'description',
    'fingerprint',
    'severity',
    'start_time',
    'end_time',
    'service',
    'monitoring_tool',
    'hosts',
  ],
  ...['gitlab_environment_name', 'certificate', 'event', 'status', 'owner', 'links'],
];

export const gitlabAlerts: Preset = {
  ...JSON_WEBHOOK,
  description: 'GitLab, alert integration; alerts are resolved, and incidents closed, automatically',
  headers: { Authorization: 'Bearer {{ secrets.key }}' },
  secrets: {
    key: { description: 'the authorization key of an alert integration', pattern: /^[\w-]{8,300}$/ },
  },
  stateful: true,
  responses: [
    {
      status: 200,
      advice:
        'GitLab accepted the alert. If no incident appears, enable incidents in the alert settings of the project, under Settings > Monitor.',
    },
    {
      status: 401,
      advice: 'GitLab rejects the authorization key. Copy it again from the credentials of the integration.',
    },
    {
      status: 403,
      advice: 'The alert integration is inactive. Activate it under Settings > Monitor > Alerts.',
    },
    { status: 404, advice: 'GitLab does not know this URL. Copy it again from the credentials of the integration.' },
  ],
  // https://docs.gitlab.com/api/rest/troubleshooting/. A success is a list.
  isError: ({ fields: { message, error } }) =>
    (typeof error === 'string' && error !== '') ||
    (typeof message === 'object' && message !== null) ||
    (typeof message === 'string' && /^[45]\d\d /.test(message)),
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${SET_FACTS}${createFactLines('200')}${createLabelPairs(OWN_FIELDS)}
{
  "title": "{{ title(e) | truncate(200, true, '…', 0) }}",
  "description": "{{ lines | join('\\n') | truncate(1000, true, '…', 0) or title(e) | truncate(1000, true, '…', 0) }}",
  "fingerprint": "{{ d.alert_key }}",
  "severity": "{{ {'critical': 'critical', 'warning': 'medium', 'info': 'info'}[severity] }}",
  {%- if resolved %}
  "end_time": "{{ e.timestamp }}",
  {%- else %}
  "start_time": "{{ e.timestamp }}",
  {%- endif %}
  "service": "{{ d.display_name | truncate(100, true, '…', 0) }}",
  "monitoring_tool": "certvigil",
  "hosts": "{{ (found(d) or d.certificate) | truncate(255, true, '…', 0) }}",
  "certificate": "{{ d.certificate }}",
  "event": "{{ e.event }}",
  "status": "{{ d.status }}",
  "owner": "{{ d.owner | default('', true) | truncate(200, true, '…', 0) }}",
  "links": { {% for label, url in links %}{% if not loop.first %}, {% endif %}"{{ label }}": "{{ url }}"{% endfor %} }
  {%- for name, value in pairs %},
  "{{ name }}": "{{ value }}"
  {%- endfor %}
}
`,
};
