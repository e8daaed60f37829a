/** A policy that was found valid -> the words of the domain. */

import type { Checks, KeySizes, Limit, Match, Policy } from '../../domain/index.ts';
import { parseLimit } from '../../domain/thresholds.ts';
import type { Match as MatchSpec, PolicySpec } from '../../generated/manifest.ts';
import { whereIs } from '../diagnostics/diagnostic.ts';
import type { PolicyPart } from '../sections.ts';
import { toValue } from '../yaml/node.ts';

export function policy({ node }: PolicyPart, matchOf: (spec?: MatchSpec) => Match): Policy {
  const { name, description, enabled, severity, match, ...checks } = toValue(node) as PolicySpec;
  const { file, line, column } = whereIs(node);
  return {
    name,
    // It is shown in one line, also where it is written as a block.
    description: description?.trim().replace(/\s+/g, ' ') ?? null,
    enabled: enabled ?? true,
    severity: severity ?? 'warning',
    match: matchOf(match),
    checks: checksOf(checks),
    position: { file, line, column },
  };
}

type ChecksSpec = Omit<PolicySpec, 'name' | 'description' | 'enabled' | 'severity' | 'match'>;

function checksOf({ expiry_warning, days_to_renew_before, min_key_size, ...others }: ChecksSpec): Partial<Checks> {
  return {
    ...others,
    ...(min_key_size !== undefined && { min_key_size: sizes(min_key_size) }),
    ...(expiry_warning !== undefined && { expiry_warning: limit(expiry_warning) }),
    ...(days_to_renew_before !== undefined && { days_to_renew_before: limit(days_to_renew_before) }),
  };
}

function sizes(spec: KeySizes): KeySizes {
  return typeof spec === 'number' ? spec : { ...spec };
}

function limit(written: number | string): Limit {
  const parsed = parseLimit(written);
  if (parsed === null) throw new Error(`A limit that was checked cannot be read: ${written}`);
  return parsed;
}
