package io.flowledger.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;

/** A certificate authority and what it signs, made by the JDK's keytool, as PEM files in a directory. */
public final class TestCertificates {
    private static final String PASSWORD = "changeit";

    private final Path directory;
    private final String authority;

    /** An authority of that name. */
    public TestCertificates(Path directory, String authority) throws Exception {
        this.directory = directory;
        this.authority = authority;
        keytool(
                authority,
                "-genkeypair",
                "-alias",
                "own",
                "-keyalg",
                "EC",
                "-dname",
                "CN=" + authority,
                "-ext",
                "bc:c");
        writePem(authority);
    }

    /**
     * Makes a certificate signed by the authority, with NAME.pem and NAME.key.
     *
     * @param algorithm RSA or EC
     */
    public void sign(String name, String algorithm, String... extensions) throws Exception {
        keytool(name, "-genkeypair", "-alias", "own", "-keyalg", algorithm, "-dname", "CN=" + name);
        Path request = directory.resolve(name + ".csr");
        Path certificate = directory.resolve(name + ".crt");
        keytool(name, "-certreq", "-alias", "own", "-file", request.toString());
        List<String> command = new ArrayList<>(List.of(
                "-gencert",
                "-alias",
                "own",
                "-infile",
                request.toString(),
                "-outfile",
                certificate.toString(),
                "-rfc"));
        for (String extension : extensions) {
            command.addAll(List.of("-ext", extension));
        }
        keytool(authority, command.toArray(new String[0]));
        keytool(
                name,
                "-importcert",
                "-noprompt",
                "-alias",
                "authority",
                "-file",
                certificate(authority).toString());
        keytool(name, "-importcert", "-noprompt", "-alias", "own", "-file", certificate.toString());
        writePem(name);
    }

    public Path certificate(String name) {
        return directory.resolve(name + ".pem");
    }

    public Path key(String name) {
        return directory.resolve(name + ".key");
    }

    public Path authority() {
        return certificate(authority);
    }

    /** What a client with that certificate uses, who trusts the authority. */
    public SSLContext client(String name) throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(keyManagers(name), trustManagers(), null);
        return context;
    }

    public KeyManager[] keyManagers(String name) throws Exception {
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store(name), PASSWORD.toCharArray());
        return keys.getKeyManagers();
    }

    /** What a client without a certificate uses, who trusts the authority. */
    public SSLContext clientWithoutCertificate() throws Exception {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trustManagers(), null);
        return context;
    }

    /** Trust in the authority. */
    public TrustManager[] trustManagers() throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("authority", store(authority).getCertificate("own"));
        TrustManagerFactory trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(trusted);
        return trust.getTrustManagers();
    }

    private KeyStore store(String name) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(directory.resolve(name + ".p12"))) {
            store.load(in, PASSWORD.toCharArray());
        }
        return store;
    }

    private void writePem(String name) throws Exception {
        KeyStore store = store(name);
        StringBuilder chain = new StringBuilder("Subject: CN=" + name + "\n");
        for (Certificate certificate : store.getCertificateChain("own")) {
            chain.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Files.writeString(certificate(name), chain);
        Files.writeString(
                key(name),
                pem("PRIVATE KEY", store.getKey("own", PASSWORD.toCharArray()).getEncoded()));
    }

    static String pem(String label, byte[] octets) {
        return "-----BEGIN " + label + "-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(octets) + "\n-----END " + label
                + "-----\n";
    }

    private void keytool(String name, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(Arrays.asList(arguments));
        command.addAll(List.of(
                "-keystore",
                directory.resolve(name + ".p12").toString(),
                "-storetype",
                "PKCS12",
                "-storepass",
                PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(command + ": " + said);
        }
    }
}
