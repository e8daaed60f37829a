/** Reports, read by libraries and programs for their formats. */

import path from 'node:path';
import { createEmptyLog } from '../../../src/events/log/serialize.ts';
import type { LoggedEvent } from '../../../src/generated/event-log.ts';
import { findReportKind, type RenderedText } from '../../../src/report/index.ts';
import { runProgram } from '../../real/harness.ts';
import { certificate, createSource, report } from '../../report/samples.ts';
import type { Suite } from '../suite.ts';
import { expectCleaned, type Read } from './clean.ts';
import { type Values, values } from './random-values.ts';

const SCRIPT = path.join(import.meta.dirname, 'read.py');
const SARIF_SCHEMA = 'node_modules/@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json';
const PACKAGES = ['prometheus_client', 'icalendar', 'feedparser', 'junitparser', 'jsonschema'];

/** The options of each kind of report. */
const KINDS = {
  openmetrics: { families: 'certvigil' },
  ics: {},
  atom: {},
  junit: {},
  sarif: {},
  csv: { columns: 'certificate common_name owner labels.note renewal_instructions' },
};

export const READERS: Suite<Values> = {
  room: 'readers',
  drawn: 'reports of a certificate with ordinary and hostile names, owners, labels and instructions',
  programs: ['/usr/bin/python3', 'promtool', ...PACKAGES.map((name) => `/usr/lib/python3/dist-packages/${name}`)],
  batch: 40,
  cases: values,
  answer: (one) => format(one, expectCleaned(one)),
  open: async ([python = '', promtool = '']) => {
    const ask = async (cases: readonly Values[]): Promise<string[]> => {
      const input = JSON.stringify(cases.map(renderAll));
      const answers: Read[] = JSON.parse(
        (await runProgram(python, [SCRIPT, promtool, SARIF_SCHEMA], { input })).toString(),
      );
      return answers.map((read, index) => format(cases[index], read));
    };
    return { oracles: [{ name: `promtool, and ${PACKAGES.join(', ')} of Python`, ask }], close: async () => {} };
  },
  differences: [
    {
      name: 'icalendar unescapes twice',
      reason:
        'Contentline.parts already turns two backslashes into one (escape_string and unescape_string), and vText.from_ical unescapes what is left.',
      source: 'RFC 5545, 3.3.11; parser.py and prop.py of icalendar 6.0.1',
      covers: ({ one, theirs }) => {
        const expected = expectCleaned(one);
        return theirs.replace(/^\w+ /, '') === JSON.stringify({ ...expected, ics: unescapeTwice(expected.ics) });
      },
    },
  ],
};

/** Unescapes texts of a calendar that were already unescaped, in the order of unescape_char: one sequence after the other. */
function unescapeTwice(texts: unknown): unknown {
  if (Array.isArray(texts)) return texts.map(unescapeTwice);
  if (typeof texts !== 'string') return texts;
  const lines = texts.replaceAll('\\N', '\\n').replaceAll('\\n', '\n');
  return lines.replaceAll('\\,', ',').replaceAll('\\;', ';').replaceAll('\\\\', '\\');
}

/** Formats what was read. The first word says whether every value is there as it was written. */
function format(one: Values | undefined, read: Read): string {
  const texts = JSON.stringify(read);
  const isSame = Object.values(one ?? {}).every((value) => texts.split(JSON.stringify(value).slice(1, -1)).length > 2);
  return `${isSame ? 'unchanged' : 'cleaned'} ${texts}`;
}

/** Renders all kinds of reports. */
function renderAll({ name, common_name, owner, label, renewal_instructions }: Values): Record<string, string> {
  const one = {
    ...certificate('shop', 'critical', 9, { owner, labels: { note: label }, renewal_instructions, common_name }),
    ...{ certificate: name, display_name: name },
  };
  const fired: LoggedEvent = {
    ...{ id: 'e-1', event: 'certificate.expired', certificate: name, fingerprint: null, location: null, topic: '' },
    ...{ threshold: null, fired_at: '2026-11-16T00:00:00Z', scan_id: null, cleared_at: null, deliveries: {} },
    locations: [common_name],
  };
  const log = { ...createEmptyLog(), events: [fired] };
  const source = createSource(report([one]), { log, metrics: { labels: ['note'] } });
  const render = ([kind, options]: [string, Record<string, string>]) => {
    const text: RenderedText = findReportKind(kind)?.create(options)(source) ?? '';
    const whole = typeof text === 'string' ? text : [...text].join('');
    // A file is written in UTF-8.
    return [kind, Buffer.from(whole).toString()];
  };
  return Object.fromEntries(Object.entries<Record<string, string>>(KINDS).map(render));
}
