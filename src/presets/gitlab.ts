/**
 * GitLab: creates an issue. A title has at most 255 characters, and a description 1,048,576. Issues are not updated: GitLab cannot find
 * them by an external key. Values are in code spans, where mentions and references have no effect, and never begin a line, where they could
 * be a quick action such as /close.
 */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS, SEVERITY_EMOJI } from './shared-macros.ts';

export const gitlab: Preset = {
  ...JSON_WEBHOOK,
  description: 'GitLab, creates an issue for each message',
  path: '/issues',
  headers: { 'PRIVATE-TOKEN': '{{ secrets.token }}' },
  secrets: {
    token: { description: 'a project access token with the scope api', pattern: /^[\w.-]{8,300}$/ },
  },
  responses: [
    { status: 401, advice: 'GitLab rejects the token. It may have expired; create a new one with the scope api.' },
    {
      status: 403,
      advice:
        'The token is not allowed to create issues in this project. It needs the scope api and the role Reporter.',
    },
    {
      status: 404,
      advice:
        'GitLab finds no such project, or the token cannot see it. The URL ends with /api/v4/projects/ and the ID, or the path with %2F for /.',
    },
  ],
  // https://docs.gitlab.com/api/rest/troubleshooting/
  isError: ({ fields: { message, error } }) =>
    (typeof error === 'string' && error !== '') ||
    (typeof message === 'object' && message !== null) ||
    (typeof message === 'string' && /^[45]\d\d /.test(message)),
  body_template: `${EVENT_MACROS}
{%- macro code(text) -%}\`{{ (text | string).split() | join(' ') | replace('\`', "'") }}\`{%- endmacro -%}
{
  "title": "{{ all(events, more) | truncate(250, true, '…', 0) }}",
  "labels": "certvigil",
  "description": "
  {%- for e in events[:8] %}{% set d = e.data %}${SET_FACTS}{{ ${SEVERITY_EMOJI}[severity_color(e)] }} {{ code(title(e)) }}\\n\\n
    {%- for label, value in facts if value %}- **{{ label }}:** {{ code(value | truncate(100 if events | length > 1 else 1000, true, '…', 0)) }}\\n{% endfor %}\\n
  {%- endfor %}
  {%- if events | length > 8 or more %}and {{ [events | length - 8, 0] | max + more }} more\\n\\n{% endif %}
  {%- for label, url in links %}{% if not loop.first %} · {% endif %}[{{ label }}](<{{ url }}>){% endfor %}
  {%- if mentions %}\\n\\ncc {{ mentions | join(' ') }}{% endif %}"
}
`,
};
