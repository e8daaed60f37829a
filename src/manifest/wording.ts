/**
 * The one place where every diagnostic of a manifest is worded: its severity, what is wrong, and what to do about it.
 * Messages are made of our own words and the manifest's text, never of a library's message.
 */

import { CERTIFICATES } from './wording/certificates.ts';
import { POLICIES } from './wording/policies.ts';
import { RECEIVERS } from './wording/receivers.ts';
import { RULES } from './wording/rules.ts';
import { SCHEMA } from './wording/schema.ts';
import type { Wordings } from './wording/words.ts';
import { YAML } from './wording/yaml.ts';

export type { EndpointProblem } from './wording/certificates.ts';
export type { UrlProblem } from './wording/receivers.ts';
export type { NameProblem } from './wording/schema.ts';
export { kindName, type Wording } from './wording/words.ts';
export { isSyntaxProblem, type SyntaxProblem, type TrapKind } from './wording/yaml.ts';

/** Code -> wording. */
export const WORDINGS = { ...YAML, ...SCHEMA, ...CERTIFICATES, ...RECEIVERS, ...RULES, ...POLICIES } satisfies Wordings;
