/** Reports, read by libraries and programs for their formats. */

import path from 'node:path';
import { runProgram } from '../../real/harness.ts';
import type { Suite } from '../suite.ts';
import { toCell, toVisible, toXml } from './clean.ts';
import { expectData } from './expect-data.ts';
import { expectPages } from './expect-pages.ts';
import { type Values, values } from './random-values.ts';
import { renderReports } from './render-reports.ts';

const SCRIPT = path.join(import.meta.dirname, 'read.py');
const SCHEMAS = [
  'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json',
  'node_modules/@cyclonedx/cyclonedx-library/res/schema/bom-1.6.SNAPSHOT.schema.json',
];
const PACKAGES = [
  ...['prometheus_client', 'icalendar', 'feedparser', 'junitparser', 'jsonschema', 'html5lib', 'lxml', 'yaml'],
];

/** What each reader finds. */
type Read = Record<string, unknown>;

export const READERS: Suite<Values> = {
  room: 'readers',
  drawn: 'every kind of report of certificates and known names, with ordinary and hostile texts',
  programs: [
    ...['/usr/bin/python3', 'promtool', 'cmark-gfm'],
    ...PACKAGES.map((name) => `/usr/lib/python3/dist-packages/${name}`),
  ],
  batch: 20,
  cases: values,
  answer: (one) => format(one, expectRead(one)),
  open: async ([python = '', promtool = '', cmark = '']) => {
    const ask = async (cases: readonly Values[]): Promise<string[]> => {
      const input = JSON.stringify(cases.map(renderReports));
      // The option keeps Python from writing files beside the script.
      const command = ['-B', SCRIPT, promtool, cmark, ...SCHEMAS];
      const answers: Read[] = JSON.parse((await runProgram(python, command, { input })).toString());
      return cases.map((one, index) => format(one, answers[index] ?? {}));
    };
    return {
      oracles: [{ name: `promtool, cmark-gfm, and ${PACKAGES.join(', ')} of Python`, ask }],
      close: async () => {},
    };
  },
  differences: [
    {
      name: 'icalendar unescapes twice',
      reason:
        'Contentline.parts already turns two backslashes into one (escape_string and unescape_string), and vText.from_ical unescapes what is left.',
      source: 'RFC 5545, 3.3.11; parser.py and prop.py of icalendar 6.0.1',
      covers: ({ one, theirs }) => {
        const expected = expectRead(one);
        return theirs === format(one, { ...expected, ics: unescapeTwice(expected.ics) });
      },
    },
  ],
};

/** Says what is read in each report. */
export function expectRead(one: Values): Read {
  return { ...expectData(one), ...expectPages(one) };
}

/** Unescapes texts of a calendar that were already unescaped, in the order of unescape_char: one sequence after the other. */
function unescapeTwice(texts: unknown): unknown {
  if (Array.isArray(texts)) return texts.map(unescapeTwice);
  if (typeof texts !== 'string') return texts;
  const lines = texts.replaceAll('\\N', '\\n').replaceAll('\\n', '\n');
  return lines.replaceAll('\\,', ',').replaceAll('\\;', ';').replaceAll('\\\\', '\\');
}

/** Formats what was read, by name. The first word says whether each value can be there as it was written. */
function format(one: Values, read: Read): string {
  const isClean = (text: string) => [toCell, toVisible, toXml].every((clean) => clean(text) === text);
  const texts = [
    one.title,
    one.reason,
    one.author,
    ...[...one.certificates, ...one.known].flatMap(Object.values),
  ].flat();
  const isUnchanged = texts.every((text) => typeof text !== 'string' || isClean(text));
  return `${isUnchanged ? 'unchanged' : 'cleaned'} ${JSON.stringify(sortMembers(read))}`;
}

/** Sorts the members of objects by name, so that equal ones have equal texts. */
function sortMembers(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortMembers);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, one]) => [name, sortMembers(one)]),
  );
}
