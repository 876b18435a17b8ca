// Go's crypto/x509 over one case of make-chains.ps1 or make-shapes.ps1.
package main

import (
	"crypto/x509"
	"encoding/pem"
	"fmt"
	"os"
	"path/filepath"
)

func read(folder string, name string) []*x509.Certificate {
	bytes, err := os.ReadFile(filepath.Join(folder, name))
	stop(err)
	var found []*x509.Certificate
	for block, rest := pem.Decode(bytes); block != nil; block, rest = pem.Decode(rest) {
		certificate, err := x509.ParseCertificate(block.Bytes)
		stop(err)
		found = append(found, certificate)
	}
	return found
}

func pool(certificates []*x509.Certificate) *x509.CertPool {
	pool := x509.NewCertPool()
	for _, certificate := range certificates {
		pool.AddCert(certificate)
	}
	return pool
}

func stop(err error) {
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
}

func main() {
	folder := os.Args[1]
	_, err := read(folder, "target.pem")[0].Verify(x509.VerifyOptions{
		Roots:         pool(read(folder, "root.pem")),
		Intermediates: pool(read(folder, "between.pem")),
		KeyUsages:     []x509.ExtKeyUsage{x509.ExtKeyUsageAny},
	})
	stop(err)
}
