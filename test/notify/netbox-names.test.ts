// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${NAME} refers to a variable

/** What templates and conditions of NetBox and NetBox SSL need besides the context of an event. */

import { describe, expect, it } from 'vitest';
import { STATUSES } from '../../src/domain/basic-types.ts';
import type { EventData } from '../../src/domain/index.ts';
import { evaluateConditions } from '../../src/events/plan/conditions.ts';
import { lintTemplate } from '../../src/jinja/index.ts';
import { createContextSchema } from '../../src/notify/template-context-schema.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { createContext, createWebhook } from './context.ts';

function render(changes: Parameters<typeof createWebhook>[0], data: Partial<EventData> = {}, reveal = true) {
  const env = { TOKEN: 'from the environment', OTHER: 'not for templates' };
  const rendered = renderRequest(
    createWebhook(changes),
    { ...createContext(data), username: 'octocat' },
    { env, reveal },
  );
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  return rendered.request;
}

const renderText = (body_template: string, data: Partial<EventData> = {}) =>
  render({ body_template, content_type: 'text/plain' }, data).body;

describe('a template reads', () => {
  it('the request', () => {
    expect(renderText('{{ request.id }} {{ request.user }}')).toBe('scan-1 octocat');
    expect(renderText('{% for e in events %}{{ e.request.id }}{% endfor %}')).toBe('scan-1');
  });

  it('the ID of the certificate, or the name of the entry if it was never read', () => {
    expect(renderText('{{ data.id }}')).toBe('shop:0123456789ab');
    expect(renderText('{{ data.id }}', { certificate_id: null })).toBe('shop');
  });

  it.each([
    ['not_yet_valid', 'not_yet_valid Not yet valid'],
    ['ok', 'ok OK'],
    ['expired', 'expired Expired'],
  ] as const)('the value and the label of the status %s', (status, expected) => {
    expect(renderText('{{ data.status.value }} {{ data.status.label }}', { status })).toBe(expected);
  });

  it.each(STATUSES)('the status %s as before', (status) => {
    const template = `{{ data.status }} {{ data.status == "${status}" }} {{ data.status is string }} {{ data.status | upper }}
{{ {"${status}": 1}[data.status] }} {{ data.status in ["${status}"] }} {{ data.status | length }} {{ data.status ~ "" }}`;
    const upper = status.toUpperCase();
    expect(renderText(template, { status })).toBe(`${status} True True ${upper}\n1 True ${status.length} ${status}`);
  });

  it('in JSON, all of them as escaped values', () => {
    const body =
      '{"a": {{ data.status }}, "b": "{{ data.status.label }}", "c": {{ data.status | tojson }}, "d": "{{ data.id }}"}';
    expect(JSON.parse(render({ body_template: body }).body ?? '')).toEqual({
      a: 'critical',
      b: 'Critical',
      c: 'critical',
      d: 'shop:0123456789ab',
    });
  });

  it('none of them when it lists or prints its data', () => {
    const body =
      '{"data": {{ data | tojson }}, "keys": {{ data.keys() | list | tojson }}, "events": {{ events | tojson }}}';
    const { data, keys, events } = JSON.parse(render({ body_template: body }).body ?? '');
    expect(data).toEqual(createContext().data);
    expect(keys).not.toContain('id');
    expect(Object.keys(events[0])).not.toContain('request');
  });
});

describe('the filter header_safe', () => {
  it('removes control characters from a header', () => {
    const headers = { 'X-Name': '{{ data.owner | header_safe }}' };
    expect(render({ headers }, { owner: 'a\r\nX-Evil: b\0\x7f\té' }).headers['X-Name']).toBe('aX-Evil: bé');
  });
});

describe('the filter env', () => {
  const secrets = { token: '${TOKEN}', mixed: 'Bearer ${OTHER}' };
  const body_template = '{"token": "{{ "TOKEN" | env }}", "other": {{ "OTHER" | env }}, "path": {{ "PATH" | env }}}';

  it('reads only variables that a secret of the webhook consists of', () => {
    const body = JSON.parse(render({ secrets, body_template }).body ?? '');
    expect(body).toEqual({ token: 'from the environment', other: null, path: null });
  });

  it('is masked where secrets are', () => {
    expect(JSON.parse(render({ secrets, body_template }, {}, false).body ?? '').token).toBe('***');
  });

  it('reads them in URLs and headers too', () => {
    const { url, headers } = render({
      secrets,
      url: 'https://hooks.example/{{ "TOKEN" | env }}',
      headers: { Authorization: 'Token {{ "TOKEN" | env }}' },
    });
    expect([url, headers.Authorization]).toEqual([
      'https://hooks.example/from%20the%20environment',
      'Token from the environment',
    ]);
  });

  it('is reported with a variable that no secret refers to', () => {
    const options = { mode: 'json', schema: createContextSchema(['token']), environment: ['TOKEN'] } as const;
    expect(lintTemplate('"{{ "TOKEN" | env }}"', options)).toEqual([]);
    expect(lintTemplate('"{{ "HOME" | env }}"', options)).toMatchObject([
      { code: 'template-unknown-name', message: expect.stringContaining('"HOME"'), line: 1, column: 5 },
    ]);
  });
});

it('the linter knows all of these names', () => {
  const template = `{{ request.id }}{{ request.user }}{{ data.id }}{{ data.status.label.upper() }}{{ data.status.value }}
{{ data.status[:3] }}{{ data.status.upper() }}{{ data.common_name | header_safe }}`;
  const options = { mode: 'text', schema: createContextSchema([]) } as const;
  expect(lintTemplate(template, options)).toEqual([]);
  expect(lintTemplate('{{ data.status.color }}{{ request.path }}', options).map(({ code }) => code)).toEqual([
    'template-unknown-name',
    'template-unknown-name',
  ]);
});

it.each([
  ['status.value', 'critical', true],
  ['status.value', 'ok', false],
  ['id', 'shop:0123456789ab', true],
] as const)('a condition on %s with %s is %s', (attr, value, matches) => {
  const condition = { attr, op: 'eq', value, negate: false } as const;
  expect(evaluateConditions({ and: [condition] }, createContext().data, null)).toEqual({ matches, notes: [] });
});
