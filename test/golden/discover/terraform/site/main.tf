# A commented certificate is not read.
# resource "aws_acm_certificate" "old" { domain_name = "old.example.com" }
locals {
  domain  = "shop.example.com"
  aliases = ["www.shop.example.com", "m.${local.domain}"]
  regions = { eu = "eu.example.com", us = "us.example.com" }
}

resource "aws_acm_certificate" "shop" {
  domain_name               = local.domain
  subject_alternative_names = concat(local.aliases, ["*.shop.example.com"])
  validation_method         = "DNS"
}

resource "aws_cloudfront_distribution" "shop" {
  aliases = [local.domain, var.vanity, var.partner]

  origin {
    origin_id   = "origin"
    domain_name = "bucket.provider.example"
  }
}

resource "aws_acm_certificate" "regional" {
  for_each    = toset(values(local.regions))
  domain_name = each.value
}

resource "google_compute_managed_ssl_certificate" "api" {
  managed {
    domains = [for name in ["api", "auth"] : "${name}.example.org"]
  }
}

resource "google_certificate_manager_certificate" "cdn" {
  managed {
    domains = var.enabled ? ["cdn.example.org"] : ["unused.example.org"]
  }
}

resource "azurerm_app_service_custom_hostname_binding" "portal" {
  hostname = "portal.example.net"
}

resource "azurerm_application_gateway" "main" {
  http_listener {
    protocol  = "Https"
    host_name = "gateway.example.net"
  }
  http_listener {
    protocol  = "Http"
    host_name = "plain.example.net"
  }
}

resource "cloudflare_access_application" "admin" {
  domain = "admin.example.net/login"
}

resource "aws_apigatewayv2_domain_name" "missing" {
  domain_name = var.missing
}

resource "fastly_service_vcl" "news" {
  dynamic "domain" {
    for_each = ["news.example.org", "feeds.example.org"]
    content {
      name = domain.value
    }
  }
}

resource "aws_lb_listener" "https" {
  protocol = "HTTPS"
}

resource "aws_lb_listener" "http" {
  protocol = "HTTP"
}

resource "aws_lb_listener_rule" "jobs" {
  listener_arn = aws_lb_listener.https.arn
  condition {
    host_header {
      values = ["jobs.example.com"]
    }
  }
}

resource "aws_lb_listener_rule" "plain" {
  listener_arn = aws_lb_listener.http.arn
  condition {
    host_header {
      values = ["plain.example.com"]
    }
  }
}

module "public" {
  source      = "../modules/certificate"
  names       = ["docs.example.com", "help.example.com"]
  common_name = module.public.first
}

module "acm" {
  source      = "terraform-aws-modules/acm/aws"
  version     = "~> 5.0"
  domain_name = "registry.example.com"
}

module "elsewhere" {
  source      = "git::https://git.example.com/modules.git"
  domain_name = "elsewhere.example.com"
}
