import { CHAINS } from './chains.ts';
import { DEVIATING } from './deviations.ts';
import { EXPECTED } from './expected.ts';
import { KEYS } from './keys.ts';
import { NAMES } from './names.ts';
import { REVOCATION } from './revocation.ts';
import type { Scenario } from './scenario.ts';
import { SERVERS } from './servers.ts';
import { TIMES } from './times.ts';
import { USES } from './uses.ts';

/** The chapters of the table in docs/comparison.md, in its order. */
export const CHAPTERS: readonly { title: string; situations: readonly Scenario[] }[] = [
  { title: 'Validity period', situations: TIMES },
  { title: 'The chain', situations: CHAINS },
  { title: 'Names', situations: NAMES },
  { title: 'Usages and constraints', situations: USES },
  { title: 'Keys and signatures', situations: KEYS },
  { title: 'Deviations from the standard', situations: DEVIATING },
  { title: 'Revocation', situations: REVOCATION },
  { title: 'Expectations', situations: EXPECTED },
  { title: 'Servers', situations: SERVERS },
];
