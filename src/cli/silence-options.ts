/** The options of `certvigil silence`. */

import { isRedCode, isSilenceable, RED_CODES } from '../domain/red-reasons.ts';
import { createUsageError } from '../lib/app-error.ts';
import { parseDateOrTime } from '../lib/iso-time.ts';
import { parseChoice } from '../lib/parse-choice.ts';
import type { OptionReader } from './option-reader.ts';
import { readManifest, readNow, readQuiet } from './shared-options.ts';

/** The codes of the reasons that a silence permits. */
export const SILENCEABLE_CODES = RED_CODES.filter(isSilenceable);

export const readSilence = (o: OptionReader) => ({
  codes: o.operands(),
  entries: o.list('entry', 'NAME', 'only this entry, or a glob (default: all entries)'),
  until: o.text('until', 'DATE', 'end of the silence, at most a year ahead'),
  reason: o.text('reason', 'TEXT', 'why the run may be green: a sentence, or a link to a ticket'),
  manifest: readManifest(o),
  now: readNow(o),
  quiet: readQuiet(o),
});

/** Parses the fields of a silence. Throws AppError `usage` for a missing or invalid one. */
export function parseSilence({ codes, entries, until, reason }: ReturnType<typeof readSilence>) {
  const [given, ...others] = codes;
  if (given === undefined || others.length > 0)
    throw createUsageError(
      `silence needs one code, got ${codes.length}`,
      `Use one of: ${SILENCEABLE_CODES.join(', ')}.`,
    );
  if (isRedCode(given) && !isSilenceable(given))
    throw createUsageError(
      `${given} cannot be silenced`,
      `Nobody can know it in advance. These can: ${SILENCEABLE_CODES.join(', ')}.`,
    );
  const code = parseChoice('silence', given, SILENCEABLE_CODES);
  if (until === null) throw createUsageError('silence needs --until', 'Add a date, such as --until 2027-03-01.');
  const time = parseDateOrTime(until);
  if (time === null)
    throw createUsageError(
      `invalid time "${until}" for --until`,
      'Use a date or a time with an offset, such as 2027-03-01 or 2027-03-01T06:00:00Z.',
    );
  if (reason === null || reason.trim() === '')
    throw createUsageError('silence needs --reason', 'Add why, such as --reason "moves next week, change 124".');
  return { code, entries, until: { text: until, time }, reason };
}
