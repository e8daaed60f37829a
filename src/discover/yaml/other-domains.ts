/** Recognizes the keys of domains that are not TLS servers: those of mail, directories, networks and zones. */

/** Systems whose domains are not servers, wherever they are in a key: `postfix_virtual_domains`, `smtp_helo_domain`. */
const SYSTEMS = new Set(
  (
    'mail mails mailer mailname email emails smtp smtps imap pop3 mx mta postfix exim exim4 dovecot sendmail opendkim dkim spf dmarc ' +
    'rspamd sasl ldap krb krb5 kerberos nis samba sssd winbind netbios dns dns64 nat64 dnsmasq dhcp dhcpd ntp resolv resolver ' +
    'network networks networking nfs idmapd'
  ).split(' '),
);

/** Words of a name that is a server all the same: `mail_admin_domain`, `certbot_dns_provider_domain`. */
const SERVERS = new Set(
  (
    'admin api app console dashboard gui manager panel portal server site ui web webmail webui ' +
    'acme cert certbot certificate letsencrypt lego ssl tls'
  ).split(' '),
);

/** Words directly before `domain` or `fqdn` that say that it is another kind of domain: `search_domain`, `base_domain`. */
const KINDS = new Set(
  (
    'sender relay helo ad directory realm search local internal private cluster base root parent top default wildcard cookie session ' +
    'allowed trusted blocked node host machine my apt zone join lan wan windows win nt tailnet ipa ipaclient ipaserver preferred'
  ).split(' '),
);

/** Whether a key such as `mail_domain` or `dhcp_domain_name` names a domain that is not a TLS server. */
export function isOtherDomain(key: string): boolean {
  const words = splitWords(key);
  const at = words.findLastIndex((word) => /^(?:domains?|fqdn)$/.test(word));
  const before = words.slice(0, Math.max(0, at));
  const last = before.at(-1) ?? '';
  if (KINDS.has(last) || SYSTEMS.has(last)) return true;
  // The full name of a machine with mail is a server.
  return words[at] !== 'fqdn' && hasSystem(before);
}

/** Whether the values inside a key such as `mail` or `dhcp_options` belong to such a system. */
export function isOtherSystem(key: string): boolean {
  return hasSystem(splitWords(key));
}

function hasSystem(words: readonly string[]): boolean {
  return words.some((word) => SYSTEMS.has(word)) && !words.some((word) => SERVERS.has(word));
}

function splitWords(key: string): string[] {
  return key.toLowerCase().split(/[_-]/);
}
