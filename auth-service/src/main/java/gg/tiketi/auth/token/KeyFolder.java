package gg.tiketi.auth.token;

import gg.tiketi.auth.platform.SecretFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The signing keys on disk, one file each: {@code <made at, epoch milliseconds>-<start of kid>.pem}. A key is retired by
 * removing its file once the last token it signed has ended; {@link #rotate} does both by time.
 */
final class KeyFolder {

    private static final Pattern FILE = Pattern.compile("(\\d{13})-[A-Za-z0-9_-]+\\.pem");
    private static final String LOCK = ".lock";
    private static final int KID_START = 8;

    private final Path folder;

    KeyFolder(Path folder) {
        this.folder = folder;
    }

    /** All keys, oldest first. */
    List<SigningKey> read() {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(KeyFolder::readIfKey)
                    .flatMap(List::stream)
                    .sorted(Comparator.comparing(SigningKey::createdAt))
                    .toList();
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read the key folder", unreadable);
        }
    }

    /** All keys; makes the first one when there is none. Of several processes starting at once one makes it. */
    List<SigningKey> readOrCreate(Instant now) {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            List<SigningKey> known = read();
            if (!known.isEmpty() || !lock.isValid()) {
                return known;
            }
            SigningKey first = SigningKey.create(now);
            SecretFile.write(folder.resolve(fileName(first)), first.toPem());
            return List.of(first);
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot lock the key folder", refused);
        }
    }

    /**
     * When a key is due.
     *
     * @param every age of the newest key at which the next one is made
     * @param retire age of a key at which all older ones are removed: it has been signing for longer than any token of
     *     theirs lives
     */
    record Rotation(Duration every, Duration retire) {}

    /** Makes the next key when the newest is old enough, and removes those that signed nothing still in use. */
    List<SigningKey> rotate(Instant now, Rotation rotation) {
        try (FileChannel channel =
                        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            List<SigningKey> known = read();
            if (known.isEmpty() || !lock.isValid()) {
                return known;
            }
            if (isOlder(known.getLast(), now, rotation.every())) {
                SigningKey next = SigningKey.create(now);
                SecretFile.write(folder.resolve(fileName(next)), next.toPem());
            }
            int settled = lastSettled(known, now, rotation.retire());
            for (SigningKey old : known.subList(0, settled)) {
                Files.deleteIfExists(folder.resolve(fileName(old)));
            }
            return read();
        } catch (IOException refused) {
            throw new UncheckedIOException("cannot rotate the keys", refused);
        }
    }

    /** Index of the newest key that is old enough to stand without those before it; 0 when there is none. */
    private static int lastSettled(List<SigningKey> keys, Instant now, Duration retire) {
        for (int index = keys.size() - 1; index > 0; index--) {
            if (isOlder(keys.get(index), now, retire)) {
                return index;
            }
        }
        return 0;
    }

    private static boolean isOlder(SigningKey key, Instant now, Duration age) {
        return !key.createdAt().plus(age).isAfter(now);
    }

    private static List<SigningKey> readIfKey(Path file) {
        Matcher name = FILE.matcher(file.getFileName().toString());
        if (!name.matches()) {
            return List.of();
        }
        try {
            return List.of(
                    SigningKey.fromPem(Files.readString(file), Instant.ofEpochMilli(Long.parseLong(name.group(1)))));
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + file.getFileName(), unreadable);
        }
    }

    private static String fileName(SigningKey key) {
        return "%013d-%s.pem"
                .formatted(key.createdAt().toEpochMilli(), key.keyId().substring(0, KID_START));
    }
}
