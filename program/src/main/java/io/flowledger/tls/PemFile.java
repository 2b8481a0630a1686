package io.flowledger.tls;

import io.flowledger.config.ConfigurationException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The blocks of a PEM file (RFC 7468): certificates, and a private key as PKCS#8. Text between blocks is passed over. What is
 * wrong is said with the setting, the file and what to do.
 */
final class PemFile {
    private static final Pattern BLOCK = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----([^-]*)-----END \\1-----");
    private static final List<String> KEY_ALGORITHMS = List.of("RSA", "EC", "EdDSA", "RSASSA-PSS");

    private final String setting;
    private final Path file;
    private final List<Block> blocks = new ArrayList<>();

    private record Block(String label, String base64) {}

    private PemFile(String setting, Path file) {
        this.setting = setting;
        this.file = file;
    }

    /** Reads a file; {@code setting} names it in messages. */
    static PemFile read(String setting, Path file) throws ConfigurationException {
        PemFile pem = new PemFile(setting, file);
        String text;
        try {
            text = Files.readString(file, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException e) {
            throw pem.wrong("there is no such file");
        } catch (IOException e) {
            throw pem.wrong("cannot be read: " + e.getMessage());
        }
        Matcher matcher = BLOCK.matcher(text);
        while (matcher.find()) {
            pem.blocks.add(new Block(matcher.group(1), matcher.group(2)));
        }
        return pem;
    }

    /** The certificates in order; at least one. */
    List<X509Certificate> certificates() throws ConfigurationException {
        List<X509Certificate> certificates = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (Block block : blocks) {
                if (block.label().equals("CERTIFICATE")) {
                    certificates.add(
                            (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(octets(block))));
                }
            }
        } catch (CertificateException e) {
            throw wrong("holds a certificate that cannot be read: " + e.getMessage());
        }
        if (certificates.isEmpty()) {
            throw wrong("holds no -----BEGIN CERTIFICATE-----; a PEM file is expected"
                    + " (openssl x509 -inform DER makes one of a DER file)");
        }
        return certificates;
    }

    /** The first private key. */
    PrivateKey privateKey() throws ConfigurationException {
        for (Block block : blocks) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return decoded(block);
                }
                case "ENCRYPTED PRIVATE KEY" ->
                    throw wrong("the key is encrypted; openssl pkey -in " + file + " -out KEY makes one without a"
                            + " password, which only the collector's user may read");
                case "RSA PRIVATE KEY", "EC PRIVATE KEY", "DSA PRIVATE KEY" ->
                    throw wrong("the key is in an old form; openssl pkcs8 -topk8 -nocrypt -in " + file
                            + " -out KEY makes a PKCS#8 key of it");
                default -> {
                    // certificates and parameters may be in the same file
                }
            }
        }
        throw wrong("holds no -----BEGIN PRIVATE KEY-----; a PKCS#8 key as a PEM file is expected");
    }

    private PrivateKey decoded(Block block) throws ConfigurationException {
        PKCS8EncodedKeySpec spec = new PKCS8EncodedKeySpec(octets(block));
        String why = "";
        for (String algorithm : KEY_ALGORITHMS) {
            try {
                return KeyFactory.getInstance(algorithm).generatePrivate(spec);
            } catch (GeneralSecurityException e) {
                why = String.valueOf(e.getMessage());
            }
        }
        throw wrong("the key is none of " + String.join(", ", KEY_ALGORITHMS) + ": " + why);
    }

    private byte[] octets(Block block) throws ConfigurationException {
        try {
            return Base64.getMimeDecoder().decode(block.base64());
        } catch (IllegalArgumentException e) {
            throw wrong("the block " + block.label() + " is not base64: " + e.getMessage());
        }
    }

    ConfigurationException wrong(String problem) {
        return new ConfigurationException(setting + " " + file + ": " + problem);
    }
}
