/**
 * Splunk On-Call (VictorOps): REST endpoint. An incident is identified by its entity_id, of at most 512 characters; a state_message has at
 * most 20,480.
 */

import { JSON_WEBHOOK, type Preset } from '../preset.ts';
import { createFactLines, createLabelPairs, EVENT_MACROS, SET_ALERT_STATE, SET_FACTS } from '../shared-macros.ts';

/** The fields of an alert, and those that Splunk On-Call reads itself. */
const OWN_FIELDS = [
  ...['message_type', 'entity_id', 'entity_display_name', 'state_message', 'state_start_time', 'monitoring_tool'],
  ...['certificate', 'event', 'status', 'owner'],
];

export const splunkOnCall: Preset = {
  ...JSON_WEBHOOK,
  description: 'Splunk On-Call (VictorOps), REST endpoint; incidents are resolved automatically',
  stateful: true,
  responses: [
    {
      status: 200,
      advice:
        'Splunk On-Call accepted the alert. If no incident appears, check the routing key at the end of the URL, and which states create incidents.',
    },
    {
      status: 404,
      advice:
        'Splunk On-Call does not know this URL. Copy it again from the REST integration, with a routing key at its end.',
    },
  ],
  // https://docs.saltproject.io/en/3006/ref/modules/all/salt.modules.victorops.html
  isError: ({ fields: { result } }) => result === 'failure',
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${SET_FACTS}${createFactLines('1000')}${createLabelPairs(OWN_FIELDS)}
{
  "message_type": "{{ 'RECOVERY' if resolved else {'critical': 'CRITICAL', 'warning': 'WARNING', 'info': 'INFO'}[severity] }}",
  "entity_id": "{{ d.alert_key if d.alert_key | length <= 512 else d.alert_key[:50] ~ '~' ~ d.alert_key[-400:] }}",
  "entity_display_name": "{{ title(e) | truncate(250, true, '…', 0) }}",
  "state_message": "{{ ([title(e)] + lines) | join('\\n') | truncate(15000, true, '…', 0) }}",
  "monitoring_tool": "certvigil",
  {%- if link %}
  "vo_annotate.u.How to renew": "{{ link }}",
  {%- endif %}
  {%- if d.run_url %}
  "vo_annotate.u.Open the run": "{{ d.run_url }}",
  {%- endif %}
  "certificate": "{{ d.certificate }}",
  "event": "{{ e.event }}",
  "status": "{{ d.status }}",
  "owner": "{{ d.owner | default('', true) | truncate(200, true, '…', 0) }}"
  {%- for name, value in pairs %},
  "{{ name }}": "{{ value }}"
  {%- endfor %}
}
`,
};
