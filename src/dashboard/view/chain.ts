/** The chain of a certificate as a diagram. */

import type { ChainLink, Details } from '../data.ts';
import { h } from '../dom.ts';
import { formatDate, shortenName } from '../model/format.ts';
import type { Store } from '../model/store.ts';
import { createIcon } from './shared-elements.ts';

const KINDS: Record<ChainLink['kind'], string> = {
  leaf: 'Certificate',
  issuer: 'Issuer',
  anchor: 'Trust anchor',
  missing: 'Missing or untrusted',
};

export function renderChain(
  store: Store,
  index: number,
  { chain: issuers = [], trust, revocation }: Details,
): HTMLElement | null {
  if (issuers.length === 0 && trust === undefined) return null;
  const { now } = store;
  const chain = [createLeaf(store, index), ...issuers];
  const links = chain.map((link) =>
    h(
      'li',
      { class: `link ${link.kind}${link.limits || isPast(link, now) ? ' limits' : ''}` },
      createIcon(link.kind === 'anchor' ? 'anchor' : link.kind === 'missing' ? 'expired' : 'shield'),
      h('div', { class: 'stack' }, h('b', {}, shortenName(link.name)), h('small', {}, describe(link, now))),
    ),
  );
  return h(
    'section',
    {},
    h('h3', {}, 'Chain', describeTrust(trust, revocation)),
    h('ol', { class: 'chain' }, links),
    trust?.notes !== undefined &&
      h(
        'ul',
        { class: 'notes' },
        trust.notes.map((note) => h('li', {}, note)),
      ),
  );
}

function createLeaf(store: Store, index: number): ChainLink {
  const name = store.getNames(index)[0] ?? store.getName(index);
  return { kind: 'leaf', name, until: store.data.columns.to[index] ?? null, limits: false };
}

function isPast({ until }: ChainLink, now: number): boolean {
  return until !== null && until < now;
}

function describe(link: ChainLink, now: number): string {
  const verb = isPast(link, now) ? 'expired' : link.limits ? 'expires first, on' : 'expires';
  return link.until === null ? KINDS[link.kind] : `${KINDS[link.kind]}, ${verb} ${formatDate(link.until)}`;
}

function describeTrust(trust: Details['trust'], revocation: Details['revocation']): HTMLElement {
  const revoked = revocation?.status === 'revoked';
  const trusted = trust?.trusted ?? null;
  const isGood = trusted === true && !revoked;
  const text = revoked ? 'Revoked' : trusted === null ? 'Trust not checked' : trusted ? 'Trusted' : 'Untrusted';
  return h('span', { class: `verdict ${trusted === null && !revoked ? 'unchecked' : isGood ? 'good' : 'bad'}` }, text);
}
