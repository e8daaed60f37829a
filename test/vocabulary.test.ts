/** Rejects words that this project replaced by standard terms, in code, messages, schemas, documentation and test titles. */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

/** Each old word, and what to write instead. */
const REPLACED: [pattern: RegExp, instead: string][] = [
  [/\btold\b|\btell(?:s|ing)? of\b/i, 'notified, reported'],
  [/\b(?:un)?hear[ds]?\b|\bhearing\b/i, 'matches, subscribed to (rules); received, fetched (network)'],
  [/\bwhoever\b|\bwho (?:keeps?|has|had|hears|asks?) /i, 'receivers that, callers that'],
  [/\brubbish\b/i, 'malformed'],
  [/\bstrangers?\b/i, 'untrusted'],
  [/\bstands? (?:already|at|in|there|beside|behind|above|below|under|where)\b/i, 'is at, is in, is already defined'],
  [
    /(?<!\b[Tt]here )\b(?:is|are|was|were) no (?!longer\b|more than\b|later\b|worse\b|less\b|other\b)[a-z]+\b/,
    'is not a valid, invalid',
  ],
  [/(?:^|[.:] )Not written\b/, 'Default: ...'],
  [/\bnot to be had\b|\black(?:s|ing)\b/i, 'missing, unavailable'],
  [/\bmend(?:s|ed|ing)?\b/i, 'fix'],
  [/\bby hand\b/i, 'manually; hard-coded (dates)'],
  [/\bheirs?\b/i, 'successor'],
  [/\bh[eo]ld(?:s|ing)? back\b/i, 'suppressed, deferred'],
  [/\bfolders?\b/i, 'directory'],
  [/\bendings?\b/, 'resolve, resolved event'],
  [/\bjudg(?:e[ds]?|ing|ment)\b/i, 'evaluate'],
  [/\btestimon(?:y|ies)\b|\bwitness(?:es)?\b|\bbeliev\w+\b/i, 'evidence, source, accepted'],
  [/\bin (?:truth|earnest)\b|\btruthful\b/i, 'real, actually'],
  [/\bexit status(?:es)?\b/i, 'exit code'],
  [/\bpretend(?:s|ed)?\b|\bmade up\b/i, 'simulate, sample'],
  [/\b(?:MOST|LONGEST|LARGEST|DEEPEST|FEWEST|SHORTEST)_[A-Z]/, 'MAX_, MIN_'],
  [/\bfunction [a-z]\w*Of\b|\bconst [a-z]\w*Of = (?:async )?(?:\(|<|\w+ =>)/, 'a verb: read, list, find, format'],
];

const SCANNED = /^(?:src|test|scripts|bench|schema|docs|examples|\.github)\/|^[^/]+\.(?:md|yml)$/;
const SKIPPED =
  /^src\/generated\/|^test\/(?:fixtures|golden\/templates|golden\/contract)\/|^test\/vocabulary\.test\.ts$|\.(?:png|p12|jks)$/;

const FILES = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard'], { encoding: 'utf8' })
  .split('\n')
  .filter((file) => SCANNED.test(file) && !SKIPPED.test(file));

/** Where an old word occurs, as `file:line: line`. */
function findOldWords(pattern: RegExp): string[] {
  return FILES.flatMap((file) =>
    readFileSync(file, 'utf8')
      .split('\n')
      .map((line, index) => ({ line, at: `${file}:${index + 1}` }))
      .filter(({ line }) => pattern.test(line))
      .map(({ line, at }) => `${at}: ${line.trim().slice(0, 160)}`),
  );
}

describe('the vocabulary', () => {
  it.each(REPLACED)('does not contain %s; write: %s', (pattern) => {
    expect(findOldWords(pattern)).toEqual([]);
  });

  it('is checked in every kind of file', () => {
    for (const directory of ['src/', 'test/', 'docs/', 'schema/', 'examples/']) {
      expect(FILES.some((file) => file.startsWith(directory))).toBe(true);
    }
  });
});
