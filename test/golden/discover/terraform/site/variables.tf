variable "vanity" {
  default = "vanity.example.com"
}

variable "partner" {
  type = string
}

variable "enabled" {
  default = true
}

variable "missing" {
  type = string
}
