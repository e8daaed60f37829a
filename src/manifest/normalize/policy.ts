/** A policy that was found valid -> the words of the domain. */

import type { Checks, KeySizes, Match, Policy, ThresholdSpec } from '../../domain/index.ts';
import { parseThreshold } from '../../domain/thresholds.ts';
import type { Match as MatchSpec, PolicySpec } from '../../generated/manifest.ts';
import { toLocation } from '../diagnostics/diagnostic.ts';
import type { PolicySection } from '../sections.ts';
import { toValue } from '../yaml/node.ts';

export function normalizePolicy({ node }: PolicySection, matchOf: (spec?: MatchSpec) => Match): Policy {
  const { name, description, enabled, severity, match, ...checks } = toValue(node) as PolicySpec;
  const { file, line, column } = toLocation(node);
  return {
    name,
    // It is shown in one line, also where it is written as a block.
    description: description?.trim().replace(/\s+/g, ' ') ?? null,
    enabled: enabled ?? true,
    severity: severity ?? 'warning',
    match: matchOf(match),
    checks: normalizeChecks(checks),
    position: { file, line, column },
  };
}

type ChecksSpec = Omit<PolicySpec, 'name' | 'description' | 'enabled' | 'severity' | 'match'>;

function normalizeChecks({
  expiry_warning,
  days_to_renew_before,
  min_key_size,
  ...others
}: ChecksSpec): Partial<Checks> {
  return {
    ...others,
    ...(min_key_size !== undefined && { min_key_size: copyKeySizes(min_key_size) }),
    ...(expiry_warning !== undefined && { expiry_warning: toThreshold(expiry_warning) }),
    ...(days_to_renew_before !== undefined && { days_to_renew_before: toThreshold(days_to_renew_before) }),
  };
}

function copyKeySizes(spec: KeySizes): KeySizes {
  return typeof spec === 'number' ? spec : { ...spec };
}

function toThreshold(written: number | string): ThresholdSpec {
  const parsed = parseThreshold(written);
  if (parsed === null) throw new Error(`A limit that was checked cannot be read: ${written}`);
  return parsed;
}
