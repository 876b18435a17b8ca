import java.io.FileInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.*;
import java.util.*;

/** Java's PKIX path builder over one case of make-chains.ps1. */
public class VerifyChain {
    public static void main(String[] args) throws Exception {
        var x509 = CertificateFactory.getInstance("X.509");
        var root = read(x509, Path.of(args[0], "root.pem")).get(0);
        var all = new ArrayList<X509Certificate>(read(x509, Path.of(args[0], "between.pem")));
        var target = read(x509, Path.of(args[0], "target.pem")).get(0);
        all.add(target);
        if (target.equals(root)) {
            // Java builds no path to a trust anchor itself: its own signature is all there is.
            root.verify(root.getPublicKey());
            return;
        }
        var wanted = new X509CertSelector();
        wanted.setCertificate(target);
        var parameters = new PKIXBuilderParameters(Set.of(new TrustAnchor(root, null)), wanted);
        parameters.setRevocationEnabled(false);
        parameters.addCertStore(CertStore.getInstance("Collection", new CollectionCertStoreParameters(all)));
        CertPathBuilder.getInstance("PKIX").build(parameters);
    }

    private static List<X509Certificate> read(CertificateFactory x509, Path file) throws Exception {
        if (Files.size(file) == 0) {
            return List.of();
        }
        try (var stream = new FileInputStream(file.toFile())) {
            var found = new ArrayList<X509Certificate>();
            for (var certificate : x509.generateCertificates(stream)) {
                found.add((X509Certificate) certificate);
            }
            return found;
        }
    }
}
