/** Lists candidates for shell completion from the manifest and the error reference: `certvigil __complete KIND WORD...`. */

import type { Manifest } from '../../domain/index.ts';
import { ERROR_TEXTS } from '../../generated/error-texts.ts';
import type { Io } from '../../lib/io.ts';
import { loadManifest } from '../../manifest/load.ts';

const CANDIDATE_KINDS = ['certificates', 'names', 'rules', 'webhooks', 'emails', 'codes'] as const;
export type CandidateKind = (typeof CANDIDATE_KINDS)[number];

type Named = readonly { name: string }[];

/** `names` are the names that `render` accepts. */
const SECTIONS: Record<Exclude<CandidateKind, 'codes'>, (manifest: Manifest) => Named> = {
  certificates: ({ entries }) => entries,
  names: ({ entries, webhooks, emails }) => [...entries, ...webhooks, ...emails],
  rules: ({ rules }) => rules,
  webhooks: ({ webhooks }) => webhooks,
  emails: ({ emails }) => emails,
};

/** Prints one candidate per line. The words are those of the command line, which may name the manifest. */
export async function printCandidates([kind, ...words]: readonly string[], io: Io): Promise<number> {
  const found = CANDIDATE_KINDS.find((one) => one === kind);
  const candidates = found === undefined ? [] : await listCandidates(found, words, io);
  io.stdout(candidates.map((candidate) => `${candidate}\n`).join(''));
  return 0;
}

async function listCandidates(kind: CandidateKind, words: readonly string[], io: Io): Promise<string[]> {
  if (kind === 'codes') return Object.keys(ERROR_TEXTS);
  const manifest = await tryLoadManifest(findManifestOption(words, io.env.HOME), io);
  const names = manifest === null ? [] : SECTIONS[kind](manifest).map(({ name }) => name);
  return [...new Set(names)].filter((name) => !/\p{Cc}/u.test(name));
}

/** A missing or invalid manifest has no candidates: a message would appear in the middle of the command line. */
async function tryLoadManifest(file: string | null, io: Io): Promise<Manifest | null> {
  try {
    return (await loadManifest(file, { ...io, stderr: () => undefined })).manifest;
  } catch {
    return null;
  }
}

/**
 * Finds the value of `--manifest FILE`, `--manifest=FILE` (which bash splits into three words) or `-m FILE`; the last one takes precedence.
 */
function findManifestOption(words: readonly string[], home: string | undefined): string | null {
  const values = words.flatMap((word, index) => {
    if (word.startsWith('--manifest=')) return word.slice('--manifest='.length);
    if (word !== '--manifest' && word !== '-m') return [];
    return (words[index + 1] === '=' ? words[index + 2] : words[index + 1]) ?? [];
  });
  const last = values.at(-1);
  return last === undefined ? null : last.replace(/^~(?=\/)/, home ?? '~');
}
