package io.flowledger.cli;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;

/**
 * What a JVM runs that archives, at its end, the classes it has loaded (-XX:ArchiveClassesAtExit): loads ours and those of the
 * libraries that commands wait for, by name, as a run that used as many would need a database; and performs a command whose
 * database does not answer, for what else the JVM loads and makes on the way there.
 */
public final class ClassArchive {
    private static final List<String> ARCHIVED = List.of("io/flowledger/", "org/postgresql/", "com/fasterxml/jackson/");
    private static final String NO_DATABASE = "postgresql://nobody:none@127.0.0.1:1/none";
    private static final String SUFFIX = ".class";

    private ClassArchive() {}

    public static void main(String[] args) throws IOException {
        for (String jar : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            load(jar);
        }
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream());
        Surroundings nothing = new Surroundings(
                InputStream.nullInputStream(), nowhere, nowhere, Map.of(), Path.of("/nonexistent"), 0, 0);
        new Flowledger(nothing).execute("top", "--database", NO_DATABASE);
    }

    private static void load(String jar) throws IOException {
        try (JarFile file = new JarFile(jar)) {
            List<String> names = file.stream()
                    .map(JarEntry::getName)
                    .filter(name -> name.endsWith(SUFFIX) && ARCHIVED.stream().anyMatch(name::startsWith))
                    .map(name ->
                            name.substring(0, name.length() - SUFFIX.length()).replace('/', '.'))
                    .toList();
            for (String name : names) {
                try {
                    Class.forName(name, false, ClassArchive.class.getClassLoader());
                } catch (ClassNotFoundException | LinkageError e) {
                    // Built upon an optional library that we do not bring; there is nothing to archive.
                    System.getLogger(ClassArchive.class.getName()).log(System.Logger.Level.DEBUG, name, e);
                }
            }
        }
    }
}
