package io.flowledger.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/** The files of the console, from the class path; they hold nothing secret. Safe for all threads. */
final class StaticFiles {
    private static final String ROOT = "console/";
    private static final Pattern PATH = Pattern.compile("(?:[A-Za-z0-9_-]+/)*[A-Za-z0-9_-]+(?:\\.[A-Za-z0-9_-]+)+");
    private static final Map<String, String> TYPES = Map.ofEntries(
            Map.entry("html", "text/html; charset=utf-8"),
            Map.entry("css", "text/css; charset=utf-8"),
            Map.entry("js", "text/javascript; charset=utf-8"),
            Map.entry("mjs", "text/javascript; charset=utf-8"),
            Map.entry("json", "application/json"),
            Map.entry("webmanifest", "application/manifest+json"),
            Map.entry("svg", "image/svg+xml"),
            Map.entry("png", "image/png"),
            Map.entry("ico", "image/x-icon"),
            Map.entry("woff2", "font/woff2"),
            Map.entry("txt", "text/plain; charset=utf-8"),
            Map.entry("LICENSE", "text/plain; charset=utf-8"));

    private final Map<String, Optional<File>> files = new ConcurrentHashMap<>();

    /** A file in memory, and the same compressed if that is of use. */
    private static final class File {
        final String contentType;
        final byte[] content;
        final byte @Nullable [] compressed;
        final String tag;

        File(String contentType, byte[] content, byte @Nullable [] compressed, String tag) {
            this.contentType = contentType;
            this.content = content;
            this.compressed = compressed;
            this.tag = tag;
        }
    }

    /** A file by the path of the request, or null when there is none. */
    @Nullable
    Answer find(Request request, String path) {
        String name = path.equals("/") ? "index.html" : path.substring(1);
        if (name.length() > 200 || !PATH.matcher(name).matches()) {
            return null;
        }
        Optional<File> known = files.get(name);
        if (known == null) {
            known = Optional.ofNullable(load(name));
            // What is not there is not remembered: anybody can ask for any number of names.
            known.ifPresent(file -> files.put(name, Optional.of(file)));
        }
        return known.map(file -> answer(request, file)).orElse(null);
    }

    private static Answer answer(Request request, File file) {
        Answer answer;
        String wanted = request.header("If-None-Match");
        if (wanted != null && wanted.contains(file.tag)) {
            answer = Answer.empty(304);
        } else if (file.compressed != null && Compression.isWelcome(request)) {
            answer = Answer.of(200, file.contentType, file.compressed).with("Content-Encoding", "gzip");
        } else {
            answer = Answer.of(200, file.contentType, file.content);
        }
        return answer.with("ETag", file.tag).with("Cache-Control", "no-cache").with("Vary", "Accept-Encoding");
    }

    private static @Nullable File load(String name) {
        String extension = name.substring(name.lastIndexOf('.') + 1);
        String type = TYPES.get(extension);
        if (type == null) {
            return null;
        }
        try (InputStream in = StaticFiles.class.getResourceAsStream(ROOT + name)) {
            if (in == null) {
                return null;
            }
            byte[] content = in.readAllBytes();
            byte[] compressed = type.startsWith("text/") || type.contains("json") || type.contains("svg")
                    ? Compression.gzip(content)
                    : null;
            return new File(type, content, compressed, tag(content));
        } catch (IOException e) {
            return null;
        }
    }

    private static String tag(byte[] content) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(content);
            return '"' + HexFormat.of().formatHex(digest, 0, 12) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Compression of bodies. */
    static final class Compression {
        private Compression() {}

        static boolean isWelcome(Request request) {
            String accepted = request.header("Accept-Encoding");
            return accepted != null && accepted.matches("(?i).*\\bgzip\\b(?!\\s*;\\s*q=0(\\.0+)?\\s*(,|$)).*");
        }

        static byte[] gzip(byte[] content) {
            ByteArrayOutputStream out = new ByteArrayOutputStream(content.length / 3 + 64);
            try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
                gzip.write(content);
            } catch (IOException e) {
                throw new IllegalStateException("memory cannot be written", e);
            }
            return out.toByteArray();
        }
    }
}
