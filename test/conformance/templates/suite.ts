/** Templates of messages, rendered by Jinja2. */

import { fileURLToPath } from 'node:url';
import { renderTemplate } from '../../../src/notify/render-template.ts';
import type { Outcome } from '../../helpers/template-corpus.ts';
import { runProgram } from '../../real/harness.ts';
import type { Suite } from '../suite.ts';
import { CONTEXT, templates } from './random-templates.ts';

const SCRIPT = fileURLToPath(new URL('render.py', import.meta.url));
const VERSION = 'import jinja2; print(jinja2.__version__)';
const FAILS = 'fails';

export const TEMPLATES: Suite<string> = {
  room: 'templates',
  drawn: 'templates with every filter, test, operator and statement over values of every kind',
  // Debian's packages: its Python is not always the first one in PATH.
  programs: ['/usr/bin/python3', '/usr/lib/python3/dist-packages/jinja2'],
  batch: 500,
  cases: templates,
  answer: (template) => {
    const rendered = renderTemplate(template, CONTEXT, { mode: 'text' });
    return rendered.ok ? `renders ${rendered.text}` : FAILS;
  },
  open: async ([python = '']) => {
    const version = (await runProgram(python, ['-c', VERSION])).toString().trim();
    const ask = async (cases: readonly string[]) => {
      const input = JSON.stringify(cases.map((template) => [template, CONTEXT]));
      const outcomes = JSON.parse((await runProgram(python, [SCRIPT], { input })).toString()) as Outcome[];
      return outcomes.map((outcome) => ('error' in outcome ? FAILS : `renders ${outcome.text}`));
    };
    return { oracles: [{ name: `Jinja2 ${version}`, ask }], close: async () => {} };
  },
  differences: [
    {
      name: 'rendered although Jinja2 fails',
      reason:
        'Jinja2 raises exceptions of Python, for example when a number is compared with a text. A message that is almost right is better than none.',
      source: 'docs/reference/templates.md#differences-from-jinja2',
      covers: ({ theirs }) => theirs === FAILS,
    },
    {
      name: 'an iterator of Python',
      reason: 'Jinja2 prints the address of an object in memory, and nobody wants that in a message. We print a list.',
      source: 'docs/reference/templates.md#differences-from-jinja2',
      covers: ({ theirs }) => /<\w[\w ]* object at 0x/i.test(theirs),
    },
    {
      name: 'an item of an iterator of Python',
      reason: 'Jinja2 finds no item in one, as `reverse` returns. We read that of the list.',
      source: 'docs/reference/templates.md#differences-from-jinja2',
      covers: ({ one, theirs }) =>
        theirs.startsWith('renders') && /\| *(?:reverse|map|select|reject)\b[^|]*\)\[/.test(one),
    },
  ],
};
