/** Pushover: messages API. A message has at most 1,024 characters, a title 250, a URL 512 and its title 100. */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { createFactLines, EVENT_MACROS, SET_FACTS, SEVERITY_EMOJI } from './shared-macros.ts';

const KEY = /^[A-Za-z0-9]{30}$/;

export const pushover: Preset = {
  ...JSON_WEBHOOK,
  description: 'Pushover, messages API',
  url: 'https://api.pushover.net',
  path: '/1/messages.json',
  secrets: {
    token: { description: 'the API token of an application (30 letters and digits)', pattern: KEY },
    user: { description: 'the key of a user or group (30 letters and digits)', pattern: KEY },
  },
  responses: [
    {
      body: /application token is invalid/i,
      advice: 'Pushover rejects token. Copy the API token of the application again.',
    },
    {
      body: /user (?:identifier|key) is (?:not a valid|invalid)/i,
      advice: 'Pushover rejects user. Copy the key of the user or group again.',
    },
    { status: 429, advice: 'The application has used all messages of this month.' },
  ],
  // https://pushover.net/api#response
  isError: ({ fields: { status } }) => status === 0,
  body_template: `${EVENT_MACROS}
{%- set all_lines = [] %}
{%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}${createFactLines('80 if events | length > 1 else 150')}
  {%- if events | length > 1 and all_lines.append(title(e)) %}{% endif %}{% if all_lines.extend(lines) %}{% endif %}
{%- endfor %}
{%- set rest = [events | length - 3, 0] | max + more -%}
{
  "token": "{{ secrets.token }}",
  "user": "{{ secrets.user }}",
  "title": "{{ ${SEVERITY_EMOJI}[severity_color(events[0])] }} {{ all(events, more) | truncate(240, true, '…', 0) }}",
  "message": "{{ all_lines | join('\\n') | truncate(950, true, '…', 0) }}{% if rest %}\\nand {{ rest }} more{% endif %}",
  "priority": {{ {'bad': 1, 'warning': 0, 'good': -1}[severity_color(events[0])] }}
  {%- if links and links[0][1] | length <= 512 %},
  "url": "{{ links[0][1] }}",
  "url_title": "{{ links[0][0] }}"
  {%- endif %}
}
`,
};
