/** Converts valid rules, silences and policies to domain types, with all defaults. */

import { isFixtureRule } from '../../domain/expiring-fixtures.ts';
import {
  type Action,
  type IssueOptions,
  type Policy,
  type Position,
  type QuietHours,
  type Rule,
  type Silence,
  STATUS_ALERTS,
  WEEKDAYS,
} from '../../domain/index.ts';
import { DEFAULT_MAX_EVENTS } from '../../domain/rules.ts';
import { createConditionSet } from '../../domain/sources/field-map.ts';
import type {
  ActionSpec,
  IssueSpec,
  IssuesSpec,
  PolicySpec,
  QuietHoursSpec,
  RuleSpec,
  SilenceSpec,
} from '../../generated/manifest.ts';
import { parseTimeOfDay } from '../checks/quiet-hours.ts';
import type { PolicySection, RuleSection } from '../sections.ts';
import type { Node } from '../yaml/node.ts';
import { normalizeMatch, toPosition, toSingleLine, toThreshold, toTime, toValidated } from './conversions.ts';

/** `issues`: the manifest's options for issues, which an issue action can override. */
export function normalizeRule({ node }: RuleSection, issues: IssueOptions): Rule {
  const spec = toValidated<RuleSpec>(node);
  return {
    name: spec.name,
    enabled: spec.enabled ?? true,
    events: spec.events,
    match: normalizeMatch(spec.match),
    conditions: spec.conditions === undefined ? null : createConditionSet(spec.conditions),
    actions: spec.actions.flatMap((one) => normalizeAction(one, issues)),
    position: toPosition(node),
  };
}

export function normalizeSilence(node: Node): Silence {
  const spec = toValidated<SilenceSpec>(node);
  return {
    until: toTime(spec.until),
    reason: toSingleLine(spec.reason),
    created_by: spec.created_by === undefined ? null : toSingleLine(spec.created_by),
    events: spec.events ?? (spec.codes === undefined ? ['certificate.*'] : []),
    codes: spec.codes ?? [],
    match: normalizeMatch(spec.match),
    position: toPosition(node),
  };
}

export function normalizePolicy({ node }: PolicySection): Policy {
  const {
    name,
    description,
    enabled,
    severity,
    match,
    applies_to,
    expiry_warning,
    days_to_renew_before,
    min_key_size,
    ...checks
  } = toValidated<PolicySpec>(node);
  return {
    name,
    description: description === undefined ? null : toSingleLine(description),
    enabled: enabled ?? true,
    severity: severity ?? 'warning',
    match: normalizeMatch(match),
    applies_to: applies_to ?? 'leaf',
    ...(match?.purpose && { purposes: match.purpose }),
    checks: {
      ...checks,
      ...(min_key_size !== undefined && {
        min_key_size: typeof min_key_size === 'number' ? min_key_size : { ...min_key_size },
      }),
      ...(expiry_warning !== undefined && { expiry_warning: toThreshold(expiry_warning) }),
      ...(days_to_renew_before !== undefined && { days_to_renew_before: toThreshold(days_to_renew_before) }),
    },
    position: toPosition(node),
  };
}

/**
 * The key `issues` adds a rule if no rule, enabled or not, has an issue action, apart from rules for test certificates only. It matches the
 * status `from` and worse ones.
 */
export function addIssueRule(
  rules: Rule[],
  options: IssueOptions,
  at: Position,
  from: NonNullable<IssuesSpec['from']> = 'critical',
): Rule[] {
  const opensIssues = ({ events, actions }: Rule) =>
    !isFixtureRule(events) && actions.some(({ kind }) => kind === 'issue');
  if (rules.some(opensIssues)) return rules;
  const names = rules.map(({ name }) => name);
  const issueRule: Rule = {
    name: names.includes('issues') ? `issues from ${from} on` : 'issues',
    enabled: true,
    events: [...STATUS_ALERTS],
    match: {
      labels: {},
      names: [],
      status: from === 'warning' ? ['warning', 'critical', 'expired'] : ['critical', 'expired'],
      thresholds: [],
    },
    conditions: null,
    actions: [{ kind: 'issue', options }],
    position: at,
  };
  return [...rules, issueRule];
}

const DEFAULT_LABELS = ['certificate'];

export function normalizeIssueOptions(spec: IssueSpec, defaults?: IssueOptions): IssueOptions {
  return {
    labels: spec.labels ?? defaults?.labels ?? DEFAULT_LABELS,
    assignees: spec.assignees?.map((user) => user.replace(/^@/, '')) ?? defaults?.assignees ?? [],
    milestone: spec.milestone ?? defaults?.milestone ?? null,
  };
}

function normalizeAction(spec: ActionSpec, issues: IssueOptions): Action[] {
  const { webhook, email, issue, group_by, max_events = DEFAULT_MAX_EVENTS, send_resolved, quiet_hours } = spec;
  const options = {
    ...(group_by && { group: { by: group_by, max_events } }),
    ...(send_resolved !== undefined && { send_resolved }),
    ...(quiet_hours && { quiet_hours: normalizeQuietHours(quiet_hours) }),
  };
  if (issue !== undefined) return [{ kind: 'issue', options: normalizeIssueOptions(issue, issues), ...options }];
  if (email !== undefined) return [{ kind: 'email', name: email, ...options }];
  return webhook === undefined ? [] : [{ kind: 'webhook', name: webhook, ...options }];
}

function normalizeQuietHours({ from, to, time_zone, days, except }: QuietHoursSpec): QuietHours {
  return {
    from: parseTimeOfDay(from),
    to: parseTimeOfDay(to),
    time_zone,
    days: days ?? [...WEEKDAYS],
    except: except ?? [],
  };
}
