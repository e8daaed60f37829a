/** Decides whether the failures of single items concern only the items, or the whole inventory. */

import type { Failure } from '../../domain/index.ts';
import type { UrlFailureCode } from '../http/failures.ts';
import { createInventoryFailure, type InventoryFailureCode } from './failures.ts';

/** The failures that concern one item. Other failures, such as rejected credentials, concern all items. */
const ABOUT_ITEM: ReadonlySet<string> = new Set<InventoryFailureCode>([
  'inventory-forbidden',
  'inventory-not-found',
  'inventory-organization-denied',
  'inventory-item-too-large',
  'inventory-item-unreadable',
  'inventory-malformed',
  'inventory-page-too-large',
  'inventory-redirect-refused',
  'inventory-server-error',
  'inventory-unexpected-format',
  'inventory-unexpected-status',
  'inventory-web-page',
]);

/** The failures that one broken item causes, or all items if the system is down. */
const FAULTS: ReadonlySet<string> = new Set<InventoryFailureCode | UrlFailureCode>([
  'inventory-malformed',
  'inventory-server-error',
  'inventory-web-page',
  'url-closed',
  'url-content-encoding',
  'url-timeout',
]);

/** The number of failing items that are reported one by one; if more fail, the inventory fails. */
const MAX_SINGLE_FAILURES = 10;

const STATUSES: Readonly<Record<string, string>> = { 'inventory-forbidden': '403', 'inventory-not-found': '404' };

/** Creates the failure of a listed item: `inventory-forbidden` would be about the listing. `name`: the inventory in failures. */
export function createItemFailure(failure: Failure, name: string): Failure {
  const status = STATUSES[failure.code];
  return status === undefined ? failure : createInventoryFailure('inventory-item-unreadable', name, status);
}

/** Whether the failure is about one item, so that others may still be read. */
export function isAboutItem({ code }: Failure): boolean {
  return ABOUT_ITEM.has(code) || FAULTS.has(code);
}

export interface ItemFailures {
  addSuccess: () => void;
  /** Adds a failure, and returns whether it only concerns the item, so that others are still read. */
  addFailure: (failure: Failure) => boolean;
  /** Returns the failure of most items, so that it is reported once for all of them; otherwise null. */
  findCommon: (name: string) => Failure | null;
}

/** Collects the failures of the items of one listing. */
export function createItemFailures(): ItemFailures {
  const failures = new Map<string, { failure: Failure; count: number }>();
  let successes = 0;
  let faultsInRow = 0;
  return {
    addSuccess: () => {
      successes += 1;
      faultsInRow = 0;
    },
    addFailure: (failure) => {
      const { code } = failure;
      failures.set(code, { failure, count: (failures.get(code)?.count ?? 0) + 1 });
      faultsInRow = FAULTS.has(code) ? faultsInRow + 1 : 0;
      return isAboutItem(failure) && faultsInRow <= MAX_SINGLE_FAILURES;
    },
    findCommon: (name) => {
      const all = [...failures.values()];
      const total = all.reduce((sum, { count }) => sum + count, successes);
      const common = all.find(({ count }) => count > MAX_SINGLE_FAILURES && count > total / 2);
      return common === undefined ? null : createItemFailure(common.failure, name);
    },
  };
}
