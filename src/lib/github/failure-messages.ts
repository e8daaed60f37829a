/** The messages of GitHub's failures, with the fixes. */

/** `permission` is for example `contents: write`. */
export const MESSAGES = {
  'github-unauthorized': () => ({
    detail: 'GitHub rejected the token: it is wrong, expired or revoked',
    hint: 'In a workflow, omit the input token to use the token of the run; elsewhere, create a new token.',
  }),
  'github-forbidden': (permission: string) => ({
    detail: `the token is not allowed to do this: it needs the permission ${permission}`,
    hint: `In the workflow, add ${permission} under \`permissions:\` of the job. For your own token, grant the same on this repository, and authorize it for SSO if the organization requires that.`,
  }),
  'github-not-found': (permission: string) => ({
    detail: `GitHub found nothing there, or hides it from this token: it needs the permission ${permission}`,
    hint: `Check GITHUB_REPOSITORY, and that the token belongs to this repository. In the workflow, add ${permission} under \`permissions:\` of the job.`,
  }),
  'github-rate-limited': () => ({
    detail: "GitHub's rate limit is exceeded, and resets later than certvigil waits",
    hint: 'The next scan continues where this one stopped. Scan less often, or use the token of a GitHub App, which has its own limit.',
  }),
  'github-ip-not-allowed': () => ({
    detail: "the organization's IP allow list does not contain the address of this machine",
    hint: 'Ask an organization owner to add the address (Settings > Authentication security > IP allow list), or run on a machine with an address that is listed.',
  }),
  'github-interaction-limited': () => ({
    detail:
      'an interaction limit of the repository or its organization keeps this token from opening issues or commenting',
    hint: 'Wait until it ends, lift it under Settings > Moderation options > Interaction limits, or use the token of a collaborator.',
  }),
  'github-archived': () => ({
    detail: 'the repository is archived and read-only',
    hint: 'Unarchive it under Settings > General, or disable this workflow.',
  }),
  'github-repository-empty': () => ({
    detail: 'the repository has no commits yet',
    hint: 'Push a first commit, then scan again.',
  }),
  'github-branch-protected': () => ({
    detail: 'a branch protection rule or ruleset of the repository blocks this change',
    hint: 'Set event_log.branch to a separate branch, exclude that branch under Settings > Rules, or pass the token of a GitHub App that is allowed to bypass the rule as the input token.',
  }),
  'github-conflict': () => ({
    detail: 'someone else changed the same data at the same time',
    hint: 'Scan again. If it keeps happening, add a `concurrency` group so that runs do not overlap.',
  }),
  'github-gone': () => ({
    detail: 'the resource no longer exists, or issues are disabled in the repository',
    hint: 'Enable Issues under Settings > General > Features of the repository, or remove issues from the manifest.',
  }),
  'github-rejected': () => ({
    detail: 'GitHub rejected the request as invalid',
    hint: 'Check the names in the manifest that are sent to GitHub. If they are correct, please report this.',
  }),
  'github-unknown-error': () => ({
    detail: 'GitHub reported an error of a kind that certvigil does not know, so the request may have taken effect',
    hint: 'Check githubstatus.com. The next scan checks what took effect, and tries again. If it keeps happening, please report this.',
  }),
  'github-unsupported': () => ({
    detail: 'this GitHub server is too old for the request',
    hint: 'Use GitHub Enterprise Server 3.10 or newer.',
  }),
  'github-server-error': () => ({
    detail: 'GitHub failed with a server error',
    hint: 'Check githubstatus.com, or the status of your server. The next scan tries again.',
  }),
  'github-timeout': () => ({
    detail: 'GitHub did not respond in time',
    hint: 'Check githubstatus.com, or the status of your server. The next scan tries again.',
  }),
  'github-connection-lost': () => ({
    detail: 'the connection to GitHub closed before the response was complete',
    hint: 'The next scan tries again. If it keeps happening, check the proxy between this runner and GitHub.',
  }),
  'github-unreachable': () => ({
    detail: 'GitHub is unreachable: invalid address, unknown host name, or connection refused',
    hint: 'Check GITHUB_API_URL, the proxy (https_proxy, or network.proxy in the manifest), and the network of this machine.',
  }),
  'github-proxy-invalid': () => ({
    detail: 'the proxy in https_proxy, http_proxy or network.proxy is not valid, so GitHub was not contacted',
    hint: 'Use http://HOST:PORT, https://HOST:PORT or socks5://HOST:PORT. To connect without a proxy, add the host of GITHUB_API_URL to no_proxy.',
  }),
  'github-proxy-refused': () => ({
    detail: 'the proxy in https_proxy, http_proxy or network.proxy refused to connect to GitHub',
    hint: 'Check its user and password, and that the proxy permits the host of GITHUB_API_URL. To connect without it, add the host to no_proxy.',
  }),
  'github-tls-failed': () => ({
    detail: 'the TLS certificate presented for GitHub is not trusted',
    hint: 'Point NODE_EXTRA_CA_CERTS at the CA certificate of your server or proxy.',
  }),
  'github-unexpected-response': () => ({
    detail: 'the response is not from the GitHub API; it may be a web page of a proxy',
    hint: 'Check GITHUB_API_URL (https://HOST/api/v3 on GitHub Enterprise Server) and the proxy in between.',
  }),
} satisfies Record<string, (permission: string) => { detail: string; hint: string }>;

export type GitHubFailureCode = keyof typeof MESSAGES;
