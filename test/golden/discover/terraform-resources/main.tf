# Every resource type that discover knows, each with every attribute that has a name.

resource "acme_certificate" "a" {
  common_name = "acme-certificate-1.example.com"
  subject_alternative_names = ["acme-certificate-2.example.com"]
}

resource "auth0_custom_domain" "a" {
  domain = "auth0-custom-domain-1.example.com"
}

resource "aws_acm_certificate" "a" {
  domain_name = "aws-acm-certificate-1.example.com"
  subject_alternative_names = ["aws-acm-certificate-2.example.com"]
}

resource "aws_api_gateway_domain_name" "a" {
  domain_name = "aws-api-gateway-domain-name-1.example.com"
}

resource "aws_apigatewayv2_domain_name" "a" {
  domain_name = "aws-apigatewayv2-domain-name-1.example.com"
}

resource "aws_apprunner_custom_domain_association" "a" {
  domain_name = "aws-apprunner-custom-domain-association-1.example.com"
}

resource "aws_appsync_domain_name" "a" {
  domain_name = "aws-appsync-domain-name-1.example.com"
}

resource "aws_cloudfront_distribution" "a" {
  aliases = ["aws-cloudfront-distribution-1.example.com"]
}

resource "aws_cognito_user_pool_domain" "a" {
  certificate_arn = aws_acm_certificate.a.arn
  domain = "aws-cognito-user-pool-domain-1.example.com"
}

resource "aws_lb_listener_rule" "a" {
  listener_arn = aws_lb_listener.https.arn
  condition {
    host_header {
      values = ["aws-lb-listener-rule-1.example.com"]
    }
  }
}

resource "aws_alb_listener_rule" "a" {
  listener_arn = aws_lb_listener.https.arn
  condition {
    host_header {
      values = ["aws-alb-listener-rule-1.example.com"]
    }
  }
}

resource "aws_lightsail_certificate" "a" {
  domain_name = "aws-lightsail-certificate-1.example.com"
  subject_alternative_names = ["aws-lightsail-certificate-2.example.com"]
}

resource "azurerm_api_management_custom_domain" "a" {
  gateway {
    host_name = "azurerm-api-management-custom-domain-1.example.com"
  }
  portal {
    host_name = "azurerm-api-management-custom-domain-2.example.com"
  }
  developer_portal {
    host_name = "azurerm-api-management-custom-domain-3.example.com"
  }
  management {
    host_name = "azurerm-api-management-custom-domain-4.example.com"
  }
  scm {
    host_name = "azurerm-api-management-custom-domain-5.example.com"
  }
}

resource "azurerm_app_service_custom_hostname_binding" "a" {
  hostname = "azurerm-app-service-custom-hostname-binding-1.example.com"
}

resource "azurerm_application_gateway" "a" {
  http_listener {
    protocol = "Https"
    host_name = "azurerm-application-gateway-1.example.com"
  }
  http_listener {
    protocol = "Https"
    host_names = ["azurerm-application-gateway-2.example.com"]
  }
}

resource "azurerm_cdn_endpoint_custom_domain" "a" {
  host_name = "azurerm-cdn-endpoint-custom-domain-1.example.com"
}

resource "azurerm_cdn_frontdoor_custom_domain" "a" {
  host_name = "azurerm-cdn-frontdoor-custom-domain-1.example.com"
}

resource "azurerm_container_app_custom_domain" "a" {
  name = "azurerm-container-app-custom-domain-1.example.com"
}

resource "azurerm_frontdoor" "a" {
  frontend_endpoint {
    host_name = "azurerm-frontdoor-1.example.com"
  }
}

resource "azurerm_key_vault_certificate" "a" {
  certificate_policy {
    x509_certificate_properties {
      subject_alternative_names {
        dns_names = ["azurerm-key-vault-certificate-1.example.com"]
      }
    }
  }
}

resource "azurerm_spring_cloud_custom_domain" "a" {
  name = "azurerm-spring-cloud-custom-domain-1.example.com"
}

resource "azurerm_static_site_custom_domain" "a" {
  domain_name = "azurerm-static-site-custom-domain-1.example.com"
}

resource "azurerm_static_web_app_custom_domain" "a" {
  domain_name = "azurerm-static-web-app-custom-domain-1.example.com"
}

resource "cloudflare_access_application" "a" {
  domain = "cloudflare-access-application-1.example.com"
}

