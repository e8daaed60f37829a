import type { Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

/** An Adaptive Card for a webhook of Teams Workflows, which takes at most 28 KB. */
export const teams: Preset = {
  description: 'Microsoft Teams, by a webhook of Workflows (Adaptive Card)',
  url: null,
  content_type: 'application/json',
  headers: {},
  secrets: {},
  stateful: false,
  body_template: `${EVENT_MACROS}
{#- Texts of a card are Markdown: what could make a link or a mention is escaped. -#}
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
      "msteams": { "width": "Full" },
      "body": [
        {%- for e in events[:8] %}{% set d = e.data %}
        ${SET_FACTS}{% if not loop.first %},{% endif %}
        { "type": "TextBlock", "wrap": true, "weight": "Bolder", "size": "Medium", "separator": {% if loop.first %}false{% else %}true{% endif %},
          "color": "{{ {'bad': 'Attention', 'warning': 'Warning', 'good': 'Good'}[mood(e)] }}",
          "text": "{{ plain(title(e)) }}" },
        { "type": "FactSet", "facts": [
          {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
          { "title": "{{ label }}", "value": "{{ plain(value) | truncate(80 if events | length > 1 else 500, true, '…', 0) }}" }
          {%- endfor %}
        ] }
        {%- endfor %}
        {%- if events | length > 8 or more %},
        { "type": "TextBlock", "wrap": true, "text": "and {{ [events | length - 8, 0] | max + more }} more" }
        {%- endif %}
      ],
      "actions": [
        {%- if link %}{ "type": "Action.OpenUrl", "title": "How to renew", "url": "{{ link }}" }{% endif %}
        {%- if link and data.run_url %}, {% endif %}
        {%- if data.run_url %}{ "type": "Action.OpenUrl", "title": "Open the run", "url": "{{ data.run_url }}" }{% endif -%}
      ]
    }
  }]
}
`,
};
