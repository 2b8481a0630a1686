package io.flowledger.web;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * What is kept of a secret: of a password PBKDF2 (RFC 8018) with HMAC-SHA-256 and a salt, of a token, which is random and long
 * enough that nobody can guess it, SHA-256. Compared in constant time. Immutable.
 */
public final class SecretHash {
    /** As the OWASP Password Storage Cheat Sheet asks for PBKDF2 with HMAC-SHA-256. */
    private static final int ITERATIONS = 600_000;

    private static final int MOST_ITERATIONS = 10_000_000;
    private static final int SALT_OCTETS = 16;
    private static final int HASH_OCTETS = 32;
    private static final int TOKEN_OCTETS = 32;
    private static final String PASSWORD_PREFIX = "pbkdf2-sha256";
    private static final String TOKEN_PREFIX = "sha256";
    private static final Base64.Encoder TEXT = Base64.getUrlEncoder().withoutPadding();

    /** 0 for a token. */
    private final int iterations;

    private final byte[] salt;
    private final byte[] hash;

    private SecretHash(int iterations, byte[] salt, byte[] hash) {
        this.iterations = iterations;
        this.salt = salt;
        this.hash = hash;
    }

    /** A hash of a password, with a salt of its own. */
    public static SecretHash ofPassword(String password, SecureRandom random) {
        byte[] salt = new byte[SALT_OCTETS];
        random.nextBytes(salt);
        return new SecretHash(ITERATIONS, salt, derive(password, salt, ITERATIONS));
    }

    /** The hash of a token of {@link #newToken}. */
    public static SecretHash ofToken(String token) {
        return new SecretHash(0, new byte[0], digest(token));
    }

    /** A token that nobody can guess. */
    public static String newToken(SecureRandom random) {
        byte[] octets = new byte[TOKEN_OCTETS];
        random.nextBytes(octets);
        return "fl_" + TEXT.encodeToString(octets);
    }

    /**
     * Reads what {@link #toString()} wrote.
     *
     * @throws IllegalArgumentException when it is none; the message does not repeat it
     */
    public static SecretHash parse(String text) {
        String[] parts = text.split("\\$");
        try {
            Base64.Decoder decoder = Base64.getUrlDecoder();
            if (parts.length == 2 && parts[0].equals(TOKEN_PREFIX)) {
                return checked(new SecretHash(0, new byte[0], decoder.decode(parts[1])));
            }
            if (parts.length == 4 && parts[0].equals(PASSWORD_PREFIX)) {
                int iterations = Integer.parseInt(parts[1]);
                if (iterations > 0 && iterations <= MOST_ITERATIONS) {
                    return checked(new SecretHash(iterations, decoder.decode(parts[2]), decoder.decode(parts[3])));
                }
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(unreadable(), e);
        }
        throw new IllegalArgumentException(unreadable());
    }

    private static SecretHash checked(SecretHash hash) {
        if (hash.hash.length != HASH_OCTETS || (hash.iterations > 0 && hash.salt.length < SALT_OCTETS)) {
            throw new IllegalArgumentException(unreadable());
        }
        return hash;
    }

    private static String unreadable() {
        return "the hash of a password or token cannot be read: flowledger password makes one";
    }

    /** Whether it is the hash of this secret; takes as long for a wrong one as for the right one. */
    public boolean isOf(String secret) {
        byte[] other = iterations == 0 ? digest(secret) : derive(secret, salt, iterations);
        return MessageDigest.isEqual(hash, other);
    }

    private static byte[] derive(String password, byte[] salt, int iterations) {
        PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, HASH_OCTETS * 8);
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(spec)
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        } finally {
            spec.clearPassword();
        }
    }

    static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The value of the setting. */
    @Override
    public String toString() {
        return iterations == 0
                ? TOKEN_PREFIX + "$" + TEXT.encodeToString(hash)
                : PASSWORD_PREFIX + "$" + iterations + "$" + TEXT.encodeToString(salt) + "$"
                        + TEXT.encodeToString(hash);
    }
}
