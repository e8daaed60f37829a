partner = "partner.example.com"
