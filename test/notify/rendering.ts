// biome-ignore-all lint/suspicious/noTemplateCurlyInString: ${HOME} is what a hostile certificate might say

/** Templates rendered with a certificate's context. */

import { readFileSync } from 'node:fs';
import { schemas } from '../../src/jinja/index.ts';
import { renderTemplate } from '../../src/notify/render-template.ts';
import { createContextSchema } from '../../src/notify/template-context-schema.ts';
import { createContext } from './context.ts';

export const context = createContext();

/** The context of a webhook's template, and two names that can be anything. */
export const TEMPLATE_SHAPE = { ...createContextSchema(['routing_key']), x: schemas.ANY, y: schemas.ANY };

export const SLACK = readFileSync(new URL('../fixtures/deliver/slack.json.j2', import.meta.url), 'utf8');

export function renderText(template: string, data: object = context): string {
  const rendered = renderTemplate(template, data, { mode: 'text' });
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  return rendered.text;
}

function renderJsonText(template: string, data: object = context): string {
  const rendered = renderTemplate(template, data, { mode: 'json' });
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  return rendered.text;
}

export const renderJson = (template: string, data?: object): unknown => JSON.parse(renderJsonText(template, data));

/** Hostile texts that a certificate might contain. */
export const HOSTILE = [
  'CN="Evil", O=\\',
  'a\nb\r\n\tc\0d',
  '\u2028\u2029',
  'half \ud800 a pair',
  '{{ 7*7 }}{% if %}${HOME}',
  '"}], "text": "owned", "x": [{"y": "',
  '</script><!--',
  ',1,"a"',
  '1, 2',
  'null',
  '\\u0022',
];
