/** The Terraform resources that name TLS servers, DNS records and zones, and the attributes that hold the names. */

/** Paths of attributes: `managed.domains` is the attribute `domains` of a block, or of an object, `managed`. */
export interface TlsResource {
  hosts: readonly string[];
  /** Values that the block of the name, or one around it, must have; `listener_arn.protocol` is read from the resource that `listener_arn` refers to. */
  only?: Readonly<Record<string, RegExp>>;
}

export interface RecordResource {
  name: string;
  /** The zone of a relative name: its name, or a reference to it. */
  zone: string;
  /** The attribute with the type; null for a resource of only one type of record. */
  type: string | null;
  /** Whether a name is always relative to its zone, even with dots. */
  isRelative?: true;
}

const https = /^(?:https|tls)$/i;
const CERTIFICATE: TlsResource = { hosts: ['domain_name', 'subject_alternative_names'] };

/** Certificates, and services that serve the name with TLS. */
export const TLS_RESOURCES: Readonly<Record<string, TlsResource>> = {
  acme_certificate: { hosts: ['common_name', 'subject_alternative_names'] },
  auth0_custom_domain: { hosts: ['domain'] },
  aws_acm_certificate: CERTIFICATE,
  aws_api_gateway_domain_name: { hosts: ['domain_name'] },
  aws_apigatewayv2_domain_name: { hosts: ['domain_name'] },
  aws_apprunner_custom_domain_association: { hosts: ['domain_name'] },
  aws_appsync_domain_name: { hosts: ['domain_name'] },
  aws_cloudfront_distribution: { hosts: ['aliases'] },
  aws_cognito_user_pool_domain: { hosts: ['domain'], only: { certificate_arn: /^/ } },
  aws_lb_listener_rule: { hosts: ['condition.host_header.values'], only: { 'listener_arn.protocol': https } },
  aws_alb_listener_rule: { hosts: ['condition.host_header.values'], only: { 'listener_arn.protocol': https } },
  aws_lightsail_certificate: CERTIFICATE,
  azurerm_api_management_custom_domain: {
    hosts: ['gateway', 'portal', 'developer_portal', 'management', 'scm'].map((block) => `${block}.host_name`),
  },
  azurerm_app_service_custom_hostname_binding: { hosts: ['hostname'] },
  azurerm_application_gateway: {
    hosts: ['http_listener.host_name', 'http_listener.host_names'],
    only: { protocol: https },
  },
  azurerm_cdn_endpoint_custom_domain: { hosts: ['host_name'] },
  azurerm_cdn_frontdoor_custom_domain: { hosts: ['host_name'] },
  azurerm_container_app_custom_domain: { hosts: ['name'] },
  azurerm_frontdoor: { hosts: ['frontend_endpoint.host_name'] },
  azurerm_key_vault_certificate: {
    hosts: ['certificate_policy.x509_certificate_properties.subject_alternative_names.dns_names'],
  },
  azurerm_spring_cloud_custom_domain: { hosts: ['name'] },
  azurerm_static_site_custom_domain: { hosts: ['domain_name'] },
  azurerm_static_web_app_custom_domain: { hosts: ['domain_name'] },
  cloudflare_access_application: { hosts: ['domain'] },
  cloudflare_certificate_pack: { hosts: ['hosts'] },
  cloudflare_custom_hostname: { hosts: ['hostname'] },
  cloudflare_origin_ca_certificate: { hosts: ['hostnames'] },
  cloudflare_pages_domain: { hosts: ['domain', 'name'] },
  cloudflare_tunnel_config: { hosts: ['config.ingress_rule.hostname'] },
  cloudflare_worker_domain: { hosts: ['hostname'] },
  cloudflare_workers_custom_domain: { hosts: ['hostname'] },
  cloudflare_workers_domain: { hosts: ['hostname'] },
  cloudflare_zero_trust_access_application: { hosts: ['domain'] },
  cloudflare_zero_trust_tunnel_cloudflared_config: {
    hosts: ['config.ingress_rule.hostname', 'config.ingress.hostname'],
  },
  digitalocean_app: { hosts: ['spec.domain.name'] },
  digitalocean_cdn: { hosts: ['custom_domain'] },
  digitalocean_certificate: { hosts: ['domains'] },
  fastly_service_compute: { hosts: ['domain.name'] },
  fastly_service_vcl: { hosts: ['domain.name'] },
  fastly_tls_subscription: { hosts: ['domains'] },
  github_repository: { hosts: ['pages.cname'] },
  google_app_engine_domain_mapping: { hosts: ['domain_name'] },
  google_certificate_manager_certificate: { hosts: ['managed.domains'] },
  google_certificate_manager_certificate_map_entry: { hosts: ['hostname'] },
  google_cloud_run_domain_mapping: { hosts: ['name'] },
  google_compute_managed_ssl_certificate: { hosts: ['managed.domains'] },
  google_firebase_hosting_custom_domain: { hosts: ['custom_domain'] },
  hcloud_managed_certificate: { hosts: ['domain_names'] },
  heroku_domain: { hosts: ['hostname'] },
  kubernetes_ingress: { hosts: ['spec.tls.hosts'] },
  kubernetes_ingress_v1: { hosts: ['spec.tls.hosts'] },
  okta_domain: { hosts: ['name'] },
  railway_custom_domain: { hosts: ['domain'] },
  vercel_project_domain: { hosts: ['domain'] },
};

