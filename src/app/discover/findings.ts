/** What `discover` reports: each host, domain and certificate once, with every place that names it. */

import type { Confidence } from '../../discover/format.ts';
import type { Discovered, Located } from '../../discover/index.ts';
import { groupBy } from '../../lib/collections.ts';

export interface Finding {
  kind: 'host' | 'domain' | 'certificate' | 'keystore' | 'saml' | 'fixture';
  /** The host or domain, or the path of the file. */
  value: string;
  port: number | null;
  file: string;
  line: number;
  also_at: { file: string; line: number }[];
  format: string;
  confidence: Confidence;
}

const CONFIDENCES: readonly Confidence[] = ['declared', 'dns', 'mentioned'];

export function listFindings({ mentions }: Discovered): Finding[] {
  const findings = mentions.flatMap(toFinding);
  return [...groupBy(findings, ({ kind, value, port }) => `${kind} ${value} ${port ?? ''}`).values()].flatMap(merge);
}

function toFinding(mention: Located): Finding[] {
  const { file, line, format } = mention;
  const place = { file, line, also_at: [], format };
  if (mention.kind === 'domain')
    return [{ kind: 'domain', value: mention.domain, port: null, ...place, confidence: 'declared' }];
  if (mention.kind !== 'host') return [];
  return [{ kind: 'host', value: mention.host, port: mention.port, ...place, confidence: mention.confidence }];
}

/** The finding of the highest confidence, and where the others are. */
function merge(same: readonly Finding[]): Finding[] {
  const [best, ...others] = same.toSorted(
    (a, b) => CONFIDENCES.indexOf(a.confidence) - CONFIDENCES.indexOf(b.confidence),
  );
  if (best === undefined) return [];
  return [{ ...best, also_at: others.map(({ file, line }) => ({ file, line })) }];
}
