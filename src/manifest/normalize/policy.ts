/** Converts valid policies to domain types, with all defaults. */

import type { Policy } from '../../domain/index.ts';
import type { PolicySpec } from '../../generated/manifest.ts';
import type { PolicySection } from '../sections.ts';
import { normalizeMatch, toPosition, toSingleLine, toThreshold, toValidated } from './common.ts';

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
