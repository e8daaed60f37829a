/** Primitive types and vocabulary that the other domain types share. */

/** `detail` is our own text: no secret, and nothing a peer sent. */
export type { Failure } from '../generated/definitions.ts';
export type { IsoTime } from '../lib/iso-time.ts';

/** In order of precedence: the first one that applies is the status. */
export const STATUSES = ['unknown', 'expired', 'not_yet_valid', 'critical', 'warning', 'ok'] as const;
export type Status = (typeof STATUSES)[number];

/** Statuses as people read them. */
export const STATUS_LABELS: Record<Status, string> = {
  expired: 'expired',
  critical: 'critical',
  unknown: 'unknown',
  not_yet_valid: 'not yet valid',
  warning: 'warning',
  ok: 'ok',
};

/** What expires: a certificate, the registration of a domain, or a hard-coded date. */
export type SubjectKind = 'certificate' | 'fixture' | 'domain' | 'date';

export type Level = 'error' | 'warning' | 'info';

/** As in a manifest. Events of a `critical` finding have the status `critical`. */
export type Severity = 'critical' | 'warning' | 'info';

/** A position in a user's file; line and column count from 1. */
export interface Position {
  file: string;
  line: number;
  column: number;
}

/** A threshold or a status setting as in the manifest: `10`, `"10d"`, `"36h"` or `"33%"` of the lifetime. */
export interface ThresholdSpec {
  /** As in the manifest, which is how messages show it. */
  raw: number | string;
  unit: 'days' | 'hours' | 'percent';
  value: number;
}

/** Selects events or certificates. Everything that is set must match. */
export interface Match {
  /** Each label must equal the value, or one of the values. */
  labels: Record<string, string[]>;
  /** Globs over entry names; empty: every name. */
  names: string[];
  status: Status[];
  thresholds: ThresholdSpec[];
}

/** The labels of an entry before a scan. `any`: its items can have any labels, because they come from an inventory. */
export type PossibleLabels = Readonly<Record<string, string>> | 'any';
