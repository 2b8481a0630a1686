package io.flowledger.tls;

import io.flowledger.config.ConfigurationException;
import io.flowledger.config.Setting;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * The server's side of TLS 1.2 and 1.3: its certificate, and with a client CA the demand for a certificate of the other side
 * (RFC 7011 section 11.3). Immutable.
 */
public final class TlsServer {
    private static final System.Logger LOG = System.getLogger(TlsServer.class.getName());
    private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
    private static final char[] NO_PASSWORD = {};

    private final SSLContext context;
    private final boolean clientCertificate;
    private final PeerNames names;

    private TlsServer(SSLContext context, boolean clientCertificate, PeerNames names) {
        this.context = context;
        this.clientCertificate = clientCertificate;
        this.names = names;
    }

    /**
     * Reads the files.
     *
     * @param certificate the server's certificate and those between it and its CA, PEM
     * @param key its private key, PKCS#8 in PEM
     * @param clientCa certificates that sign those of clients; null to ask none of them
     * @param clientNames names of which a client's certificate must have one; empty for any
     * @throws ConfigurationException when a file cannot be used; the message says which and why
     */
    public static TlsServer of(Path certificate, Path key, @Nullable Path clientCa, List<String> clientNames)
            throws ConfigurationException {
        PemFile certificateFile = PemFile.read(Setting.TLS_CERTIFICATE.key(), certificate);
        PemFile keyFile = PemFile.read(Setting.TLS_KEY.key(), key);
        List<X509Certificate> chain = certificateFile.certificates();
        PrivateKey privateKey = keyFile.privateKey();
        if (!belongTogether(privateKey, chain.get(0).getPublicKey())) {
            throw keyFile.wrong("the key does not belong to the first certificate in " + certificate);
        }
        warnOfValidity(chain.get(0), certificate);
        try {
            KeyStore own = emptyStore();
            own.setKeyEntry("own", privateKey, NO_PASSWORD, chain.toArray(new X509Certificate[0]));
            KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            keys.init(own, NO_PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(keys.getKeyManagers(), trust(clientCa), null);
            return new TlsServer(context, clientCa != null, new PeerNames(clientNames));
        } catch (GeneralSecurityException | IOException e) {
            throw certificateFile.wrong("cannot be used for TLS: " + e.getMessage());
        }
    }

    private static TrustManager @Nullable [] trust(@Nullable Path clientCa)
            throws ConfigurationException, GeneralSecurityException, IOException {
        if (clientCa == null) {
            return null;
        }
        KeyStore trusted = emptyStore();
        int number = 0;
        for (X509Certificate authority :
                PemFile.read(Setting.TLS_CLIENT_CA.key(), clientCa).certificates()) {
            trusted.setCertificateEntry("ca" + number++, authority);
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(trusted);
        return factory.getTrustManagers();
    }

    private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        return store;
    }

    /** Whether what one signs the other verifies. */
    private static boolean belongTogether(PrivateKey privateKey, PublicKey publicKey) {
        String algorithm = privateKey.getAlgorithm();
        String signature = switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> "";
        };
        if (signature.isEmpty()) {
            return true;
        }
        try {
            byte[] challenge = {1, 2, 3, 4};
            Signature signer = Signature.getInstance(signature);
            signer.initSign(privateKey);
            signer.update(challenge);
            byte[] signed = signer.sign();
            Signature verifier = Signature.getInstance(signature);
            verifier.initVerify(publicKey);
            verifier.update(challenge);
            return verifier.verify(signed);
        } catch (GeneralSecurityException e) {
            return false;
        }
    }

    private static void warnOfValidity(X509Certificate certificate, Path file) {
        try {
            certificate.checkValidity();
        } catch (CertificateExpiredException e) {
            LOG.log(Level.WARNING, "the certificate in {0} has expired: {1}", file, certificate.getNotAfter());
        } catch (CertificateNotYetValidException e) {
            LOG.log(Level.WARNING, "the certificate in {0} is not valid yet: {1}", file, certificate.getNotBefore());
        }
    }

    /** Whether clients must show a certificate. */
    public boolean wantsClientCertificate() {
        return clientCertificate;
    }

    /** The context, for servers that make their own engines. */
    public SSLContext context() {
        return context;
    }

    /** An engine for one connection. */
    public SSLEngine engine() {
        SSLEngine engine = context.createSSLEngine();
        engine.setUseClientMode(false);
        engine.setNeedClientAuth(clientCertificate);
        engine.setEnabledProtocols(PROTOCOLS);
        return engine;
    }

    /**
     * Checks the name of the other side, once the handshake is done.
     *
     * @throws SSLException when it has none of the names that may connect
     */
    public void checkPeer(SSLSession session) throws SSLException {
        if (clientCertificate) {
            names.check(session);
        }
    }
}
