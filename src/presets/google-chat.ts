import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

/** A card, for a webhook of a space; a message has at most 32,000 bytes. */
export const googleChat: Preset = {
  description: 'Google Chat, by a webhook of a space (card)',
  url: null,
  content_type: 'application/json',
  headers: {},
  secrets: {},
  stateful: false,
  body_template: `${EVENT_MACROS}
{#- Texts of a widget are a little HTML. -#}
{%- macro plain(text) -%}{{ text | string | replace('&', '&amp;') | replace('<', '&lt;') | replace('>', '&gt;') }}{%- endmacro -%}
{
  "fallbackText": "{{ all(events, more) | truncate(500, true, '…') }}",
  "cardsV2": [{
    "cardId": "certvigil",
    "card": {
      "header": { "title": "{{ all(events, more) | truncate(200, true, '…') }}", "subtitle": "certvigil" },
      "sections": [
        {%- for e in events[:8] %}{% set d = e.data %}
        ${SET_FACTS}{% if not loop.first %},{% endif %}
        { "header": "{{ plain(title(e)) }}", "widgets": [
          {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
          { "decoratedText": { "topLabel": "{{ label }}", "wrapText": true, "text": "{{ plain(value) | truncate(80 if events | length > 1 else 500, true, '…', 0) }}" } }
          {%- endfor %}
        ] }
        {%- endfor %}
        {%- if events | length > 8 or more %},
        { "widgets": [{ "textParagraph": { "text": "and {{ [events | length - 8, 0] | max + more }} more" } }] }
        {%- endif %}
        {%- if data.run_url %},
        { "widgets": [{ "buttonList": { "buttons": [{ "text": "Open the run", "onClick": { "openLink": { "url": "{{ data.run_url }}" } } }] } }] }
        {%- endif %}
      ]
    }
  }]
}
`,
};