/** Modules of the public registry, by their source, that create a certificate or a distribution. */
export const TLS_MODULES: readonly (TlsResource & { source: RegExp })[] = [
  { source: /^terraform-aws-modules\/acm\/aws$/, ...CERTIFICATE },
  { source: /^terraform-aws-modules\/cloudfront\/aws$/, hosts: ['aliases'] },
  { source: /^terraform-aws-modules\/apigateway-v2\/aws$/, hosts: ['domain_name'] },
];

export const RECORD_RESOURCES: Readonly<Record<string, RecordResource>> = {
  aws_route53_record: { name: 'name', zone: 'zone_id', type: 'type' },
  azurerm_dns_a_record: { name: 'name', zone: 'zone_name', type: null, isRelative: true },
  azurerm_dns_aaaa_record: { name: 'name', zone: 'zone_name', type: null, isRelative: true },
  azurerm_dns_cname_record: { name: 'name', zone: 'zone_name', type: null, isRelative: true },
  cloudflare_dns_record: { name: 'name', zone: 'zone_id', type: 'type' },
  cloudflare_load_balancer: { name: 'name', zone: 'zone_id', type: null },
  cloudflare_record: { name: 'name', zone: 'zone_id', type: 'type' },
  digitalocean_record: { name: 'name', zone: 'domain', type: 'type', isRelative: true },
  dnsimple_zone_record: { name: 'name', zone: 'zone_name', type: 'type', isRelative: true },
  gandi_livedns_record: { name: 'name', zone: 'zone', type: 'type', isRelative: true },
  google_dns_record_set: { name: 'name', zone: 'managed_zone', type: 'type' },
  hcloud_zone_rrset: { name: 'name', zone: 'zone', type: 'type', isRelative: true },
  hetznerdns_record: { name: 'name', zone: 'zone_id', type: 'type', isRelative: true },
  linode_domain_record: { name: 'name', zone: 'domain_id', type: 'record_type', isRelative: true },
  ns1_record: { name: 'domain', zone: 'zone', type: 'type' },
  ovh_domain_zone_record: { name: 'subdomain', zone: 'zone', type: 'fieldtype', isRelative: true },
  powerdns_record: { name: 'name', zone: 'zone', type: 'type' },
  scaleway_domain_record: { name: 'name', zone: 'dns_zone', type: 'type', isRelative: true },
};

/** Zones and registrations: the attribute with the name. A resource with an attribute of `PRIVATE_ZONE` is not public. */
export const ZONE_RESOURCES: Readonly<Record<string, readonly string[]>> = {
  aws_route53_zone: ['name'],
  aws_route53domains_domain: ['domain_name'],
  aws_route53domains_registered_domain: ['domain_name'],
  azurerm_dns_zone: ['name'],
  cloudflare_zone: ['zone', 'name'],
  digitalocean_domain: ['name'],
  dnsimple_domain: ['name'],
  dnsimple_zone: ['name'],
  gandi_domain: ['name'],
  google_clouddomains_registration: ['domain_name'],
  google_dns_managed_zone: ['dns_name'],
  hcloud_zone: ['name'],
  hetznerdns_zone: ['name'],
  linode_domain: ['domain'],
  ns1_zone: ['zone'],
  powerdns_zone: ['name'],
  scaleway_domain_zone: ['domain'],
};
