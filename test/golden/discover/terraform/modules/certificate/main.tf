variable "names" {
  type = list(string)
}

variable "common_name" {
  default = null
}

resource "aws_acm_certificate" "this" {
  domain_name               = var.names[0]
  subject_alternative_names = slice(var.names, 1, length(var.names))
}

resource "aws_route53_record" "validation" {
  for_each = { for option in aws_acm_certificate.this.domain_validation_options : option.domain_name => option }
  name     = each.value.resource_record_name
  type     = each.value.resource_record_type
}

output "first" {
  value = var.names[0]
}
