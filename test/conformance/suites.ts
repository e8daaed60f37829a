/** All suites, in the order in which they run. */

import { CAA } from './caa/suite.ts';
import { DANE } from './dane/suite.ts';
import { DISCOVER } from './discover/suite.ts';
import { DNSSEC } from './dnssec/suite.ts';
import { FORMATS } from './formats/suite.ts';
import { LISTING } from './listing/suite.ts';
import { LOG } from './log/suite.ts';
import { LOGINS } from './logins/suite.ts';
import { MANIFEST } from './manifest/suite.ts';
import { NAMES } from './names/suite.ts';
import { READERS } from './readers/suite.ts';
import { REVOCATION } from './revocation/suite.ts';
import { SCHEDULE } from './schedule/suite.ts';
import type { Suite } from './suite.ts';
import { TEMPLATES } from './templates/suite.ts';
import { TRUST } from './trust/suite.ts';

/** A suite whose cases are known only to itself. */
export type AnySuite = Suite<unknown>;

/** Hides what the cases of a suite are: only the suite itself, or a file that it wrote, makes them. */
const hideCases = <Case>(suite: Suite<Case>): AnySuite => suite as unknown as AnySuite;

export const SUITES: readonly AnySuite[] = [
  hideCases(TRUST),
  hideCases(REVOCATION),
  hideCases(NAMES),
  hideCases(FORMATS),
  hideCases(SCHEDULE),
  hideCases(LISTING),
  hideCases(LOG),
  hideCases(MANIFEST),
  hideCases(TEMPLATES),
  hideCases(READERS),
  hideCases(CAA),
  hideCases(DANE),
  hideCases(DNSSEC),
  hideCases(DISCOVER),
  hideCases(LOGINS),
];
