/** The operations on issues that a sync needs, so that its order can be tested without GitHub. */

import type { Failure } from '../../domain/index.ts';
import type { IssueChange, IssueDraft, ManagedIssue } from './decide.ts';
import type { DesiredIssue } from './desired-state.ts';

/** Accesses the issues that certvigil manages. Throws `TrackerError` on failure. */
export interface Tracker {
  listOpen(): Promise<ManagedIssue[]>;
  /** Lists closed issues with these keys. */
  listClosed(keys: ReadonlySet<string>): Promise<ManagedIssue[]>;
  /** Returns the current state of an issue; null if it was deleted or transferred. */
  get(number: number): Promise<ManagedIssue | null>;
  create(issue: IssueDraft, desired: Pick<DesiredIssue, 'alerts' | 'options'>): Promise<void>;
  update(number: number, change: IssueChange): Promise<void>;
}

export class TrackerError extends Error {
  readonly failure: Failure;
  /** All further requests would fail as well, for example for a missing permission. */
  readonly isFatal: boolean;
  /** GitHub has problems that may be temporary. */
  readonly isOutage: boolean;

  constructor(failure: Failure, { isFatal = false, isOutage = false }) {
    super(failure.detail);
    this.failure = failure;
    this.isFatal = isFatal;
    this.isOutage = isOutage;
  }
}
