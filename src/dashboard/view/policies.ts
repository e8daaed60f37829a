/** The view of policies: their requirements, violations and exceptions. */

import type { App } from '../app.ts';
import type { PolicyData, PolicyRow } from '../data.ts';
import { h } from '../dom.ts';
import { findFacet } from '../model/facets.ts';
import { formatCount, formatNumber, formatShare } from '../model/format.ts';
import { createState, formatHash } from '../model/state.ts';
import type { Store } from '../model/store.ts';
import { createCard } from './shared-elements.ts';

const STATES: Readonly<Record<PolicyRow['state'], { text: string; tone: string }>> = {
  violated: { text: 'Violated', tone: 'critical' },
  undecided: { text: 'Not decided', tone: 'unknown' },
  met: { text: 'Met', tone: 'ok' },
  'not-applicable': { text: 'No check applies', tone: 'warning' },
  'no-certificates': { text: 'Matches nothing', tone: 'warning' },
  disabled: { text: 'Disabled', tone: 'disabled' },
};

/** Counts the policies that are met; disabled policies are not counted. */
function countMet({ policies }: PolicyData): [met: number, enabled: number] {
  const enabled = policies.filter(({ state }) => state !== 'disabled');
  return [enabled.filter(({ state }) => state === 'met').length, enabled.length];
}

/** Formats the policies that are met, such as `2/5`. */
export function formatMet(data: PolicyData): string {
  return countMet(data).map(formatNumber).join('/');
}

export function renderPolicies({ store }: App): (Node | null)[] {
  const { policies: data } = store.data;
  if (data === null) return [h('h1', {}, 'Policies'), h('p', { class: 'muted' }, 'This page does not show them.')];
  const score = store.data.summary.score;
  return [
    h('h1', {}, `${formatShare(...countMet(data), 'policy', 'policies')} met`),
    h(
      'p',
      { class: 'coverage' },
      score !== null && `Score ${score} of 100. `,
      'To print this as evidence, with the time of each violation: certvigil scan --report audit=FILE.',
    ),
    createCard('By policy and check', { note: 'Certificates' }, renderPolicyTable(data)),
    renderOwners(store),
    renderExceptions(data),
  ];
}

const COUNTS = ['Pass', 'Violate', 'Not decided', 'Not applicable'] as const;

function renderPolicyTable({ policies }: PolicyData): HTMLElement {
  const head = h(
    'tr',
    {},
    h('th', { scope: 'col' }, 'Policy and checks'),
    h('th', { scope: 'col' }, 'Result'),
    COUNTS.map((title) => h('th', { scope: 'col', class: 'number' }, title)),
  );
  return scroll(
    'By policy and check',
    h(
      'table',
      { class: 'audit full' },
      h('thead', {}, head),
      policies.map((policy) =>
        h(
          'tbody',
          {},
          renderPolicyRow(policy),
          policy.checks.map((check) => renderCheckRow(check, policy.state)),
        ),
      ),
    ),
  );
}

function renderPolicyRow({ name, description, severity, state, counts }: PolicyRow): HTMLElement {
  const { text, tone } = STATES[state];
  return h(
    'tr',
    {},
    h('th', { scope: 'row' }, name, description !== '' && h('small', {}, description)),
    h(
      'td',
      { class: 'result' },
      h('span', { class: `badge ${tone}` }, text),
      ' ',
      h('small', {}, `Severity ${severity}`),
    ),
    counts.map((count, index) => {
      if (state === 'disabled') return h('td', { class: 'number' }, '–');
      const isLinked = index === 1 && count > 0;
      const href = formatHash(createState('certificates', { facets: { policy: [name] } }));
      return h('td', { class: 'number' }, isLinked ? h('a', { href }, formatNumber(count)) : formatNumber(count));
    }),
  );
}

function renderCheckRow(
  { name, required, counts }: PolicyRow['checks'][number],
  state: PolicyRow['state'],
): HTMLElement {
  return h(
    'tr',
    { class: 'check' },
    h('th', { scope: 'row' }, h('code', {}, breakWords(`${name}: ${required}`))),
    h('td', {}),
    counts.map((count) => h('td', { class: 'number' }, state === 'disabled' ? '–' : formatNumber(count))),
  );
}

/** Allows line breaks after each underscore in names such as `max_validity_days`. */
function breakWords(text: string): (Node | string)[] {
  return text.split(/(?<=_)/).flatMap((part) => [part, h('wbr')]);
}

/** Renders the owners of certificates that violate a policy, those with most violations first. */
function renderOwners(store: Store): HTMLElement | null {
  const owner = findFacet(store, 'owner');
  const policy = findFacet(store, 'policy');
  if (owner === undefined || policy === undefined) return null;
  const owners = new Map<string, { certificates: number; violated: number }>();
  for (let index = 0; index < store.size; index += 1) {
    const name = owner.getValues(index)[0] ?? '';
    const known = owners.get(name) ?? { certificates: 0, violated: 0 };
    known.certificates += 1;
    if (policy.getValues(index).length > 0) known.violated += 1;
    owners.set(name, known);
  }
  const rows = [...owners].filter(([, { violated }]) => violated > 0).sort(([, a], [, b]) => b.violated - a.violated);
  if (rows.length === 0) return null;
  const violated = [...new Set(store.data.tables.violated.flat())].sort();
  return createCard(
    'By owner',
    { note: formatCount(rows.length, 'owner') },
    scroll(
      'By owner',
      h(
        'table',
        { class: 'audit' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            h('th', { scope: 'col' }, 'Owner'),
            h('th', { scope: 'col', class: 'number' }, 'Certificates'),
            h('th', { scope: 'col', class: 'number' }, 'With a violation'),
          ),
        ),
        h(
          'tbody',
          {},
          rows.map(([name, counts]) => {
            const href = formatHash(createState('certificates', { facets: { owner: [name], policy: violated } }));
            return h(
              'tr',
              {},
              h('th', { scope: 'row' }, name === '' ? owner.none : name),
              h('td', { class: 'number' }, formatNumber(counts.certificates)),
              h('td', { class: 'number' }, h('a', { href }, formatNumber(counts.violated))),
            );
          }),
        ),
      ),
    ),
  );
}

function renderExceptions({ exceptions }: PolicyData): HTMLElement {
  if (exceptions.length === 0) {
    return createCard('Exceptions', {}, h('p', { class: 'muted' }, 'No silences, and nothing is disabled or ignored.'));
  }
  const heads = ['What', 'Reason', 'Signed off by', 'Ends'];
  return createCard(
    'Exceptions',
    { note: 'A silence suppresses notifications; the violation still counts' },
    scroll(
      'Exceptions',
      h(
        'table',
        { class: 'audit full' },
        h(
          'thead',
          {},
          h(
            'tr',
            {},
            heads.map((text) => h('th', { scope: 'col' }, text)),
          ),
        ),
        h(
          'tbody',
          {},
          exceptions.map(({ kind, scope, reason, by, ends, over, violations }) =>
            h(
              'tr',
              {},
              h('th', { scope: 'row' }, kind, h('small', {}, scope)),
              h('td', {}, reason || '–', violations !== null && h('small', {}, formatCount(violations, 'violation'))),
              h('td', {}, by || '–'),
              h('td', { class: 'date' }, ends === '' ? 'never' : ends, over && h('small', {}, 'over')),
            ),
          ),
        ),
      ),
    ),
  );
}

/** Wraps a wide table, which scrolls on a narrow screen. */
function scroll(label: string, table: HTMLElement): HTMLElement {
  return h('div', { class: 'scroll', tabindex: '0', role: 'region', 'aria-label': label }, table);
}
