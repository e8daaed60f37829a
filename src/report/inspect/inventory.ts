/** The first items of an inventory, as mapped and as the inventory returned them. */

import type { RenewalState } from '../../domain/index.ts';
import type { InspectedItem, InventoryInspection } from '../../generated/inspect-entry.ts';
import {
  createDocument,
  createParagraph,
  type Document,
  type Fact,
  quoteMessage,
  type Section,
} from '../document/model.ts';

/** Builds a document with each item as it is mapped, then as the inventory returned it. */
export function buildInventoryDocument({ entry, source, total, items, errors }: InventoryInspection): Document {
  const shown = items.length === 0 ? 'no items' : `the first ${items.length === 1 ? 'item' : `${items.length} items`}`;
  const head = `${entry} (${source}): ${shown}${total === null ? '' : ` of ${total}`}`;
  const failures = errors.map((failed) => {
    const listing = failed.source === source ? '' : `${failed.source}: `;
    return createParagraph({ message: `${listing}${failed.error.code}: ${failed.error.detail}` });
  });
  return createDocument('Inventory', {
    sections: [
      { blocks: [createParagraph({ message: head })] },
      ...(failures.length === 0 ? [] : [{ blocks: failures }]),
      ...items.map(buildItemSection),
    ],
  });
}

function buildItemSection(item: InspectedItem): Section {
  const { location, monitored, read_from, facts, error, notice, raw } = item;
  const { ownership, renewal_state } = item.observed;
  const labels = Object.entries(ownership?.labels ?? {}).map(([name, value]) => `${name}=${value}`);
  const rows: [string, string | null | undefined][] = [
    ['monitored', monitored ? null : 'no, because of `where` or `expired_days`'],
    ['error', error && `${error.code}: ${error.detail}`],
    ['notice', notice && `${notice.code}: ${notice.detail}`],
    ['read from', read_from === 'certificate' ? 'the certificate' : read_from],
    ['common name', facts?.common_name],
    ['alternative names', facts?.sans.join(', ')],
    ['issuer', facts?.issuer],
    ['serial number', facts?.serial_number],
    ['fingerprint', facts?.fingerprint_sha256],
    ['valid', facts && `${facts.valid_from ?? '?'} to ${facts.valid_to}`],
    ['owner', ownership?.owner],
    ['labels', labels.join(', ')],
    ['assignments', ownership?.assignments.join(', ')],
    ['how to renew', ownership?.renewal_instructions],
    ['alerts', ownership?.muted ? 'muted in the inventory' : null],
    ['renewal', renewal_state ? formatRenewalState(renewal_state) : null],
  ];
  return {
    title: { code: location ?? '(an item without an ID)' },
    blocks: [
      { kind: 'facts', facts: rows.map(([name, text]): Fact => [name, quoteMessage(text ?? null)]) },
      { kind: 'listing', language: 'json', lines: JSON.stringify(raw, null, 2).split('\n') },
    ],
  };
}

function formatRenewalState({ managed, state, reason }: RenewalState): string {
  if (!managed) return 'not done by this system';
  return reason === null ? state : `${state} (${reason})`;
}
