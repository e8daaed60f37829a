/** Types for rules, their actions, and silences. */

import type { IsoTime, Match, Position, Status } from './basic-types.ts';
import type { RedCode } from './red-reasons.ts';

export interface Condition {
  attr: string;
  op: 'eq' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'contains' | 'regex';
  value: unknown;
  negate: boolean;
}

export type ConditionSet = { and: ConditionSet[] } | { or: ConditionSet[] } | Condition;

/** The fields of a new issue. The options of an action override the manifest's `issues`. */
export interface IssueOptions {
  labels: string[];
  /** The users to assign, without `@`. */
  assignees: string[];
  /** The title or number of the milestone. */
  milestone: string | number | null;
}

/** Events that agree in all attributes of `by` share one message. */
export interface Grouping {
  /** The attributes: `rule`, `event`, or dotted attributes of `data`. */
  by: string[];
  /** The message contains this many events and the number of the others. */
  max_events: number;
}

/** The default maximum of events that a grouped message shows. */
export const DEFAULT_MAX_EVENTS = 20;

export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** The hours, in local time, in which alerts are deferred. */
export interface QuietHours {
  /** Minutes after midnight. If `to` is not after `from`, it is on the next day. */
  from: number;
  to: number;
  /** The time zone, an IANA name. */
  time_zone: string;
  /** The days on which the quiet hours start. */
  days: Weekday[];
  /** Statuses that are sent at any hour. */
  except: Status[];
}

/** The options of an action. Default: one message per event, at any hour, and the resolutions that its rule matches. */
interface SendOptions {
  group?: Grouping;
  quiet_hours?: QuietHours;
  /** Whether the action sends the resolutions of exactly those alerts that it sent. */
  send_resolved?: boolean;
}

/** One destination of a rule. */
export type Action = (
  | { kind: 'webhook' | 'email' /** The name of the webhook, or of the item of `email`. */; name: string }
  | { kind: 'issue'; options: IssueOptions }
) &
  SendOptions;

export interface Rule {
  name: string;
  enabled: boolean;
  /** Event names, or globs such as `certificate.*`. */
  events: string[];
  match: Match;
  conditions: ConditionSet | null;
  actions: Action[];
  position: Position;
}

/** Suppresses matching alerts for a while, for all rules, and permits reasons for a red run. */
export interface Silence {
  until: IsoTime;
  reason: string;
  created_by: string | null;
  /** Event names, or globs. Empty if it only permits reasons. */
  events: string[];
  /** The reasons that it permits. */
  codes: RedCode[];
  match: Match;
  position: Position;
}
