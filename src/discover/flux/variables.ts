/**
 * Resolves the variables of Flux in a file (https://fluxcd.io/flux/components/kustomize/kustomizations/#post-build-variable-substitution):
 * each Kustomization whose build has the file gives it values. Variables that a Kustomization does not have get the values of those around
 * it, because a controller or a patch can pass them on.
 */

import { getDirectory } from '../../lib/files/repository-path.ts';
import { memoize, memoizeWeakly } from '../../lib/memoize.ts';
import type { Repository } from '../format.ts';
import type { YamlNode } from '../yaml/parse.ts';
import { isMap, selectNodes } from '../yaml/select-nodes.ts';
import { mapTexts, type Variables } from '../yaml/variables.ts';
import { listVariableSources, type VariableSource } from './config-maps.ts';
import { applyPatches, type Kustomization, listKustomizations, type PostBuild } from './kustomizations.ts';
import { substituteVariables } from './substitute.ts';

/** The most values that one variable can have in a file, as with a base for several clusters. */
const MAX_SCOPES = 20;

const NONE: Variables = new Map();

/** Replaces the variables of a document: one copy for each set of values that the file is built with. */
export function resolveFluxVariables(document: YamlNode, path: string, repository: Repository): YamlNode[] {
  if (isDisabled(document)) return [document];
  const known = repository.variables ?? NONE;
  const scopes = hasVariable(document) ? getScopeFinder(repository)(path) : [];
  return (scopes.length === 0 ? [NONE] : scopes).map((scope) => {
    const variables = new Map([...known, ...scope]);
    return mapTexts(document, (text) => (text.includes('${') ? substituteLines(text, variables) : text));
  });
}

/** A line with a variable that has no value stays as it is written. */
function substituteLines(text: string, variables: Variables): string {
  return text
    .split('\n')
    .map((line) => {
      const resolved = substituteVariables(line, variables);
      return resolved.includes('${') ? line : resolved;
    })
    .join('\n');
}

const SWITCH = 'kustomize.toolkit.fluxcd.io/substitute';

/** Whether a label or annotation of a resource disables the substitution. */
function isDisabled(document: YamlNode): boolean {
  return ['metadata.labels', 'metadata.annotations'].some((path) =>
    selectNodes(document, path)
      .filter(isMap)
      .some(({ entries }) =>
        entries.some(([key, value]) => key === SWITCH && value.kind === 'scalar' && value.text === 'disabled'),
      ),
  );
}

function hasVariable(node: YamlNode): boolean {
  if (node.kind === 'scalar') return node.text.includes('${');
  if (node.kind === 'list') return node.items.some(hasVariable);
  return node.entries.some(([key, value]) => key.includes('${') || hasVariable(value));
}

/** A set of values, and the Kustomizations that it comes from. */
interface Scope {
  variables: Variables;
  files: readonly string[];
}

/** Returns a function that lists the sets of values with which a file is built. */
const getScopeFinder = memoizeWeakly((repository: Repository) => {
  const kustomizations = listKustomizations(repository);
  const findOuter = memoize((file: string) => kustomizations.filter(({ build }) => build.files.has(file)));
  const patched = kustomizations.flatMap((one) => [
    one,
    ...findOuter(one.file).map((outer) => applyPatches(one, outer)),
  ]);
  const names = new Set(patched.flatMap(({ substituteFrom }) => substituteFrom.map(({ name }) => name)));
  const sources = names.size === 0 ? [] : listVariableSources(repository, names);
  const resolve = (one: PostBuild, { variables, files }: Scope): Scope => {
    const outer = new Map([...(repository.variables ?? NONE), ...variables]);
    const referenced = one.substituteFrom.flatMap((reference) => [...readNearest(sources, reference, files)]);
    const own = [...referenced, ...one.substitute].map(
      ([name, value]) => [name, substituteVariables(value, outer)] as const,
    );
    return { variables: new Map([...variables, ...own]), files };
  };
  const listed = new Map<Kustomization, readonly Scope[]>();
  const listScopes = (one: Kustomization): readonly Scope[] => {
    const before = listed.get(one);
    if (before !== undefined) return before;
    // A Kustomization that applies itself is not around itself.
    listed.set(one, []);
    const outer = findOuter(one.file).flatMap((parent) => {
      const patched = applyPatches(one, parent);
      return listScopes(parent).map((scope) => resolve(patched, { ...scope, files: [one.file, ...scope.files] }));
    });
    const scopes = outer.length === 0 ? [resolve(one, { variables: NONE, files: [one.file] })] : mergeEqual(outer);
    listed.set(one, scopes);
    return scopes;
  };
  return memoize((path: string) => mergeEqual(findOuter(path).flatMap(listScopes)).map(({ variables }) => variables));
});

/** Removes sets of values that are equal to another, and those beyond the limit. */
function mergeEqual(scopes: readonly Scope[]): readonly Scope[] {
  const toKey = ({ variables }: Scope) => JSON.stringify([...variables].sort());
  return [...new Map(scopes.map((scope) => [toKey(scope), scope])).values()].slice(0, MAX_SCOPES);
}

/** Reads the source that is nearest to the files. If several are equally near, only the values in which they agree are known. */
function readNearest(
  sources: readonly VariableSource[],
  { kind, name }: { kind: string; name: string },
  near: readonly string[],
): Variables {
  const matching = sources.filter((one) => one.kind === kind && one.name === name);
  const rank = ({ file }: VariableSource) => Math.max(...near.map((one) => countCommonDirectories(one, file)));
  const best = Math.max(...matching.map(rank));
  const [first, ...others] = matching.filter((one) => rank(one) === best);
  const agreed = [...(first?.variables ?? NONE)].filter(([key, value]) =>
    others.every(({ variables }) => variables.get(key) === value),
  );
  return new Map(agreed);
}

function countCommonDirectories(a: string, b: string): number {
  const [left, right] = [a, b].map((path) => getDirectory(path).split('/'));
  const different = left?.findIndex((part, index) => part !== right?.[index]) ?? 0;
  return different === -1 ? (left?.length ?? 0) : different;
}
