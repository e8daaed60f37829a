/** Other readers of Markdown show our texts as they are: only text, code, line breaks and web links. */

import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, it } from 'vitest';
import { isWebAddress, splitText } from '../../src/lib/text/text-parts.ts';
import { escapeUnprintable } from '../../src/lib/text/unprintable.ts';
import { formatCode, formatInstructions, formatTable, formatText } from '../../src/notify/issue/markdown.ts';
import { renderMarkdown } from '../../src/report/document/markdown.ts';
import { createDocument, createList, createTable, type Text } from '../../src/report/document/model.ts';
import { anyInstructions, anyText } from '../report/documents.ts';
import { describeReal, runProgram } from './harness.ts';

const RUNS = 3000;

const MARKDOWN_IT = `
import sys
from markdown_it import MarkdownIt
reader = MarkdownIt("commonmark", {"html": True, "xhtmlOut": True}).enable(["table", "strikethrough"])
sys.stdout.write(reader.render(sys.stdin.read()))
`;

interface Reading {
  text: string;
  elements: string[];
  links: string[];
}

/** The texts of the elements `li` and `td`, and what is in them. */
function readElements(html: string): Reading[] {
  const readings: Reading[] = [];
  let current: Reading | null = null;
  const parser = new SaxesParser();
  parser.on('opentag', ({ name, attributes }) => {
    if (name === 'li' || name === 'td') {
      current = { text: '', elements: [], links: [] };
      readings.push(current);
    } else if (current !== null) {
      current.elements.push(name);
      if (name === 'br') current.text += ' ';
      if ('href' in attributes) current.links.push(String(attributes.href));
    }
  });
  parser.on('text', (text) => {
    if (current !== null) current.text += text;
  });
  parser.on('closetag', ({ name }) => {
    if (name === 'li' || name === 'td') current = null;
  });
  parser.on('error', (error) => {
    throw error;
  });
  parser.write(`<x>${html.replaceAll('<br>', '<br/>')}</x>`).close();
  return readings;
}

/** No table can show an escaped pipe in a code span. */
const normalize = (text: string) => text.replaceAll('\\u{7c}', '|').replaceAll(/\s+/g, ' ').trim();

/** A reader sees no backticks around code. */
function formatExpected(instructions: string): string {
  const lines = instructions.trim().split(/\r\n|[\r\n]/);
  return lines
    .map((line) =>
      escapeUnprintable(
        splitText(line)
          .map(({ text }) => text)
          .join(''),
      ),
    )
    .join(' ');
}

function listAddresses(instructions: string): string[] {
  const lines = instructions.trim().split(/\r\n|[\r\n]/);
  return lines.flatMap((line) => splitText(line).flatMap(({ kind, text }) => (kind === 'link' ? [text] : [])));
}

const seed = 20_261_117;
const texts = fc.sample(anyText, { numRuns: RUNS, seed }).filter((text) => text.length < 90 && text.trim() !== '');
const instructions = fc
  .sample(anyInstructions, { numRuns: RUNS, seed })
  .filter((text) => text.length < 500 && text.trim() !== '');
const expectedTexts = texts.map((text) => normalize(escapeUnprintable(text)));
const expectedInstructions = instructions.map((text) => normalize(formatExpected(text)));

function renderDocument(all: readonly Text[]): string {
  const table = createTable([{ title: 'A', cell: (one: Text) => one }], all);
  return renderMarkdown(createDocument('t', { sections: [{ blocks: [createList(all)] }, { blocks: [table] }] }), {
    limit: 1e9,
  });
}

type Read = (markdown: string) => Promise<Reading[]>;

function describeReader(read: Read): void {
  it('shows the texts of a report', async () => {
    const readings = await read(renderDocument([...texts, ...texts.map((code) => ({ code }))]));
    expect(readings.map(({ text }) => normalize(text))).toEqual(
      [1, 2].flatMap(() => [...expectedTexts, ...expectedTexts]),
    );
    expect(new Set(readings.flatMap(({ elements }) => elements))).toEqual(new Set(['code']));
  });

  it('shows the instructions of a report, with their code and links', async () => {
    const readings = await read(renderDocument(instructions.map((one) => ({ instructions: one }))));
    expect(readings.map(({ text }) => normalize(text))).toEqual([...expectedInstructions, ...expectedInstructions]);
    expect(new Set(readings.flatMap(({ elements }) => elements))).toEqual(new Set(['code', 'a', 'br']));
    for (const [index, { links }] of readings.entries()) {
      const addresses = listAddresses(instructions[index % instructions.length] ?? '');
      expect(links.map(normalizeAddress)).toEqual(addresses.map(normalizeAddress));
      expect(links.every(isWebAddress)).toBe(true);
    }
  });

  it('shows the texts and instructions of an issue', async () => {
    const lists = texts.map((text) => `- x ${formatText(text)}\n`);
    const steps = instructions.map((text) => `- **How:** ${formatInstructions(text, null, 4_000)}\n`);
    const cells = texts.map((text) => [formatCode(text)]);
    const readings = await read(`${lists.join('')}${steps.join('')}\n${formatTable(cells, ['A'])}\n`);
    const hidden = (text: string) => text.replaceAll('<!--', '<\\u{21}--');
    expect(readings.map(({ text }) => normalize(text))).toEqual([
      ...expectedTexts.map((text) => `x ${hidden(text)}`),
      ...expectedInstructions.map((text) => `How: ${hidden(text)}`),
      ...expectedTexts.map(hidden),
    ]);
  });
}

/** The same address in another form: percent-encoded, as a browser requests it. */
function normalizeAddress(address: string): string {
  return decodeURIComponent(new URL(address).href.replaceAll(/%(?![\da-f]{2})/gi, '%25'));
}

describeReal('Markdown', { programs: ['cmark-gfm', '/usr/bin/python3'] }, (cmark, python) => {
  const extensions = ['table', 'strikethrough', 'autolink', 'tasklist', 'footnotes'].flatMap((name) => ['-e', name]);
  describe('cmark-gfm', () => {
    describeReader(async (input) => readElements(`${await runProgram(cmark, ['--unsafe', ...extensions], { input })}`));
  });
  describe('markdown-it', () => {
    describeReader(async (input) => readElements(`${await runProgram(python, ['-c', MARKDOWN_IT], { input })}`));
  });
});
