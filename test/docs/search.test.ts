/** `certvigil explain` and docs/index.md find each page by the words that readers search for. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { findPages } from '../../src/cli/find-pages.ts';

const UNTRUSTED = 'troubleshooting/untrusted.md';
const UNREACHABLE = 'troubleshooting/unreachable.md';
const TOO_MANY = 'troubleshooting/too-many-alerts.md';
const NO_ALERT = 'troubleshooting/no-alert.md';
const NOT_SAVED = 'troubleshooting/event-log-not-saved.md';
const RECEIVERS = 'guides/receivers.md';
const PRIVATE_CA = 'guides/private-ca.md';
const PROXIES = 'guides/restricted-networks.md';

it.each([
  // Tools and formats.
  ['Excel', 'reference/reports.md'],
  ['export to excel', 'reference/reports.md'],
  ['Grafana', 'guides/prometheus.md'],
  ['grafana dashboard', 'guides/prometheus.md'],
  ['Jenkins', 'getting-started/other-schedulers.md'],
  ['gitlab merge request', 'getting-started/gitlab.md'],
  ['crontab', 'getting-started/other-schedulers.md'],
  ['kubernetes cronjob', 'getting-started/kubernetes.md'],
  ['internal servers', 'getting-started/sre.md'],
  ['hundreds of repositories', 'guides/organization.md'],
  ['docker image', 'getting-started/other-schedulers.md'],
  ['systemd timer', 'getting-started/linux.md'],
  ['Slack', RECEIVERS],
  ['slack webhook', RECEIVERS],
  ['microsoft teams', RECEIVERS],
  ['PagerDuty', RECEIVERS],
  ['Alertmanager', RECEIVERS],
  ['ServiceNow', 'reference/presets.md'],
  ['smtp', 'guides/email.md'],
  ['Nagios', 'guides/migrate-from-check-ssl-cert.md'],
  ['openssl s_client', 'guides/migrate-from-check-ssl-cert.md'],
  ['cert-manager', 'guides/kubernetes.md'],
  ['Argo CD', 'guides/kubernetes-gitops.md'],
  ['kubeadm', 'guides/kubernetes-control-plane.md'],
  ['certbot', 'guides/acme.md'],
  ["Let's Encrypt renewal failed", 'guides/acme.md'],
  ['java keystore', 'guides/keystores.md'],
  ['.pfx password', 'guides/keystores.md'],
  ['AWS certificate manager', 'guides/aws-acm.md'],
  ['azure key vault', 'guides/azure-key-vault.md'],
  ['vs code', 'guides/editor.md'],
  ['whois', 'guides/domains.md'],
  ['crt.sh', 'guides/certificate-transparency.md'],
  ['uptime kuma', 'guides/import.md'],
  ['tomcat', 'reference/endpoints.md'],
  ['squid', 'guides/restricted-networks.md'],
  ['jinja', 'reference/templates.md'],
  ['healthchecks.io', 'concepts/events.md'],
  ['post-quantum', 'guides/policies.md'],
  ['custom ca bundle', 'guides/private-ca.md'],
  ['windows certificate store', 'guides/keystores.md'],
  // Problems, as people and other programs say them.
  ['too many emails', TOO_MANY],
  ['duplicate alerts', TOO_MANY],
  ['got the alert twice', TOO_MANY],
  ['slack not working', NO_ALERT],
  ['test notification', NO_ALERT],
  ['how to stop alert for one cert', 'guides/silences.md'],
  ['github action permission denied', 'reference/permissions.md'],
  ['how often does it run', 'getting-started/github.md'],
  ['add label team', 'guides/routing.md'],
  ['alert fatigue', TOO_MANY],
  ['flapping', TOO_MANY],
  ['no alert', NO_ALERT],
  ['why did I not get an alert', NO_ALERT],
  ['no message in slack', NO_ALERT],
  ['self signed', UNTRUSTED],
  ['self-signed certificate', UNTRUSTED],
  ['intermediate', UNTRUSTED],
  ['unable to get local issuer certificate', UNTRUSTED],
  ['unable to verify the first certificate', UNTRUSTED],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', UNTRUSTED],
  ['x509: certificate signed by unknown authority', UNTRUSTED],
  ['PKIX path building failed', UNTRUSTED],
  ['ERR_CERT_AUTHORITY_INVALID', UNTRUSTED],
  ['hostname mismatch', UNTRUSTED],
  ['certificate has expired', 'troubleshooting/expired.md'],
  ['fullchain', 'troubleshooting/expired.md'],
  ['ECONNREFUSED', UNREACHABLE],
  ['getaddrinfo ENOTFOUND', UNREACHABLE],
  ['connection timed out', UNREACHABLE],
  ['wrong version number', UNREACHABLE],
  ['handshake failure', UNREACHABLE],
  ['push declined', NOT_SAVED],
  ['Resource not accessible by integration', NOT_SAVED],
  ['branch protection', NOT_SAVED],
  // Tasks.
  ['proxy', PROXIES],
  ['HTTPS_PROXY', PROXIES],
  ['air-gapped', PROXIES],
  ['private CA', PRIVATE_CA],
  ['active directory', PRIVATE_CA],
  ['trust store', PRIVATE_CA],
  ['maintenance window', 'guides/silences.md'],
  ['snooze', 'guides/silences.md'],
  ['quiet hours', 'guides/routing.md'],
  ['different channel per team', 'guides/routing.md'],
  ['weekly report', 'guides/weekly-digest.md'],
  ['html page', 'guides/dashboard.md'],
  ['pci compliance', 'guides/policies.md'],
  ['auditor evidence', 'guides/audit.md'],
  ['X25519MLKEM768', 'guides/policies.md'],
  ['wildcard', 'guides/policies.md'],
  ['scan a subnet', 'guides/network-search.md'],
  ['forgotten certificates', 'guides/discover.md'],
  ['list of hosts in csv', 'guides/entry-lists.md'],
  ['starttls', 'reference/endpoints.md'],
  ['client certificate', 'reference/endpoints.md'],
  ['exit code', 'reference/output.md'],
  ['custom message', 'reference/templates.md'],
  ['cooldown', 'concepts/events.md'],
  ['heartbeat', 'concepts/events.md'],
  ['OCSP', 'concepts/trust.md'],
  ['audit trail', 'concepts/event-log.md'],
  ['token permissions', 'reference/permissions.md'],
  ['47 days', 'guides/forecast.md'],
  ['self-hosted runner', 'guides/probes-and-shards.md'],
  ['send to two channels', 'guides/routing.md'],
  ['who can see the dashboard', 'guides/dashboard.md'],
  ['webhook signature', 'reference/templates.md'],
  ['uninstall', 'getting-started/github.md'],
  // Words of people who decide, or who are in a hurry.
  ['cost', 'getting-started/github.md'],
  ['workflow disabled after 60 days', 'getting-started/github.md'],
  ['windows server', 'getting-started/other-schedulers.md'],
  ['upgrade to a new version', 'getting-started/linux.md'],
  ['gdpr', PROXIES],
  ['does it phone home', PROXIES],
  ['telemetry', PROXIES],
  ['airgap', PROXIES],
  ['nis2', 'guides/audit.md'],
  ['expired root', UNTRUSTED],
  ['default thresholds', 'concepts/status.md'],
  ['how many days before expiry', 'concepts/status.md'],
  ['6-day certificates', 'concepts/status.md'],
  ['why is the run red', 'concepts/status.md'],
  ['429 too many requests', 'concepts/events.md'],
  ['github rate limit', NOT_SAVED],
  ['timezone', 'guides/routing.md'],
  ['two teams', 'guides/routing.md'],
  ['vacation', 'guides/silences.md'],
  ['skip verification', PRIVATE_CA],
  ['mtls client cert', 'reference/endpoints.md'],
  ['f5 load balancer', 'reference/endpoints.md'],
  ['api token expiry', 'reference/sources.md'],
  ['apple provisioning profile', 'reference/formats.md'],
  ['multiple manifests in a monorepo', 'concepts/event-log.md'],
  ['pagerduty resolve', RECEIVERS],
])('a search for "%s" finds docs/%s first', (query, page) => {
  expect(findPages(query)[0]?.page).toBe(page);
});

it('finds nothing for words that no page has', () => {
  expect(findPages('xyzzy')).toEqual([]);
  expect(findPages('how do I')).toEqual([]);
});

it('lists the words of all pages in docs/index.md', () => {
  const index = readFileSync('docs/index.md', 'utf8');
  expect(index).toContain('\n- Excel: [Reports](reference/reports.md)\n');
  expect(index.match(/^- /gm)?.length).toBeGreaterThan(500);
});
