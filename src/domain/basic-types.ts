/** Primitive types and words that the other domain types share. */

/** A problem of one certificate, location or delivery. `detail` is a fixed text, without secrets or text that a peer sent. */
export type { Failure } from '../generated/definitions.ts';
export type { IsoTime } from '../lib/iso-time.ts';

/** The statuses in order of precedence: the first one that applies is used. */
export const STATUSES = ['unknown', 'expired', 'not_yet_valid', 'critical', 'warning', 'ok'] as const;
export type Status = (typeof STATUSES)[number];

/** The display names of statuses. */
export const STATUS_LABELS: Record<Status, string> = {
  expired: 'expired',
  critical: 'critical',
  unknown: 'unknown',
  not_yet_valid: 'not yet valid',
  warning: 'warning',
  ok: 'ok',
};

/** The kind of item that expires: a certificate, the registration of a domain, or a hard-coded date. */
export type SubjectKind = 'certificate' | 'fixture' | 'domain' | 'date';

export type Level = 'error' | 'warning' | 'info';

/** A severity as in a manifest. Events of a `critical` finding have the status `critical`. */
export type Severity = 'critical' | 'warning' | 'info';

/** A position in a user's file; line and column count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

/** A threshold or a status setting as in the manifest: `10`, `"10d"`, `"36h"` or `"33%"` of the lifetime. */
export interface ThresholdSpec {
  /** The value as in the manifest, which messages show. */
  raw: number | string;
  unit: 'days' | 'hours' | 'percent';
  value: number;
}

/** Selects events or certificates. All fields that are set must match. */
export interface Match {
  /** Each label must equal the value, or one of the values. */
  labels: Record<string, string[]>;
  /** Globs for entry names; empty: all names. */
  names: string[];
  status: Status[];
  thresholds: ThresholdSpec[];
}

/** The labels of an entry before a scan. `any`: its items can have any labels, because they come from an inventory. */
export type PossibleLabels = Readonly<Record<string, string>> | 'any';
