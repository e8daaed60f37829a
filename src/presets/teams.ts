/** Microsoft Teams: an Adaptive Card, for a webhook of Workflows. It allows 28 KB. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { createButtons, EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

export const teams: Preset = {
  ...JSON_WEBHOOK,
  description: 'Microsoft Teams, Workflows webhook (Adaptive Card)',
  responses: [
    {
      body: /Microsoft Teams endpoint returned HTTP error 429/,
      advice: 'Teams limits the rate of this connector. Send fewer messages: use fewer rules, or group_by.',
    },
    {
      body: /Microsoft Teams endpoint returned HTTP error 413/,
      advice: 'The message is too large for Teams. Lower max_events, or shorten the template.',
    },
    {
      body: /Webhook message delivery failed with error/,
      advice:
        'The connector cannot post to its channel. Connectors are retired: create a flow with the trigger "When a Teams webhook request is received", and use its URL.',
    },
    {
      status: 202,
      advice: 'Teams runs the flow after it responds. If no message appears, check the run history of the flow.',
    },
    {
      body: /DirectApiAuthorizationRequired|InvalidAuthorization/,
      advice:
        'The flow does not accept anonymous requests. Set "Who can trigger the flow" to Anyone, and copy the URL again, including its sig= parameter.',
    },
    {
      body: /WorkflowTriggerIsNotEnabled|WorkflowNotFound|WorkflowDisabled/,
      advice: 'The flow is turned off or deleted. Turn it on, or use the URL of its replacement.',
    },
    {
      body: /TriggerInputSchemaMismatch/,
      advice: "The message does not match the schema of the flow's trigger. Leave the request body schema empty.",
    },
    {
      status: 401,
      advice:
        'Teams rejects the signature in the URL. Copy the complete URL of the flow again, including its sig= parameter.',
    },
    {
      status: 403,
      advice:
        'The flow does not accept this request. Set "Who can trigger the flow" to Anyone, and copy the URL again.',
    },
    {
      status: 404,
      advice: 'Teams does not know this flow: it was deleted or turned off. Use the URL of its replacement.',
    },
    {
      status: 410,
      advice:
        'This connector was retired. Create a flow with the trigger "When a Teams webhook request is received", and use its URL.',
    },
  ],
  // Retired connectors responded with the status 200 to everything that could be retried:
  // https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using#rate-limiting-for-connectors and
  // https://github.com/MicrosoftDocs/msteams-docs/issues/9064. Errors of Workflows: https://learn.microsoft.com/rest/api/logic/
  isError: ({ text, fields: { error } }) =>
    /^Webhook message delivery failed with error/i.test(text) || (typeof error === 'object' && error !== null),
  body_template: `${EVENT_MACROS}
{#- Card texts are Markdown: whatever could form a link or mention is escaped. -#}
{%- macro plain(text) -%}{{ text | string | replace('\\\\', '\\\\\\\\') | replace('[', '\\\\[') | replace('<', '‹') | replace('*', '\\\\*') | replace('_', '\\\\_') }}{%- endmacro -%}
{
  "type": "message",
  "attachments": [{
    "contentType": "application/vnd.microsoft.card.adaptive",
    "contentUrl": null,
    "content": {
      "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
      "type": "AdaptiveCard",
      "version": "1.4",
      "msteams": { "width": "Full"
        {%- if mentions %}, "entities": [
          {%- for id in mentions %}{% if not loop.first %}, {% endif %}{ "type": "mention", "text": "<at>{{ id }}</at>", "mentioned": { "id": "{{ id }}", "name": "{{ id }}" } }{% endfor -%}
        ]{% endif %} },
      "body": [
        {%- for e in events[:8] %}{% set d = e.data %}
        ${SET_FACTS}{% if not loop.first %},{% endif %}
        { "type": "Container", "bleed": true, "style": "{{ {'bad': 'attention', 'warning': 'warning', 'good': 'good'}[severity_color(e)] }}", "items": [
          { "type": "TextBlock", "wrap": true, "weight": "Bolder", "size": "Medium",
            "color": "{{ {'bad': 'Attention', 'warning': 'Warning', 'good': 'Good'}[severity_color(e)] }}",
            "text": "{{ plain(title(e)) }}" }
        ] },
        { "type": "FactSet", "facts": [
          {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
          { "title": "{{ label }}", "value": "{{ plain(value) | truncate(80 if events | length > 1 else 500, true, '…', 0) }}" }
          {%- endfor %}
        ] }
        {%- endfor %}
        {%- if mentions %},
        { "type": "TextBlock", "wrap": true, "text": "{% for id in mentions %}<at>{{ id }}</at> {% endfor %}" }
        {%- endif %}
        {%- if events | length > 8 or more %},
        { "type": "TextBlock", "wrap": true, "text": "and {{ [events | length - 8, 0] | max + more }} more" }
        {%- endif %}
      ],
      "actions": [
        ${createButtons('{ "type": "Action.OpenUrl", "title": "{{ label }}", "url": "{{ url }}" }')}
      ]
    }
  }]
}
`,
};
