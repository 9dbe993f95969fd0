package gg.tiketi.deploy.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * PostgreSQL refuses to run as root. For root its commands start inside a user namespace of their own, where root has
 * no privilege and no name. Where namespaces are off, as in most containers, they start as {@code nobody}, with data
 * and executables in a folder that {@code nobody} can reach. An ordinary user's commands start as they are.
 */
enum Unprivileged {
    /** Not root: nothing to do. */
    AS_IS(List.of(), -1),
    /** Root, inside a namespace: files stay root's. */
    NAMESPACE(List.of("unshare", "--user", "--"), 0),
    /** Root, by another user. */
    NOBODY(List.of("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "--"), 65_534),
    /** The same where setpriv is missing. */
    NOBODY_BY_RUNUSER(List.of("runuser", "-u", "nobody", "--"), 65_534),
    /** Root, and no way not to be. */
    IMPOSSIBLE(List.of(), -1);

    /** Where nobody's data and executables live: checkouts of root are mostly out of reach for others. */
    private static final Path REACHABLE = Path.of("/var/lib/tiketi");

    private final List<String> prefix;
    private final int owner;

    Unprivileged(List<String> prefix, int owner) {
        this.prefix = prefix;
        this.owner = owner;
    }

    /** The way that works here. */
    static Unprivileged here() {
        return Found.HERE;
    }

    /** Tried once, at first use: the answer costs a few processes. */
    private static final class Found {

        private static final Unprivileged HERE = find();

        private static Unprivileged find() {
            if (!"root".equals(System.getProperty("user.name"))) {
                return AS_IS;
            }
            return Stream.of(NAMESPACE, NOBODY, NOBODY_BY_RUNUSER)
                    .filter(way -> Processes.runQuietly(way.command(List.of("true"))) == 0)
                    .findFirst()
                    .orElse(IMPOSSIBLE);
        }
    }

    List<String> command(List<String> command) {
        return Stream.concat(prefix.stream(), command.stream()).toList();
    }

    void check() throws Refusal {
        if (this == IMPOSSIBLE) {
            throw new Refusal("PostgreSQL does not run as root, and neither unshare, setpriv nor runuser works here:"
                    + " use an ordinary user");
        }
    }

    private boolean isMoved() {
        return owner > 0;
    }

    /** The folder that takes the place of the wanted one; the wanted one itself unless others run PostgreSQL. */
    Path place(Path wanted) throws IOException {
        if (!isMoved()) {
            return wanted;
        }
        Files.createDirectories(
                REACHABLE, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx--x--x")));
        byte[] path = wanted.toAbsolutePath().toString().getBytes(StandardCharsets.UTF_8);
        return REACHABLE.resolve(wanted.getFileName() + "-" + UUID.nameUUIDFromBytes(path));
    }

    /** The same for executables, which all checkouts share. */
    Path cache(Path wanted) {
        return isMoved() ? REACHABLE.resolve("cache") : wanted;
    }

    /** Gives the file or folder, with all in it, to the user that PostgreSQL runs as, if it is not that user's. */
    void give(Path path) throws IOException {
        if (owner < 0 || !Files.exists(path) || owner == (int) Files.getAttribute(path, "unix:uid")) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
                Files.setAttribute(file, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
            }
        }
    }
}
