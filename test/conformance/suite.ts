/** A suite: what is drawn, what we answer, and who else is asked. */

import type fc from 'fast-check';

/** Another implementation that answers the same cases. */
export interface Oracle<Case> {
  /** Its name and version, such as `OpenSSL 3.5.1`. */
  name: string;
  /** Answers several cases at once, in order, in the words of the suite's `answer`. Null: it knows nothing about the case. */
  ask: (cases: readonly Case[]) => Promise<(string | null)[]>;
}

/** Differences that are known, with the reason why each is right, or accepted. */
export interface Difference<Case> {
  name: string;
  reason: string;
  /** The rule or documentation that the reason rests on. */
  source: string;
  covers: (difference: Disagreement<Case>) => boolean;
}

/** A case that we and an oracle answer differently. */
export interface Disagreement<Case> {
  one: Case;
  oracle: string;
  ours: string;
  theirs: string;
}

export interface Session<Case> {
  oracles: readonly Oracle<Case>[];
  close: () => Promise<void>;
}

export interface Suite<Case> {
  /** Its name on the command line. */
  room: string;
  /** What is drawn, as a phrase. */
  drawn: string;
  /** The programs that it needs, or paths of files (scripts/install-real.sh installs them). */
  programs: readonly string[];
  /** How many cases are asked at once. */
  batch: number;
  /** The cases, which are JSON, so that a file can repeat one. */
  cases: fc.Arbitrary<Case>;
  /** Our answer. Its first word says which kind it is, such as `accepted`: if all cases have the same, nothing was tried. */
  answer: (one: Case) => string | Promise<string>;
  /** Whether an oracle says what our answer says about it. Default: they are equal. */
  agrees?: (ours: string, theirs: string, oracle: string) => boolean;
  /** Starts the oracles. `programs` has the paths in order, and `directory` is for files. */
  open: (programs: readonly string[], directory: string) => Promise<Session<Case>>;
  differences: readonly Difference<Case>[];
}
