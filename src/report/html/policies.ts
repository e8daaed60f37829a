/** Selects the policy data of a dashboard: results, exceptions, and certificates that resist quantum computers. */

import type { PolicyData } from '../../dashboard/data.ts';
import type { KeyExchange } from '../../domain/index.ts';
import { classifyAlgorithm, findWeakestKeyExchange } from '../../domain/post-quantum.ts';
import type { ReportCertificate } from '../../generated/report.ts';
import { formatDay } from '../../lib/iso-time.ts';
import { buildAudit } from '../audit/build.ts';
import type { ReportSource } from '../kinds/report-kind.ts';
import { toName, toText } from './dashboard-texts.ts';
import type { Published } from './published-fields.ts';

/** Builds the policy data; null if there are no policies, or they are not published. Texts of people may quote hosts. */
export function buildPolicyData(source: ReportSource, { has, hasTexts }: Published): PolicyData | null {
  if (!has('policies') || source.report.policies === undefined) return null;
  const { policies, exceptions } = buildAudit(source);
  return {
    policies: policies.map(({ policy, description, severity, state, certificates, checks, ...counts }) => ({
      ...{ name: toName(policy), description: toText(description ?? ''), severity, state, certificates },
      counts: listCounts(counts),
      checks: checks.map(({ check, required, ...own }) => ({
        name: check,
        required: toName(required),
        counts: listCounts(own),
      })),
    })),
    exceptions: exceptions.map(({ kind, scope, reason, by, until, isOver, violations }) => {
      const texts = { scope: toName(scope), reason: toText(reason ?? ''), by: by === null ? '' : toName(by) };
      const shown = hasTexts ? texts : { scope: '', reason: '', by: '' };
      return { kind, ...shown, ends: until === null ? '' : formatDay(until), over: isOver, violations };
    }),
  };
}

function listCounts({ pass, fail, error, skipped }: Record<'pass' | 'fail' | 'error' | 'skipped', number>): number[] {
  return [pass, fail, error, skipped];
}

/** Lists the names of the policies that a certificate violates. */
export function listViolated({ policies }: ReportCertificate): string[] {
  return (policies?.results ?? []).filter(({ result }) => result === 'fail').map(({ policy }) => toName(policy));
}

const KIND_TEXTS = {
  classical: 'Classical',
  'post-quantum': 'Post-quantum',
  composite: 'Composite',
  unknown: 'Unknown',
} as const;

/** Lists one text for each part: `Classical key`, `Post-quantum key exchange`. */
export function listQuantumTexts(
  one: Pick<ReportCertificate, 'key_algorithm' | 'signature_algorithm' | 'locations'>,
): string[] {
  const { key_algorithm: key, signature_algorithm: signature, locations } = one;
  const weakest = findWeakestKeyExchange(locations.flatMap(({ observed }) => observed.key_exchange ?? []));
  return [
    ...(weakest === undefined ? [] : [`${describeExchange(weakest)} key exchange`]),
    ...(key === null ? [] : [`${KIND_TEXTS[classifyAlgorithm(key)]} key`]),
    ...(signature === null ? [] : [`${KIND_TEXTS[classifyAlgorithm(signature)]} signature`]),
  ];
}

function describeExchange({ post_quantum }: KeyExchange): string {
  if (post_quantum === null) return KIND_TEXTS.unknown;
  return KIND_TEXTS[post_quantum ? 'post-quantum' : 'classical'];
}

/** Lists the groups on which the servers agreed; null if none is known. */
export function listGroups({ locations }: Pick<ReportCertificate, 'locations'>): string | null {
  const groups = [...new Set(locations.flatMap(({ observed }) => observed.key_exchange?.group ?? []))];
  return groups.length === 0 ? null : toName(groups.join(', '));
}
