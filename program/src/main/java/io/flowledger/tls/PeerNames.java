package io.flowledger.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import javax.naming.ldap.Rdn;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;

/**
 * The names that may connect: a certificate must have one of them, as DNS-ID (a DNS name among its alternative names) or as
 * Common Name (RFC 7011 section 11.3). An empty list lets all in whose certificate is trusted. Immutable.
 */
final class PeerNames {
    private static final int DNS_NAME = 2;

    private final Set<String> allowed;

    PeerNames(List<String> allowed) {
        this.allowed =
                allowed.stream().map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }

    void check(SSLSession session) throws SSLPeerUnverifiedException {
        if (allowed.isEmpty()) {
            return;
        }
        Set<String> names = names((X509Certificate) session.getPeerCertificates()[0]);
        if (names.stream().noneMatch(allowed::contains)) {
            throw new SSLPeerUnverifiedException(
                    "its certificate has the names " + names + ", of which tls-client-name allows none");
        }
    }

    /** DNS names and Common Name in lower case. */
    static Set<String> names(X509Certificate certificate) {
        Set<String> names = new TreeSet<>();
        try {
            Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (List<?> alternative : alternatives) {
                    if (Integer.valueOf(DNS_NAME).equals(alternative.get(0))) {
                        names.add(String.valueOf(alternative.get(1)).toLowerCase(Locale.ROOT));
                    }
                }
            }
            for (Rdn part : new LdapName(certificate.getSubjectX500Principal().getName()).getRdns()) {
                if (part.getType().equalsIgnoreCase("CN")) {
                    names.add(String.valueOf(part.getValue()).toLowerCase(Locale.ROOT));
                }
            }
        } catch (CertificateParsingException | InvalidNameException e) {
            // What cannot be read is no name that may connect.
            return names;
        }
        return names;
    }
}
