/** The messages of all diagnostics by code: severity, problem and fix. They never contain messages of libraries, which could change. */

import { ADVICE_MESSAGES } from './messages/advice.ts';
import { CERTIFICATE_MESSAGES } from './messages/certificates.ts';
import { DISCOVERY_MESSAGES } from './messages/discovery.ts';
import { LIST_MESSAGES } from './messages/lists.ts';
import type { MessageTable } from './messages/message.ts';
import { POLICY_MESSAGES } from './messages/policies.ts';
import { RECEIVER_MESSAGES } from './messages/receivers.ts';
import { RULE_MESSAGES } from './messages/rules.ts';
import { SCHEMA_MESSAGES } from './messages/schema.ts';
import { YAML_MESSAGES } from './messages/yaml.ts';

export type { JsonProblem } from './messages/lists.ts';
export { describeType, type Message } from './messages/message.ts';
export type { MatchField } from './messages/rules.ts';
export type { NameProblem } from './messages/schema.ts';
export { isSyntaxProblem, type PitfallKind, type SyntaxProblem } from './messages/yaml.ts';

export const MESSAGES = {
  ...YAML_MESSAGES,
  ...LIST_MESSAGES,
  ...SCHEMA_MESSAGES,
  ...CERTIFICATE_MESSAGES,
  ...RECEIVER_MESSAGES,
  ...RULE_MESSAGES,
  ...POLICY_MESSAGES,
  ...DISCOVERY_MESSAGES,
  ...ADVICE_MESSAGES,
} satisfies MessageTable;
