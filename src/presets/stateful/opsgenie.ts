/**
 * Opsgenie and Jira Service Management: alert API. An alert is identified by its alias, by which it is also closed. The API allows 130
 * characters in a message, 512 in an alias, 15,000 in a description, 8,000 in all details, and 20 tags of 50 characters.
 */

import { JSON_WEBHOOK, type Preset } from '../preset.ts';
import {
  createFactLines,
  createLabelPairs,
  EVENT_MACROS,
  RESOLUTIONS,
  SET_ALERT_STATE,
  SET_FACTS,
} from '../shared-macros.ts';

/** The alias has no slashes, because it is a segment of a path. */
const ALIAS = `((d.alert_key if d.alert_key | length <= 512 else d.alert_key[:50] ~ '~' ~ d.alert_key[-400:]) | replace('/', ':'))`;

const OWN_DETAILS = [
  'certificate',
  'common_name',
  'status',
  'valid_to',
  'found_at',
  'owner',
  'how_to_renew',
  'run_url',
];

/** The characters of labels in the details: about half of those that the API allows. Our own details take at most 3,000. */
const MAX_LABEL_DETAILS = 4_500;

export const opsgenie: Preset = {
  ...JSON_WEBHOOK,
  description: 'Opsgenie and Jira Service Management, alert API; alerts are closed automatically',
  url: 'https://api.opsgenie.com',
  path: `/v2/alerts{% set d = data %}{% if event in ${RESOLUTIONS} %}/{{ ${ALIAS} | urlencode }}/close?identifierType=alias{% endif %}`,
  headers: { Authorization: 'GenieKey {{ secrets.api_key }}' },
  secrets: {
    api_key: { description: 'the API key of an API integration', pattern: /^[0-9a-zA-Z-]{16,64}$/ },
  },
  stateful: true,
  responses: [
    {
      status: 202,
      advice:
        'Opsgenie processes the request after it responds. Check that an alert was created; "certvigil test --event certificate.renewed" closes it.',
    },
    {
      status: 422,
      advice:
        'Opsgenie rejects the key or a field. Use the key of an API integration, and for accounts in the EU the URL https://api.eu.opsgenie.com.',
    },
    {
      status: 403,
      advice:
        'The API key is not allowed to create alerts. Use the key of an API integration, with the right to create and update.',
    },
  ],
  // https://docs.opsgenie.com/docs/response: only a success has a result.
  isError: ({ fields: { message, result, took } }) =>
    typeof message === 'string' && result === undefined && typeof took === 'number',
  body_template: `${EVENT_MACROS}
{%- set e = events[0] %}{% set d = e.data %}${SET_ALERT_STATE}${SET_FACTS}${createFactLines('1000')}${createLabelPairs(OWN_DETAILS)}
{%- if resolved -%}
{
  "source": "certvigil",
  "note": "{{ ([title(e)] + lines + ([d.run_url] if d.run_url else [])) | join('\\n') | truncate(14000, true, '…', 0) }}"
}
{%- else -%}
{
  "message": "{{ title(e) | truncate(130, true, '…', 0) }}",
  "alias": "{{ ${ALIAS} }}",
  "description": "{{ ([title(e)] + lines) | join('\\n') | truncate(14000, true, '…', 0) }}",
  "priority": "{{ {'critical': 'P1', 'warning': 'P3', 'info': 'P5'}[severity] }}",
  "source": "certvigil",
  "entity": "{{ d.display_name | truncate(512, true, '…', 0) }}",
  "tags": ["certvigil", "{{ e.event }}"{% for name, value in pairs[:18] if (name ~ value) | length < 50 %}, "{{ name }}:{{ value }}"{% endfor %}],
  "details": {
    "certificate": "{{ d.certificate | truncate(200, true, '…', 0) }}",
    "common_name": "{{ d.common_name | default('', true) | truncate(200, true, '…', 0) }}",
    "status": "{{ d.status }}",
    "valid_to": "{{ d.effective_valid_to or d.valid_to }}",
    "found_at": "{{ found(d) }}",
    "owner": "{{ d.owner | default('', true) | truncate(200, true, '…', 0) }}",
    "how_to_renew": "{{ d.renewal_instructions | default('', true) | truncate(1000, true, '…', 0) }}",
    "run_url": "{{ d.run_url }}"
    {%- set sizes = [] %}{% for name, value in pairs if sizes | sum + name | length + value | length <= ${MAX_LABEL_DETAILS} and sizes.append(name | length + value | length) is none %},
    "{{ name }}": "{{ value }}"
    {%- endfor %}
  }
}
{%- endif %}
`,
};
