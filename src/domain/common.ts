/** The words that those of certificates, findings, policies and the manifest are made of. */

export type { IsoTime } from '../lib/iso-time.ts';

/** What went wrong for one certificate, place or delivery. `detail` is in our own words, never a secret or a peer's. */
export interface Failure {
  code: string;
  detail: string;
}

/** In the order in which the first that holds is taken (contract section 2). */
export const STATUSES = ['unknown', 'expired', 'not_yet_valid', 'critical', 'warning', 'ok'] as const;
export type Status = (typeof STATUSES)[number];

/** How a status is called in what people read. */
export const STATUS_LABELS: Record<Status, string> = {
  expired: 'expired',
  critical: 'critical',
  unknown: 'unknown',
  not_yet_valid: 'not yet valid',
  warning: 'warning',
  ok: 'ok',
};

export type Level = 'error' | 'warning' | 'info';

/** As people write it in a manifest; what is critical has the status `critical` where it is told of. */
export type Severity = 'critical' | 'warning' | 'info';

/** Where something stands in a user's file; line and column count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

/** A threshold or a status limit: `10`, `"10d"`, `"36h"` or `"33%"` of the lifetime. */
export interface ThresholdSpec {
  /** As written in the manifest, which is how messages show it. */
  written: number | string;
  unit: 'days' | 'hours' | 'percent';
  value: number;
}

/** Which events something is about. */
export interface Match {
  /** Each label must equal the value, or one of the values. */
  labels: Record<string, string[]>;
  /** Globs over entry names; empty: every name. */
  names: string[];
  status: Status[];
  thresholds: ThresholdSpec[];
}
