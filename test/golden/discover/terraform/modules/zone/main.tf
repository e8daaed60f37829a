variable "domain" {}
variable "records" {
  default = {}
}

resource "aws_route53_zone" "this" {
  name = var.domain
}

resource "aws_route53_record" "cname" {
  for_each = var.records
  zone_id  = aws_route53_zone.this.zone_id
  name     = each.key == "@" ? var.domain : "${each.key}.${var.domain}"
  type     = "CNAME"
  records  = each.value
}
