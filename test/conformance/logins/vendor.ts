/** A vendor: the environments in which its clients log in, our login, and its own client. */

import type fc from 'fast-check';
import type { Difference, Session } from '../suite.ts';
import type { Environment } from './environment.ts';

/**
 * Answers are in words: `used X` for the identity X that reached the server with valid credentials, `refused X` for one that the server
 * refused, and `failed X` if the login X, such as `profile`, ended before.
 */
export interface Vendor<Name extends string> {
  vendor: Name;
  /** The programs that its client needs. */
  programs: readonly string[];
  cases: fc.Arbitrary<Environment>;
  answer: (one: Environment) => Promise<string>;
  open: (programs: readonly string[]) => Promise<Session<Environment>>;
  differences: readonly Difference<Environment>[];
}

/** What a server saw of the identities of its callers. */
export interface Sight {
  identity: string;
  isAccepted: boolean;
}

/** Puts the last sight into words; without one, the login that failed. */
export function formatAnswer(sights: readonly Sight[], failed: string): string {
  const last = sights.at(-1);
  return last === undefined ? `failed ${failed}` : `${last.isAccepted ? 'used' : 'refused'} ${last.identity}`;
}
