/** Shows the first items of an inventory: how each is mapped, and what the inventory returned. */

import type { RenewalState } from '../../domain/index.ts';
import type { InspectedItem, InventoryInspection } from '../../generated/inspect-entry.ts';
import { escapeUnprintable } from '../../lib/text/unprintable.ts';

/** Text for a terminal: each item as it is mapped, then as the inventory returned it. */
export function renderInventory({ entry, source, total, items, error }: InventoryInspection): string {
  const shown = items.length === 0 ? 'no items' : `the first ${items.length === 1 ? 'item' : `${items.length} items`}`;
  const head = `${entry} (${source}): ${shown}${total === null ? '' : ` of ${total}`}\n`;
  const failure = error === null ? '' : `\n${error.code}: ${error.detail}\n`;
  return head + failure + items.map(renderItem).join('');
}

function renderItem(item: InspectedItem): string {
  const { location, monitored, read_from, facts, error, notice, raw } = item;
  const { ownership, renewal_state } = item.observed;
  const rows: [string, string | null][] = [
    ['monitored', monitored ? null : 'no, because of `where` or `expired_days`'],
    ['error', error && `${error.code}: ${error.detail}`],
    ['notice', notice && `${notice.code}: ${notice.detail}`],
    ['read from', read_from === 'certificate' ? 'the certificate' : read_from],
    ['common name', facts?.common_name ?? null],
    ['alternative names', facts?.sans.join(', ') || null],
    ['issuer', facts?.issuer ?? null],
    ['serial number', facts?.serial_number ?? null],
    ['fingerprint', facts?.fingerprint_sha256 ?? null],
    ['valid', facts && `${facts.valid_from ?? '?'} to ${facts.valid_to}`],
    ['owner', ownership?.owner ?? null],
    [
      'labels',
      ownership
        ? Object.entries(ownership.labels)
            .map(([name, value]) => `${name}=${value}`)
            .join(', ') || null
        : null,
    ],
    ['assignments', ownership?.assignments.join(', ') || null],
    ['how to renew', ownership?.renewal_instructions ?? null],
    ['alerts', ownership?.muted ? 'muted in the inventory' : null],
    ['renewal', renewal_state ? formatRenewalState(renewal_state) : null],
  ];
  const set = rows.filter((row): row is [string, string] => row[1] !== null);
  const width = Math.max(...set.map(([name]) => name.length), 0);
  const mapped = set.map(([name, value]) => `  ${name.padEnd(width)}  ${escapeUnprintable(value)}\n`).join('');
  const returned = JSON.stringify(raw, null, 2)
    .split('\n')
    .map((line) => `  | ${escapeUnprintable(line)}\n`)
    .join('');
  return `\n${escapeUnprintable(location ?? '(an item without an ID)')}\n${mapped}${returned}`;
}

function formatRenewalState({ managed, state, reason }: RenewalState): string {
  if (!managed) return 'not done by this system';
  return reason === null ? state : `${state} (${reason})`;
}
