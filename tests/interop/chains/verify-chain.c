/* Mbed TLS over one case of make-chains.ps1 or make-shapes.ps1: cc verify-chain.c -lmbedx509 -lmbedcrypto */
#include <mbedtls/error.h>
#include <mbedtls/x509_crt.h>
#include <stdio.h>

static int read_file(mbedtls_x509_crt *chain, const char *folder, const char *name)
{
    char path[4096];
    FILE *file;
    int first;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    file = fopen(path, "r");
    if (file == NULL)
        return 1;
    first = fgetc(file);
    fclose(file);
    return first == EOF ? 0 : mbedtls_x509_crt_parse_file(chain, path);
}

int main(int count, char **arguments)
{
    mbedtls_x509_crt chain, roots;
    uint32_t flags = 0;
    char text[512];
    int code;
    if (count != 2)
        return 2;
    mbedtls_x509_crt_init(&chain);
    mbedtls_x509_crt_init(&roots);
    code = read_file(&chain, arguments[1], "target.pem");
    if (code == 0)
        code = read_file(&chain, arguments[1], "between.pem");
    if (code == 0)
        code = read_file(&roots, arguments[1], "root.pem");
    if (code == 0)
        code = mbedtls_x509_crt_verify(&chain, &roots, NULL, NULL, &flags, NULL, NULL);
    if (code != 0) {
        mbedtls_strerror(code, text, sizeof text);
        printf("%s (%d, flags %x)\n", text, code, (unsigned) flags);
    }
    return code == 0 ? 0 : 1;
}
