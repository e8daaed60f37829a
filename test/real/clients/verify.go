// Verifies certificate chains with crypto/x509, one for each line of the standard input, and answers each with a line:
// "ok", or why the chain is rejected.
package main

import (
	"bufio"
	"crypto/x509"
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"time"
)

// Certificates are DER in base64, the leaf first. At is in seconds since 1970.
type request struct {
	Sent    [][]byte
	Anchors [][]byte
	Host    string
	At      int64
}

func verify(line []byte) error {
	var asked request
	if err := json.Unmarshal(line, &asked); err != nil {
		return err
	}
	leaf, err := x509.ParseCertificate(asked.Sent[0])
	if err != nil {
		return err
	}
	options := x509.VerifyOptions{
		DNSName:       asked.Host,
		Intermediates: x509.NewCertPool(),
		Roots:         x509.NewCertPool(),
		CurrentTime:   time.Unix(asked.At, 0),
	}
	for _, der := range asked.Sent[1:] {
		// Like crypto/tls, which rejects the handshake.
		certificate, err := x509.ParseCertificate(der)
		if err != nil {
			return err
		}
		options.Intermediates.AddCert(certificate)
	}
	for _, der := range asked.Anchors {
		// Like AppendCertsFromPEM, which skips what it cannot parse.
		if certificate, err := x509.ParseCertificate(der); err == nil {
			options.Roots.AddCert(certificate)
		}
	}
	_, err = leaf.Verify(options)
	return err
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 16*1024*1024)
	for lines.Scan() {
		result := "ok"
		if err := verify(lines.Bytes()); err != nil {
			result = strings.ReplaceAll(err.Error(), "\n", " ")
		}
		fmt.Println(result)
	}
}
