/** Checks the secrets of probes: each probe needs one, and each secret a probe. */

import type { Diagnostic } from '../../domain/index.ts';
import { createDiagnostic } from '../diagnostics/diagnostic.ts';
import { isEnabled, type ManifestSections } from '../sections.ts';
import { getChild, getField, getText, listFields } from '../yaml/node.ts';

export function checkObservations({ entries, observations, near }: ManifestSections): Diagnostic[] {
  const field = getField(observations, 'secrets');
  if (field === undefined || entries.length === 0) return [];
  const probes = new Set(entries.filter(isEnabled).map(({ node }) => readProbe(getText(getChild(node, 'probe')))));
  const secrets = listFields(field.node);
  const known = new Set(secrets.map(([name]) => name));
  const missing = [...probes].filter((probe) => probe === null || !known.has(probe));
  const names = [...probes].filter((probe) => probe !== null);
  return [
    ...(getChild(observations, 'secret') === undefined
      ? missing.map((probe) => createDiagnostic('probe-without-secret', field.key, probe))
      : []),
    ...secrets
      .filter(([name]) => !probes.has(name))
      .map(([name, { key }]) => createDiagnostic('probe-secret-unused', key, name, near(name, names))),
  ];
}

function readProbe(text: string | undefined): string | null {
  return text === undefined || text === 'none' ? null : text;
}
