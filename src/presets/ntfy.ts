/**
 * ntfy: a plain-text message of at most 4,096 bytes, for a topic URL; everything else is in headers. For a certificate, only the first
 * facts fit.
 */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { EVENT_MACROS, RESOLUTIONS, SET_FACTS, TITLE_MACROS } from './shared-macros.ts';

export const ntfy: Preset = {
  ...JSON_WEBHOOK,
  description: 'ntfy, topic URL',
  content_type: 'text/plain',
  headers: {
    Title: `${TITLE_MACROS.replace(/\n */g, '')}{{ all(events, more) | replace('…', '...') | truncate(250, true, '...', 0) }}`,
    Priority: `{{ 'low' if event in ${RESOLUTIONS} else ('urgent' if data.level == 'error' else ('high' if data.status == 'critical' else 'default')) }}`,
    Tags: `{{ 'white_check_mark' if event in ${RESOLUTIONS} else ('rotating_light' if data.status in ['expired', 'critical'] else 'warning') }}`,
    Click: `{{ data.run_url | default('', true) }}`,
    Actions: `${EVENT_MACROS.replace(/\n */g, '')}{% for label, url in links %}{% if not loop.first %}; {% endif %}view, {{ label }}, "{{ url | replace('"', '%22') }}"{% endfor %}`,
  },
  responses: [
    {
      status: 401,
      advice: 'ntfy rejects the user, password or token. Check the Authorization header of the webhook.',
    },
    {
      status: 403,
      advice: 'ntfy does not allow this user, or anonymous users, to publish to the topic. Add a token.',
    },
    {
      status: 404,
      advice: 'The topic does not exist. A topic URL is the server and one name: https://ntfy.example/name',
    },
    { status: 413, advice: 'The message is too large for this ntfy server. Shorten the template.' },
  ],
  // https://github.com/binwiederhier/ntfy/blob/main/server/errors.go
  isError: ({ fields: { http, error } }) => typeof error === 'string' && typeof http === 'number',
  body_template: `${EVENT_MACROS}
{%- for e in events[:3] %}{% set d = e.data %}${SET_FACTS}
{%- if events | length > 1 %}{{ title(e) }}
{% endif %}
{%- for label, value in (facts if event == 'digest' else facts[:10]) if value %}{{ label }}: {{ value | truncate(40 if events | length > 1 else (130 if event == 'digest' else 150), true, '…', 0) }}
{% endfor %}
{% endfor -%}
{% if events | length > 3 or more %}and {{ [events | length - 3, 0] | max + more }} more{% endif %}`,
};
