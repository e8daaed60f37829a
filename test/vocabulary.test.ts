/** Rejects words that would mislead a reader: names of this project's own for something that has a standard term. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listSourceFiles } from './helpers/source-files.ts';

/** Each word, and what to write instead. */
const MISLEADING: [pattern: RegExp, instead: string][] = [
  [/\bheirs?\b/i, 'successor'],
  [/\bh[eo]ld(?:s|ing)? back\b/i, 'suppressed, deferred'],
  [/\bendings?\b/, 'resolve, resolved event'],
  [/\bhears? of\b|\bunheard\b/i, 'matches, subscribed to (rules); received, fetched (network)'],
  [/\btold of\b|\btells? of\b/i, 'notified, reported'],
  [/\bstrangers?\b/i, 'untrusted'],
  [/\btestimon(?:y|ies)\b|\bwitness(?:es)?\b/i, 'evidence, source'],
  [/\bjudg(?:e[ds]?|ing)\b/i, 'evaluate'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bin (?:truth|earnest)\b/i, 'real, actually'],
  [/(?:^|[.:] )Not written\b/, 'Default: ...'],
  [/\bfolders?\b/i, 'directory'],
  [/\bexit status(?:es)?\b/i, 'exit code'],
  [/\bcounts? as removed\b/, 'is removed, is reported as removed'],
  [/\bstatus stays that of\b/, 'keeps the status of'],
  [/\brules? on `certificate/, 'a rule for'],
  [/\bas of the time (?:it was|they were)\b/, 'uses the scheduled time'],
  [/\b(?:MOST|LONGEST|LARGEST|DEEPEST|FEWEST|SHORTEST)_[A-Z]/, 'MAX_, MIN_'],
  [/\bfunction [a-z]\w*Of\b|\bconst [a-z]\w*Of = (?:async )?(?:\(|<|\w+ =>)/, 'a verb: read, list, find, format'],
];

const SCANNED = /^(?:src|test|scripts|bench|schema|docs|examples|deploy|\.github)\/|^[^/]+\.(?:md|yml)$/;
const SKIPPED =
  /^src\/generated\/|^test\/(?:fixtures|golden\/templates|golden\/contract)\/|^test\/vocabulary\.test\.ts$|\.(?:png|p12|jks)$/;

const FILES = listSourceFiles().filter((file) => SCANNED.test(file) && !SKIPPED.test(file));

/** The beginnings of comments without a subject, such as "Those of the manifest." or "Not written.". */
const TELEGRAPHIC =
  /(?:\/\*\*(?:\n +\*)?|(?:^|\n) *\/\/) (?:Those|Nobody|What|Whoever|Who|Nothing|Not|Of|Why|How|Where)\b[^\n]*/g;
/** The files whose comments are all sentences, or noun phrases that name a type or value. */
const COMMENTED = /^(?:src|scripts|bench)\/.*\.ts$/;

const LINES = FILES.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .map((line, index) => ({ line, at: `${file}:${index + 1}` })),
);

describe('the vocabulary', () => {
  it.each(MISLEADING)('does not contain %s; write: %s', (pattern) => {
    const found = LINES.filter(({ line }) => pattern.test(line));
    expect(found.map(({ line, at }) => `${at}: ${line.trim().slice(0, 160)}`)).toEqual([]);
  });

  it('has comments that begin with a subject or a verb', () => {
    const files = FILES.filter((file) => COMMENTED.test(file));
    const found = files.flatMap((file) =>
      (readFileSync(file, 'utf8').match(TELEGRAPHIC) ?? []).map(
        (comment) => `${file}: ${comment.trim().slice(0, 160)}`,
      ),
    );
    expect(found).toEqual([]);
    expect(files.length).toBeGreaterThan(800);
  });

  it('is checked in every kind of file', () => {
    for (const directory of ['src/', 'test/', 'docs/', 'schema/', 'examples/']) {
      expect(FILES.some((file) => file.startsWith(directory))).toBe(true);
    }
  });
});
