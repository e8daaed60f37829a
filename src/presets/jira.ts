/**
 * Jira Cloud: creates an issue (REST API v3). A summary has at most 255 characters, and a description, in the Atlassian Document Format,
 * 32,767. Issues are not updated: Jira cannot find them by an external key.
 */

import { JSON_WEBHOOK, type Preset } from './preset.ts';
import { EVENT_MACROS, SET_FACTS } from './shared-macros.ts';

const createText = (text: string, marks = '') =>
  `{ "type": "text", "text": "${text}"${marks && `, "marks": [${marks}]`} }`;
const STRONG = '{ "type": "strong" }';

export const jira: Preset = {
  ...JSON_WEBHOOK,
  description: 'Jira Cloud, creates an issue for each message',
  path: '/rest/api/3/issue',
  secrets: {
    project: { description: 'the key of a Jira project, such as OPS', pattern: /^[A-Z][A-Z0-9_]{1,254}$/ },
  },
  responses: [
    {
      status: 401,
      advice:
        'Jira rejects the user or token in the URL. Use the address of an account, with %40 for @, and an API token.',
    },
    {
      status: 404,
      advice: 'Jira finds no such site, or the account cannot see it. The URL is https://NAME.atlassian.net.',
    },
    { status: 403, advice: 'The Jira account is not allowed to create issues in this project.' },
    {
      body: /project/i,
      advice: 'Jira rejects the project. Check its key, and that the account may create issues in it.',
    },
    {
      body: /issuetype/i,
      advice: 'The project has no issue type Task. Set secrets.issue_type to the name of one that it has.',
    },
    {
      status: 400,
      advice: 'The project requires a field that the message does not have, or rejects one. Change body_template.',
    },
  ],
  // https://developer.atlassian.com/cloud/jira/platform/rest/v3/intro/#status-codes
  isError: ({ fields: { errorMessages } }) => Array.isArray(errorMessages),
  body_template: `${EVENT_MACROS}
{
  "fields": {
    "project": { "key": "{{ secrets.project }}" },
    "issuetype": { "name": "{{ secrets.issue_type | default('Task') }}" },
    "summary": "{{ all(events, more) | truncate(255, true, '…', 0) }}",
    "labels": ["certvigil"],
    "description": {
      "type": "doc",
      "version": 1,
      "content": [
        {%- for e in events[:8] %}{% set d = e.data %}${SET_FACTS}
        { "type": "paragraph", "content": [${createText('{{ title(e) }}', STRONG)}] },
        { "type": "bulletList", "content": [
          {%- for label, value in facts if value %}{% if not loop.first %},{% endif %}
          { "type": "listItem", "content": [{ "type": "paragraph", "content": [
            ${createText('{{ label }}: ', STRONG)}, ${createText("{{ value | truncate(80 if events | length > 1 else 1000, true, '…', 0) }}")} ] }] }
          {%- endfor %}
        ] },
        {%- endfor %}
        {%- if events | length > 8 or more %}
        { "type": "paragraph", "content": [${createText('and {{ [events | length - 8, 0] | max + more }} more')}] },
        {%- endif %}
        { "type": "paragraph", "content": [
          {%- for label, url in links %}
          ${createText('{{ label }}', '{ "type": "link", "attrs": { "href": "{{ url }}" } }')}, ${createText(' · ')},
          {%- endfor %}
          ${createText('Created by certvigil.')}
        ] }
      ]
    }
  }
}
`,
};
