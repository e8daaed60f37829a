/** What comes of a question about a certificate. */

import type { Verdict } from '../types.ts';

export type Found = Pick<Verdict, 'findings' | 'undecided'>;

/** What comes of nearly every question about nearly every certificate: one and the same, as a scan asks very many. */
export const NOTHING: Found = { findings: [], undecided: [] };
