/** Helpers to convert valid parts of the manifest to domain types. */
import type { IsoTime, Match, Position, ThresholdSpec } from '../../domain/index.ts';
import { parseThreshold, toThresholdKey } from '../../domain/thresholds.ts';
import type { Match as MatchSpec } from '../../generated/manifest.ts';
import { toArray } from '../../lib/collections.ts';
import { formatIsoTime, parseDateOrTime } from '../../lib/iso-time.ts';
import { toLocation } from '../diagnostics/diagnostic.ts';
import { type Node, toValue } from '../yaml/node.ts';
import type { Span } from '../yaml/source-file.ts';
import { listVariableUses } from './variable-references.ts';

/** Returns the value of a node that was validated against the schema. */
export function toValidated<Spec>(node: Node): Spec {
  return toValue(node) as Spec;
}

export function toThreshold(raw: number | string): ThresholdSpec {
  const threshold = parseThreshold(raw);
  if (threshold === null) throw new Error(`Unexpected invalid threshold: ${raw}`);
  return threshold;
}

/** Removes duplicates. */
export function toThresholds(raw: readonly (number | string)[]): ThresholdSpec[] {
  return [...new Map(raw.map(toThreshold).map((threshold) => [toThresholdKey(threshold), threshold])).values()];
}

export const DEFAULT_WARNING = toThreshold(30);
export const DEFAULT_CRITICAL = toThreshold(14);
export const DEFAULT_THRESHOLDS = toThresholds([14, 30, 60, 90]);
export const FIXTURE_THRESHOLDS = toThresholds([30, 60]);

export function toPosition(span: Span): Position {
  const { file, line, column } = toLocation(span);
  return { file, line, column };
}

/** Joins text to one line, because it can be a block in the manifest. */
export function toSingleLine(text: string): string {
  return text.trim().replace(/\s+/g, ' ');
}

export function normalizeMatch(spec: MatchSpec = {}): Match {
  return {
    labels: Object.fromEntries(Object.entries(spec.labels ?? {}).map(([key, value]) => [key, toArray(value)])),
    names: spec.names ?? [],
    status: spec.status ?? [],
    thresholds: toThresholds(spec.thresholds ?? []),
  };
}

/** Locates the first use of each environment variable. */
export function locateVariables(node: Node): Record<string, Position> {
  return Object.fromEntries(
    listVariableUses(node)
      .toReversed()
      .map(({ name, span }) => [name, toPosition(span)]),
  );
}

/** Converts a valid date or time to a time in UTC. */
export function toTime(text: string): IsoTime {
  const time = parseDateOrTime(text);
  if (time === null) throw new Error(`Unexpected invalid time: ${text}`);
  return formatIsoTime(time);
}
