/** Recognizes files of tests and examples by words in their path. */

/** Words for files that no server uses. */
const FIXTURE_WORDS = new Set([
  ...[
    'test',
    'tests',
    'testing',
    'testdata',
    'testfiles',
    'testcerts',
    'spec',
    'specs',
    'e2e',
    'unittest',
    'unittests',
  ],
  ...['fixture', 'fixtures', 'mock', 'mocks', 'example', 'examples', 'sample', 'samples', 'demo', 'demos'],
  ...['dummy', 'fake', 'snakeoil', 'selftest'],
]);

/** The words above, except for names of environments: hosts below `test/` can be servers. */
const EXAMPLE_WORDS = new Set([
  ...['tests', 'testdata', 'spec', 'specs', 'e2e', 'unittest', 'unittests', 'fixture', 'fixtures', 'mock', 'mocks'],
  ...['example', 'examples', 'sample', 'samples'],
]);

/** Documentation contains certificates and hosts as examples. */
const DOCUMENTATION = /\.(?:md|mdx|markdown|rst|adoc|asciidoc|html?|ipynb|po|svg)$/i;

/** Whether a certificate file belongs to tests: `certs.example/a.crt`, `__tests__/a.pem`, `saml_test_sp.crt`. */
export function isFixturePath(path: string): boolean {
  const parts = path.split('/');
  const name = parts.pop() ?? '';
  const stem = name.replace(/\.[^.]*$/, '');
  // `test.shop.example.pem` is named after a host, which can be a server for tests.
  const ofName = stem.includes('.') ? [] : splitWords(stem);
  return [...parts.flatMap(splitWords), ...ofName].some((word) => FIXTURE_WORDS.has(word));
}

/** Whether a certificate file is expired on purpose according to its name, such as `expired-server.pem`. */
export function isExpiredName(path: string): boolean {
  const name = path.slice(path.lastIndexOf('/') + 1);
  return splitWords(name).includes('expired');
}

/** Whether the hosts of a file are examples. */
export function isExamplePath(path: string): boolean {
  const directories = path.split('/').slice(0, -1);
  return directories.flatMap(splitWords).some((word) => EXAMPLE_WORDS.has(word));
}

export function isDocumentation(path: string): boolean {
  return DOCUMENTATION.test(path);
}

/** Splits a name into words: `fooTest-data.v2` into foo, test, data and v2. `testdata` is one word. */
function splitWords(part: string): string[] {
  return part
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/);
}

/** The names of test files in common languages. */
const TEST_FILE = /(?:^|\/)(?:test_[^/]*\.py|[^/]*(?:[._-](?:test|spec)s?|Tests?|Spec)\.\w+)$/;

/** Lists the directories that have tests, directly or in a directory of tests. */
export function listTestedDirectories(paths: readonly string[]): ReadonlySet<string> {
  const tested = new Set<string>();
  for (const path of paths) {
    const directory = path.slice(0, Math.max(0, path.lastIndexOf('/')));
    if (TEST_FILE.test(path)) tested.add(directory);
    const at = /(?:^|\/)(?:tests?|__tests__|spec)\//.exec(path)?.index;
    if (at !== undefined) tested.add(path.slice(0, at));
  }
  return tested;
}
