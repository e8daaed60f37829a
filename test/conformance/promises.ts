/** The promises of the README, with who is asked about each, and what was never tried on the real thing. docs/how-we-know.md shows them. */

export interface CheckedPromise {
  /** The words that are bold in the README. */
  words: string;
  /** The suites of this directory. */
  rooms: readonly string[];
  /** Also: what they are, and where to find them. */
  others: readonly string[];
}

export const PROMISES: readonly CheckedPromise[] = [
  {
    words: 'It reads certificates where they are.',
    rooms: ['formats', 'listing', 'discover', 'logins'],
    others: [
      'nginx, Apache, Postfix, Dovecot, OpenLDAP, PostgreSQL, MariaDB and other servers of Debian, with each STARTTLS protocol (`test/real/`)',
      '`keytool`, `openssl` and `certtool`, which create keystores in 65 variants (`test/real/keystores.test.ts`, `test/real/keytool.test.ts`)',
      "Vendors' clients (boto3, google-auth-library, kubectl, hvac, pynetbox), which read the same fakes as we do (`test/real/clouds.test.ts`, `test/real/rest-systems.test.ts`)",
    ],
  },
  {
    words: 'Green means green.',
    rooms: ['listing', 'log'],
    others: [
      'A table of ways in which a scan can be silent, each of which must fail the run (`test/scenarios/ways.test.ts`)',
      'Each request to GitHub that fails, one at a time (`test/scenarios/github-faults.test.ts`)',
    ],
  },
  {
    words: 'It does not miss an alert.',
    rooms: ['schedule', 'log'],
    others: [
      '`npm run interrupt`: scans that are interrupted at random moments, by SIGTERM, SIGINT and SIGKILL',
      'A table of the worst inputs of every kind, such as endless servers and pipes: beside each, other alerts arrive in time (`test/scenarios/worst-inputs/`)',
    ],
  },
  {
    words: 'It does not cause alert fatigue.',
    rooms: ['schedule'],
    others: [
      'A simulated year of 38 servers with renewals, faults and outages, in which every message is counted (`test/events/simulated-year.test.ts`)',
    ],
  },
  {
    words: 'It checks what clients check.',
    rooms: ['trust', 'names', 'revocation'],
    others: [
      '`npm run compare`: five tools and 138 TLS servers ([comparison](comparison.md))',
      'OpenSSL, GnuTLS and Go with chains that have one or several defects (`test/real/clients.test.ts`, `test/real/trust.test.ts`)',
    ],
  },
  {
    words: 'It warns before a renewal fails.',
    rooms: ['caa', 'dane', 'dnssec'],
    others: ['bind9, unbound and Postfix with signed zones (`test/real/dnssec.test.ts`, `test/real/postfix.test.ts`)'],
  },
  {
    words: 'It is safe.',
    rooms: ['manifest', 'templates', 'readers'],
    others: ['`npm run fuzz`: a million mutated and nested inputs through every decoder'],
  },
];

export interface Untried {
  /** The real thing. */
  what: string;
  /** What was tried instead. */
  instead: string;
  /** How a person with an account tries it in ten minutes. */
  steps: readonly string[];
}

export const UNTRIED: readonly Untried[] = [
  {
    what: "GitHub's servers",
    instead:
      "a server that implements the parts of GitHub's API that we use, checked with octokit's types, and git over HTTP",
    steps: [
      'Push this repository to an account of yours. In another one, run `certvigil init`, push, and start the scan from the Actions tab. The run is green, and the branch `certvigil-state` has a commit.',
      'Add `issues: { from: warning }` and an entry with `expires` in three days, and scan: an issue opens. Set `expires` to next year, and scan: the issue closes.',
      'Start two scans at the same moment: one waits for the other, and nothing is sent twice.',
    ],
  },
  {
    what: 'AWS, Azure and Google Cloud',
    instead: "servers that recompute signatures and answer like the documented API, read by the vendors' own clients",
    steps: [
      'Add an entry for the certificates of an account of yours, as in [inventories](reference/inventories.md).',
      'Log in with the command line of the vendor, and run `certvigil inspect --entry NAME`: it lists the certificates that the console shows.',
      'Do the same in a workflow with OpenID Connect.',
      'Remove the permission, and run again: the error names it.',
    ],
  },
  {
    what: 'Windows and macOS',
    instead: 'Node for Windows under wine; on macOS, nothing',
    steps: [
      'Run `node dist/cli.js demo`, and `node dist/cli.js inspect example.com`.',
      'Run `npm ci`, then `npm run test:windows` on Windows, or `npm test` on macOS.',
      'Interrupt a scan with Ctrl+C: it ends within ten seconds, and the next scan loses nothing.',
    ],
  },
  {
    what: 'Slack, Teams, PagerDuty and the other receivers',
    instead: "receivers that validate each message by the vendor's schema or limits",
    steps: [
      'Add a webhook with the preset, and run `certvigil test`: one message arrives, readable, with links that work.',
      'Break the URL or the key, and run it again: the error says what to change.',
    ],
  },
];
