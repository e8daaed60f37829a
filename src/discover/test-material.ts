/** Recognizes files of tests and examples by their path, and by the files beside them. */

import { getDirectory, getFileName } from '../lib/files/repository-path.ts';

/** Words for directories and files that no server uses. */
const TEST_WORDS: ReadonlySet<string> = new Set([
  ...['tests', 'testdata', 'testfiles', 'testcert', 'testcerts', 'unittest', 'unittests', 'selftest', 'spec', 'specs'],
  ...['fixture', 'fixtures', 'mock', 'mocks', 'example', 'examples', 'sample', 'samples', 'dummy', 'fake', 'snakeoil'],
]);

/** Words that are tests in a source tree, and the name of an environment where servers are configured. */
const STAGE_WORDS: ReadonlySet<string> = new Set(['test', 'testing', 'e2e']);

/** Directories whose subdirectories are environments or servers. */
const ENVIRONMENT_PARENTS: ReadonlySet<string> = new Set([
  ...['deploy', 'deploys', 'deployment', 'deployments', 'env', 'envs', 'environment', 'environments', 'stages'],
  ...['overlay', 'overlays', 'cluster', 'clusters', 'kubernetes', 'k8s', 'kustomize', 'helm', 'charts', 'manifests'],
  ...['infra', 'infrastructure', 'terraform', 'ansible', 'inventory', 'inventories', 'hosts', 'gitops', 'live'],
]);

/** Environments that servers are in. `test` beside one of them is another one. */
const STAGES: ReadonlySet<string> = new Set([
  ...['prod', 'production', 'prd', 'preprod', 'live', 'staging', 'stage', 'stg', 'uat'],
]);

/** Documentation contains certificates and hosts as examples. */
const DOCUMENTATION = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|html?|ipynb|po|svg)$/i;

/** Directories for what is not in use any more. Without the dot or underscore, `archive` can be the name of a service. */
const ARCHIVE = /(?:^|\/)[._](?:archived?|attic|backups?|deprecated|disabled|old|trash|unused)\//i;

/** Source code, which a directory of an environment does not contain. */
const CODE =
  /\.(?:go|py|rb|[cm]?[jt]sx?|java|kts?|scala|clj[cs]?|rs|c|cc|cpp|cxx|h|hpp|cs|fs|vb|php|p[lm]|t|bats|exs?|erl|swift|dart|lua|hs|mli?)$/i;

/** The names of test files in common languages, without their extension. */
const TEST_FILE = /^(?:test_.+|.+[._-](?:test|spec)s?|.+(?:Tests?|Spec))$/;

/** A test of a command line is a script. Scripts also deploy, so only the name tells. */
const TEST_SCRIPT = /^(?:test_.+|.+[._-]tests?|tests?)\.sh$/;

/** Tells which paths of a repository belong to tests and examples. */
export interface TestPaths {
  /** Whether a file belongs to tests, by its directories or its name: `certs.example/a.crt`, `__tests__/a.pem`, `tls_test.go`. */
  isTestFile: (path: string) => boolean;
  /** Whether one of the directories of a file belongs to tests. */
  isInTests: (path: string) => boolean;
  /** Whether the directory of a file, or its parent, has tests. Environments and the root, which is beside all files, have none. */
  isBesideTests: (path: string) => boolean;
}

/** Creates the index of all paths of a repository. Directories such as `test` depend on their content. */
export function indexTestPaths(paths: readonly string[]): TestPaths {
  const splitWords = createSplitter();
  const tree = indexTree(paths, splitWords);
  const isInTests = (path: string) => listDirectories(path).some((directory) => isTestDirectory(directory, tree));
  const tested = listTestedDirectories(paths, tree);
  return {
    isInTests,
    isTestFile: (path) => isInTests(path) || isTestName(getFileName(path), splitWords),
    isBesideTests: (path) => {
      const directory = getDirectory(path);
      if (directory === '' || isInEnvironments(`${directory}/`)) return false;
      return [directory, getDirectory(directory)].some((one) => one !== '' && tested.has(one));
    },
  };
}

/** Whether a certificate file is expired on purpose according to its name, such as `expired-server.pem`. */
export function isExpiredName(path: string): boolean {
  return splitIntoWords(getFileName(path)).includes('expired');
}

/** Returns the reason why no server uses what a file names; null: there is none. */
export function explainUnused(path: string): 'documentation' | 'archived' | null {
  if (DOCUMENTATION.test(path)) return 'documentation';
  return ARCHIVE.test(path) ? 'archived' : null;
}

