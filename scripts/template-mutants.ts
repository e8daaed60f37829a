/**
 * Changes one place of a preset's template at a time: does a message of the golden files show it? `npm run mutants:templates` takes
 * minutes; `npm run mutants:templates -- slack` changes one preset, and `shared` the macros. Stryker does not change texts.
 */

import type { Webhook } from '../src/domain/index.ts';
import { renderRequest } from '../src/notify/webhook/send.ts';
import { PRESET_NAMES } from '../src/presets/index.ts';
import { EVENT_MACROS, SET_ALERT_STATE, SET_FACTS, TITLE_MACROS } from '../src/presets/shared-macros.ts';
import { EVENT_SAMPLES, listTitleSamples } from '../test/notify/event-samples.ts';
import { MACRO_PROBE } from '../test/notify/macro-probe.ts';
import { listLayouts, listSharedVariations, type Message, USUAL_MESSAGE } from '../test/notify/preset-variations.ts';
import { createPresetWebhook } from '../test/notify/preset-webhook.ts';

/** A pattern, and the text that replaces what it finds. */
type Change = [pattern: RegExp, replace: (found: string) => string];

const IN_TAGS: Change[] = [
  [/'[^']+'/g, () => "''"],
  [/(?<![\w#.])\d+(?![\w.])/g, (number) => String(Number(number) + 1)],
  [/(?<![\w#.])[1-9]\d*(?![\w.])/g, (number) => String(Number(number) - 1)],
  [/ and /g, () => ' or '],
  [/ or /g, () => ' and '],
  [/ not in /g, () => ' in '],
  [/ == | <= | >= /g, () => ' != '],
  [/ != /g, () => ' == '],
  [/ > /g, () => ' >= '],
  [/ \+ /g, () => ' - '],
  [/ - /g, () => ' + '],
  [/\btrue\b/g, () => 'false'],
  [/ \| \w+(?:\((?:[^()]|\([^()]*\))*\))?/g, () => ''],
  [/\b(?:d|data)\.\w+/g, () => 'missing'],
  [/(?<=^\{%-? (?:el)?if ).*?(?= -?%\}$)/gs, () => 'true'],
  [/(?<=^\{%-? (?:el)?if ).*?(?= -?%\}$)/gs, () => 'false'],
];
const IN_TEXT: Change[] = [
  [/[A-Za-z_]{2,}/g, () => 'x'],
  [/\d+/g, (number) => String(Number(number) + 1)],
  [/\\n/g, () => ''],
];
const TAGS = /(\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\})/s;
const SHARED = [EVENT_MACROS, TITLE_MACROS, SET_FACTS, SET_ALERT_STATE].flatMap((text) => [
  text,
  text.replace(/\n */g, ''),
]);

interface Mutant {
  text: string;
  line: number;
  change: string;
}

/** Every text with one change, except in the parts that are excluded. */
function* listMutants(text: string, excluded: readonly string[]): Generator<Mutant> {
  // Texts and tags take turns.
  const parts = text.split(TAGS);
  let start = 0;
  for (const [index, part] of parts.entries()) {
    for (const [pattern, replace] of index % 2 === 0 ? IN_TEXT : IN_TAGS) {
      for (const { 0: found, index: at } of part.matchAll(pattern)) {
        const [from, to] = [start + at, start + at + found.length];
        if (isExcluded(text, excluded, from, to)) continue;
        const line = text.slice(0, from).split('\n').length;
        yield {
          text: text.slice(0, from) + replace(found) + text.slice(to),
          line,
          change: `${found} -> ${replace(found)}`,
        };
      }
    }
    start += part.length;
  }
}

function isExcluded(text: string, excluded: readonly string[], from: number, to: number): boolean {
  return excluded.some((part) => {
    for (let at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + 1)) {
      if (at < to && at + part.length > from) return true;
    }
    return false;
  });
}

/** Renders the message that a receiver gets, without the spaces of JSON. */
function render(webhook: Webhook, { context, mentions = {}, hasIssues = false }: Message): string {
  const rendered = renderRequest({ ...webhook, mentions }, context, { env: {}, reveal: true, hasIssues });
  if (!rendered.ok) return rendered.failure.detail;
  const { url, headers, body } = rendered.request;
  const isText = webhook.content_type === 'text/plain';
  return JSON.stringify([url, headers, isText ? body : JSON.parse(body ?? 'null')]);
}

/** The templates of a webhook by field, and the webhook with another one. */
function listTemplates(webhook: Webhook): [field: string, text: string, change: (text: string) => Webhook][] {
  const headers = Object.entries(webhook.headers).map(([name, text]): [string, string, (text: string) => Webhook] => [
    `header ${name}`,
    text,
    (changed) => ({ ...webhook, headers: { ...webhook.headers, [name]: changed } }),
  ]);
  return [
    ['body_template', webhook.body_template ?? '', (body_template) => ({ ...webhook, body_template })],
    ['path', webhook.path, (path) => ({ ...webhook, path })],
    ...headers,
  ];
}

function countSurvivors(
  name: string,
  webhook: Webhook,
  messages: readonly Message[],
  excluded: readonly string[],
): void {
  const usual = messages.map((message) => render(webhook, message));
  const survivors: string[] = [];
  let count = 0;
  for (const [field, template, change] of listTemplates(webhook)) {
    for (const mutant of listMutants(template, excluded)) {
      count += 1;
      const changed = change(mutant.text);
      if (messages.some((message, index) => render(changed, message) !== usual[index])) continue;
      survivors.push(`  ${field}:${mutant.line} ${mutant.change.replaceAll('\n', ' ')}\n`);
    }
  }
  process.stdout.write(`${name}: ${survivors.length} of ${count} changes show in no message\n${survivors.join('')}`);
}

const selected = process.argv.slice(2);
const isSelected = (name: string) => selected.length === 0 || selected.includes(name);

if (isSelected('shared')) {
  const contexts = [...Object.values(EVENT_SAMPLES), ...listTitleSamples().map(([, context]) => context)];
  const samples = contexts.map((context): Message => ({ context }));
  const variations = listSharedVariations().map(([, message]) => message);
  countSurvivors('shared', MACRO_PROBE, [USUAL_MESSAGE, ...samples, ...variations], []);
}
for (const preset of PRESET_NAMES.filter(isSelected)) {
  const messages = [USUAL_MESSAGE, ...listLayouts(preset).map(([, message]) => message)];
  countSurvivors(preset, createPresetWebhook(preset), messages, SHARED);
}
