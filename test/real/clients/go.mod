module certvigil.example/verify

go 1.24
