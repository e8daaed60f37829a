/** Configurations of servers, read by the servers themselves. */

import fc from 'fast-check';
import type { Suite } from '../suite.ts';
import { APACHE_HOSTS } from './apache.ts';
import { CADDY_SITES } from './caddy.ts';
import { HAPROXY_SECTIONS } from './haproxy.ts';
import { HCL_FILES } from './hcl.ts';
import { KUSTOMIZATIONS } from './kustomize.ts';
import { NGINX_SERVERS } from './nginx.ts';
import { NIX_HOSTS } from './nix.ts';
import type { Program } from './program.ts';
import { ZONES } from './zones.ts';

type AnyProgram = Program<unknown>;

/** Hides what the cases of a program are: only the program itself, or a file that it wrote, makes them. */
const hideCases = <Case>(program: Program<Case>): AnyProgram => program as unknown as AnyProgram;

const PROGRAMS = [
  hideCases(ZONES),
  hideCases(NGINX_SERVERS),
  hideCases(APACHE_HOSTS),
  hideCases(CADDY_SITES),
  hideCases(HAPROXY_SECTIONS),
  hideCases(NIX_HOSTS),
  hideCases(KUSTOMIZATIONS),
  hideCases(HCL_FILES),
];

interface Configuration {
  program: string;
  tree: unknown;
}

export const DISCOVER: Suite<Configuration> = {
  room: 'discover',
  drawn:
    'zones, and configurations of nginx, Apache, Caddy, HAProxy, NixOS, Kustomize and Terraform, with everything that each syntax allows around the names',
  programs: PROGRAMS.map(({ name }) => name),
  batch: 150,
  cases: fc.oneof(...PROGRAMS.map(({ name, cases }) => fc.record({ program: fc.constant(name), tree: cases }))),
  answer: ({ program, tree }) => {
    const found = PROGRAMS.find(({ name }) => name === program);
    if (found === undefined) throw new Error(`No program ${program}`);
    return found.answer(tree);
  },
  open: async (paths, directory) => {
    const oracles = await Promise.all(
      PROGRAMS.map(async (program, at) => {
        const { name, ask } = await program.open(paths[at] ?? '', directory);
        return { name, ask: (cases: readonly Configuration[]) => askOwn(program.name, ask, cases) };
      }),
    );
    return { oracles, close: async () => {} };
  },
  differences: PROGRAMS.flatMap((program) =>
    program.differences.map((difference) => ({
      ...difference,
      covers: ({ one, ...found }) => one.program === program.name && difference.covers({ ...found, one: one.tree }),
    })),
  ),
};

/** Asks a program about its own cases only. */
async function askOwn(
  program: string,
  ask: (trees: readonly unknown[]) => Promise<(string | null)[]>,
  cases: readonly Configuration[],
): Promise<(string | null)[]> {
  const own = cases.filter((one) => one.program === program);
  const answers = own.length === 0 ? [] : await ask(own.map(({ tree }) => tree));
  const known = new Map(own.map((one, at) => [one, answers[at] ?? null]));
  return cases.map((one) => known.get(one) ?? null);
}
