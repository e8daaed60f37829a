/**
 * Freezes the messages of presets: the texts, facts and links that all of them share, for each event, and for each preset its
 * usual message with the differences that its layout has for a few others.
 */

import { readdirSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { CloudEvent, HTTP } from 'cloudevents';
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import type { EventContext } from '../../src/domain/index.ts';
import { renderRequest } from '../../src/notify/webhook/send.ts';
import { PRESET_NAMES, PRESETS, type PresetName } from '../../src/presets/index.ts';
import { compareLines, compareRows, listLeaves } from '../helpers/line-differences.ts';
import { EVENT_SAMPLES, GROUP_SAMPLE, listTitleSamples } from './event-samples.ts';
import { renderMacros } from './macro-probe.ts';
import { listLayouts, listSharedVariations, type Message, USUAL_MESSAGE } from './preset-variations.ts';
import { createPresetWebhook } from './preset-webhook.ts';
import { SHAPES } from './receiver-shapes.ts';

const DIRECTORY = path.resolve('test/golden/presets');

async function compareWithGolden(file: string, text: string): Promise<void> {
  await expect(text).toMatchFileSnapshot(path.join(DIRECTORY, file));
}

function renderPreset(preset: PresetName, { context, mentions = {}, hasIssues = false }: Message) {
  const webhook = createPresetWebhook(preset, { mentions });
  const rendered = renderRequest(webhook, context, { env: {}, reveal: true, hasIssues });
  if (!rendered.ok) throw new Error(rendered.failure.detail);
  const { url, headers, body } = rendered.request;
  const { 'User-Agent': _, ...own } = headers;
  const isText = PRESETS[preset].content_type === 'text/plain';
  return { url, headers: own, body: isText ? body : JSON.parse(body ?? 'null') };
}

const findTitle = (rows: readonly string[]) => rows.find((row) => row.startsWith('title: '))?.slice('title: '.length);

describe('the macros of presets', () => {
  it('give each event its title, color, facts and links', async () => {
    const usual = renderMacros(USUAL_MESSAGE);
    const events = Object.entries(EVENT_SAMPLES).map(([event, context]): [string, Message] => [event, { context }]);
    const sections = [...events, ...listSharedVariations()].map(([name, message]) => {
      return ['', `# ${name}`, ...compareRows(usual, renderMacros(message))];
    });
    const titles = listTitleSamples().map(([name, context]) => `${name}: ${findTitle(renderMacros({ context }))}`);
    const lines = ['# usual', ...usual, ...sections.flat(), '', '# titles', ...titles];
    await compareWithGolden('shared.txt', `${lines.join('\n')}\n`);
  });
});

it.each(PRESET_NAMES)('the preset %s sends this, and these differences for other messages', async (preset) => {
  const usual = renderPreset(preset, USUAL_MESSAGE);
  const sections = listLayouts(preset).map(([name, message]) => {
    return ['', `# ${name}`, ...compareLines(listLeaves(usual), listLeaves(renderPreset(preset, message)))];
  });
  const lines = ['# usual', stringify(usual, { lineWidth: 0 }).trimEnd(), ...sections.flat()];
  await compareWithGolden(`${preset}.txt`, `${lines.join('\n')}\n`);
});

it('there is a golden file for each preset, and no other', () => {
  const expected = [...PRESET_NAMES.map((preset) => `${preset}.txt`), 'shared.txt', 'slack.ts'];
  expect(readdirSync(DIRECTORY).sort()).toEqual(expected.sort());
});

const ajv = new Ajv2020({ allErrors: true, strict: false });
const validators = new Map(Object.entries(SHAPES).map(([name, schema]) => [name, ajv.compile(schema)]));

const GROUP = { ...GROUP_SAMPLE[0], events: GROUP_SAMPLE, more: 2 } as EventContext;

function listSamples(preset: PresetName): [string, EventContext][] {
  const alone = Object.entries(EVENT_SAMPLES);
  return PRESETS[preset].stateful ? alone : [...alone, ['group', GROUP]];
}

describe('every event', () => {
  it.each([...validators.keys()] as PresetName[])('is a valid message of %s', (preset) => {
    const validate = validators.get(preset);
    const invalid = listSamples(preset).flatMap(([event, context]) =>
      validate?.(renderPreset(preset, { context }).body) ? [] : [[event, validate?.errors]],
    );
    expect(invalid).toEqual([]);
  });

  it.each(listSamples('cloudevents'))('is readable by the CloudEvents library: %s', (event, context) => {
    const { body, headers } = renderPreset('cloudevents', { context });
    const read = HTTP.toEvent({ headers: { 'content-type': headers['Content-Type'] }, body: JSON.stringify(body) });
    if (Array.isArray(read)) throw new Error('one event was sent');
    expect(new CloudEvent(read as object).validate()).toBe(true);
    expect(read.type).toBe(event === 'group' ? 'certificate.expired' : event);
    expect(read.time).toBe('2026-05-18T12:00:00.000Z');
  });
});

it('messages match the types of Slack, which `npm run typecheck` checks', async () => {
  const messages = [USUAL_MESSAGE, { context: GROUP }].map((message) => renderPreset('slack', message).body);
  const file = `// Written by \`npx vitest run test/notify/preset-goldens.test.ts -u\`.
import type { KnownBlock, MessageAttachment } from '@slack/types';

interface Message {
  text: string;
  blocks: KnownBlock[];
  attachments: MessageAttachment[];
}

export const messages: Message[] = ${JSON.stringify(messages, null, 2)};
`;
  await compareWithGolden('slack.ts', file);
});
