/**
 * The one place where every diagnostic of a manifest is worded: its severity, what is wrong, and what to do about it.
 * Messages are made of our own words and the manifest's text, never of a library's message.
 */

import { CERTIFICATES } from './messages/certificates.ts';
import type { Wordings } from './messages/message.ts';
import { POLICIES } from './messages/policies.ts';
import { RECEIVERS } from './messages/receivers.ts';
import { RULES } from './messages/rules.ts';
import { SCHEMA } from './messages/schema.ts';
import { YAML } from './messages/yaml.ts';

export type { EndpointProblem } from './messages/certificates.ts';
export { kindName, type Wording } from './messages/message.ts';
export type { UrlProblem } from './messages/receivers.ts';
export type { NameProblem } from './messages/schema.ts';
export { isSyntaxProblem, type SyntaxProblem, type TrapKind } from './messages/yaml.ts';

/** Code -> wording. */
export const WORDINGS = { ...YAML, ...SCHEMA, ...CERTIFICATES, ...RECEIVERS, ...RULES, ...POLICIES } satisfies Wordings;