resource "cloudflare_certificate_pack" "a" {
  hosts = ["cloudflare-certificate-pack-1.example.com"]
}

resource "cloudflare_custom_hostname" "a" {
  hostname = "cloudflare-custom-hostname-1.example.com"
}

resource "cloudflare_origin_ca_certificate" "a" {
  hostnames = ["cloudflare-origin-ca-certificate-1.example.com"]
}

resource "cloudflare_pages_domain" "a" {
  domain = "cloudflare-pages-domain-1.example.com"
  name = "cloudflare-pages-domain-2.example.com"
}

resource "cloudflare_tunnel_config" "a" {
  config {
    ingress_rule {
      hostname = "cloudflare-tunnel-config-1.example.com"
    }
  }
}

resource "cloudflare_worker_domain" "a" {
  hostname = "cloudflare-worker-domain-1.example.com"
}

resource "cloudflare_workers_custom_domain" "a" {
  hostname = "cloudflare-workers-custom-domain-1.example.com"
}

resource "cloudflare_workers_domain" "a" {
  hostname = "cloudflare-workers-domain-1.example.com"
}

resource "cloudflare_zero_trust_access_application" "a" {
  domain = "cloudflare-zero-trust-access-application-1.example.com"
}

resource "cloudflare_zero_trust_tunnel_cloudflared_config" "a" {
  config {
    ingress_rule {
      hostname = "cloudflare-zero-trust-tunnel-cloudflared-config-1.example.com"
    }
  }
  config {
    ingress {
      hostname = "cloudflare-zero-trust-tunnel-cloudflared-config-2.example.com"
    }
  }
}

resource "digitalocean_app" "a" {
  spec {
    domain {
      name = "digitalocean-app-1.example.com"
    }
  }
}

resource "digitalocean_cdn" "a" {
  custom_domain = "digitalocean-cdn-1.example.com"
}

resource "digitalocean_certificate" "a" {
  domains = ["digitalocean-certificate-1.example.com"]
}

resource "fastly_service_compute" "a" {
  domain {
    name = "fastly-service-compute-1.example.com"
  }
}

resource "fastly_service_vcl" "a" {
  domain {
    name = "fastly-service-vcl-1.example.com"
  }
}

resource "fastly_tls_subscription" "a" {
  domains = ["fastly-tls-subscription-1.example.com"]
}

resource "github_repository" "a" {
  pages {
    cname = "github-repository-1.example.com"
  }
}

resource "google_app_engine_domain_mapping" "a" {
  domain_name = "google-app-engine-domain-mapping-1.example.com"
}

resource "google_certificate_manager_certificate" "a" {
  managed {
    domains = ["google-certificate-manager-certificate-1.example.com"]
  }
}

resource "google_certificate_manager_certificate_map_entry" "a" {
  hostname = "google-certificate-manager-certificate-map-entry-1.example.com"
}

resource "google_cloud_run_domain_mapping" "a" {
  name = "google-cloud-run-domain-mapping-1.example.com"
}

resource "google_compute_managed_ssl_certificate" "a" {
  managed {
    domains = ["google-compute-managed-ssl-certificate-1.example.com"]
  }
}

resource "google_firebase_hosting_custom_domain" "a" {
  custom_domain = "google-firebase-hosting-custom-domain-1.example.com"
}

resource "hcloud_managed_certificate" "a" {
  domain_names = ["hcloud-managed-certificate-1.example.com"]
}

resource "heroku_domain" "a" {
  hostname = "heroku-domain-1.example.com"
}

resource "kubernetes_ingress" "a" {
  spec {
    tls {
      hosts = ["kubernetes-ingress-1.example.com"]
    }
  }
}

resource "kubernetes_ingress_v1" "a" {
  spec {
    tls {
      hosts = ["kubernetes-ingress-v1-1.example.com"]
    }
  }
}

resource "okta_domain" "a" {
  name = "okta-domain-1.example.com"
}

resource "railway_custom_domain" "a" {
  domain = "railway-custom-domain-1.example.com"
}

resource "vercel_project_domain" "a" {
  domain = "vercel-project-domain-1.example.com"
}

resource "aws_lb_listener" "https" {
  protocol = "HTTPS"
}

module "m0" {
  source = "terraform-aws-modules/acm/aws"
  domain_name = "module-0-0.example.com"
  subject_alternative_names = ["module-0-1.example.com"]
}

module "m1" {
  source = "terraform-aws-modules/cloudfront/aws"
  aliases = ["module-1-0.example.com"]
}

