/**
 * Tests that are known to fail on Windows or under wine: by reason, then by file of `test/`, each with the beginnings of full test titles.
 * A file with an empty text is not run: its tests would wait for events that do not occur on Windows.
 */
export const EXPECTED_FAILURES: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'Wine does not show symbolic links to programs of Windows': {
    'app/discover/certificate-files.test.ts': ['classifies files by content, and ignores what is not a file'],
    'app/observations/rejected-files.test.ts': [
      'the paths of observations may be links',
      'the paths of observations are a problem if the system cannot look them up',
    ],
    'app/reports/check-paths.test.ts': [
      'checkReportPaths rejects ["link/a"',
      'checkReportPaths rejects ["link/new/"',
      'checkReportPaths rejects ["link/"',
    ],
    'app/reports/obsolete-parts.test.ts': ['keeps and names what no export with these columns wrote'],
    'app/reports/write-directory.test.ts': ['a file in the way can be a file or a link'],
    'app/validate-advice.test.ts': ['a kubeconfig in the repository with a missing token file inside is none if'],
    'e2e/cli.test.ts': ['scan scan rejects --report ["markdown=linked.yaml"]'],
    'e2e/init.test.ts': ['init with existing files does not write through a dangling link'],
    'e2e/sources.test.ts': ['reads certificates from URLs, variables, the manifest and links'],
    'lib/ca-bundle.test.ts': ['findCaFileProblem returns for link.pem'],
    'lib/glob-walk.test.ts': ['finds nothing twice under ** because of links'],
    'lib/write-atomically.test.ts': ['writes through a link'],
    'manifest/include.test.ts': [
      'include, whose lines could be shown in messages, rejects a symlink',
      'include, whose lines could be shown in messages, rejects files in .git',
      'include, whose lines could be shown in messages, rejects no symlink',
      'include, whose lines could be shown in messages, rejects the manifest of a pull request itself',
    ],
    'scan/file.test.ts': [
      'a symbolic link to a file is followed',
      'a symbolic link to a directory is followed',
      'a symbolic link to a missing directory',
      'a symbolic link in a loop',
      'a symbolic link to a directory outside',
    ],
    'scan/cloud/kubeconfig.test.ts': ['a token file outside the checkout is not read for pull requests'],
    'scan/inventory/tls.test.ts': ['a REST API with TLS is not connected to with a client certificate outside'],
    'scan/locations.test.ts': ['a client certificate that has a key behind a link out of the workspace'],
    'scan/workspace.test.ts': ['a link'],
    'store/file.test.ts': [
      'reading explains why it cannot read a link loop',
      'saving replaces the target of a link',
      'an unwritable log is reported with its path and the reason: below a broken link',
    ],
    'store/index.test.ts': [
      'a log in the workspace is rejected behind',
      'a log in the workspace reports a loop of links',
      'a log in the workspace has no response cache behind a link',
    ],
    'store/partitions.test.ts': ['the parts of a log in files are not read behind a symbolic link'],
  },
  'Wine finds no git': {
    'app/discover/certificate-files.test.ts': ['skips vendored directories, and what a build tool writes to target'],
    'e2e/discover.test.ts': [
      'discover lists what no entry watches',
      'discover says in JSON',
      'discover counts a name',
      'discover fails with --fail-on unwatched',
      'discover warns about an ignore',
      'discover works without a manifest',
      'discover exits with 2',
      'discover --write ',
      'discover prints Markdown',
    ],
    'e2e/init-organization.test.ts': [
      'init --organization refers to the branch',
      'init --organization writes a ',
      'init --organization gives the pull request no secret',
      'init --organization pins third-party actions',
      'init --organization uses the artifacts and runners',
      'init --organization works without a receiver',
      'init --organization never changes an existing file',
      'init --organization does not replace the code owners',
      'init --central writes a manifest',
      'init --central says what existing files lack',
      'init --central adds to existing code owners',
      'the shared settings ',
    ],
    'e2e/pull-requests.test.ts': [
      'a pull request is compared with its base',
      'a pull request is not compared i',
      'a pull request is not compared on a machine without git',
      'a pull request that',
      'a pull request with',
      'a pull request needs no secrets',
      'a pull request shows no line',
      'a change is also compared',
      'new hosts and certificates of a pull request',
    ],
    'e2e/init.test.ts': [
      'init writes a valid manifest and two valid workflows',
      'init writes a manifest that a scan reads without failures',
      'init options and errors --dry-run prints the files',
      'init options and errors names the repository root',
    ],
  },
  'Wine does not tell that nothing listens on a UDP port': {
    'scan/dns.test.ts': ['the address comes from the system resolver if there is no DNS server'],
  },
  'Windows has no named pipes among its files (mkfifo)': {
    'app/observations/rejected-files.test.ts': ['a file of a probe that is damaged is not read if it is a pipe'],
    'app/observations/write-file.test.ts': ['the file of a probe is written through a link, and to a pipe'],
    'lib/ca-bundle.test.ts': ['findCaFileProblem does not read a pipe'],
    'lib/write-atomically.test.ts': ['writes directly to a pipe', 'rejects a pipe that nothing reads'],
    'manifest/include.test.ts': ['include, whose lines could be shown in messages, rejects pipes and devices'],
    'manifest/load.test.ts': ['finding the manifest rejects anything but a regular file'],
    'scan/url.test.ts': ['trust accepts a ca_file with a byte order mark, and never blocks on a special file'],
    'notify/webhook.test.ts': ['TLS is verified with ca_file, and verification can be disabled'],
  },
  'Windows has no sockets, devices or names of bytes among its files': {
    'scan/file.test.ts': [
      'a pattern matches files and directories whose names are not UTF-8',
      'reading files fails for a socket',
    ],
    'store/file.test.ts': ['reading explains why it cannot read a device'],
  },
  'Windows has no permissions that chmod could change': {
    'app/discover/certificate-files.test.ts': ['does not claim that an unreadable file has no certificate'],
    'lib/write-atomically.test.ts': ['creates and replaces a file, and keeps its mode'],
    'manifest/include.test.ts': ['include, whose lines could be shown in messages, rejects unreadable directories'],
    'scan/file.test.ts': [
      'reading files without permission fails',
      'reading files without permission does not fail',
      'reading files without permission does not report',
    ],
    'store/file.test.ts': ['saving replaces the file and keeps its mode', 'an unwritable log in a read-only directory'],
  },
  'Windows runs no scripts without their interpreter': {
    'scan/cloud/aws-logins.test.ts': ['the command of a profile (`credential_process`) logs in'],
    'scan/cloud/kubeconfig.test.ts': [
      'a command that logs in is found in PATH',
      'a command that logs in that cannot be started',
      'a command that logs in gets its arguments',
      'a command that logs in can return a client certificate',
      'a command that logs in that fails',
      'a command that logs in that prints',
      'a command that logs in with another version',
      'a command that logs in without a credential',
    ],
  },
  'Windows has no signals that another process could send': {
    'e2e/interruption.test.ts': [''],
  },
  'Recipes for GitLab and Kubernetes run in containers with Linux': {
    'e2e/schedulers.test.ts': [''],
  },
  'On Windows, npm is a batch file, which a process cannot start without a shell': {
    'e2e/package.test.ts': [''],
  },
  'Windows has no limit for the size of files that a shell could set': {
    'e2e/bad-input.test.ts': ['an event log that is on a'],
    'store/file.test.ts': ['an unwritable log is unchanged after an interrupted write'],
  },
  'Names of Windows contain no * or ?, and a backslash separates names': {
    'app/discover/certificate-files.test.ts': ['proposes patterns that match exactly one file, whatever its name'],
    'e2e/inspect.test.ts': ['inspect targets can be an existing file with any name'],
    'manifest/include.test.ts': [
      'include, whose lines could be shown in messages, rejects paths with .. in all notations',
    ],
    'scan/file.test.ts': ['a pattern with glob characters is a path if that exists'],
  },
  'Windows reports a path below a file, and a path that is too long, as missing': {
    'store/file.test.ts': [
      'reading explains why it cannot read a very long name',
      'an unwritable log is reported with its path and the reason: in a directory that is a file',
      'an unwritable log is reported with its path and the reason: below a directory that is a file',
    ],
  },
};
