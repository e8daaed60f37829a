/** What is written of variables in certificates, receivers and settings. */
import { isReservedVariable } from '../secrets.ts';
import type { Diagnostic } from '../types.ts';
import { diagnostic, whereIs } from './diagnostics.ts';
import type { Parts } from './parts.ts';
import { placesWithin } from './text.ts';
import type { Node, TextNode } from './tree.ts';
import { environmentTexts, variablesIn } from './variables.ts';

export function checkVariables({ entries, webhooks, emails, settings }: Parts): Diagnostic[] {
  const common = settings === undefined ? [] : [settings];
  const receivers = [...webhooks, ...emails].map(({ node }) => node);
  const owners = [...entries.map(({ own }) => own), ...receivers, ...common];
  return owners.flatMap((owner) => [...environmentTexts(owner).flatMap(malformed), ...reserved(owner)]);
}

const AFTER_DOLLAR = /\$\{(?![A-Za-z_][A-Za-z0-9_]*\})\{?[^}\n]{0,60}\}{0,2}/g;

/** `${` that begins no reference would be sent as it stands. */
function malformed(node: TextNode): Diagnostic[] {
  const texts = Array.from(node.value.matchAll(AFTER_DOLLAR), ([text]) => text);
  return placesWithin(node, texts).map((span, index) => {
    const text = texts[index] ?? '';
    return diagnostic('bad-variable', whereIs(span), text, text.startsWith('${{'));
  });
}

function reserved(owner: Node): Diagnostic[] {
  return variablesIn(owner)
    .filter(({ name }) => isReservedVariable(name))
    .map(({ name, span }) => diagnostic('reserved-variable', whereIs(span), name));
}
