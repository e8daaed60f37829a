/**
 * ServiceNow: Event Management (em_event). An alert is identified by its message_key; severity 0 closes it. Fields have at most 100
 * characters, except for message_key with 1,024 and description with 4,000.
 */

import { JSON_WEBHOOK, type Preset } from '../preset.ts';
import { createFactLines, createLabelPairs, EVENT_MACROS, SET_ALERT_STATE, SET_FACTS } from '../shared-macros.ts';

const OWN_FIELDS = ['certificate', 'common_name', 'status', 'valid_to', 'owner', 'how_to_renew', 'run_url'];

export const servicenow: Preset = {
  ...JSON_WEBHOOK,
  description: 'ServiceNow, Event Management; alerts are closed automatically',
  path: '/api/global/em/jsonv2',
  headers: { Accept: 'application/json' },
  stateful: true,
  responses: [
    { status: 401, advice: 'ServiceNow rejects the user or password in the URL.' },
    {
      status: 403,
      advice: 'The ServiceNow user is not allowed to create events. It needs the role evt_mgmt_integration.',
    },
    {
      status: 404,
      advice: 'Event Management is not available at this URL. Use the URL of the instance, and activate the plugin.',
    },
    {
      status: 200,
      advice:
        'ServiceNow processes events later. If no alert appears, look at the event (em_event.list) and its rules.',
    },
  ],
  // https://www.servicenow.com/docs/bundle/zurich-api-reference/page/integrate/inbound-rest/concept/c_RESTAPI.html
  isError: ({ fields: { status, error } }) => status === 'failure' || (typeof error === 'object' && error !== null),
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${SET_FACTS}${createFactLines('500')}${createLabelPairs(OWN_FIELDS)}
{%- set own = {
  'certificate': d.certificate, 'common_name': d.common_name | default('', true) | truncate(200, true, '…', 0), 'status': d.status,
  'valid_to': d.effective_valid_to or d.valid_to, 'owner': d.owner | default('', true) | truncate(200, true, '…', 0),
  'how_to_renew': d.renewal_instructions | default('', true) | truncate(500, true, '…', 0), 'run_url': d.run_url
} -%}
{%- set info = dict((own.items() | list) + pairs) | dump -%}
{
  "records": [{
    "source": "certvigil",
    "event_class": "{{ (d.repository or 'certvigil') | truncate(100, true, '…', 0) }}",
    "node": "{{ (d.common_name or d.display_name) | truncate(100, true, '…', 0) }}",
    "resource": "{{ d.certificate | truncate(100, true, '…', 0) }}",
    "type": "{{ e.event }}",
    "message_key": "{{ d.alert_key if d.alert_key | length <= 1024 else d.alert_key[:50] ~ '~' ~ d.alert_key[-900:] }}",
    "severity": "{{ '0' if resolved else {'critical': '1', 'warning': '4', 'info': '5'}[severity] }}",
    "description": "{{ ([title(e)] + lines) | join('\\n') | truncate(4000, true, '…', 0) }}",
    "time_of_event": "{{ timestamp[:10] }} {{ timestamp[11:19] }}",
    "additional_info": "{{ info }}"
  }]
}
`,
};
