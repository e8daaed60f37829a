/** The labels of entries in metrics, under names that Prometheus allows and no metric has already. */

import type { ReportCertificate } from '../../generated/report.ts';
import { getOwn } from '../../lib/collections.ts';
import { formatLabels } from '../format/metrics.ts';

type Labelled = Pick<ReportCertificate, 'labels'>;

/** Formats the labels that all of these certificates have with the same value. */
export type FormatEntryLabels = (certificates: readonly Labelled[]) => string;

/** The names of labels that metrics have, or that Prometheus sets. */
const TAKEN: ReadonlySet<string> = new Set([
  ...['certificate', 'kind', 'display_name', 'fingerprint_sha256', 'location', 'owner', 'repository', 'status'],
  ...['code', 'severity', 'never_read', 'destination', 'source_kind', 'source_name', 'reason', 'discriminator'],
  ...['filepath', 'filename', 'secret_namespace', 'secret_name', 'secret_key'],
  ...['configmap_namespace', 'configmap_name', 'configmap_key', 'serial_number', 'serialnumber'],
  ...['C', 'ST', 'L', 'O', 'OU', 'CN'].flatMap((field) => [`issuer_${field}`, `subject_${field}`]),
  ...['issuer', 'subject', 'subjectalternative', 'instance', 'job'],
]);

/** Creates the function for the labels `names` of entries. An entry without one of them has an empty value, which Prometheus omits. */
export function createEntryLabelFormatter(names: readonly string[]): FormatEntryLabels {
  const named = new Map<string, string>();
  for (const name of names) named.set(chooseName(name, named), name);
  if (named.size === 0) return () => '';
  const find = (certificates: readonly Labelled[], name: string) => {
    const values = new Set(certificates.map(({ labels }) => getOwn(labels, name) ?? ''));
    const [value = ''] = values;
    return values.size === 1 ? value : null;
  };
  return (certificates) =>
    formatLabels(Object.fromEntries(Array.from(named, ([label, name]) => [label, find(certificates, name)])));
}

/**
 * Chooses the name of a label (https://prometheus.io/docs/concepts/data_model/): names that begin with two underscores are reserved. Of two
 * names that become the same, the second gets a number.
 */
function chooseName(name: string, named: ReadonlyMap<string, string>): string {
  const valid = name.replace(/[^a-zA-Z0-9_]/g, '_').replace(/^(?=\d)/, '_');
  const own = TAKEN.has(valid) || valid.startsWith('__') ? `label_${valid}` : valid;
  let chosen = own;
  for (let number = 2; named.has(chosen); number += 1) chosen = `${own}_${number}`;
  return chosen;
}
