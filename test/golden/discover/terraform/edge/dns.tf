module "zone" {
  source = "../modules/zone"
  domain = "example.org"
  records = {
    "status"       = ["status.provider.example"],
    "k1._dkim"     = ["dkim.provider.example"],
    "confirmation" = ["gv-abc.dv.googlehosted.com"],
  }
}

resource "aws_route53_zone" "internal" {
  name = "internal.example.org"
  vpc {
    vpc_id = "vpc-1"
  }
}

resource "google_dns_managed_zone" "net" {
  dns_name = "example.net."
}

resource "google_dns_record_set" "app" {
  name         = "app.${google_dns_managed_zone.net.dns_name}"
  managed_zone = google_dns_managed_zone.net.name
  type         = "A"
  rrdatas      = ["192.0.2.1"]
}

resource "azurerm_dns_zone" "com" {
  name = "example.com"
}

resource "azurerm_dns_a_record" "intranet" {
  name      = "intranet.emea"
  zone_name = azurerm_dns_zone.com.name
  records   = ["192.0.2.1"]
}

resource "cloudflare_zone" "dev" {
  zone = "example.dev"
}

resource "cloudflare_record" "blog" {
  zone_id = cloudflare_zone.dev.id
  name    = "blog"
  type    = "CNAME"
  value   = "blog.provider.example"
}

resource "cloudflare_record" "text" {
  zone_id = cloudflare_zone.dev.id
  name    = "note"
  type    = "TXT"
  value   = "text"
}

resource "cloudflare_record" "unknown_zone" {
  zone_id = var.zone
  name    = "lost"
  type    = "A"
  value   = "192.0.2.1"
}