/** The content of the directories of a repository, as far as it tells tests from environments. */
interface Tree {
  splitWords: Splitter;
  /** Directories with source code or test scripts, directly or below, among those with a word of `STAGE_WORDS`. */
  withCode: ReadonlySet<string>;
  /** The same with test files. */
  withTests: ReadonlySet<string>;
  /** Directories that contain directories of environments, such as `prod`. */
  withStages: ReadonlySet<string>;
  /** Directories that contain test files directly. */
  besideTests: ReadonlySet<string>;
  /** The names of test files without their extension: a directory of the same name has their data. */
  testNames: ReadonlySet<string>;
}

function indexTree(paths: readonly string[], splitWords: Splitter): Tree {
  const withCode = new Set<string>();
  const withTests = new Set<string>();
  const withStages = new Set<string>();
  const besideTests = new Set<string>();
  const testNames = new Set<string>();
  for (const path of paths) {
    const name = getFileName(path);
    const isCode = CODE.test(name) || TEST_SCRIPT.test(name);
    const isTest = isTestSource(name);
    if (isTest) {
      besideTests.add(getDirectory(path));
      testNames.add(getStem(name));
    }
    for (const directory of listDirectories(path)) {
      const words = splitWords(getFileName(directory));
      if (words.some((word) => STAGES.has(word))) withStages.add(getDirectory(directory));
      if (!isCode || !words.some((word) => STAGE_WORDS.has(word))) continue;
      withCode.add(directory);
      if (isTest) withTests.add(directory);
    }
  }
  return { splitWords, withCode, withTests, withStages, besideTests, testNames };
}

/** Whether a directory is one of tests by its own name. */
function isTestDirectory(directory: string, tree: Tree): boolean {
  const { splitWords, withCode, withTests, withStages, besideTests, testNames } = tree;
  const name = getFileName(directory);
  const words = splitWords(name);
  if (hasTestWord(words) || testNames.has(name)) return true;
  if (!words.some((word) => STAGE_WORDS.has(word)) || isInEnvironments(directory)) return false;
  if (/(?:^|\/)src\/test$/.test(directory) || withTests.has(directory)) return true;
  const parent = getDirectory(directory);
  return (withCode.has(directory) || besideTests.has(parent)) && !withStages.has(parent);
}

/** Whether words are those of tests: `saml-fixtures`, `test-data`. */
function hasTestWord(words: readonly string[]): boolean {
  return words.some((word) => TEST_WORDS.has(word)) || TEST_WORDS.has(words.join(''));
}

/** Whether a directory above this path contains environments, such as `deploy`. Those above a directory of source code do not count. */
function isInEnvironments(path: string): boolean {
  const parents = path.toLowerCase().split('/').slice(0, -1);
  return parents.slice(parents.lastIndexOf('src') + 1).some((name) => ENVIRONMENT_PARENTS.has(name));
}

function isTestName(name: string, splitWords: Splitter): boolean {
  if (isTestSource(name)) return true;
  const stem = getStem(name);
  // `sample.shop.example.pem` is named after a host.
  return !stem.includes('.') && hasTestWord(splitWords(stem));
}

function isTestSource(name: string): boolean {
  return CODE.test(name) && TEST_FILE.test(getStem(name));
}

/** Lists the directories that have tests, directly or in a directory of tests. */
function listTestedDirectories(paths: readonly string[], tree: Tree): ReadonlySet<string> {
  const tested = new Set(tree.besideTests);
  for (const path of paths) {
    const suite = listDirectories(path).find((one) => isSuiteName(getFileName(one)) && isTestDirectory(one, tree));
    if (suite !== undefined) tested.add(getDirectory(suite));
  }
  return tested;
}

function isSuiteName(name: string): boolean {
  return /^(?:tests?|__tests__|spec)$/.test(name);
}

type Splitter = (part: string) => readonly string[];

/** Creates a function that splits a name into words. The names of directories recur in many paths. */
function createSplitter(): Splitter {
  const known = new Map<string, readonly string[]>();
  return (part) => {
    const words = known.get(part) ?? splitIntoWords(part);
    known.set(part, words);
    return words;
  };
}

/** Splits a name into words: `fooTest-data.v2` into foo, test, data and v2. `testdata` is one word. */
function splitIntoWords(part: string): string[] {
  return part
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

/** Lists the directories of a path, the outermost first. */
function listDirectories(path: string): string[] {
  const directories: string[] = [];
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) directories.push(path.slice(0, at));
  return directories;
}

function getStem(name: string): string {
  return name.replace(/\.[^.]*$/, '');
}
