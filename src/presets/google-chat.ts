/** Google Chat: a card, for a space webhook. It allows 32,000 bytes. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { createButtons, EVENT_MACROS, SET_FACTS, SEVERITY_COLORS } from './shared-macros.ts';

export const googleChat: Preset = {
  ...JSON_WEBHOOK,
  description: 'Google Chat, space webhook (card)',
  responses: [
    {
      body: /INVALID_ARGUMENT/,
      advice: 'Google Chat rejects the format of this message (INVALID_ARGUMENT). Test the card in the Card Builder.',
    },
    {
      body: /UNAUTHENTICATED|PERMISSION_DENIED/,
      advice: 'Google Chat rejects the key or the token in the URL. Copy the complete URL of the webhook again.',
    },
    {
      body: /NOT_FOUND/,
      advice: 'The space or its webhook was deleted. Create a new webhook in the settings of the space.',
    },
    { status: 404, advice: 'The space or its webhook was deleted. Create a new webhook in the settings of the space.' },
    {
      status: 403,
      advice:
        'Google Chat does not allow this webhook to post. Check the app settings of the space, or create a new webhook.',
    },
  ],
  // https://google.aip.dev/193
  isError: ({ fields: { error } }) => typeof error === 'object' && error !== null,
  body_template: `${EVENT_MACROS}
{#- Widget texts support some HTML. -#}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{
  {%- if mentions %}
  "text": "{{ mentions | join(' ') }}",
  {%- endif %}
  "fallbackText": "{{ all(events, more) | truncate(500, true, '…') }}",
  "cardsV2": [{
    "cardId": "certvigil",
    "card": {
      "header": { "title": "{{ all(events, more) | truncate(200, true, '…') }}", "subtitle": "certvigil" },
      "sections": [
        {%- for e in events[:8] %}{% set d = e.data %}
        ${SET_FACTS}{% if not loop.first %},{% endif %}
        { "header": "{{ plain(title(e) | truncate(150, true, '…', 0)) }}", "widgets": [
          { "textParagraph": { "text": "<font color=\\"{{ ${SEVERITY_COLORS}[severity_color(e)] }}\\">⬤ <b>{{ {'bad': 'Critical', 'warning': 'Warning', 'good': 'Resolved'}[severity_color(e)] }}</b></font>" } }
          {%- for label, value in facts if value %},
          { "decoratedText": { "topLabel": "{{ label }}", "wrapText": true, "text": "{{ plain(value) | truncate(80 if events | length > 1 else 500, true, '…', 0) }}" } }
          {%- endfor %}
        ] }
        {%- endfor %}
        {%- if events | length > 8 or more %},
        { "widgets": [{ "textParagraph": { "text": "and {{ [events | length - 8, 0] | max + more }} more" } }] }
        {%- endif %}
        {%- if links %},
        { "widgets": [{ "buttonList": { "buttons": [
          ${createButtons('{ "text": "{{ label }}", "onClick": { "openLink": { "url": "{{ url }}" } } }')}
        ] } }] }
        {%- endif %}
      ]
    }
  }]
}
`,
};
