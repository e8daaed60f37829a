/** CAA records: which CAs they permit, and which record would permit one more, compared with the RFCs in a few lines of Python. */

import { fileURLToPath } from 'node:url';
import { listPermittedCas, selectPermittingTag } from '../../../src/assess/findings/caa-policy.ts';
import { isLookupFailure } from '../../../src/domain/dns.ts';
import { lookUpCaa } from '../../../src/scan/dns/index.ts';
import type { ResolverZone } from '../../helpers/resolver.ts';
import { runProgram } from '../../real/harness.ts';
import { createSimulatedClient } from '../simulated-resolver.ts';
import type { Suite } from '../suite.ts';
import { type CaaCase, type CaaNode, cases } from './cases.ts';

const SCRIPT = fileURLToPath(new URL('evaluate.py', import.meta.url));

/** A CA that no drawn record names. */
const NEW_CA = 'new-ca.example';

export const CAA: Suite<CaaCase> = {
  room: 'caa',
  drawn:
    'zones with CAA records at several depths, well-formed or not, aliases, and failures; names and wildcards to look up in them',
  programs: ['/usr/bin/python3'],
  batch: 200,
  cases,
  answer,
  open: async ([python = '']) => {
    const ask = async (asked: readonly CaaCase[]): Promise<string[]> => {
      const input = JSON.stringify({ cases: asked, new_ca: NEW_CA });
      const answers: [kind: string, facts: unknown][] = JSON.parse(
        (await runProgram(python, [SCRIPT], { input })).toString(),
      );
      return answers.map(([kind, facts]) => formatAnswer(kind, facts));
    };
    return { oracles: [{ name: 'RFC 8659 and RFC 8657 in Python', ask }], close: async () => {} };
  },
  differences: [],
};

function formatAnswer(kind: string, facts: unknown): string {
  return `${kind} ${JSON.stringify(facts)}`;
}

/** `any`, `some` or `none`, and the CAs with their conditions; `failed` if a lookup does. */
async function answer({ zone, name }: CaaCase): Promise<string> {
  const isWildcard = name.startsWith('*.');
  const records = Object.fromEntries(Object.entries(zone).flatMap(([name, node]) => writeNode(name, node)));
  const policy = await lookUpCaa(name.replace(/^\*\./, ''), createSimulatedClient(records));
  if (isLookupFailure(policy)) return formatAnswer('failed', null);
  const { permitted, unknown_critical } = listPermittedCas(policy, isWildcard);
  const kind = permitted === null ? 'any' : permitted.length === 0 ? 'none' : 'some';
  const cas = permitted?.map(({ identifier, account_uri, validation_methods }) => [
    ...[identifier, account_uri],
    validation_methods,
  ]);
  // No record permits a CA beside a critical property that is unknown.
  const advice = permitted === null || unknown_critical !== null ? null : selectPermittingTag(policy, isWildcard);
  return formatAnswer(kind, [policy.domain, cas ?? null, advice]);
}

function writeNode(name: string, node: CaaNode): [string, ResolverZone[string]][] {
  if (node === 'absent') return [];
  if (node === 'fails') return [[name, 'SERVFAIL']];
  if ('alias' in node) return [[name, { CNAME: node.alias }]];
  return [[name, { CAA: node.records.map(({ flags, tag, value }) => `${flags} ${tag} ${value}`) }]];
}