module "m2" {
  source = "terraform-aws-modules/apigateway-v2/aws"
  domain_name = "module-2-0.example.com"
}

resource "aws_route53_record" "a" {
  name = "aws-route53-record.example.com"
  zone_id = "example.com"
  type = "A"
}

resource "azurerm_dns_a_record" "a" {
  name = "azurerm-dns-a-record"
  zone_name = "example.com"
}

resource "azurerm_dns_aaaa_record" "a" {
  name = "azurerm-dns-aaaa-record"
  zone_name = "example.com"
}

resource "azurerm_dns_cname_record" "a" {
  name = "azurerm-dns-cname-record"
  zone_name = "example.com"
}

resource "cloudflare_dns_record" "a" {
  name = "cloudflare-dns-record.example.com"
  zone_id = "example.com"
  type = "A"
}

resource "cloudflare_load_balancer" "a" {
  name = "cloudflare-load-balancer.example.com"
  zone_id = "example.com"
}

resource "cloudflare_record" "a" {
  name = "cloudflare-record.example.com"
  zone_id = "example.com"
  type = "A"
}

resource "digitalocean_record" "a" {
  name = "digitalocean-record"
  domain = "example.com"
  type = "A"
}

resource "dnsimple_zone_record" "a" {
  name = "dnsimple-zone-record"
  zone_name = "example.com"
  type = "A"
}

resource "gandi_livedns_record" "a" {
  name = "gandi-livedns-record"
  zone = "example.com"
  type = "A"
}

resource "google_dns_record_set" "a" {
  name = "google-dns-record-set.example.com"
  managed_zone = "example.com"
  type = "A"
}

resource "hcloud_zone_rrset" "a" {
  name = "hcloud-zone-rrset"
  zone = "example.com"
  type = "A"
}

resource "hetznerdns_record" "a" {
  name = "hetznerdns-record"
  zone_id = "example.com"
  type = "A"
}

resource "linode_domain_record" "a" {
  name = "linode-domain-record"
  domain_id = "example.com"
  record_type = "A"
}

resource "ns1_record" "a" {
  domain = "ns1-record.example.com"
  zone = "example.com"
  type = "A"
}

resource "ovh_domain_zone_record" "a" {
  subdomain = "ovh-domain-zone-record"
  zone = "example.com"
  fieldtype = "A"
}

resource "powerdns_record" "a" {
  name = "powerdns-record.example.com"
  zone = "example.com"
  type = "A"
}

resource "scaleway_domain_record" "a" {
  name = "scaleway-domain-record"
  dns_zone = "example.com"
  type = "A"
}

resource "aws_route53_zone" "a" {
  name = "aws-route53-zone-0.example.com"
}

resource "aws_route53domains_domain" "a" {
  domain_name = "aws-route53domains-domain-0.example.com"
}

resource "aws_route53domains_registered_domain" "a" {
  domain_name = "aws-route53domains-registered-domain-0.example.com"
}

resource "azurerm_dns_zone" "a" {
  name = "azurerm-dns-zone-0.example.com"
}

resource "cloudflare_zone" "a" {
  zone = "cloudflare-zone-0.example.com"
}

resource "cloudflare_zone" "b" {
  name = "cloudflare-zone-1.example.com"
}

resource "digitalocean_domain" "a" {
  name = "digitalocean-domain-0.example.com"
}

resource "dnsimple_domain" "a" {
  name = "dnsimple-domain-0.example.com"
}

resource "dnsimple_zone" "a" {
  name = "dnsimple-zone-0.example.com"
}

resource "gandi_domain" "a" {
  name = "gandi-domain-0.example.com"
}

resource "google_clouddomains_registration" "a" {
  domain_name = "google-clouddomains-registration-0.example.com"
}

resource "google_dns_managed_zone" "a" {
  dns_name = "google-dns-managed-zone-0.example.com"
}

resource "hcloud_zone" "a" {
  name = "hcloud-zone-0.example.com"
}

resource "hetznerdns_zone" "a" {
  name = "hetznerdns-zone-0.example.com"
}

resource "linode_domain" "a" {
  domain = "linode-domain-0.example.com"
}

resource "ns1_zone" "a" {
  zone = "ns1-zone-0.example.com"
}

resource "powerdns_zone" "a" {
  name = "powerdns-zone-0.example.com"
}

resource "scaleway_domain_zone" "a" {
  domain = "scaleway-domain-zone-0.example.com"
}
