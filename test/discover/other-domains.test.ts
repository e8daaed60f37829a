import { describe, expect, it } from 'vitest';
import { isOtherDomain, isOtherSystem } from '../../src/discover/yaml/other-domains.ts';

describe('the domain of a key', () => {
  it.each([
    'mail_domain',
    'MAIL_DOMAIN',
    'postfix_virtual_domains',
    'smtp_helo_domain',
    'dhcp_domain_name',
    'dns-search-domain',
    'ldap_fqdn',
    'base_domain',
    'cookie_domains',
  ])('is not a server: %s', (key) => {
    expect(isOtherDomain(key)).toBe(true);
  });

  it.each([
    'grafana_domain',
    'webmail_domain',
    'mail_admin_domain',
    'mail_gateway1_fqdn',
    'certbot_dns_provider_domain',
    'domain',
    'domain_name',
    'server_name',
    'mail_server_name',
    'subdomain_mail',
    'mail_domainlist',
  ])('can be a server: %s', (key) => {
    expect(isOtherDomain(key)).toBe(false);
  });
});

it.each([
  ['postfix', true],
  ['dhcp_options', true],
  ['network', true],
  ['mail_web', false],
  ['acme_dns', false],
  ['shop', false],
])('%s belongs to mail, a directory or a network: %s', (key, isOther) => {
  expect(isOtherSystem(key)).toBe(isOther);
});
